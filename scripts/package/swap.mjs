// While `npm pack` or `npm publish` reads the checkout, some of its files are those of the package (published.mjs).
//
//   node scripts/package/swap.mjs publish     `prepack`: puts the published files in place
//   node scripts/package/swap.mjs restore     `postpack`: puts those of the checkout back, byte for byte
//
// npm may be killed in between, and then never calls `postpack`. So `publish` leaves a process behind that
// restores the files as soon as npm has ended without doing so. Files are written beside and renamed: a reader
// sees one or the other, never half of one.
import { execFileSync, spawn } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isAlive } from "../build-lock.mjs";
import { publishedFiles } from "./published.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = "node_modules/.cache";
/** What stands here is the files of the checkout, as `[path, own, published]`, with the process that packs. */
const kept = `${folder}/repgeom-packing.json`;

/** Milliseconds after which the files come back whether or not npm can be seen to have ended. */
const longest = 300_000;

async function publish() {
  mkdirSync(folder, { recursive: true });
  const state = { packer: packingProcess(), since: Date.now(), changed: [] };
  while (!take(state)) {
    if (isOver(readKept())) restore();
    else await pause(100); // another one packs
  }
  // Read only now: before, they may have been those of another packing.
  const changed = Object.entries(publishedFiles(read)).map(([path, text]) => [path, read(path), text]);
  write(kept, JSON.stringify({ ...state, changed }));
  const guard = [fileURLToPath(import.meta.url), "guard"];
  spawn(process.execPath, guard, { detached: true, stdio: "ignore" }).unref();
  for (const [path, , text] of changed) write(path, text);
}

/** Puts the files back. One that was edited meanwhile, or checked out, stays. */
function restore() {
  for (const [path, own, text] of readKept()?.changed ?? []) if (read(path) === text) write(path, own);
  rmSync(kept, { force: true });
}

async function guard() {
  for (;;) {
    const now = readKept();
    if (!now) return;
    if (isOver(now)) return restore();
    await pause(100);
  }
}

/** @returns false if another one packs */
function take(state) {
  const own = `${kept}.${process.pid}`;
  writeFileSync(own, JSON.stringify(state));
  try {
    linkSync(own, kept); // fails where it is there, and never shows half of it
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own);
  }
}

function readKept() {
  try {
    return JSON.parse(read(kept));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function isOver(state) {
  if (!state) return false;
  return (state.packer > 0 && !isAlive(state.packer)) || Date.now() - state.since > longest;
}

/** npm, which runs this script, most often by a shell whose text names it. 0 where the system has no `ps` that tells. */
function packingProcess() {
  try {
    const ask = ["-o", "ppid=,args=", "-p", String(process.ppid)];
    const told = execFileSync("ps", ask, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return told.includes("swap.mjs") ? Number.parseInt(told, 10) : process.ppid;
  } catch {
    return 0;
  }
}

function read(path) {
  return readFileSync(path, "utf8");
}

function write(path, text) {
  const next = `${path}.${process.pid}`;
  writeFileSync(next, text);
  renameSync(next, path);
}

process.chdir(root);
await { publish, restore, guard }[process.argv[2]]();
