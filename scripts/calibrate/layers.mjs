// Of how many studies the intervals of `layerStudy` hold the value of the population: new stimuli and
// new subjects each time, layers that go from one geometry to another, one region between them.
import { createEngine } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";
import { rdmFrom } from "../../dist/src/rdm/rdm.js";

const [studies, samples, units] = [300, 300, 20];
const depths = { deep: [0, 0.25, 0.5, 0.75, 1], flat: [0.2, 0.3, 0.4, 0.5, 0.6] };
/** Where the region stands, and the noise of its subjects. */
const [place, noise] = [0.75, 1];

/** @param {(row: { test: string, options: string, coverage: number, error: number }) => void} report */
export async function calibrate(report = () => {}) {
  const engine = await createEngine({ threads: 0 });
  try {
    const truth = await truthOf(engine);
    for (const [stimuli, subjects] of [
      [20, 8],
      [40, 8],
    ]) {
      const held = Object.fromEntries(Object.keys(truth).map((name) => [name, 0]));
      for (let seed = 1; seed <= studies; seed++) {
        const found = await estimatesOf(engine, stimuli, subjects, seed, samples);
        for (const [name, { lower, upper }] of Object.entries(found))
          held[name] += Number(lower <= truth[name] && truth[name] <= upper);
      }
      for (const [name, count] of Object.entries(held)) {
        const coverage = count / studies;
        const error = Math.sqrt((coverage * (1 - coverage)) / studies);
        report({
          test: `layerStudy, ${name}`,
          options: `${stimuli} stimuli, ${subjects} subjects`,
          coverage,
          error,
        });
      }
    }
  } finally {
    engine.close();
  }
}

/** What the study estimates, from so many stimuli and subjects that nothing is left to chance. */
async function truthOf(engine) {
  const sums = {};
  const times = 20;
  for (let seed = 1; seed <= times; seed++) {
    const found = await estimatesOf(engine, 200, 20, 1e6 + seed, 2);
    for (const [name, { value }] of Object.entries(found)) sums[name] = (sums[name] ?? 0) + value / times;
  }
  return { ...sums, "depth of the best layer": 0.75, "difference of best depths": -0.25 };
}

async function estimatesOf(engine, stimuli, subjects, seed, samples) {
  const random = createRandom(seed);
  const draw = () => Float64Array.from({ length: stimuli * units }, () => random.normal());
  const [first, last] = [draw(), draw()];
  const at = (depth, level = 0) =>
    first.map((x, k) => (1 - depth) * x + depth * last[k] + (level > 0 ? level * random.normal() : 0));
  const network = (name) => ({
    name,
    layers: depths[name].map((depth, k) => rdmOf(`${name} ${k}`, at(depth), stimuli)),
  });
  const region = {
    name: "region",
    subjects: Array.from({ length: subjects }, (_, t) => rdmOf(`subject ${t}`, at(place, noise), stimuli)),
  };
  const study = await engine.layerStudy({
    networks: [network("deep"), network("flat")],
    regions: [region],
    comparator: "pearson",
    samples,
    seed,
  });
  const [{ best, slopes, values, lower, upper }] = study.profiles;
  const [{ bestDepth, bestValue, slopes: slopeDifference }] = study.differences;
  return {
    "value of a layer": { value: values.data[2], lower: lower.data[2], upper: upper.data[2] },
    slope: slopes[0],
    "difference of slopes": slopeDifference[0],
    "value of the best layer": best[0].value,
    "difference of best values": bestValue[0],
    "depth of the best layer": best[0].depth,
    "difference of best depths": bestDepth[0],
  };
}

/** Squared Euclidean distances. */
function rdmOf(name, x, stimuli) {
  const condensed = [];
  for (let i = 0; i < stimuli; i++)
    for (let j = i + 1; j < stimuli; j++) {
      let sum = 0;
      for (let u = 0; u < units; u++) sum += (x[i * units + u] - x[j * units + u]) ** 2;
      condensed.push(sum);
    }
  return rdmFrom({
    name,
    dissimilarity: "squared-euclidean",
    stimuli: Array.from({ length: stimuli }, (_, i) => String(i)),
    condensed: Float64Array.from(condensed),
  });
}
