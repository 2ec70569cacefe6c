import { beforeAll, describe, expect, it } from "vitest";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
// A worker starts from built files only.
import { createEngine as createBuilt } from "repgeom";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import * as oracle from "../../oracles/neighbors.ts";
import { gaussian, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const compare = (x: Matrix, y: Matrix, spec: MetricSpec) =>
  engine.compare(representation("x", x), representation("y", y), spec);

const nears = ["cosine", "euclidean", "correlation", "inner-product"] as const;
const close = (value: number, expected: number) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));

/** Two related networks. */
function pair(seed: number, m: number, n: number, noise: number): [Matrix, Matrix] {
  const random = createRandom(seed);
  const x = gaussian(random, m, n);
  const step = gaussian(random, m, n);
  return [x, { ...x, data: x.data.map((v, k) => v + 0.2 + noise * step.data[k]!) }];
}

const ofLists = {
  "mutual-knn": oracle.mutual,
  "cycle-knn": oracle.cycle,
  "lcs-knn": oracle.lcs,
  "edit-distance-knn": oracle.edits,
  "knn-jaccard": oracle.knnJaccard,
  "rank-similarity": oracle.rankSimilarity,
  "joint-rank-jaccard": oracle.jointRankJaccard,
} as const;
const names = Object.keys(ofLists) as (keyof typeof ofLists)[];

describe.each(nears)("by %s", (neighbors) => {
  it.each([
    [30, 8, 5, 0.5],
    [41, 3, 40, 0.8],
    [26, 5, 1, 0.3],
    [64, 30, 12, 1],
  ])("%i stimuli, %i units, k %i: all agree with their definitions", async (m, n, k, noise) => {
    const [x, y] = pair(m, m, n, noise);
    const [p, q] = [oracle.rowsOf(x), oracle.rowsOf(y)];
    const [a, b] = [oracle.nearest(p, k, neighbors), oracle.nearest(q, k, neighbors)];
    for (const metric of names)
      close(await compare(x, y, { metric, k, neighbors } as MetricSpec), ofLists[metric](a, b));
    for (const debiased of [true, false]) {
      if (!debiased && k < 3) continue; // hardly any mask of one neighbour has a HSIC above 0
      for (const epsilon of [0, 1e-3]) {
        const expected = oracle.cknna(p, q, k, neighbors, debiased, epsilon);
        const value = compare(x, y, { metric: "cknna", k, neighbors, debiased, epsilon });
        if (Number.isNaN(expected)) await expect(value).rejects.toThrow("nothing to align");
        else close(await value, expected);
      }
    }
    for (const use of ["similarities", "distances"] as const) {
      const spec: MetricSpec = { metric: "second-order-cosine", k, neighbors, use };
      const isRefused = use === (neighbors === "euclidean" ? "similarities" : "distances");
      if (isRefused && (neighbors === "euclidean" || neighbors === "inner-product"))
        await expect(compare(x, y, spec)).rejects.toThrow("take use");
      else close(await compare(x, y, spec), oracle.secondOrder(p, q, k, neighbors, use === "distances"));
    }
  });
});

describe("cknna", () => {
  it("is the debiased CKA of the same kernel with all neighbours", async () => {
    const [x, y] = pair(4, 20, 6, 1);
    const value = await compare(x, y, { metric: "cknna", k: 19, neighbors: "inner-product" });
    close(value, await compare(x, y, { metric: "cka", debiased: true }));
  });

  it("has its epsilon in the units of the responses", async () => {
    const [x, y] = pair(5, 20, 6, 1);
    const spec = { metric: "cknna", k: 6, neighbors: "inner-product" } as const;
    const huge = (a: Matrix) => ({ ...a, data: a.data.map((v) => v * 2 ** 80) });
    const tiny = (a: Matrix) => ({ ...a, data: a.data.map((v) => v * 2 ** -80) });
    const plain = await compare(x, y, spec);
    expect(await compare(huge(x), tiny(y), { ...spec, epsilon: 1e-3 })).toBe(
      await compare(x, y, { ...spec, epsilon: 1e-3 }),
    );
    expect(await compare(huge(x), huge(y), { ...spec, epsilon: 1 })).toBe(plain);
    expect(Math.abs(await compare(tiny(x), tiny(y), { ...spec, epsilon: 1 }))).toBeLessThan(1e-80);
  });
});

