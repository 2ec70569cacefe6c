// Whether the p-values and intervals of `cross` keep what they promise: those of `pairwise`, cell by cell,
// so a small simulation is enough. Levels of cells and of the whole table, and coverage of Procrustes distances.
import { createEngine } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";

const [stimuli, units, shared] = [40, 6, 4];
const specs = [{ metric: "cka", debiased: true }, { metric: "procrustes" }];

/** @see run.mjs */
export async function calibrate(report = () => {}) {
  const engine = await createEngine({ threads: 0 });
  const rows = [];
  for (const spec of specs) rows.push(...(await levelsOf(engine, spec)));
  rows.push(await coverageOf(engine));
  engine.close();
  rows.forEach((row) => report(row));
  return rows;
}

/** Of 2 × 3 unrelated networks: the share of cells with p ≤ 0.05, and of tables with any cell corrected to that. */
async function levelsOf(engine, spec) {
  const sets = 200;
  let [cells, tables] = [0, 0];
  for (let set = 0; set < sets; set++) {
    const random = createRandom(41, set);
    const [left, right] = [2, 3].map((count) => Array.from({ length: count }, () => noise(random, stimuli)));
    const asked = { ...spec, permutation: "stimuli", samples: 99, seed: set };
    const { p, pFamilyWise } = await engine.cross(left, right, asked);
    cells += p.values.filter((one) => one <= 0.05).length / 6;
    tables += Number(pFamilyWise.values.some((one) => one <= 0.05));
  }
  return [
    ["each cell", cells / sets],
    ["any of 6 cells, family-wise", tables / sets],
  ].map(([what, rate]) => ({
    test: `cross, permutation, ${spec.metric}`,
    options: `${stimuli} stimuli, ${what}`,
    rate,
    error: Math.sqrt((rate * (1 - rate)) / sets),
  }));
}

/** The share of 95 % jackknife intervals that hold what they are for: the value of 4,000 stimuli, or the mean over samples of so many. */
async function coverageOf(engine) {
  const sets = 200;
  const spec = { metric: "procrustes" };
  const population = (await engine.cross(...sides(createRandom(43), 4000), spec)).values;
  const expectation = new Float64Array(population.length);
  for (let set = 0; set < 400; set++) {
    const { values } = await engine.cross(...sides(createRandom(53, set), stimuli), spec);
    values.forEach((value, k) => (expectation[k] += value / 400));
  }
  let held = 0;
  for (let set = 0; set < sets; set++) {
    const [left, right] = sides(createRandom(47, set), stimuli);
    const { interval, estimands } = await engine.cross(left, right, {
      ...spec,
      bootstrap: "stimuli",
      seed: set,
    });
    const { lower, upper } = interval;
    const target = estimands.map((word, k) => (word === "expectation" ? expectation : population)[k]);
    held +=
      target.filter((one, k) => lower.values[k] <= one && one <= upper.values[k]).length / target.length;
  }
  const coverage = held / sets;
  const error = Math.sqrt((coverage * (1 - coverage)) / sets);
  return { test: "cross, interval jackknife, procrustes", options: `${stimuli} stimuli`, coverage, error };
}

/** Two and three networks that respond to the same things, and to others of their own. */
function sides(random, count) {
  const common = Array.from({ length: count * shared }, () => random.normal());
  const mix = createRandom(51);
  const weights = Array.from({ length: 5 }, () => Array.from({ length: shared * units }, () => mix.normal()));
  const nets = weights.map((weight) => {
    const own = noise(random, count);
    const data = own.data.map((value, at) => {
      const [row, unit] = [Math.floor(at / units), at % units];
      for (let k = 0; k < shared; k++) value += common[row * shared + k] * weight[k * units + unit];
      return value;
    });
    return { ...own, data };
  });
  return [nets.slice(0, 2), nets.slice(2)];
}

let number = 0;

function noise(random, count) {
  const data = Float64Array.from({ length: count * units }, () => random.normal());
  return { name: `net ${number++}`, shape: [count, units], data };
}
