// Whether the p-values and intervals of `pairwise` keep what they promise, by simulation: the share
// of unrelated networks that the permutation test finds at 0.05, and the coverage of 95 % intervals.
// node scripts/calibrate/pairwise.mjs [metric ...]    only rows whose name holds one of the words
import { pathToFileURL } from "node:url";
import { createEngine } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";

const [units, shared, own] = [10, 8, 4];
const sizes = [30, 50, 200];

/** `slow`: computed from all pairs of stimuli, so that the truth is taken from more and smaller sets. */
const measures = {
  cka: { spec: { metric: "cka" }, slow: true },
  "cka debiased": { spec: { metric: "cka", debiased: true }, slow: true },
  "procrustes angular": { spec: { metric: "procrustes" } },
  "procrustes euclidean": { spec: { metric: "procrustes", ground: "euclidean" }, growth: 0.5 },
  "cca mean": { spec: { metric: "cca", ground: "mean" } },
  "linear-regression": { spec: { metric: "linear-regression" } },
  "rsa pearson": { spec: { metric: "rsa", comparator: "pearson" }, slow: true },
  "rsa spearman": { spec: { metric: "rsa", comparator: "spearman" }, slow: true },
  rv: { spec: { metric: "rv" }, slow: true },
  svcca: { spec: { metric: "svcca" } },
  "soft-matching": { spec: { metric: "soft-matching" }, growth: 0.5 },
};

/**
 * One row a measure and number of stimuli, with its Monte-Carlo error (one standard error).
 *
 * @param {(row: Row) => void} [report] - called with each row as soon as it is known
 * @param {readonly string[]} [words] - of the measures that are wanted; all where empty
 * @returns {Promise<Row[]>}
 * @typedef {{ test: string, options: string, rate?: number, coverage?: number, error: number }} Row
 */
export async function calibrate(report = () => {}, words = []) {
  // One comparison is short: sending it to a thread would cost more.
  const engine = await createEngine({ threads: 0 });
  const rows = [];
  try {
    for await (const row of rowsOf(engine, words)) {
      rows.push(row);
      report(row);
    }
  } finally {
    engine.close();
  }
  return rows;
}

