// All pairs of K networks: ours on 1 and 2 threads, against NumPy on the same number of threads.
import { createEngine } from "../../dist/src/index.js";
import { clockFor, interleave, processorSeconds, speedupRow } from "../measure.mjs";
import { networks } from "../networks.mjs";
import { numpyMissing, startNumpy } from "../peers/numpy.mjs";

/** Goals are speed-ups over NumPy on one thread each. */
const rows = [
  { metric: "procrustes", alpha: 1, K: 12, m: 1000, n: 64, goal: 0.85 },
  { metric: "procrustes", alpha: 0, K: 12, m: 1000, n: 64, goal: 0.85 },
  { metric: "procrustes", alpha: 1, K: 12, m: 1000, n: 256, goal: 0.85 },
  { metric: "procrustes", alpha: 0, K: 12, m: 1000, n: 256, goal: 0.85 },
  { metric: "procrustes", alpha: 1, K: 12, m: 500, n: 1024, goal: 6, slow: true },
  { metric: "procrustes", alpha: 0, K: 12, m: 500, n: 1024, slow: true },
  { metric: "cka", K: 12, m: 1000, n: 64, peer: "cka-products", goal: 1 },
  { metric: "cka", K: 12, m: 1000, n: 256, peer: "cka-products" },
  { metric: "cka", K: 12, m: 500, n: 1024, peer: "cka-products" },
  { metric: "cka", K: 48, m: 1000, n: 256, peer: "cka-products" },
  { metric: "cka", K: 48, m: 1000, n: 256, peer: "cka-grams", goal: 8, slow: true },
  { metric: "cka", K: 48, m: 1000, n: 512, peer: "cka-grams-once", goal: 1 },
];

const peerNames = {
  "cka-grams": "numpy (two Gram matrices a pair)",
  "cka-grams-once": "numpy (a Gram matrix a network, one product)",
};

export const title = "Pairwise";
export const about =
  "All pairs of K networks, preparation included: times faster than a NumPy script that does once what depends on one network, on as many threads.";

export async function run({ peers, rounds, only, report }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  for (const threads of [1, 2]) {
    const engine = await createEngine({ threads });
    const numpy = missing ? undefined : startNumpy("pairwise.py", threads);
    for (const row of rows.filter(({ metric }) => metric.includes(only)))
      await measure(row, threads, { engine, numpy, missing, rounds, report });
    numpy?.close();
    engine.close();
  }
  if ("cka".includes(only)) await againstOwnPairs({ rounds, report });
}

async function measure(row, threads, { engine, numpy, missing, rounds, report }) {
  const { metric, alpha, K, m, n, slow } = row;
  const nets = networks(K, m, n);
  const spec = alpha === undefined ? { metric } : { metric, alpha };
  const ours = () => clockFor(threads)(() => engine.pairwise(nets, spec));
  const question = { metric: row.peer ?? `procrustes-${alpha}`, K, m, n };
  const name = `${metric}${alpha === undefined ? "" : ` alpha ${alpha}`} K=${K} ${m}×${n}, ${threads} thread${threads > 1 ? "s" : ""}`;
  const pairs = (K * (K - 1)) / 2;
  if (missing) {
    await ours();
    const own = (await ours()) / pairs;
    return report({
      name,
      peer: "numpy",
      ours: own * 1000,
      theirs: null,
      unit: "ms a pair",
      skipped: `${missing}; ours alone ${(own * 1000).toFixed(2)} ms a pair`,
    });
  }
  const measured = await interleave(ours, () => numpy.ask(question), slow ? 1 : rounds);
  const peer = peerNames[row.peer] ?? "numpy";
  report(speedupRow(name, peer, "ms a pair", 1000 / pairs, measured, threads === 1 ? row.goal : undefined));
}

/** All pairs at once against the same pairs one by one. It shows what is gained by preparing each network once. */
async function againstOwnPairs({ rounds, report }) {
  const engine = await createEngine({ threads: 0 });
  const nets = networks(48, 1000, 256);
  const all = () => processorSeconds(() => engine.pairwise(nets, { metric: "cka" }));
  const some = 12;
  const onePair = () =>
    processorSeconds(async () => {
      for (let k = 0; k < some; k++) await engine.compare(nets[k], nets[k + 1], { metric: "cka" });
    });
  const measured = await interleave(
    async () => (await all()) / 1128,
    async () => (await onePair()) / some,
    rounds,
  );
  report(speedupRow("cka K=48 1000×256, 1 thread", "itself, pair by pair", "ms a pair", 1000, measured, 8));
  engine.close();
}
