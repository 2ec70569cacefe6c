// Tests of groups: the share of groups that differ in nothing that they find at 0.05, and of groups
// that differ in spread alone, by simulation.
import { anosim, permanova } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";

const [sets, permutations] = [600, 199];

/** Items of each group, and the standard deviation of each. */
const designs = [
  ["3 + 3", [3, 3], [1, 1]],
  ["6 + 6", [6, 6], [1, 1]],
  ["4 + 8 + 12", [4, 8, 12], [1, 1, 1]],
  ["12 + 12, spread 3 to 1", [12, 12], [3, 1]],
  ["6 + 18, spread 3 to 1", [6, 18], [3, 1]],
  ["6 + 18, spread 1 to 3", [6, 18], [1, 3]],
];

/** @see run.mjs */
export async function calibrate(report = () => {}) {
  const rows = [];
  for (const [name, test] of Object.entries({ anosim, permanova }))
    for (const design of designs) {
      rows.push(levelOf(name, test, design));
      report(rows.at(-1));
    }
  return rows;
}

function levelOf(name, test, [options, sizes, spreads]) {
  const groups = sizes.flatMap((size, g) => Array.from({ length: size }, () => g));
  let found = 0;
  for (let seed = 0; seed < sets; seed++) {
    const random = createRandom(13, seed);
    const points = groups.map((g) => Array.from({ length: 3 }, () => spreads[g] * random.normal()));
    if (test(distances(points), groups, { permutations, seed }).p <= 0.05) found++;
  }
  const rate = found / sets;
  return { test: name, options, rate, error: Math.sqrt((rate * (1 - rate)) / sets) };
}

/** Euclidean distances between points. */
function distances(points) {
  const data = points.flatMap((a) => points.map((b) => Math.hypot(...a.map((value, k) => value - b[k]))));
  return { rows: points.length, cols: points.length, data: Float64Array.from(data) };
}
