// The kernels: products against the roofline and other JavaScript engines, spectra
// and row distances against NumPy and SciPy, and the size of the builds.
//
// Everything but the size is measured in a process of its own, once in this Node and
// once in the Node 24 of bench/node_modules where that is installed (npm ci --prefix bench).
import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { skippedRow } from "../measure.mjs";
import { sizeRows } from "./kernels/size.mjs";

const script = fileURLToPath(new URL("kernels/process.mjs", import.meta.url));
const node24 = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));
const here = Number(process.versions.node.split(".")[0]);

export async function run({ peers, rounds, only, report, note }) {
  const wanted = (row) => row.name.includes(only) && report(row);
  sizeRows().forEach(wanted);
  const other = here < 24 && existsSync(node24);
  // Other engines take part once, in the newest Node at hand: numpy-ts needs Node 22.
  await measureIn(process.execPath, flagsFor(here), { peers, rounds, only, engines: !other }, report, note);
  if (other) await measureIn(node24, [], { peers, rounds, only, engines: true }, report, note);
  else if (here < 24) {
    const row = { name: "the relaxed build in Node 24", peer: "roofline" };
    wanted(skippedRow(row, "Node 24 is not installed: npm ci --prefix bench"));
  }
}

/** Node 20 has relaxed SIMD behind a flag, Node 22 and later without. */
function flagsFor(major) {
  return major < 22 ? ["--experimental-wasm-relaxed-simd"] : [];
}

/** Runs all measurements in one Node and passes on what they report. */
function measureIn(execPath, execArgv, settings, report, note) {
  const child = fork(script, [JSON.stringify(settings)], { execPath, execArgv });
  child.on("message", (message) => ("row" in message ? report(message.row) : note(message.note)));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`bench: ${execPath} ended with ${code}.`)),
    );
  });
}