async function* rowsOf(engine, words) {
  const wanted = Object.entries(measures).filter(
    ([name]) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  for (const [name, measure] of wanted) {
    const population = await populationOf(engine, measure);
    for (const stimuli of sizes) {
      yield levelOf(engine, name, measure, stimuli);
      const truth = { population: grown(population, measure, stimuli) };
      truth.expectation = (await moments(engine, measure.spec, stimuli, 400)).mean;
      for (const interval of ["jackknife", ...(stimuli === 50 ? ["percentile", "bca"] : [])])
        yield* coverageOf(engine, name, measure, truth, { stimuli, interval });
    }
  }
}

/** Share of pairs of unrelated networks with p ≤ 0.05: three networks of noise a data set. */
async function levelOf(engine, name, { spec }, stimuli) {
  const sets = 200;
  const shares = [];
  for (let set = 0; set < sets; set++) {
    const random = createRandom(7_000_000 + set);
    const nets = Array.from({ length: 3 }, () => noise(stimuli, random));
    const { p } = await engine.pairwise(nets, { ...spec, permutation: "stimuli", samples: 99, seed: set });
    shares.push(share(pairsOf(p).map((one) => one <= 0.05)));
  }
  const { mean: rate, error } = meanOf(shares);
  return {
    test: `pairwise, permutation, ${name}`,
    options: `${stimuli} stimuli, 99 permutations`,
    rate,
    error,
  };
}

/**
 * Share of pairs whose 95 % interval holds what it is for: the value of the population, or the mean of
 * the value over samples of so many stimuli. A percentile interval is for the population.
 */
async function* coverageOf(engine, name, { spec }, truth, { stimuli, interval }) {
  const sets = stimuli === 200 || interval !== "jackknife" ? 100 : 200;
  const [held, forPopulation] = [[], []];
  for (let set = 0; set < sets; set++) {
    const options = { ...spec, bootstrap: "stimuli", interval, samples: 200, seed: set };
    const result = await engine.pairwise(networks(stimuli, set), options);
    const [lower, upper] = [pairsOf(result.interval.lower), pairsOf(result.interval.upper)];
    const estimands = upperTriangle(result.estimands ?? Array(16).fill("population"), 4);
    const target = estimands.map((word, k) => truth[word === "expectation" ? word : "population"][k]);
    held.push(share(target.map((one, k) => lower[k] <= one && one <= upper[k])));
    forPopulation.push(share(estimands.map((word) => word === "population" || word === "debiased")));
  }
  const { mean: coverage, error } = meanOf(held);
  const part = Math.round(100 * meanOf(forPopulation).mean);
  const options = `${stimuli} stimuli, ${part} % of the intervals for the population`;
  yield { test: `pairwise, interval ${interval}, ${name}`, options, coverage, error };
}

/**
 * The value of endlessly many stimuli: the bias of a smooth measure falls as 1/stimuli, so twice the
 * mean at M stimuli minus that at M/2 has next to none; M = 4,000, or 400 where all pairs of stimuli
 * are compared. The Monte-Carlo error is that of some 50,000 stimuli.
 */
async function populationOf(engine, measure) {
  const [stimuli, sets] = measure.slow ? [400, 120] : [4000, 12];
  const large = await moments(engine, measure.spec, stimuli, sets);
  const half = await moments(engine, measure.spec, stimuli / 2, 2 * sets);
  const one = (values, count) => values.map((value) => value / count ** (measure.growth ?? 0));
  const [a, b] = [one(large.mean, stimuli), one(half.mean, stimuli / 2)];
  return a.map((value, k) => 2 * value - b[k]);
}

/** Distances in units of the responses grow as the root of the number of stimuli. */
function grown(population, { growth = 0 }, stimuli) {
  return population.map((value) => value * stimuli ** growth);
}

/** Mean of the values of each pair over data sets that are used for nothing else. */
async function moments(engine, spec, stimuli, sets) {
  const all = [];
  for (let set = 0; set < sets; set++)
    all.push(pairsOf(await engine.pairwise(networks(stimuli, 1_000_000 + set), spec)));
  return { mean: all[0].map((_, k) => meanOf(all.map((values) => values[k])).mean) };
}

/** Weights of the four networks, the same in every data set. */
const weights = Array.from({ length: 4 }, (_, k) => {
  const random = createRandom(77 + k);
  const of = (rows, scale) =>
    Array.from({ length: rows * units }, (_, i) => scale(Math.floor(i / units)) * random.normal());
  return {
    common: of(shared, (row) => (k === 3 ? 0.5 : 1) / Math.sqrt(1 + row)),
    own: of(own, () => [0.4, 0.5, 0.4, 1.5][k]),
  };
});

/**
 * Four networks on new stimuli: linear maps of eight features that all see and of four of their own,
 * and noise. The third saturates (tanh); the fourth is mostly its own.
 */
function networks(stimuli, seed) {
  const random = createRandom(seed);
  const normals = (count) => Array.from({ length: count }, () => random.normal());
  const data = weights.map(() => new Float64Array(stimuli * units));
  for (let s = 0; s < stimuli; s++) {
    const seen = normals(shared);
    for (const [k, { common, own: private_ }] of weights.entries()) {
      const alone = normals(own);
      for (let u = 0; u < units; u++) {
        const linear = dot(seen, common, u);
        const response = k === 2 ? 1.5 * Math.tanh(linear / 1.5) : linear;
        data[k][s * units + u] = response + dot(alone, private_, u) + 0.5 * random.normal();
      }
    }
  }
  return data.map((one) => ({ rows: stimuli, cols: units, data: one }));
}

function noise(stimuli, random) {
  return {
    rows: stimuli,
    cols: units,
    data: Float64Array.from({ length: stimuli * units }, () => random.normal()),
  };
}

function dot(features, map, unit) {
  return features.reduce((sum, value, row) => sum + value * map[row * units + unit], 0);
}

function pairsOf({ names, values }) {
  return upperTriangle(values, names.length);
}

function upperTriangle(values, n) {
  return Array.from(values).filter((_, k) => Math.floor(k / n) < k % n);
}

function share(truths) {
  return truths.filter(Boolean).length / truths.length;
}

/** Mean over data sets, whose pairs are not independent, and its standard error. */
function meanOf(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await calibrate(({ test, options, rate, coverage, error }) => {
    const what = coverage === undefined ? `rate ${rate.toFixed(3)}` : `coverage ${coverage.toFixed(3)}`;
    console.log(`${test.padEnd(48)} ${what} ± ${error.toFixed(3)}   ${options}`);
  }, process.argv.slice(2));
}
