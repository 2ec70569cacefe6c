// At which level the tests of inter-subject correlation are, and what their intervals cover:
// the share of units of pure noise that a test finds at 0.05, by simulation.
import { pathToFileURL } from "node:url";
import { createEngine } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";

const time = 60;
const [sets, units, samples] = [4, 500, 1000];

const nulls = ["permutation", "time-shift", "phase-shift", "bootstrap"];
const brainiakNulls = nulls.map((name) => `brainiak-${name}`);

/**
 * One row a test and setting: the false-positive rate at 0.05 with its Monte-Carlo error (one
 * standard error), or the coverage of 95 % intervals.
 *
 * @param {(row: Row) => void} [report] - called with each row as soon as it is known
 * @returns {Promise<Row[]>}
 * @typedef {{ test: string, options: string, rate?: number, coverage?: number, error: number }} Row
 */
export async function calibrate(report = () => {}) {
  const engine = await createEngine();
  const rows = [];
  try {
    for await (const row of rowsOf(engine)) {
      rows.push(row);
      report(row);
    }
  } finally {
    engine.close();
  }
  return rows;
}

async function* rowsOf(engine) {
  for (const subjects of [6, 15]) {
    for (const ar of [0, 0.5]) {
      const setting = { subjects, ar };
      for (const name of [...nulls, ...brainiakNulls]) yield levelOf(engine, { null: name }, setting);
      for (const name of nulls.slice(0, 3))
        yield levelOf(engine, { null: name, method: "pairwise" }, setting);
      for (const method of ["leave-one-out", "pairwise"])
        yield levelOf(engine, { ...twoGroups(subjects), null: "permutation", method }, setting);
      yield levelOf(engine, { ...twoGroups(subjects), null: "brainiak-permutation" }, setting);
      yield levelOf(engine, { null: "phase-shift", summary: "median" }, setting);
    }
  }
  for (const name of nulls) yield familyWise(engine, { null: name });
  for (const subjects of [6, 15, 30])
    for (const spread of [0, 0.5]) yield coverageOf(engine, { subjects, spread });
}

/** One-sided: of two groups of three there are 20 divisions, so a two-sided p is 0.1 or more. */
function twoGroups(subjects) {
  const groups = Array.from({ length: subjects }, (_, s) => (s < subjects / 2 ? "a" : "b"));
  return { groups, side: "right" };
}

/** Share of units of noise with p ≤ 0.05. */
async function levelOf(engine, options, setting) {
  let found = 0;
  for (let set = 1; set <= sets; set++) {
    const { p } = await engine.isc(noise(setting, set), { ...options, samples, seed: set });
    found += p.filter((one) => one <= 0.05).length;
  }
  return {
    test: `isc, null ${options.null}`,
    options: textOf(options, setting),
    ...share(found, sets * units),
  };
}

/** Share of sets of 20 units of noise of which any has a corrected p ≤ 0.05. */
async function familyWise(engine, options) {
  const [count, setting] = [400, { subjects: 6, ar: 0, units: 20 }];
  let found = 0;
  for (let set = 1; set <= count; set++) {
    const { pFamilyWise } = await engine.isc(noise(setting, set), { ...options, samples: 500, seed: set });
    found += Number(pFamilyWise.some((one) => one <= 0.05));
  }
  const text = `${textOf(options, setting)}, any of 20 units family-wise`;
  return { test: `isc, null ${options.null}`, options: text, ...share(found, count) };
}

/** Share of units whose 95 % bootstrap interval holds the value of the population. */
async function coverageOf(engine, { subjects, spread }) {
  let held = 0;
  for (let set = 1; set <= sets; set++) {
    const random = createRandom(1000 + set);
    const common = Float64Array.from({ length: time * units }, () => random.normal());
    const draw = () => ({ rows: time, cols: units, data: withCommon(common, spread, random) });
    const truth = populationValue(() => withCommon(common, spread, random));
    const given = Array.from({ length: subjects }, draw);
    const { interval } = await engine.isc(given, { null: "bootstrap", samples, seed: set });
    held += truth.filter((one, u) => interval.lower[u] <= one && one <= interval.upper[u]).length;
  }
  const effect = spread > 0 ? `signal of 1 ± ${spread} times the noise` : "signal as large as the noise";
  const { rate: coverage, error } = share(held, sets * units);
  return {
    test: "isc, null bootstrap, interval",
    options: `${subjects} subjects, ${effect}`,
    coverage,
    error,
  };
}

/** Mean of Fisher z over a thousand pairs of further subjects who share the same course, brought back. */
function populationValue(draw) {
  const pairs = 1000;
  const z = new Float64Array(units);
  for (let pair = 0; pair < pairs; pair++) {
    const [x, y] = [draw(), draw()];
    for (let u = 0; u < units; u++) z[u] += Math.atanh(pearson(x, y, u)) / pairs;
  }
  return z.map(Math.tanh);
}

function pearson(x, y, unit) {
  let [sx, sy, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let k = unit; k < x.length; k += units) {
    sx += x[k];
    sy += y[k];
    xx += x[k] * x[k];
    yy += y[k] * y[k];
    xy += x[k] * y[k];
  }
  return (xy - (sx * sy) / time) / Math.sqrt((xx - (sx * sx) / time) * (yy - (sy * sy) / time));
}

/** Noise that depends on the time before by `ar`, each course for itself. */
function noise({ subjects, ar, units: width = units }, seed) {
  const random = createRandom(seed);
  return Array.from({ length: subjects }, () => {
    const data = Float64Array.from({ length: time * width }, () => random.normal());
    const innovation = Math.sqrt(1 - ar * ar);
    for (let k = width; k < data.length; k++) data[k] = ar * data[k - width] + innovation * data[k];
    return { rows: time, cols: width, data };
  });
}

/** The course of each unit that all share, as strong as it is in this subject, and noise. */
function withCommon(common, spread, random) {
  const weights = Float64Array.from({ length: units }, () => 1 + spread * random.normal());
  return common.map((value, k) => weights[k % units] * value + random.normal());
}

function share(found, count) {
  const rate = found / count;
  return { rate, error: Math.sqrt((rate * (1 - rate)) / count) };
}

function textOf({ method = "leave-one-out", summary = "mean", groups, null: asked }, { subjects, ar }) {
  const rows = asked === "bootstrap" ? "pairwise" : method;
  const kind = ar > 0 ? `AR(${ar}) noise` : "white noise";
  return `${rows}, ${summary}, ${subjects} subjects${groups ? " in two groups" : ""}, ${kind}`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await calibrate(({ test, options, rate, coverage, error }) => {
    const what = coverage === undefined ? `rate ${rate.toFixed(4)}` : `coverage ${coverage.toFixed(4)}`;
    console.log(`${test.padEnd(34)} ${what} ± ${error.toFixed(4)}   ${options}`);
  });
}
