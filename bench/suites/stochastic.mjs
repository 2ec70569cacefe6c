// Gaussian stochastic shape distance of two networks after rotation, against netrep's algorithm.
// Both use the same means and covariances and one thread, include preparation, and start once,
// from the means. Our value must not be higher than theirs. We measure processor time, because
// other processes disturb runs that are this long. In a second row the peer makes all singular
// value decompositions of a step in one call, which netrep does not do.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../../dist/src/index.js";
import { howMuchFaster, missedRow, processorSeconds, race, skippedRow, speedupRow } from "../measure.mjs";
import { normals, rotation, rotated } from "../networks.mjs";
import { numpyMissing, startNumpy } from "../peers/numpy.mjs";

/** `noise`: in the second network's means and covariances, relative to the first's. netrep's own tolerance is 1e-8. */
const rows = [
  { m: 50, n: 32, noise: 0.3, tol: 1e-8, goal: 5 },
  { m: 50, n: 32, noise: 1, tol: 1e-8, goal: 5 },
  { m: 100, n: 64, noise: 0.3, tol: 1e-8, goal: 5 },
  // The peer would go on for 1000 steps and longer; it is stopped, to its advantage.
  { m: 100, n: 64, noise: 1, tol: 1e-8, niter: 250, goal: 5, slow: true },
];

export const title = "Gaussian stochastic shape distance";
export const about =
  "One pair of networks, one start, preparation included: times faster than netrep's algorithm in NumPy, in processor time. Batched: the peer makes all singular value decompositions of a step in one call, which netrep does not do.";

export async function run({ peers, rounds, only, report, note }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  const engine = await createEngine({ threads: 0 });
  const numpy = missing ? undefined : startNumpy("stochastic.py", 1);
  const folder = mkdtempSync(join(tmpdir(), "repgeom-bench-"));
  for (const row of rows) {
    const name = `gaussian-wasserstein ${row.m} stimuli × ${row.n}, difference ${row.noise}`;
    if (name.includes(only))
      await measure(name, row, { engine, numpy, missing, rounds, report, note, folder });
  }
  rmSync(folder, { recursive: true });
  numpy?.close();
  engine.close();
}

async function measure(name, { goal, ...row }, { engine, numpy, missing, rounds, report, note, folder }) {
  const peer = "numpy, netrep's algorithm";
  if (missing) return report(skippedRow({ name, peer, goal }, missing));
  const [x, y] = related(row);
  const question = { niter: 1000, ...row, x: save(x, folder), y: save(y, folder) };
  let theirs;
  const askPeer = async (batched) => {
    const [time, answer] = await numpy.ask({ ...question, batched });
    theirs = answer;
    return time;
  };
  const once = { metric: "gaussian-wasserstein", restarts: 1 };
  const ours = () => processorSeconds(() => engine.compare(x, y, once));
  for (let warm = 0; warm < (row.slow ? 1 : 5); warm++) await ours(); // until the JavaScript engine has optimised the code
  const ways = row.slow ? [false] : [false, true];
  const [mine, each, all] = await race([ours, ...ways.map((batched) => () => askPeer(batched))], rounds);
  const value = await engine.compare(x, y, once);
  const steps = (await engine.align(x, y, once)).search.history.length;
  const excess = value / theirs.value - 1;
  note(
    `${name}: ${steps} steps to ${value}, the peer ${theirs.steps} to ${theirs.value} (${excess.toExponential(1)})`,
  );
  const faster = speedupRow(name, peer, "ms", 1000, howMuchFaster(mine, each), goal);
  report(excess <= 1e-9 ? faster : missedRow(faster, "ends higher than the peer"));
  if (all) report(speedupRow(name, `${peer}, batched`, "ms", 1000, howMuchFaster(mine, all)));
}

/** Two seeded networks that differ by a rotation, and by `noise` in their means and covariances. */
function related({ m, n, noise }) {
  const normal = normals(m * 1000 + n);
  const draw = (length) => Float64Array.from({ length }, normal);
  const [means, otherMeans] = [draw(m * n), draw(m * n)];
  const [covariances, others] = [covariancesOf(m, n, normal), covariancesOf(m, n, normal)];
  const turn = rotation(n, normal);
  const blend = (a, b) => a.map((value, k) => value + noise * b[k]);
  const turned = (data) => rotated(data, turn, n);
  const both = turned(transposed(turned(blend(covariances, others)), m, n)); // Tᵀ·C·T, because C is symmetric
  return [
    gaussians("x", m, n, means, covariances),
    gaussians("y", m, n, turned(blend(means, otherMeans)), both),
  ];
}

function gaussians(name, m, n, means, covariances) {
  return {
    name,
    shape: [m, n],
    data: means,
    covariances: { shape: [m, n, n], data: symmetric(covariances, n) },
  };
}

/** A·Aᵀ / 2n + I / 20 for a normal A, one for each stimulus. */
function covariancesOf(m, n, normal) {
  const all = new Float64Array(m * n * n);
  for (let s = 0; s < m; s++) {
    const a = Float64Array.from({ length: n * n }, normal);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let sum = i === j ? 0.05 : 0;
        for (let k = 0; k < n; k++) sum += (a[i * n + k] * a[j * n + k]) / (2 * n);
        all[(s * n + i) * n + j] = sum;
      }
    }
  }
  return all;
}

function transposed(data, m, n) {
  return data.map((_, at) => {
    const [s, i, j] = [Math.floor(at / (n * n)), Math.floor(at / n) % n, at % n];
    return data[(s * n + j) * n + i];
  });
}

/** Makes matrices exactly symmetric again after rounding. */
function symmetric(data, n) {
  const other = transposed(data, data.length / (n * n), n);
  return data.map((value, k) => (value + other[k]) / 2);
}

function save({ name, data, covariances }, folder) {
  const files = { means: join(folder, `${name}.means`), covariances: join(folder, `${name}.covariances`) };
  writeFileSync(files.means, data);
  writeFileSync(files.covariances, covariances.data);
  return files;
}
