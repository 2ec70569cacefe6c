// One build at a time: two test runs that find dist/ out of date must not both write it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const folder = "node_modules/.cache";
const lock = `${folder}/repgeom-build.lock`;

/** Runs `work` once no other process builds. The lock names its process, so that a killed one does not block. */
export function alone(work) {
  mkdirSync(folder, { recursive: true });
  while (!take()) waitFor(holder());
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take() {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** @returns id of the process that builds; 0 between its taking the lock and its writing the id */
function holder() {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    return 0;
  }
}

function waitFor(id) {
  if (id > 0 && !isAlive(id)) rmSync(lock, { force: true });
  else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
}

export function isAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
