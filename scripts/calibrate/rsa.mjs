/**
 * How often tests of `rsa` reject a true null hypothesis at 0.05, and how often its 95 % intervals hold.
 *
 *   models     subjects share one true RDM, and a model that has nothing to do with it is drawn anew each time,
 *              with the subjects: what a permutation of its stimuli tests.
 *   subjects   one true RDM and one unrelated model; only the subjects are drawn anew: what a t test over subjects
 *              sees. The null hypothesis "the model is unrelated" is true, and the mean of the fixed model is not chance.
 * Coverage is of a related model. The interval is to hold its mean over new subjects, and over new stimuli where
 * the bootstrap draws those: then truth, model and subjects are drawn anew each time.
 *
 * Needs `npm run build`. Run by itself it prints a table: `node scripts/calibrate/rsa.mjs [repetitions]`.
 */
import { fileURLToPath } from "node:url";
import { createEngine } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";
import { rdmFrom } from "../../dist/src/rdm/rdm.js";

const sizes = { stimuli: 16, subjects: 10, units: 8, noise: 1.5 };

const points = (random, count, units) =>
  Array.from({ length: count }, () => Array.from({ length: units }, () => random.normal()));

const noisy = (random, x, level) => x.map((row) => row.map((value) => value + level * random.normal()));

function rdmOf(name, x) {
  const condensed = x.flatMap((a, i) =>
    x.slice(i + 1).map((b) => a.reduce((sum, value, u) => sum + (value - b[u]) ** 2, 0) / a.length),
  );
  const stimuli = x.map((_, i) => String(i));
  return rdmFrom({
    name,
    dissimilarity: "squared-euclidean",
    stimuli,
    condensed: Float64Array.from(condensed),
  });
}

const subjectsOf = (random, truth, count = sizes.subjects) =>
  Array.from({ length: count }, (_, t) => rdmOf(`subject ${t}`, noisy(random, truth, sizes.noise)));

/** What each line asks of `rsa`: comparator, test, bootstrap, and the number of subjects if it is another. */
const cases = [
  ["cosine", "permutation", []],
  ["cosine", "t", []],
  ["cosine", "permutation", ["stimuli", "subjects"]],
  ["pearson", "permutation", []],
  ["pearson", "t", []],
  ["pearson", "t", [], 40],
  ["pearson", "permutation", [], 40],
  ["pearson", "signed-rank", []],
  ["spearman", "t", []],
  ["pearson", "t", ["subjects"]],
  ["pearson", "t", ["stimuli"]],
  ["pearson", "t", ["stimuli", "subjects"]],
  ["pearson", "percentile", ["subjects"]],
  ["pearson", "percentile", ["stimuli"]],
  ["pearson", "percentile", ["stimuli", "subjects"]],
];

const error = (rate, count) => Math.sqrt((rate * (1 - rate)) / count);

/** A share with its Monte-Carlo error. */
const share = (hits, count) => ({ rate: hits / count, error: error(hits / count, count) });

/** The share of unrelated models that are rejected. @param isFixed - one truth and one model for all repetitions */
async function falsePositives(
  engine,
  [comparator, test, bootstrap, count],
  { repetitions, samples, seed, isFixed },
) {
  let hits = 0;
  for (let n = 0; n < repetitions; n++) {
    // Of fixed models many are tried: one alone may lie above or below chance.
    const group = createRandom(seed, isFixed ? 1e6 + Math.floor(n / 10) : 2 * n);
    const [truth, other] = [0, 1].map(() => points(group, sizes.stimuli, sizes.units));
    const random = isFixed ? createRandom(seed, 2e6 + n) : group;
    const data = subjectsOf(random, truth, count);
    const found = await engine.rsa({
      data,
      models: [rdmOf("other", other)],
      comparator,
      test,
      bootstrap,
      samples,
      permutations: test === "permutation" ? samples : 0,
      seed: n + 1,
    });
    if (found.tests.againstZero.raw[0] <= 0.05) hits++;
  }
  return share(hits, repetitions);
}

/** Stimuli with their true responses and those of a related model. */
function related(random) {
  const truth = points(random, sizes.stimuli, sizes.units);
  return { truth, model: rdmOf("model", noisy(random, truth, 0.7)) };
}

/** The value that an interval is to hold: over new subjects, and over new stimuli where those are drawn again. */
async function estimand(engine, comparator, seed, fixed) {
  const [draws, count] = fixed ? [40, 50] : [1000, 5];
  let sum = 0;
  for (let k = 0; k < draws; k++) {
    const random = createRandom(seed, 4e6 + k);
    const { truth, model } = fixed ?? related(random);
    const data = subjectsOf(random, truth, count);
    const { bySubject } = await engine.rsa({ data, models: [model], comparator, test: "t" });
    sum += bySubject.data.reduce((total, one) => total + one, 0) / count / draws;
  }
  return sum;
}

/** The share of intervals that hold the value of a related model. */
async function coverage(engine, [comparator, test, bootstrap, count], { repetitions, samples, seed }) {
  const fixed = bootstrap.includes("stimuli") ? undefined : related(createRandom(seed, 3e6));
  const target = await estimand(engine, comparator, seed, fixed);
  const permutations = test === "permutation" ? 20 : 0;
  let hits = 0;
  for (let n = 0; n < repetitions; n++) {
    const random = createRandom(seed, 6e6 + n);
    const { truth, model } = fixed ?? related(random);
    const data = subjectsOf(random, truth, count);
    const asked = { data, models: [model], comparator, test, bootstrap, samples, permutations, seed: n + 1 };
    const { intervals } = await engine.rsa(asked);
    if (intervals.lower[0] <= target && target <= intervals.upper[0]) hits++;
  }
  return share(hits, repetitions);
}

/**
 * @param only - which cases of [comparator, test, bootstrap, subjects]
 * @returns a row a test and null hypothesis: share of p ≤ 0.05 and, where intervals are made, their coverage
 */
async function calibrateRsa({
  repetitions = 300,
  samples = 200,
  seed = 1,
  threads = 0,
  only = () => true,
  report = () => {},
} = {}) {
  const engine = await createEngine({ threads });
  const rows = [];
  for (const one of cases.filter(only)) {
    const [comparator, test, bootstrap, count = sizes.subjects] = one;
    const settings = { repetitions, samples, seed };
    const over = bootstrap.length > 0 ? `, bootstrap ${bootstrap.join(",")}` : "";
    const held = test === "signed-rank" ? undefined : await coverage(engine, one, settings);
    for (const isFixed of [false, true]) {
      const { rate, error } = await falsePositives(engine, one, { ...settings, isFixed });
      rows.push({
        test: `rsa ${test}`,
        options: `${comparator}${over}, ${count} subjects; ${isFixed ? "subjects anew, models fixed" : "models and subjects anew"}`,
        rate,
        error,
        ...(held && !isFixed ? { coverage: held.rate, coverageError: held.error } : {}),
      });
      report(rows.at(-1));
    }
  }
  await engine.close?.();
  return rows;
}

/** @see run.mjs */
export const calibrate = (report) => calibrateRsa({ report });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const repetitions = Number(process.argv[2] ?? 300);
  const shown = (value, error) => `${value.toFixed(3)} ± ${error.toFixed(3)}`;
  for (const { test, options, rate, error, coverage: held, coverageError } of await calibrateRsa({
    repetitions,
  })) {
    const intervals = held === undefined ? "" : `, coverage ${shown(held, coverageError)}`;
    console.log(`${test}, ${options}: ${shown(rate, error)}${intervals}`);
  }
}
