/**
 * How often tests of `partialRsa` and `regressRdms` reject a true null hypothesis at 0.05, and how often their 95 %
 * intervals hold.
 *
 *   partial    subjects share one true RDM, of which the model "near" knows half; the model "decoy" shares with the
 *              truth only what "near" has. Truth and models are drawn anew each time. Rejected: decoy, beside near.
 *   R²         both models have nothing to do with the truth.
 * Coverage is of a model that knows the other half. The interval is to hold its mean over new subjects, and over
 * new stimuli where the bootstrap draws those.
 *
 * Needs `npm run build`.
 */
import { createEngine } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";
import { rdmFrom } from "../../dist/src/rdm/rdm.js";

const sizes = { stimuli: 16, subjects: 10, units: 4, noise: 1.5 };

const points = (random, units = sizes.units) =>
  Array.from({ length: sizes.stimuli }, () => Array.from({ length: units }, () => random.normal()));
const noisy = (random, x, level) => x.map((row) => row.map((value) => value + level * random.normal()));
const join = (...parts) => parts[0].map((_, i) => parts.flatMap((part) => part[i]));

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

const subjectsOf = (random, truth) =>
  Array.from({ length: sizes.subjects }, (_, t) => rdmOf(`subject ${t}`, noisy(random, truth, sizes.noise)));

/** Truth and two models. */
const cases = {
  decoy(random) {
    const [near, rest, own] = [points(random), points(random), points(random)];
    return { truth: join(near, rest), models: [rdmOf("decoy", join(near, own)), rdmOf("near", near)] };
  },
  unrelated(random) {
    const [truth, a, b] = [points(random), points(random), points(random)];
    return { truth, models: [rdmOf("a", a), rdmOf("b", join(a, b))] };
  },
  related(random) {
    const [near, rest, own] = [points(random), points(random), points(random)];
    const half = join(noisy(random, rest, 0.5), own);
    return { truth: join(near, rest), models: [rdmOf("half", half), rdmOf("near", near)] };
  },
};

const error = (rate, count) => Math.sqrt((rate * (1 - rate)) / count);
const share = (hits, count) => ({ value: hits / count, error: error(hits / count, count) });

async function rate(engine, make, asked, pOf, repetitions) {
  let hits = 0;
  for (let n = 0; n < repetitions; n++) {
    const random = createRandom(1, n);
    const { truth, models } = make(random);
    const found = await engine.regressRdms({
      data: subjectsOf(random, truth),
      models,
      seed: n + 1,
      ...asked,
    });
    if (pOf(found) <= 0.05) hits++;
  }
  return share(hits, repetitions);
}

async function coverage(engine, bootstrap, valueOf, { repetitions, samples }) {
  const fixed = bootstrap.includes("stimuli") ? undefined : cases.related(createRandom(3));
  const draw = (random) => {
    const { truth, models } = fixed ?? cases.related(random);
    return { data: subjectsOf(random, truth), models };
  };
  let target = 0;
  const draws = fixed ? 100 : 1000;
  for (let k = 0; k < draws; k++)
    target +=
      valueOf(await engine.regressRdms({ ...draw(createRandom(4, k)), permutations: 0 })).value / draws;
  let hits = 0;
  for (let n = 0; n < repetitions; n++) {
    const asked = { ...draw(createRandom(5, n)), bootstrap, samples, permutations: 0, seed: n + 1 };
    const { lower, upper } = valueOf(await engine.regressRdms(asked));
    if (lower <= target && target <= upper) hits++;
  }
  return share(hits, repetitions);
}

const partialP = ({ partialTests }) => partialTests.raw[0];

export async function calibrate(report, { repetitions = 300, samples = 200 } = {}) {
  const engine = await createEngine({ threads: 0 });
  const rates = [
    ["partial, permutation", "pearson", cases.decoy, { permutations: samples }, partialP],
    [
      "partial, permutation",
      "spearman",
      cases.decoy,
      { permutations: samples, correlation: "spearman" },
      partialP,
    ],
    ["partial, t over subjects", "pearson", cases.decoy, { permutations: 0 }, partialP],
    [
      "partial, t",
      "pearson, bootstrap stimuli, subjects",
      cases.decoy,
      { permutations: 0, bootstrap: ["stimuli", "subjects"], samples },
      partialP,
    ],
    [
      "R², permutation",
      "pearson",
      cases.unrelated,
      { permutations: samples },
      ({ explainedP }) => explainedP,
    ],
  ];
  for (const [test, options, make, asked, pOf] of rates) {
    const { value, error } = await rate(engine, make, asked, pOf, repetitions);
    report({ test: `regression: ${test}`, options, rate: value, error });
  }
  const values = {
    "partial correlation": (found) => found.partial(0),
    weight: (found) => found.weight(0),
    "unique R²": (found) => found.common([0]),
    "R²": (found) => found.explained(),
  };
  for (const bootstrap of [["subjects"], ["stimuli"], ["stimuli", "subjects"]]) {
    for (const [name, valueOf] of Object.entries(values)) {
      const found = await coverage(engine, bootstrap, valueOf, { repetitions, samples });
      report({
        test: `regression: ${name}`,
        options: `bootstrap ${bootstrap.join(", ")}`,
        coverage: found.value,
        error: found.error,
      });
    }
  }
  engine.close();
}
