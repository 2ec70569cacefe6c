// The package as a user gets it: packed, and installed from the tarball into an empty project.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { run } from "./processes.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * @param {string} folder - empty; becomes the project
 * @returns the project's folder, with the package in `node_modules`
 */
export async function installPacked(folder) {
  const project = `${folder}/project`;
  mkdirSync(project, { recursive: true });
  const words = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const { stdout } = await run("npm", words, { cwd: root });
  const [{ filename }] = JSON.parse(stdout);
  writeFileSync(`${project}/package.json`, '{ "private": true, "type": "module" }\n');
  const install = ["install", "--no-audit", "--no-fund", "--loglevel=error", `${folder}/${filename}`];
  await run("npm", install, { cwd: project, seconds: 240 });
  return project;
}
