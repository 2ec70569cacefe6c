// The permutation test of `predict`: the share of unrelated covariates that it finds at 0.05, by simulation.
import { predict } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";

const [sets, permutations] = [600, 199];

/** @see run.mjs */
export async function calibrate(report = () => {}) {
  const rows = [];
  for (const items of [10, 24])
    for (const method of ["kernel-ridge", "neighbors"])
      for (const kind of ["numbers", "classes"]) {
        rows.push(levelOf(items, method, kind));
        report(rows.at(-1));
      }
  return rows;
}

function levelOf(items, method, kind) {
  let found = 0;
  for (let seed = 0; seed < sets; seed++) {
    const random = createRandom(11, seed);
    const covariate = Array.from({ length: items }, (_, k) =>
      kind === "numbers" ? random.normal() : ["a", "b"][k % 2],
    );
    if (predict(distances(random, items), covariate, { method, permutations, seed }).p <= 0.05) found++;
  }
  const rate = found / sets;
  const error = Math.sqrt((rate * (1 - rate)) / sets);
  return { test: "predict permutations", options: `${method}, ${kind}, ${items} items`, rate, error };
}

/** Euclidean distances of random points. */
function distances(random, items) {
  const points = Array.from({ length: items }, () => Array.from({ length: 3 }, () => random.normal()));
  const data = points.flatMap((a) => points.map((b) => Math.hypot(...a.map((value, k) => value - b[k]))));
  return { rows: items, cols: items, data: Float64Array.from(data) };
}
