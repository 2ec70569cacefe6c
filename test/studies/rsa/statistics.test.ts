import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { bonferroni, falseDiscoveryRate } from "../../../src/base/multiple.ts";
import { nonNegativeLeastSquares } from "../../../src/studies/rsa/fitting/nnls.ts";
import { signedRank } from "../../../src/studies/rsa/inference/signed-rank.ts";
import {
  normalTail,
  twoSided,
  upperQuantile,
  upperTail,
} from "../../../src/studies/rsa/inference/student.ts";
import { percentileIntervals } from "../../../src/studies/rsa/inference/tests.ts";
import { quantile } from "../../../src/base/statistics.ts";
import { crossvalidatedCovariance, covariance } from "../../../src/studies/rsa/inference/variance.ts";
import { createRandom } from "../../../src/base/random.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { gaussian } from "../../support/data.ts";

const kernels = await createKernels(await loadModule(chooseBuild(true)));

describe("Student's t", () => {
  // Closed forms: dof 1 is Cauchy, dof 2 algebraic.
  it.each([0.1, 0.7, 1, 3.3, 40, 1e4])(
    "has the tail of the Cauchy distribution at %s with 1 degree of freedom",
    (t) => {
      const expected = Math.atan2(1, t) / Math.PI;
      expect(Math.abs(upperTail(t, 1) / expected - 1)).toBeLessThan(1e-13);
      expect(upperTail(-t, 1)).toBeCloseTo(1 - expected, 14);
    },
  );
  it.each([0.1, 1, 3.3, 40, 1e5])("has the algebraic tail at %s with 2", (t) => {
    const root = Math.sqrt(2 + t * t);
    const expected = 1 / (root * (root + t)); // (1 − t / root) / 2 without cancellation
    expect(Math.abs(upperTail(t, 2) / expected - 1)).toBeLessThan(1e-12);
  });
  it("is nearly normal with many", () => {
    for (const t of [0.5, 1.9, 2.1, 5]) expect(upperTail(t, 1e8) / normalTail(t)).toBeCloseTo(1, 5);
    expect(normalTail(1.959963984540054)).toBeCloseTo(0.025, 14);
    expect(normalTail(1.9999999)).toBeCloseTo(normalTail(2.0000001), 7);
  });
  it("has a quantile for each tail", () => {
    for (const dof of [1, 4, 60])
      for (const tail of [0.4, 0.025, 1e-6])
        expect(upperTail(upperQuantile(tail, dof), dof) / tail).toBeCloseTo(1, 11);
    expect(twoSided(-2, 5)).toBe(2 * upperTail(2, 5));
  });
});

describe("the signed-rank test", () => {
  it("counts all signs", () => {
    const random = createRandom(1);
    for (let n = 1; n <= 9; n++) {
      // Ties and zeros among them.
      const differences = Array.from({ length: n }, () => Math.round(3 * random.normal()));
      const kept = differences.filter((value) => value !== 0);
      const ranks = kept.map(
        (value) =>
          kept.filter((other) => Math.abs(other) < Math.abs(value)).length +
          (kept.filter((other) => Math.abs(other) === Math.abs(value)).length + 1) / 2,
      );
      const sum = (signs: (k: number) => boolean) =>
        ranks.reduce((total, rank, k) => total + (signs(k) ? rank : 0), 0);
      const observed = sum((k) => kept[k]! > 0);
      const smaller = Math.min(observed, sum(() => true) - observed);
      let hits = 0;
      for (let bits = 0; bits < 2 ** kept.length; bits++)
        if (sum((k) => (bits >> k) % 2 === 1) <= smaller) hits++;
      expect(signedRank(differences)).toBeCloseTo(Math.min(1, (2 * hits) / 2 ** kept.length), 14);
    }
  });
  it("is 1 where nothing differs, and takes many differences", () => {
    expect(signedRank([0, 0])).toBe(1);
    expect(signedRank(Array.from({ length: 60 }, (_, k) => k - 20))).toBeLessThan(0.01);
  });
});

describe("corrections", () => {
  it("never make a p-value smaller, keep their order, and reject together", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }),
        (p) => {
          const [rate, strict] = [falseDiscoveryRate(p), bonferroni(p)];
          p.forEach((value, k) => {
            expect(rate[k]!).toBeGreaterThanOrEqual(value * (1 - 1e-15));
            expect(strict[k]!).toBeGreaterThanOrEqual(rate[k]! * (1 - 1e-15));
            p.forEach((other, j) => other <= value && expect(rate[j]!).toBeLessThanOrEqual(rate[k]!));
          });
        },
      ),
    );
  });
});

describe("percentile intervals", () => {
  it("lie between order statistics", () => {
    expect(quantile([0, 10, 20], 0.25)).toBe(5);
    const rising = Float64Array.from({ length: 99 }, (_, k) => k + 1);
    const { lower, upper } = percentileIntervals([rising], 0.9);
    expect(lower[0]).toBeCloseTo(5, 12);
    expect(upper[0]).toBeCloseTo(95, 12);
    expect(percentileIntervals([Float64Array.of(1, 2)], 0.99).lower[0]).toBe(-Infinity);
  });
});

describe("the cross-validated covariance", () => {
  it("takes the variance of the divisions out", () => {
    const random = createRandom(2);
    const signal = gaussian(random, 4000, 1);
    const single = [0, 1].map(() =>
      matrix(
        4000,
        1,
        signal.data.map((value) => value + 2 * random.normal()),
      ),
    );
    expect(crossvalidatedCovariance(single).data[0]!).toBeCloseTo(covariance(signal).data[0]!, 0);
    expect(covariance(single[0]!).data[0]!).toBeGreaterThan(4);
  });
});

describe("non-negative least squares", () => {
  /** θ ≥ 0, gradient ≤ 0, and 0 where θ > 0: necessary and sufficient. */
  function expectOptimal(gram: Matrix, target: Float64Array, theta: Float64Array): void {
    const scale = target.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
    theta.forEach((value, k) => {
      const slope =
        target[k]! - theta.reduce((sum, other, j) => sum + gram.data[k * gram.cols + j]! * other, 0);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(slope).toBeLessThanOrEqual(1e-9 * scale);
      if (value > 0) expect(Math.abs(slope)).toBeLessThanOrEqual(1e-9 * scale);
    });
  }
  const normal = (x: Matrix, y: Matrix) => ({
    gram: kernels.detach(kernels.gemm(x, x, { transB: true })),
    target: kernels.detach(kernels.gemm(x, y, { transB: true })).data,
  });

  it("meets the conditions of the optimum", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = createRandom(seed);
      const { gram, target } = normal(gaussian(random, 1 + (seed % 9), 12), gaussian(random, 1, 12));
      expectOptimal(gram, target, nonNegativeLeastSquares(gram, target, kernels));
    }
  });

  it("ends on components that repeat, depend on each other, vanish, or are of any size", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = createRandom(seed);
      const x = gaussian(random, 8, 10);
      for (let k = 0; k < 10; k++) {
        x.data[10 + k] = x.data[k]!; // twice the same
        x.data[20 + k] = x.data[30 + k]! + x.data[k]!; // a sum
        x.data[40 + k] = 0;
        x.data[50 + k]! *= 1e-8;
        x.data[60 + k] = x.data[k]! * (1 + 1e-15 * random.normal());
      }
      const { gram, target } = normal(x, gaussian(random, 1, 10));
      const theta = nonNegativeLeastSquares(gram, target, kernels);
      expect(theta.every((value) => value >= 0)).toBe(true);
      expectOptimal(gram, target, theta);
    }
  });
});
