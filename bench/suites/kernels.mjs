// The kernels: products against the roofline and other JavaScript engines, spectra and row
// distances against NumPy and SciPy, and the size of the builds.
//
// Everything except the size is measured in a process of its own: once in this Node, and once in
// the Node 24 of bench/node_modules if it is installed (npm ci --prefix bench).
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
  // Other engines are measured only once, in the newest Node available, because numpy-ts needs Node 22.
  await measureIn(process.execPath, flagsFor(here), { peers, rounds, only, engines: !other }, report, note);
  if (other) await measureIn(node24, [], { peers, rounds, only, engines: true }, report, note);
  else if (here < 24) {
    const row = { name: "the relaxed build in Node 24", peer: "roofline" };
    wanted(skippedRow(row, "Node 24 is not installed: npm ci --prefix bench"));
  }
}

/** Node 20 needs a flag for relaxed SIMD; Node 22 and later do not. */
function flagsFor(major) {
  return major < 22 ? ["--experimental-wasm-relaxed-simd"] : [];
}

/** Runs all measurements in one Node and passes on their rows and remarks. */
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
