// RDMs against SciPy's pdist, one thread each. Also the peak memory of a crossnobis of a whole
// brain, measured in a process of its own.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createEngine } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";
import { limitRow, processorSeconds, race, shareOfTime, shareRow, skippedRow } from "../measure.mjs";
import { numpyMissing, startNumpy } from "../peers/numpy.mjs";

const size = { m: 1000, n: 512 };

/** Goals are the largest acceptable shares of pdist's time. */
const rows = [
  { dissimilarity: "correlation", metric: "correlation", goal: 0.4 },
  { dissimilarity: "euclidean", metric: "euclidean", goal: 0.4 },
  { dissimilarity: "squared-euclidean", metric: "sqeuclidean", goal: 0.4 },
  { dissimilarity: "cosine", metric: "cosine", goal: 0.4 },
  { dissimilarity: "cityblock", metric: "cityblock", goal: 0.4 },
  { dissimilarity: "chebyshev", metric: "chebyshev", goal: 0.4 },
  { dissimilarity: "minkowski", metric: "minkowski", p: 3, goal: 0.4 },
  { dissimilarity: "crossnobis", metric: "crossnobis", m: 100, runs: 8, n: 500, goal: 1 },
];

/** 1800 rows of 7000 units; arrays of stimuli × units × units would take 657 GiB. Goals: peak of the process in GiB. */
const large = [
  { noise: "none", goal: 2 },
  { noise: "diagonal", goal: 2 },
  { noise: "shrinkage-eye", goal: 2 },
  { noise: "shrinkage-diag", goal: 2 },
];

export const title = "RDMs";
export const about =
  "Shares of the time of SciPy's pdist, one thread each, and the peak memory of crossnobis in a process of its own.";

export async function run({ peers, rounds, only, report }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  const engine = await createEngine({ threads: 0 });
  const numpy = missing ? undefined : startNumpy("rdm.py", 1);
  for (const row of rows) {
    const { m, n, runs, p, dissimilarity } = { ...size, ...row };
    const shape = runs ? [m, runs, n] : [m, n];
    const name = `rdm ${shape.join(" × ")}, ${dissimilarity}${p ? `, p = ${p}` : ""}, 1 thread`;
    if (name.includes(only)) await against(name, shape, row, { engine, numpy, missing, rounds, report });
  }
  numpy?.close();
  engine.close();
  for (const { noise, goal } of large) {
    const name = `crossnobis of 600 stimuli × 3 runs × 7000 units, noise ${noise}: peak memory`;
    if (!name.includes(only)) continue;
    const { peak, time } = inItsOwnProcess(noise);
    report(limitRow(`${name} (${time.toFixed(1)} s)`, "GiB", peak, goal));
  }
}

async function against(name, shape, row, { engine, numpy, missing, rounds, report }) {
  const { dissimilarity, goal, ...question } = row;
  const { p, runs } = question;
  const random = createRandom(1);
  const length = shape.reduce((product, axis) => product * axis);
  const x = { name: "x", shape, data: Float64Array.from({ length }, () => random.normal()) };
  const options = { dissimilarity, ...(p && { p }) };
  const ours = () => processorSeconds(() => engine.rdm(x, options));
  const peer = runs ? "numpy, rsatoolbox's formula" : "scipy pdist";
  if (missing) return report(skippedRow({ name, peer, goal }, missing));
  const theirs = () => numpy.ask({ ...size, ...question });
  const measured = shareOfTime(...(await race([ours, theirs], rounds)));
  report(shareRow(name, peer, "ms", 1000, measured, goal));
}

function inItsOwnProcess(noise) {
  const script = fileURLToPath(new URL("../peers/crossnobis.mjs", import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, [...process.execArgv, script, noise], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
