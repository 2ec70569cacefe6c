// How often `mapInference` finds anything on maps of noise: the family-wise rate at 0.05, by simulation.
// Maps are of 12 × 12 places, noise of each subject alone, smoothed or not.
import { createEngine, spheres } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";

const side = 12;
const [sets, samples] = [1000, 199];
const neighbors = spheres({ shape: [1, side, side], data: new Float64Array(side * side).fill(1) }, 1);

/** @param {(row: { test: string, options: string, rate: number, error: number }) => void} report */
export async function calibrate(report = () => {}) {
  const engine = await createEngine({ threads: 0 });
  try {
    for (const options of [
      { method: "max" },
      { method: "cluster", threshold: 2.5 },
      { method: "cluster" },
      { method: "tfce" },
    ])
      for (const setting of [
        { subjects: 8, smooth: 0 },
        { subjects: 8, smooth: 2 },
        { subjects: 20, smooth: 2 },
        { subjects: 20, smooth: 2, skewed: true },
        { subjects: 16, smooth: 2, groups: true },
      ])
        for (const direction of setting.groups ? ["two-sided"] : ["two-sided", "right"])
          report(await rateOf(engine, { ...options, side: direction }, setting));
  } finally {
    engine.close();
  }
}

async function rateOf(engine, options, { subjects, smooth, skewed = false, groups = false }) {
  let found = 0;
  const labels = groups
    ? { groups: Array.from({ length: subjects }, (_, s) => (s < subjects / 2 ? "a" : "b")) }
    : {};
  for (let seed = 1; seed <= sets; seed++) {
    const random = createRandom(seed);
    const data = new Float64Array(subjects * side * side);
    for (let s = 0; s < subjects; s++) data.set(noise(random, smooth, skewed), s * side * side);
    const maps = { name: "maps", shape: [subjects, side * side], data };
    const { pFamilyWise } = await engine.mapInference(maps, neighbors, {
      ...options,
      ...labels,
      samples,
      seed,
    });
    found += Number(pFamilyWise.some((p) => p <= 0.05));
  }
  const rate = found / sets;
  const kind = [smooth > 0 ? "smooth" : "white", ...(skewed ? ["skewed"] : [])].join(", ");
  const threshold = options.threshold === undefined ? "" : ` at t ${options.threshold}`;
  return {
    test: `mapInference, ${options.method}${threshold}`,
    options: `${options.side}, ${subjects} subjects${groups ? " in two groups" : ""}, ${kind} noise`,
    rate,
    error: Math.sqrt((rate * (1 - rate)) / sets),
  };
}

/** Normal noise, averaged over squares of 2 · smooth + 1 places; skewed: the exponential of it, less its mean. */
function noise(random, smooth, skewed) {
  const wide = side + 2 * smooth;
  const white = Float64Array.from({ length: wide * wide }, () => random.normal());
  const width = 2 * smooth + 1;
  return Float64Array.from({ length: side * side }, (_, place) => {
    const [row, column] = [Math.floor(place / side), place % side];
    let sum = 0;
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) sum += white[(row + i) * wide + column + j];
    const value = sum / width;
    return skewed ? Math.exp(value) - Math.exp(0.5) : value;
  });
}
