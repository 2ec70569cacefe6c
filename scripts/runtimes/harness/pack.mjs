// The package as a user gets it: packed, and installed from the tarball into an empty project.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./processes.mjs";
import { install } from "./registry.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * @param {string} folder - empty; the project is made in it
 * @param {string} [tarball] - of the package; packed here without it
 * @returns the project's folder, with the package in `node_modules`
 * @throws {Skipped} where the registry does not answer
 */
export async function installPacked(folder, tarball = undefined) {
  const project = `${folder}/project`;
  mkdirSync(project, { recursive: true });
  const packed = tarball === undefined ? await pack(folder) : resolve(tarball);
  writeFileSync(`${project}/package.json`, '{ "private": true, "type": "module" }\n');
  await install(["install", packed], project);
  return project;
}

/** With the scripts that a release runs: they make the manifest that is published. */
async function pack(folder) {
  await run("npm", ["pack", "--loglevel=error", "--pack-destination", folder], { cwd: root, seconds: 240 });
  return `${folder}/${readdirSync(folder).find((name) => name.endsWith(".tgz"))}`;
}
