// Mantel tests: the share of unrelated distances that a test finds at 0.05, by simulation.
import { compareMetrics, mantel } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";

const [sets, permutations] = [600, 199];

/** @see run.mjs */
export async function calibrate(report = () => {}) {
  const rows = [];
  for await (const row of rowsOf()) {
    rows.push(row);
    report(row);
  }
  return rows;
}

async function* rowsOf() {
  for (const items of [6, 12]) {
    yield await levelOf("mantel", `${items} items`, (random, seed) => {
      const [x, y] = [distances(random, items), distances(random, items)];
      return mantel(x, y, { permutations, seed }).p;
    });
    for (const comparator of ["cosine", "pearson", "spearman"])
      yield await levelOf(
        "compareMetrics mantel",
        `${comparator}, ${items} networks`,
        async (random, seed) => {
          const results = ["x", "y"].map((name) => ({ name, square: distances(random, items) }));
          return (await compareMetrics(results, { comparator, mantel: permutations, seed })).p.at(0, 1);
        },
      );
  }
}

async function levelOf(test, options, pOf) {
  let found = 0;
  for (let k = 0; k < sets; k++) if ((await pOf(createRandom(7, k), k)) <= 0.05) found++;
  const rate = found / sets;
  return { test, options, rate, error: Math.sqrt((rate * (1 - rate)) / sets) };
}

/** Euclidean distances of random points. */
function distances(random, items) {
  const points = Array.from({ length: items }, () => Array.from({ length: 4 }, () => random.normal()));
  const data = points.flatMap((a) => points.map((b) => Math.hypot(...a.map((value, k) => value - b[k]))));
  return { rows: items, cols: items, data: Float64Array.from(data) };
}
