// The kernels: products against the roofline and other JavaScript engines, spectra and row
// distances against NumPy and SciPy, and the size of the builds.
//
// Everything except the size is measured in a process of its own: once in this Node, and once in
// the Node 24 of bench/node_modules if it is installed (npm ci --prefix bench).
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { forkTo } from "../fork.mjs";
import { skippedRow } from "../measure.mjs";
import { sizeRows } from "./kernels/size.mjs";

const script = fileURLToPath(new URL("kernels/process.mjs", import.meta.url));
const node24 = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));
const here = Number(process.versions.node.split(".")[0]);

export const title = "Kernels";
export const about =
  "The wasm builds without the library. A roofline is what one core can do on registers only; products are a share of it, or times faster than another engine. Spectra, distances, ranks and assignment are shares of the time of NumPy and SciPy.";

export async function run({ peers, rounds, only, report, note }) {
  const wanted = (row) => row.name.includes(only) && report(row);
  sizeRows().forEach(wanted);
  const other = here < 24 && existsSync(node24);
  // Other engines are measured only once, in the newest Node available, because numpy-ts needs Node 22.
  await measureIn(process.execPath, flagsFor(here), { peers, rounds, only, engines: !other }, report, note);
  if (other) await measureIn(node24, [], { peers, rounds, only, engines: true }, report, note);
  else if (here < 24) {
    const row = { name: "the relaxed build in Node 24", peer: "roofline" };
    const skipped = skippedRow(row, "Node 24 is not installed: npm ci --prefix bench");
    wanted({ ...skipped, section: "Node 24" });
  }
}

/** Node 20 needs a flag for relaxed SIMD; Node 22 and later do not. */
function flagsFor(major) {
  return major < 22 ? ["--experimental-wasm-relaxed-simd"] : [];
}

/** Runs all measurements in one Node and passes on their rows and remarks. */
function measureIn(execPath, execArgv, settings, report, note) {
  return forkTo(script, settings, { execPath, execArgv }, (message) =>
    message.row ? report(message.row) : note(message.note),
  );
}