describe("ties", () => {
  /** Every row three times. */
  const tripled = (x: Matrix): Matrix =>
    matrix(3 * x.rows, x.cols, Float64Array.from([...x.data, ...x.data, ...x.data]));

  it.each(nears)("of equal rows go to the lower number, by %s", async (neighbors) => {
    const [x, y] = pair(7, 12, 5, 1).map(tripled) as [Matrix, Matrix];
    const [a, b] = [x, y].map((z) => oracle.nearest(oracle.rowsOf(z), 4, neighbors)) as [
      number[][],
      number[][],
    ];
    for (const metric of names)
      close(await compare(x, y, { metric, k: 4, neighbors } as MetricSpec), ofLists[metric](a, b));
  });

  it("of all rows: whole numbers at equal distances", async () => {
    const axes = matrix(40, 40);
    for (let i = 0; i < 40; i++) axes.data[i * 41] = 3;
    const all = Array.from({ length: 40 }, (_, i) => [0, 1, 2, 3, 4, 5].filter((j) => j !== i).slice(0, 5));
    const x = gaussian(createRandom(1), 40, 3);
    for (const neighbors of nears) {
      const value = await compare(axes, x, { metric: "mutual-knn", k: 5, neighbors });
      close(value, oracle.mutual(all, oracle.nearest(oracle.rowsOf(x), 5, neighbors)));
    }
  });
});

describe("scale", () => {
  it.each(["mutual-knn", "lcs-knn", "cknna", "second-order-cosine"] as const)(
    "of 1e-160 to 1e150 changes no value of %s",
    async (metric) => {
      const [x, y] = pair(9, 40, 6, 1);
      for (const neighbors of nears) {
        const use = neighbors === "euclidean" && metric === "second-order-cosine" ? { use: "distances" } : {};
        const spec = { metric, k: 6, neighbors, ...use } as MetricSpec;
        const value = await compare(x, y, spec);
        for (const [p, q] of [
          [1e-160, 1],
          [1e150, 1e-160],
          [1e-310, 1e150],
        ] as const) {
          const scaled = (a: Matrix, factor: number) => ({ ...a, data: a.data.map((v) => v * factor) });
          const relative = Math.min(p, q) < 1e-307 ? 1e-2 : 1e-12;
          expect(Math.abs((await compare(scaled(x, p), scaled(y, q), spec)) - value)).toBeLessThanOrEqual(
            relative * Math.abs(value),
          );
        }
      }
    },
  );
});

describe("what is not defined is refused by name", () => {
  const x = gaussian(createRandom(2), 12, 4);
  const flat = { ...x, data: x.data.map((v, k) => (k >= 8 && k < 12 ? 0.1 : v)) };
  const zero = { ...x, data: x.data.map((v, k) => (k >= 8 && k < 12 ? 0 : v)) };

  it.each([
    [{ metric: "mutual-knn", k: 12 }, x, "x has 12 stimuli, so each has 11 neighbours; k is 12"],
    [{ metric: "cknna", k: 13, debiased: false }, x, "12 neighbours with itself; k is 13"],
    [{ metric: "mutual-knn", k: 3 }, zero, "x: stimulus 2: its responses are all 0"],
    [
      { metric: "lcs-knn", k: 3, neighbors: "correlation" },
      flat,
      "x: stimulus 2: its responses are all equal",
    ],
    [{ metric: "cknna", k: 2 }, { rows: 3, cols: 4, data: x.data.subarray(0, 12) }, "needs at least 4"],
    [
      { metric: "cknna", k: 11, neighbors: "euclidean" },
      { ...x, data: x.data.map(() => 0.1) },
      "nothing to align",
    ],
  ] as [MetricSpec, Matrix, string][])("%o", async (spec, given, message) => {
    await expect(compare(given, given, spec)).rejects.toThrow(message);
  });

  it("but rows of zeros have distances and inner products", async () => {
    for (const neighbors of ["euclidean", "inner-product"] as const)
      expect(await compare(zero, flat, { metric: "mutual-knn", k: 3, neighbors })).toBeGreaterThan(0);
  });

  it("right angles to all neighbours leave no second-order cosine", async () => {
    const axes = matrix(6, 6);
    for (let i = 0; i < 6; i++) axes.data[i * 7] = 1;
    await expect(compare(axes, axes, { metric: "second-order-cosine", k: 2 })).rejects.toThrow("Stimulus 0");
  });
});

it("threads and tiles change no bit", async () => {
  const nets = Array.from({ length: 7 }, (_, n) =>
    representation(`n${n}`, gaussian(createRandom(20 + n), 90, 4 + n)),
  );
  const threaded = await createBuilt({ threads: 2 });
  for (const metric of [...names, "cknna", "second-order-cosine"] as const) {
    const one = await engine.pairwise(nets, { metric, k: 8 } as MetricSpec);
    const two = await threaded.pairwise(nets, { metric, k: 8 } as MetricSpec);
    expect(two.values).toEqual(one.values);
  }
  threaded.close();
});
