// All pairs of K networks by the measures that have a plain script elsewhere, one thread each. The rows of a family stand in
// `measures/FAMILY.mjs`, its scripts in `bench/peers/measures/FAMILY.py`.
import { readdirSync } from "node:fs";
import { createEngine } from "../../dist/src/index.js";
import { interleave, processorSeconds, skippedRow, speedupRow } from "../measure.mjs";
import { networks } from "../networks.mjs";
import { numpyMissing, startNumpy } from "../peers/numpy.mjs";

export const title = "Measures";
export const about =
  "All pairs of K networks on one thread: times faster than a plain NumPy/SciPy script of the same measure on one thread.";

const folder = new URL("measures/", import.meta.url);

export async function run({ peers, rounds, only, report }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  const engine = await createEngine({ threads: 0 });
  const numpy = missing ? undefined : startNumpy("measures.py", 1);
  for (const file of readdirSync(folder).sort()) {
    const { rows } = await import(new URL(file, folder));
    for (const row of rows) {
      const {
        metric,
        K,
        m,
        n,
        options = {},
        goal = 1,
        ...rest
      } = { family: file.replace(/\.mjs$/, ""), ...row };
      const chosen = Object.values(options).join(" ");
      const name = `${metric}${chosen && ` ${chosen}`} K=${K} ${m}×${n}, 1 thread`;
      if (!name.includes(only)) continue;
      const peer = "plain NumPy/SciPy";
      if (missing) {
        report(skippedRow({ name, peer, goal }, missing));
        continue;
      }
      // A row with `shape` is of trajectories: its m rows are trials × repeats × times.
      const { shape } = rest;
      const nets = networks(K, m, n).map((net) =>
        shape ? { name: "net", shape: [...shape, n], data: net.data } : net,
      );
      const ours = () => processorSeconds(() => engine.pairwise(nets, { metric, ...options }));
      const theirs = () => numpy.ask({ metric, options, K, m, n, ...rest });
      report(speedupRow(name, peer, "ms", 1000, await interleave(ours, theirs, Math.min(3, rounds)), goal));
    }
  }
  numpy?.close();
  engine.close();
}
