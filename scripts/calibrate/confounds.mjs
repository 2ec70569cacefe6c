// Confounds that are partialled out: the share of covariates that depend on the confounds alone, as the
// distances do too, that `predict` and `regress` find at 0.05, by simulation.
import { predict, regress } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";

const [sets, permutations] = [600, 199];

/** @see run.mjs */
export async function calibrate(report = () => {}) {
  const rows = [];
  for (const items of [12, 24])
    for (const method of ["kernel-ridge", "neighbors", "linear-ridge"])
      for (const kind of ["numbers", "classes"]) {
        rows.push(levelOf(items, method, kind));
        report(rows.at(-1));
      }
  return rows;
}

/** Depth and family move the networks and the covariate; nothing else joins the two. */
function levelOf(items, method, kind) {
  let found = 0;
  for (let seed = 0; seed < sets; seed++) {
    const random = createRandom(17, seed);
    const depth = Array.from({ length: items }, () => random.normal());
    const family = depth.map((_, i) => ["cnn", "vit"][i % 2]);
    const drift = depth.map((x, i) => x + (i % 2));
    const points = drift.map((x) => [2 * x, random.normal(), random.normal()]);
    const scores = drift.map((x) => 2 * x + random.normal());
    const middle = scores.toSorted((a, b) => a - b)[items / 2];
    const covariate = kind === "numbers" ? scores : scores.map((y) => (y >= middle ? "a" : "b"));
    const options = { confounds: [depth, family], permutations, seed };
    if (testOf(points, covariate, method, options) <= 0.05) found++;
  }
  const rate = found / sets;
  const error = Math.sqrt((rate * (1 - rate)) / sets);
  return { test: "predict, confounds", options: `${method}, ${kind}, ${items} items`, rate, error };
}

function testOf(points, covariate, method, options) {
  const items = points.length;
  if (covariate.every((name, i) => (name === "a") === (i % 2 === 1))) return 1; // the family itself: an error
  if (method === "linear-ridge")
    return regress({ rows: items, cols: 3, data: Float64Array.from(points.flat()) }, covariate, options).p;
  const data = points.flatMap((a) => points.map((b) => Math.hypot(...a.map((value, k) => value - b[k]))));
  return predict({ rows: items, cols: items, data: Float64Array.from(data) }, covariate, {
    ...options,
    method,
  }).p;
}
