// The programs that the rows need, from the registry. Each is a folder of `tools/` with a package.json and a lock
// file, so that a run of few rows installs little; it is installed once, outside git, under the name of its lock.
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { fileURLToPath } from "node:url";
import { Skipped } from "./errors.mjs";
import { run } from "./processes.mjs";

const locks = fileURLToPath(new URL("../tools/", import.meta.url));
const cache = fileURLToPath(new URL("../../../node_modules/.cache/repgeom-runtimes/", import.meta.url));
const installed = new Map();
let last = Promise.resolve();

/** The folder in which a tool is installed; its packages lie in `node_modules` there. @throws {Skipped} where it cannot be had */
export function tool(name) {
  if (!installed.has(name)) {
    // One after another: two clients at once are no faster on two cores.
    last = last.then(() => install(name));
    installed.set(name, last);
    last = last.catch(() => {});
  }
  return installed.get(name);
}

/** The version of a package of a tool. */
export function versionIn(folder, pack) {
  return JSON.parse(readFileSync(`${folder}/node_modules/${pack}/package.json`, "utf8")).version;
}

async function install(name) {
  const lock = readFileSync(`${locks}${name}/package-lock.json`);
  const folder = `${cache}${name}-${createHash("sha256").update(lock).digest("hex").slice(0, 12)}`;
  if (existsSync(`${folder}/.complete`)) return folder;
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  cpSync(`${locks}${name}`, making, { recursive: true });
  try {
    const words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await run("npm", words, { cwd: making, seconds: 240 });
    for (const old of readdirSync(cache))
      if (isOlder(old, name)) rmSync(`${cache}${old}`, { recursive: true });
    renameSync(making, folder);
    writeFileSync(`${folder}/.complete`, "");
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (existsSync(`${folder}/.complete`)) return folder; // another run was quicker
    throw new Skipped(`${name} could not be installed from the registry: ${error.message}`);
  }
  return folder;
}

/** A folder of the same tool by another lock. Those that are being made have a point and a number at the end. */
const isOlder = (folder, name) => folder.slice(0, -13) === name && !folder.includes(".");
