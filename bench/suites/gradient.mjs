// A value with its gradient against the value alone: times as long, in one interleaved run on one thread.
import { createEngine } from "../../dist/src/index.js";
import { interleave, processorSeconds, shareRow } from "../measure.mjs";
import { networks } from "../networks.mjs";

export const title = "Gradients";
export const about =
  "A value with its gradient by the first network, 1000 × 256 each, on one thread: as a multiple of the time of the value alone.";

const specs = [
  { metric: "cka" },
  { metric: "cka", debiased: true },
  { metric: "cka", kernel: "rbf" },
  { metric: "rsa" },
  { metric: "rsa", dissimilarity: "euclidean" },
  { metric: "rsa", dissimilarity: "cityblock" },
  { metric: "rsa", dissimilarity: "squared-euclidean", comparator: "cosine-whitened" },
  { metric: "linear-regression" },
  { metric: "linear-regression", ridge: 10 },
  { metric: "soft-knn" },
  { metric: "procrustes", goal: 5 },
  { metric: "procrustes", alpha: 0.5, goal: 5 },
  { metric: "procrustes", alpha: 0, goal: 5 },
  { metric: "bures", goal: 5 },
  { metric: "nbs", goal: 5 },
];

export async function run({ rounds, only, report }) {
  const engine = await createEngine({ threads: 0 });
  const [x, y] = networks(2, 1000, 256);
  for (const { goal = 3, ...spec } of specs) {
    const { metric, ...options } = spec;
    const chosen = Object.entries(options).map(([name, value]) => (value === true ? name : value));
    const name = `${[metric, ...chosen].join(" ")} 1000×256, 1 thread`;
    if (!name.includes(only)) continue;
    const ours = () => processorSeconds(() => engine.gradient(x, y, spec));
    const theirs = () => processorSeconds(() => engine.compare(x, y, spec));
    const { ratio, spread, ...times } = await interleave(ours, theirs, rounds);
    const share = { ...times, ratio: 1 / ratio, spread: [1 / spread[1], 1 / spread[0]] };
    report(shareRow(name, "the value alone", "ms", 1000, share, goal));
  }
  engine.close();
}
