// All pairs of K networks on one thread, against netrep's algorithm in NumPy on one thread.
// For every pair, netrep repeats the work that depends on one network only. The suite also
// estimates the time of a study of thousands of networks from a run of 20,000 pairs.
import { createEngine } from "../../dist/src/index.js";
import { interleave, processorSeconds, seconds, skippedRow, speedupRow } from "../measure.mjs";
import { networks } from "../networks.mjs";
import { numpyMissing, startNumpy } from "../peers/numpy.mjs";

/** Goals are speed-ups. The peer is timed on part of the pairs. */
const rows = [
  { metric: "procrustes", alpha: 1, K: 24, m: 1000, n: 256, goal: 3.2, pairs: 6 },
  { metric: "procrustes", alpha: 0, K: 24, m: 1000, n: 256, goal: 5, pairs: 6 },
  { metric: "procrustes", alpha: 1, K: 24, m: 1000, n: 64, goal: 4, pairs: 40 },
  { metric: "procrustes", alpha: 0, K: 24, m: 1000, n: 64, goal: 6, pairs: 40 },
  { metric: "procrustes", alpha: 1, K: 24, m: 500, n: 1024, goal: 18, pairs: 1 },
  { metric: "procrustes", alpha: 1, K: 24, m: 300, n: 1024, goal: 65, pairs: 1 },
  { metric: "cka", ground: "angular", K: 48, m: 1000, n: 256, goal: 18, pairs: 8 },
  { metric: "cka", ground: "angular", K: 128, m: 1000, n: 256, goal: 45, pairs: 8 },
];

export const title = "Shape";
export const about =
  "All pairs of K networks on one thread: times faster than netrep's algorithm in NumPy on one thread, which repeats for every pair what depends on one network.";

export async function run({ peers, rounds, only, report, note }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  const engine = await createEngine({ threads: 1 });
  const numpy = missing ? undefined : startNumpy("shape.py", 1);
  for (const row of rows) {
    const name = nameOf(row);
    if (name.includes(only))
      await measure(name, row, { engine, numpy, missing, rounds: Math.min(3, rounds), report });
  }
  numpy?.close();
  engine.close();
  if ("scale".includes(only)) await scale(note);
}

function nameOf({ metric, alpha, K, m, n }) {
  return `${metric}${alpha === undefined ? "" : ` alpha ${alpha}`} K=${K} ${m}×${n}, 1 thread`;
}

async function measure(name, { K, m, n, goal, pairs, ...spec }, { engine, numpy, missing, rounds, report }) {
  const peer = "numpy, netrep's algorithm";
  if (missing) return report(skippedRow({ name, peer, goal }, missing));
  const nets = networks(K, m, n);
  const ours = async () => (await processorSeconds(() => engine.pairwise(nets, spec))) / ((K * (K - 1)) / 2);
  const theirs = async () => (await numpy.ask({ ...spec, m, n, pairs })) / pairs;
  report(speedupRow(name, peer, "ms a pair", 1000, await interleave(ours, theirs, rounds), goal));
}

/** 2000 networks have 1,999,000 pairs. We measure 201 networks, which have 20,100 pairs. */
async function scale(note) {
  const engine = await createEngine({ threads: 2 });
  const nets = networks(201, 500, 64);
  const time = await seconds(() => engine.pairwise(nets, { metric: "procrustes" }));
  engine.close();
  const perSecond = 20_100 / time;
  const hours = 1_999_000 / perSecond / 3600;
  const peak = process.resourceUsage().maxRSS / 1024;
  note(
    `scale: procrustes K=201 500×64 on 2 threads: ${perSecond.toFixed(0)} pairs a second, peak ${peak.toFixed(0)} MiB; ` +
      `at that speed K=2000 (1,999,000 pairs) takes ${hours.toFixed(2)} hours and holds 2000 × 0.25 MiB prepared and a 32 MB result.`,
  );
}
