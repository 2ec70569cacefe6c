// Energy distance between repeats of two networks after rotation, against netrep's algorithm,
// which makes one row for every pair of repeats. Both use the same responses and one thread,
// include preparation, and start once, from the means. Our loss must not be higher than theirs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../../dist/src/index.js";
import { energy } from "../../dist/src/metrics/energy/energy.js";
import { resolveOptions } from "../../dist/src/base/options.js";
import { placeResponses } from "../../dist/src/data/responses.js";
import { createKernels } from "../../dist/src/wasm/create.js";
import {
  howMuchFaster,
  limitRow,
  missedRow,
  processorSeconds,
  race,
  skippedRow,
  speedupRow,
} from "../measure.mjs";
import { numpyMissing, startNumpy } from "../peers/numpy.mjs";

/** The peer stops when the mean distance (here 4 to 6) falls by less than `tol`, or after `niter` steps. */
const rows = [
  { m: 30, r: 10, n: 32, tol: 1e-9, niter: 1000, goal: 10, memory: 0.05, starts: 12, warm: 20 },
  { m: 30, r: 10, n: 32, tol: 1e-6, niter: 100, warm: 20 },
  { m: 30, r: 50, n: 64, tol: 1e-6, niter: 100, goal: 10, memory: 0.05, warm: 1 },
];
/** Ours stops when the next step promises to gain less than this share of the mean distance: later than the peer. */
const tolerance = 1e-9;
/**
 * Largest relative difference of the losses. 30 means leave directions of 32 or 64 units free, so there
 * are minima that differ in the fifth digit. Which of them a single start finds is chance.
 */
const sameDepth = 1e-4;
/** Standard deviation of repeats around their mean. That of the means is 1. */
const noise = 0.5;

export const title = "Energy";
export const about =
  "Energy distance of one pair, one start, preparation included: times faster than netrep's algorithm in NumPy, and peak wasm memory as a share of its arrays over pairs of repeats.";

export async function run({ peers, rounds, only, report, note }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  const engine = await createEngine({ threads: 0 });
  const numpy = missing ? undefined : startNumpy("energy.py", 1);
  const folder = mkdtempSync(join(tmpdir(), "repgeom-bench-"));
  for (const row of rows) {
    const name = `energy ${row.m} stimuli × ${row.r} repeats × ${row.n}, peer to ${row.tol}`;
    if (name.includes(only))
      await measure(name, row, { engine, numpy, missing, rounds, report, note, folder });
  }
  rmSync(folder, { recursive: true });
  numpy?.close();
  engine.close();
}

async function measure(name, row, { engine, numpy, missing, rounds, report, note, folder }) {
  const [x, y] = related(row);
  const peer = "numpy, netrep's algorithm";
  if (missing) return report(skippedRow({ name, peer, goal: row.goal }, missing));
  const question = { ...row, x: save(x, folder), y: save(y, folder) };
  let theirs;
  const askPeer = async () => {
    const [time, answer] = await numpy.ask(question);
    theirs = answer;
    return time;
  };
  const once = { metric: "energy", restarts: 1, tolerance };
  const compare = (spec) => () => processorSeconds(() => engine.compare(x, y, spec));
  for (let warm = 0; warm < row.warm; warm++) await compare(once)();
  const several = row.starts ? [compare({ ...once, restarts: row.starts })] : [];
  const [ours, peers, all] = await race([compare(once), askPeer, ...several], rounds);
  const { search } = await engine.align(x, y, once);
  const loss = search.history.at(-1);
  const excess = loss / theirs.loss - 1;
  note(
    `${name}: ${search.history.length - 1} steps to a mean distance of ${loss}, the peer ${theirs.steps} to ${theirs.loss} (${excess.toExponential(1)})`,
  );
  const faster = speedupRow(name, peer, "ms", 1000, howMuchFaster(ours, peers), row.goal);
  report(excess <= sameDepth ? faster : missedRow(faster, "ends higher than the peer"));
  if (all)
    report(
      speedupRow(`${name}, ${row.starts} starts against 1`, peer, "ms", 1000, howMuchFaster(all, peers)),
    );
  if (!row.memory) return;
  const bytes = await memoryOf(x, y);
  report(limitRow(`${name}, memory / arrays over pairs`, "", bytes / theirs.bytes, row.memory));
}

/** Two seeded networks that differ by a rotation, in their means and in their noise. */
function related({ m, r, n }) {
  const normal = normals(m * 100_000 + r * 1000 + n);
  const draw = (length) => Float64Array.from({ length }, normal);
  const [means, others, rotation] = [draw(m * n), draw(m * n), orthogonal(n, normal)];
  const repeats = (centres) =>
    Float64Array.from(
      { length: m * r * n },
      (_, k) => centres[Math.floor(k / (r * n)) * n + (k % n)] + noise * normal(),
    );
  const x = repeats(means);
  const y = rotate(repeats(means.map((value, k) => value + 0.3 * others[k])), rotation, n);
  return [x, y].map((data, k) => ({ name: "xy"[k], shape: [m, r, n], data }));
}

function rotate(data, rotation, n) {
  return data.map((_, at) => {
    let sum = 0;
    for (let k = 0, row = at - (at % n); k < n; k++) sum += data[row + k] * rotation[k * n + (at % n)];
    return sum;
  });
}

/** Gram–Schmidt on normal rows. */
function orthogonal(n, normal) {
  const rows = Array.from({ length: n }, () => Array.from({ length: n }, normal));
  for (const [i, row] of rows.entries()) {
    for (const other of rows.slice(0, i)) {
      const along = row.reduce((sum, value, k) => sum + value * other[k], 0);
      for (let k = 0; k < n; k++) row[k] -= along * other[k];
    }
    const length = Math.hypot(...row);
    for (let k = 0; k < n; k++) row[k] /= length;
  }
  return rows.flat();
}

function normals(seed) {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 8) + 0.5) / 2 ** 24;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

function save({ name, data }, folder) {
  const path = join(folder, `${name}.f64`);
  writeFileSync(path, data);
  return path;
}

/** Peak bytes of wasm memory for one pair: both are prepared one after the other, then compared. */
async function memoryOf(x, y) {
  const module = await WebAssembly.compile(
    readFileSync(new URL("../../dist/wasm/simd.wasm", import.meta.url)),
  );
  const kernels = await createKernels(module);
  const options = resolveOptions("energy", energy.options, { restarts: 1 });
  const start = kernels.usage.used;
  const mapParts = (parts, change) =>
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.data ? change(part) : part]));
  const [a, b] = [x, y].map((one) =>
    kernels.scope(() =>
      mapParts(energy.prepare(placeResponses(one, kernels), options, kernels), kernels.detach),
    ),
  );
  kernels.scope(() => {
    const [p, q] = [a, b].map((parts) => mapParts(parts, kernels.copy));
    energy.compare(p, q, options, kernels);
  });
  return kernels.usage.peak - start;
}
