// The partial Mantel test: the share of matrices that only a third one joins that it finds at 0.05, by simulation.
import { partialMantel } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";

const [sets, permutations] = [600, 199];

/** How two matrices come from a third one and from nothing else that they share: a, b, and what is partialled out. */
const worlds = {
  unrelated: (random, n) => [1, 2, 3].map(() => distances(points(random, n, 3))),
  "the third plus own distances": (random, n) => linear(random, n, points(random, n, 2)),
  "the same, one item far away": (random, n) => linear(random, n, [[8, 8], ...points(random, n - 1, 2)]),
  "the same, a number of each item": (random, n) => linear(random, n, points(random, n, 1)),
  "shared axes and own axes": (random, n) => {
    const shared = points(random, n, 2);
    const own = () => distances(points(random, n, 2).map((point, i) => [...point, ...shared[i]]));
    return [own(), own(), distances(shared)];
  },
  "shared axis, its square partialled out": (random, n) => {
    const shared = points(random, n, 1);
    const own = () => distances(points(random, n, 1).map((point, i) => [...point, ...shared[i]]));
    return [own(), own(), distances(shared.map(([x]) => [x * x]))];
  },
};

/** @see run.mjs */
export async function calibrate(report = () => {}) {
  const rows = [];
  for (const [name, world] of Object.entries(worlds))
    for (const items of [8, 16]) {
      let found = 0;
      for (let seed = 0; seed < sets; seed++) {
        const [a, b, third] = world(createRandom(23, seed), items);
        if (partialMantel(a, b, third, { permutations, seed }).p <= 0.05) found++;
      }
      const rate = found / sets;
      const error = Math.sqrt((rate * (1 - rate)) / sets);
      rows.push({ test: "partialMantel", options: `${name}, ${items} items`, rate, error });
      report(rows.at(-1));
    }
  return rows;
}

function linear(random, n, shared) {
  const third = distances(shared);
  const own = () => {
    const { data } = distances(points(random, n, 3));
    return { ...third, data: third.data.map((value, k) => value + data[k]) };
  };
  return [own(), own(), third];
}

function points(random, n, dimensions) {
  return Array.from({ length: n }, () => Array.from({ length: dimensions }, () => random.normal()));
}

/** Euclidean distances between points. */
function distances(of) {
  const data = of.flatMap((a) => of.map((b) => Math.hypot(...a.map((value, k) => value - b[k]))));
  return { rows: of.length, cols: of.length, data: Float64Array.from(data) };
}
