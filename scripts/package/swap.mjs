// While `npm pack` or `npm publish` reads the checkout, its package.json is that of the package.
//
//   node scripts/package/swap.mjs publish     `prepack`: puts the published package.json in place
//   node scripts/package/swap.mjs restore     `postpack`: puts that of the checkout back, byte for byte
//
// npm may be killed in between, and then never calls `postpack`. So `publish` leaves a process behind that
// restores the file as soon as npm has ended without doing so. Files are written beside and renamed: a reader
// sees one package.json or the other, never half of one.
import { execFileSync, spawn } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isAlive } from "../build-lock.mjs";
import { publishedManifest } from "./manifest.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = "node_modules/.cache";
/** What stands here is the package.json of the checkout, with the process that packs. */
const kept = `${folder}/repgeom-package.json`;

/** Milliseconds after which a package.json comes back if nobody can tell whether npm still packs. */
const longest = 120_000;

async function publish() {
  mkdirSync(folder, { recursive: true });
  const packer = packingProcess();
  for (;;) {
    const text = readFileSync("package.json", "utf8");
    if (keep({ packer, text, since: Date.now() })) {
      write("package.json", publishedManifest(text));
      const guard = [fileURLToPath(import.meta.url), "guard"];
      spawn(process.execPath, guard, { detached: true, stdio: "ignore" }).unref();
      return;
    }
    if (isOver(readKept())) restore();
    else await pause(100); // another one packs
  }
}

/** Puts the package.json back. One that was edited meanwhile, or checked out, stays. */
function restore() {
  const { text } = readKept() ?? {};
  if (text !== undefined && readFileSync("package.json", "utf8") === publishedManifest(text)) {
    write("package.json", text);
  }
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

/** @returns false if another process keeps one already */
function keep(state) {
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
    return JSON.parse(readFileSync(kept, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function isOver(state) {
  if (!state) return false;
  return state.packer ? !isAlive(state.packer) : Date.now() - state.since > longest;
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

function write(path, text) {
  const next = `${path}.${process.pid}`;
  writeFileSync(next, text);
  renameSync(next, path);
}

process.chdir(root);
await { publish, restore, guard }[process.argv[2]]();
