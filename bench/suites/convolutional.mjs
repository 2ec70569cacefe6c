// One pair of convolutional layers at every circular shift, including preparation, one thread
// each. We make one product for each frequency; the peer makes one for each shift.
import { createEngine } from "../../dist/src/index.js";
import { interleave, processorSeconds, speedupRow } from "../measure.mjs";
import { numpyMissing, startNumpy } from "../peers/numpy.mjs";

/** Goals are speed-ups over NumPy on one thread. */
const rows = [
  { how: "netrep", m: 50, h: 8, w: 8, c: 32, goal: 10 },
  { how: "netrep", m: 50, h: 8, w: 8, c: 64, goal: 10 },
  { how: "values", m: 50, h: 8, w: 8, c: 32 },
  { how: "values", m: 50, h: 8, w: 8, c: 64 },
  { how: "values", m: 200, h: 8, w: 8, c: 64 },
  { how: "values", m: 50, h: 14, w: 14, c: 32 },
];

export const title = "Convolutional";
export const about =
  "One pair of convolutional layers at every circular shift, one thread each, preparation included: times faster than a product for each shift in NumPy.";

export async function run({ peers, rounds, only, report }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  const engine = await createEngine({ threads: 0 });
  const numpy = missing ? undefined : startNumpy("convolutional.py", 1);
  for (const row of rows) {
    const name = `table over ${row.h} × ${row.w} shifts, ${row.m} stimuli, ${row.c} channels`;
    if (name.includes(only)) await measure(name, row, { engine, numpy, missing, rounds, report });
  }
  numpy?.close();
  engine.close();
}

async function measure(name, { goal, ...question }, { engine, numpy, missing, rounds, report }) {
  const peer = question.how === "netrep" ? "numpy, netrep's algorithm" : "numpy, values only";
  const [x, y] = [1, 2].map((seed) => images(seed, question));
  const ours = () => processorSeconds(() => engine.table(x, y, { metric: "convolutional" }));
  await ours();
  if (missing) {
    const own = 1000 * (await ours());
    return report({
      name,
      peer,
      ours: own,
      theirs: null,
      unit: "ms",
      skipped: `${missing}; ours alone ${own.toFixed(1)} ms`,
    });
  }
  const measured = await interleave(ours, () => numpy.ask(question), rounds);
  report(speedupRow(name, peer, "ms", 1000, measured, goal));
}

/** Seeded images. Sums of four uniform numbers are normal enough for timing. */
function images(seed, { m, h, w, c }) {
  let state = seed * 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
  const data = Float64Array.from(
    { length: m * h * w * c },
    () => uniform() + uniform() + uniform() + uniform(),
  );
  return { name: `x${seed}`, shape: [m, h, w, c], layout: "nhwc", data };
}
