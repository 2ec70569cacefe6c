// The programs that the rows need, from the registry. Each is a folder of `tools/` with a package.json and a lock
// file, so that a run of few rows installs little; it is installed once, outside git, under the name of its lock.
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { install } from "./registry.mjs";

const locks = fileURLToPath(new URL("../tools/", import.meta.url));
const cache = fileURLToPath(new URL("../../../node_modules/.cache/repgeom-runtimes/", import.meta.url));
const installed = new Map();
let last = Promise.resolve();

/** The folder in which a tool is installed; its packages lie in `node_modules` there. @throws {Skipped} where it cannot be had */
export function tool(name) {
  if (!installed.has(name)) {
    // One after another: two clients at once are no faster on two cores.
    last = last.then(() => installTool(name));
    installed.set(name, last);
    last = last.catch(() => {});
  }
  return installed.get(name);
}

/** The version of a package of a tool. */
export function versionIn(folder, pack) {
  return JSON.parse(readFileSync(`${folder}/node_modules/${pack}/package.json`, "utf8")).version;
}

async function installTool(name) {
  const lock = readFileSync(`${locks}${name}/package-lock.json`);
  const folder = `${name}-${createHash("sha256").update(lock).digest("hex").slice(0, 12)}`;
  const isThere = () => existsSync(`${cache}${folder}`);
  if (isThere()) return `${cache}${folder}`;
  const making = `${cache}${folder}.${process.pid}`;
  cpSync(`${locks}${name}`, making, { recursive: true });
  try {
    await install(["ci", "--ignore-scripts"], making);
    removeOld(name, folder);
    if (!isThere()) renameSync(making, `${cache}${folder}`); // or another run was quicker
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return `${cache}${folder}`;
}

/** The same tool by other locks, and what a run that is gone has left unfinished. */
function removeOld(name, folder) {
  for (const other of readdirSync(cache)) {
    const [of, id] = other.split(".");
    const isOther = of.slice(0, -13) === name && of !== folder;
    if (id === undefined ? isOther : !isAlive(Number(id))) rmSync(`${cache}${other}`, { recursive: true });
  }
}

function isAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}
