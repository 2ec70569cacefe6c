import { beforeAll, describe, expect, it } from "vitest";
// Threads start from built files only.
import { createEngine, type Engine, type MetricSpec } from "repgeom";
import { matrix, toRows, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import * as oracle from "../../oracles/similarity.ts";
import { gaussian, multiply, orthogonal, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(77);
const compare = (a: Matrix, b: Matrix, spec: MetricSpec) =>
  engine.compare(representation("first", a), representation("second", b), spec);
const close = (value: number, expected: number, tol = 1e-12) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tol * Math.max(1, Math.abs(expected)));
const scaled = (a: Matrix, factor: number): Matrix => ({ ...a, data: a.data.map((v) => v * factor) });

/** Units fewer and more than half of the stimuli: matrices made block by block, and in full. */
const sizes = [
  [21, 3, 5],
  [21, 5, 40],
  [30, 16, 29],
] as const;
const pairs = sizes.map(([m, p, q]) => [gaussian(random, m, p), gaussian(random, m, q)] as const);

describe.each(pairs)("of networks (%#)", (x, y) => {
  const [a, b] = [toRows(x), toRows(y)];

  it("distance correlation is its definition", async () => {
    close(await compare(x, y, { metric: "distance-correlation" }), oracle.distanceCorrelation(a, b));
    close(
      await compare(x, y, { metric: "distance-correlation", debiased: true }),
      oracle.squaredDistanceCorrelation(a, b),
    );
  });

  it("HSIC is its definition", async () => {
    const [k, l] = [oracle.productsOf(a), oracle.productsOf(b)];
    close(await compare(x, y, { metric: "hsic" }), oracle.biasedHsic(k, l));
    close(await compare(x, y, { metric: "hsic", debiased: true }), oracle.unbiasedHsic(k, l));
  });

  it("HSIC of other kernels is its definition", async () => {
    const [s, t] = [1, 0.5].map((share) =>
      [x, y].map((one) => share * oracle.medianDistanceOf(toRows(one))),
    ) as [number[], number[]];
    const laplacian = [oracle.laplacianOf(a, t[0]!), oracle.laplacianOf(b, t[1]!)] as const;
    const rbf = [oracle.rbfOf(a, s[0]!), oracle.rbfOf(b, s[1]!)] as const;
    const polynomial = [oracle.polynomialOf(a, 3, 0.7), oracle.polynomialOf(b, 3, 0.7)] as const;
    for (const debiased of [false, true]) {
      const hsic = debiased ? oracle.unbiasedHsic : oracle.biasedHsic;
      const value = (spec: object) => compare(x, y, { metric: "hsic", debiased, ...spec });
      close(await value({ kernel: "laplacian", bandwidth: 0.5 }), hsic(...laplacian), 1e-13);
      close(await value({ kernel: "rbf" }), hsic(...rbf), 1e-13);
      close(await value({ kernel: "polynomial", degree: 3, constant: 0.7 }), hsic(...polynomial));
    }
  });

  it("CKA is the ratio of those", async () => {
    const specs: [object, (s: number[][]) => number[][]][] = [
      [{ kernel: "polynomial" }, (s) => oracle.polynomialOf(s, 2, 1)],
      [{ kernel: "polynomial", degree: 5, constant: 0 }, (s) => oracle.polynomialOf(s, 5, 0)],
      [{ kernel: "laplacian" }, (s) => oracle.laplacianOf(s, oracle.medianDistanceOf(s))],
      [{ kernel: "laplacian", bandwidthUnit: "responses", bandwidth: 3 }, (s) => oracle.laplacianOf(s, 3)],
    ];
    for (const [given, kernel] of specs) {
      const [k, l] = [kernel(a), kernel(b)];
      for (const [debiased, hsic] of [
        [false, oracle.biasedHsic],
        [true, oracle.unbiasedHsic],
      ] as const) {
        const expected = hsic(k, l) / Math.sqrt(hsic(k, k) * hsic(l, l));
        close(await compare(x, y, { metric: "cka", debiased, ...given }), expected, 1e-11);
      }
      const plain = oracle.inner(k, l) / Math.sqrt(oracle.inner(k, k) * oracle.inner(l, l));
      close(await compare(x, y, { metric: "cka", center: false, ...given }), plain);
    }
  });

  it("CKA and HSIC of a given matrix are those of the responses that it was made from", async () => {
    const [k, l] = [a, b].map((one) => toMatrix(oracle.productsOf(one))) as [Matrix, Matrix];
    for (const debiased of [false, true]) {
      const spec = { metric: "cka", debiased } as const;
      close(await compare(k, l, { ...spec, kernel: "given" }), await compare(x, y, spec));
      const hsic = { metric: "hsic", debiased } as const;
      close(await compare(k, l, { ...hsic, kernel: "given" }), await compare(x, y, hsic));
    }
  });

  it("GULP is its definition", async () => {
    for (const lambda of [1e-5, 0.02, 3]) {
      const expected = oracle.squaredGulp(a, b, lambda);
      close(await compare(x, y, { metric: "gulp", lambda, squared: true }), expected, 1e-9);
      close(await compare(x, y, { metric: "gulp", lambda }), Math.sqrt(expected), 1e-9);
    }
  });

  it("differences of similarity matrices are their norms", async () => {
    for (const [rsm, entries] of [
      ["euclidean", oracle.distancesOf],
      ["inner-product", oracle.productsOf],
    ] as const) {
      const [s, t] = [entries(a), entries(b)];
      const apart = s.map((row, i) => row.map((v, j) => v - t[i]![j]!));
      close(await compare(x, y, { metric: "rsm-difference", rsm }), Math.sqrt(oracle.inner(apart, apart)));
      const spectral = { metric: "rsm-difference", norm: "spectral", rsm } as const;
      close(await compare(x, y, spectral), oracle.spectralNorm(apart), 1e-10);
    }
  });

  it("eigenspace overlap is its definition", async () => {
    close(await compare(x, y, { metric: "eigenspace-overlap" }), oracle.eigenspaceOverlap(a, b), 1e-11);
    const centred = oracle.eigenspaceOverlap(oracle.centred(a), oracle.centred(b));
    close(await compare(x, y, { metric: "eigenspace-overlap", center: true }), centred, 1e-11);
  });
});

const toMatrix = (rows: number[][]) => matrix(rows.length, rows[0]!.length, Float64Array.from(rows.flat()));
const [x, y] = pairs[1]!;

describe("rsm-difference", () => {
  it.each(["cosine", "correlation"] as const)("of %s is that of the unit rows' products", async (rsm) => {
    const unit = (one: Matrix) =>
      toRows(one).map((row) => {
        const mean = rsm === "correlation" ? row.reduce((s, v) => s + v, 0) / row.length : 0;
        const rest = row.map((v) => v - mean);
        return rest.map((v) => v / Math.hypot(...rest));
      });
    const [s, t] = [oracle.productsOf(unit(x)), oracle.productsOf(unit(y))];
    const apart = s.map((row, i) => row.map((v, j) => v - t[i]![j]!));
    close(await compare(x, y, { metric: "rsm-difference", rsm }), Math.sqrt(oracle.inner(apart, apart)));
  });

  it.each([1e-160, 1e150])("has the unit of responses of %f", async (unit) => {
    for (const norm of ["frobenius", "spectral"] as const) {
      const value = await compare(x, y, { metric: "rsm-difference", norm });
      const other = await compare(scaled(x, unit), scaled(y, unit), { metric: "rsm-difference", norm });
      close(other / unit, value);
    }
  });

  it("of responses of different scale is the norm of the larger", async () => {
    const zero = { metric: "rsm-difference" } as const;
    const value = await compare(scaled(x, 1e-160), scaled(y, 1e150), zero);
    const d = oracle.distancesOf(toRows(y));
    close(value / 1e150, Math.sqrt(oracle.inner(d, d)));
  });

  it.each(["frobenius", "spectral"] as const)("beyond the largest double is an error: %s", async (norm) => {
    const call = compare(scaled(x, 1e160), scaled(y, 1e160), {
      metric: "rsm-difference",
      rsm: "inner-product",
      norm,
    });
    await expect(call).rejects.toThrow(/beyond the largest double, 1.8e308: divide the responses/);
  });

  it("names a stimulus without a direction", async () => {
    const silent = { ...x, data: x.data.map((v, k) => (Math.floor(k / x.cols) === 4 ? 0 : v)) };
    await expect(compare(silent, y, { metric: "rsm-difference", rsm: "cosine" })).rejects.toThrow(
      /first: stimulus 4, counted from 0, has responses that are all 0/,
    );
    await expect(compare(silent, y, { metric: "rsm-difference", rsm: "correlation" })).rejects.toThrow(
      /stimulus 4.* equal responses of all units/,
    );
  });
});

describe("distance-correlation", () => {
  it("does not see scale, from 1e-160 to 1e150", async () => {
    for (const debiased of [false, true]) {
      const spec = { metric: "distance-correlation", debiased } as const;
      const value = await compare(x, y, spec);
      close(await compare(scaled(x, 1e-160), scaled(y, 1e150), spec), value);
    }
  });

  it("of two stimuli is 1, of one or of equal ones refused by name", async () => {
    const two = gaussian(random, 2, 3);
    close(await compare(two, gaussian(random, 2, 2), { metric: "distance-correlation" }), 1);
    await expect(
      compare(gaussian(random, 1, 3), gaussian(random, 1, 2), { metric: "distance-correlation" }),
    ).rejects.toThrow(/first has 1 stimulus/);
    const constant = { ...x, data: x.data.map((_, k) => k % x.cols) };
    await expect(compare(constant, y, { metric: "distance-correlation" })).rejects.toThrow(
      /first: every unit is constant/,
    );
    const three = [gaussian(random, 3, 3), gaussian(random, 3, 2)] as const;
    await expect(compare(...three, { metric: "distance-correlation", debiased: true })).rejects.toThrow(
      /first: the debiased estimator needs at least 4 stimuli, got 3/,
    );
  });

  it("of the debiased form is about 0 for networks that have nothing in common", async () => {
    let sum = 0;
    const draws = 40;
    for (let k = 0; k < draws; k++)
      sum += await compare(gaussian(random, 30, 50), gaussian(random, 30, 50), {
        metric: "distance-correlation",
        debiased: true,
      });
    expect(Math.abs(sum / draws)).toBeLessThan(0.02);
  });
});

describe("hsic", () => {
  it("agrees in its two ways of computing", async () => {
    const nets = [4, 6, 90].map((n) => gaussian(random, 60, n));
    for (const debiased of [false, true]) {
      const spec = { metric: "hsic", debiased } as const;
      const byUnits = await engine.pairwise(nets.slice(0, 2), spec);
      const byStimuli = await engine.pairwise([...nets, ...Array.from({ length: 9 }, () => nets[2]!)], spec);
      expect([byUnits.way, byStimuli.way]).toEqual(["units", "stimuli"]);
      for (const [i, j] of [
        [0, 0],
        [0, 1],
        [1, 1],
      ] as const)
        close(byUnits.at(i, j), byStimuli.at(i, j));
    }
  });

  it.each([1e-160, 1e150])("refuses responses of %f by name", async (unit) => {
    for (const one of [x, gaussian(random, 21, 2)])
      await expect(compare(scaled(one, unit), y, { metric: "hsic" })).rejects.toThrow(
        /first: its kernel is about .* beyond the range/,
      );
  });

  it("is in the unit of the responses", async () => {
    const value = await compare(x, y, { metric: "hsic" });
    close((await compare(scaled(x, 1e30), scaled(y, 1e-25), { metric: "hsic" })) / 1e10, value);
  });
});

describe("gulp", () => {
  it("of nearly equal networks keeps its digits", async () => {
    const nudge = gaussian(random, x.rows, x.cols);
    for (const lambda of [0, 0.01])
      for (const size of [1e-4, 1e-8]) {
        const near = { ...x, data: x.data.map((v, k) => v + size * nudge.data[k]!) };
        const twice = { ...x, data: x.data.map((v, k) => v + 2 * size * nudge.data[k]!) };
        const [one, two] = [
          await compare(x, near, { metric: "gulp", lambda }),
          await compare(x, twice, { metric: "gulp", lambda }),
        ];
        expect(one).toBeGreaterThan(0);
        close(two / one, 2, 3 * Math.sqrt(size) + 1e-6);
      }
  });

  it("at lambda 0 is √(d + k − 2 Σρ²), whatever units depend on others", async () => {
    const dependent = multiply(pairs[0]![0], gaussian(random, 3, 12));
    const other = pairs[0]![1];
    const cca = await compare(dependent, other, { metric: "cca", ground: "mean-squared" });
    close(await compare(dependent, other, { metric: "gulp" }), Math.sqrt(3 + 5 - 2 * 3 * cca), 1e-11);
    close(await compare(dependent, pairs[0]![0], { metric: "gulp" }), 0, 1e-7);
  });

  it("at lambda 0 with as many units as stimuli is 0, which is noted", async () => {
    const wide = [40, 30].map((n) => gaussian(random, 21, n));
    const found = await engine.pairwise(wide, { metric: "gulp" });
    expect(found.at(0, 1)).toBeLessThan(1e-7);
    expect(found.warnings.join()).toMatch(/at lambda 0 the distance to .* depends on the ranks alone/);
  });

  it("does not see scale, from 1e-160 to 1e150, nor rotations", async () => {
    for (const lambda of [0, 1e-6, 0.1]) {
      const value = await compare(x, y, { metric: "gulp", lambda });
      close(await compare(scaled(x, 1e-160), scaled(y, 1e150), { metric: "gulp", lambda }), value, 1e-11);
      close(await compare(x, multiply(x, orthogonal(random, x.cols)), { metric: "gulp", lambda }), 0, 1e-12);
    }
  });

  it("takes a very large lambda, and refuses constant units", async () => {
    expect(await compare(x, y, { metric: "gulp", lambda: 1e150 })).toBeGreaterThanOrEqual(0);
    const constant = { ...x, data: x.data.map(() => 3) };
    await expect(compare(constant, y, { metric: "gulp" })).rejects.toThrow(/first: every unit is constant/);
    await expect(compare(constant, y, { metric: "gulp", lambda: 1 })).rejects.toThrow(/first: every unit/);
  });
});

describe("eigenspace-overlap", () => {
  it("over the rank is 1 for a network with itself, also where units depend on others", async () => {
    const dependent = multiply(pairs[0]![0], gaussian(random, 3, 12));
    close(await compare(dependent, pairs[0]![0], { metric: "eigenspace-overlap", over: "rank" }), 1);
    close(await compare(dependent, pairs[0]![0], { metric: "eigenspace-overlap" }), 3 / 12);
  });

  it("does not see scale, and refuses a network of zeros", async () => {
    const value = await compare(x, y, { metric: "eigenspace-overlap" });
    close(await compare(scaled(x, 1e-160), scaled(y, 1e150), { metric: "eigenspace-overlap" }), value);
    await expect(compare(scaled(x, 0), y, { metric: "eigenspace-overlap" })).rejects.toThrow(
      /first: every response is 0/,
    );
  });

  it("takes one unit and one stimulus", async () => {
    close(
      await compare(gaussian(random, 1, 1), gaussian(random, 1, 3), { metric: "eigenspace-overlap" }),
      1 / 3,
    );
  });
});

describe("kernels of cka", () => {
  it("of degree 1 and constant 0 is the linear one", async () => {
    const spec = { metric: "cka", kernel: "polynomial", degree: 1, constant: 0 } as const;
    close(await compare(x, y, spec), await compare(x, y, { metric: "cka" }));
  });

  it("polynomial and Laplacian do not overflow or vanish", async () => {
    const homogeneous = { metric: "cka", kernel: "polynomial", degree: 7, constant: 0 } as const;
    close(
      await compare(scaled(x, 1e150), scaled(y, 1e-160), homogeneous),
      await compare(x, y, homogeneous),
      1e-11,
    );
    const laplacian = { metric: "cka", kernel: "laplacian" } as const;
    close(
      await compare(scaled(x, 1e150), scaled(y, 1e-160), laplacian),
      await compare(x, y, laplacian),
      1e-11,
    );
    await expect(compare(scaled(x, 1e-160), y, { metric: "cka", kernel: "polynomial" })).rejects.toThrow(
      /first: its stimuli are all equally similar/,
    );
  });

  it("a given matrix must be square, symmetric and not 0", async () => {
    const given = { metric: "cka", kernel: "given" } as const;
    await expect(compare(x, y, given)).rejects.toThrow(/first is 21 × 5; a given Gram matrix/);
    const lopsided = gaussian(random, 21, 21);
    await expect(compare(lopsided, y, given)).rejects.toThrow(/first: a given Gram matrix must be symmetric/);
    await expect(compare(matrix(21, 21), y, given)).rejects.toThrow(/first: every entry .* is 0/);
  });

  it("a given matrix is drawn from by rows and columns", async () => {
    const nets = [x, y].map((one) => toMatrix(oracle.productsOf(toRows(one))));
    const how = { bootstrap: "stimuli", interval: "percentile", samples: 20, seed: 3 } as const;
    const given = await engine.pairwise(nets, { metric: "cka", kernel: "given", ...how });
    const plain = await engine.pairwise([x, y], { metric: "cka", ...how });
    close(given.interval!.lower.at(0, 1), plain.interval!.lower.at(0, 1), 1e-11);
    close(given.interval!.upper.at(0, 1), plain.interval!.upper.at(0, 1), 1e-11);
  });
});

describe("all of them", () => {
  const specs: [string, MetricSpec][] = [
    ["hsic", { metric: "hsic" }],
    ["hsic of a kernel", { metric: "hsic", kernel: "laplacian" }],
    ["distance-correlation", { metric: "distance-correlation" }],
    ["rsm-difference", { metric: "rsm-difference" }],
    ["rsm-difference, spectral", { metric: "rsm-difference", norm: "spectral" }],
    ["eigenspace-overlap", { metric: "eigenspace-overlap" }],
    ["gulp", { metric: "gulp", lambda: 0.1 }],
    ["cka of a kernel", { metric: "cka", kernel: "polynomial" }],
    ["cka with a confounder", { metric: "cka", confound: gaussian(createRandom(5), 320, 4) }],
  ];
  it.each(specs)("have the same bits on any number of threads: %s", async (_name, spec) => {
    const nets = [5, 60, 170, 8, 40, 90].map((n) => gaussian(createRandom(n), 320, n));
    const [one, two] = await Promise.all(
      [0, 2].map(async (threads) => {
        const engine = await createEngine({ threads });
        const { values } = await engine.pairwise(nets, spec);
        engine.close();
        return [...values];
      }),
    );
    expect(two).toEqual(one);
  });
});
