import { describe, expect, it } from "vitest";
import { createEngine } from "../../../src/index.ts";
import type { Matrix } from "../../../src/base/matrix.ts";
import { createRandom, type Random } from "../../../src/base/random.ts";
import { momentsOf } from "../../../src/metrics/procrustes/few-stimuli/moments.ts";
import { bestPolynomial } from "../../../src/metrics/procrustes/few-stimuli/polynomial.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { loadModule } from "../../../src/wasm/load.ts";
import { gaussian, multiply, orthogonal } from "../../support/data.ts";

const kernels = await createKernels(await loadModule("simd"));
const engine = await createEngine({ threads: 0 });

describe("the traces of powers of the cross-covariance", () => {
  const scaled = (x: Matrix, factors: number[]): Matrix => ({
    ...x,
    data: x.data.map((v, k) => v * factors[k % x.cols]!),
  });

  it("are right on average, also off the origin", () => {
    const random = createRandom(2);
    // The units of y are those of x and noise, scaled: C is diagonal with these entries.
    const factors = [1.4, 1, 0.5];
    const truth = [1, 2].map((p) => factors.reduce((sum, f) => sum + f ** (2 * p), 0));
    const draws = 1500;
    const sums = [0, 0];
    let varianceY = 0;
    for (let draw = 0; draw < draws; draw++) {
      const x = gaussian(random, 16, 3);
      const noise = gaussian(random, 16, 3);
      const y = scaled(x, factors);
      y.data.forEach((v, k) => (y.data[k] = v + 0.5 * noise.data[k]! + 7));
      kernels.scope(() => {
        const [a, b] = [x, y].map((one) => kernels.syrk(kernels.place(one.rows, one.cols, one.data))) as [
          Matrix,
          Matrix,
        ];
        const { whole } = momentsOf(a, b, { powers: 2, orders: 2, parts: 4, seed: draw }, kernels);
        whole.cross.forEach((trace, p) => (sums[p]! += trace / draws));
        varianceY += whole.varianceY / draws;
      });
    }
    expect(sums[0]! / truth[0]!).toBeCloseTo(1, 1);
    expect(sums[1]! / truth[1]!).toBeCloseTo(1, 0.7);
    expect(varianceY).toBeCloseTo(1.4 ** 2 + 1 + 0.25 + 3 * 0.25, 0.8);
  });
});

describe("the polynomial in place of the root", () => {
  const covariances = (size: number) =>
    Array.from({ length: 4 }, (_, p) => Float64Array.from({ length: 4 }, (_q, q) => (p === q ? size : 0)));

  it("has no more bias than it says, for any eigenvalues with that sum", () => {
    const problem = { sum: 2.5, count: 12, covariances: covariances(1e-4) };
    const found = bestPolynomial(problem, undefined)!;
    const random = createRandom(4);
    for (let trial = 0; trial < 300; trial++) {
      const raw = Array.from({ length: 12 }, () => random.uniform() ** (1 + 6 * random.uniform()));
      const total = raw.reduce((a, b) => a + b, 0);
      const values = raw.map((v) => Math.min(1, (v * 2.5) / total));
      const wrong = values.reduce((sum, x) => {
        const p = found.coefficients.reduce((at, c, k) => at + c * x ** (k + 1), 0);
        return sum + Math.abs(Math.sqrt(x) - p);
      }, 0);
      expect(wrong).toBeLessThanOrEqual(found.maxBias * 1.02 + 1e-9);
    }
  });

  it("takes higher powers where the traces are known better, and keeps to a bound that is asked for", () => {
    const at = (size: number) =>
      bestPolynomial({ sum: 2.5, count: 12, covariances: covariances(size) }, undefined)!;
    expect(at(1e-6).maxBias).toBeLessThan(at(1).maxBias);
    expect(at(1e-6).variance).toBeLessThan(at(1).variance);
    const problem = { sum: 2.5, count: 12, covariances: covariances(1e-2) };
    const least = bestPolynomial(problem, 1)!;
    expect(least.maxBias).toBeLessThanOrEqual(1);
    expect(bestPolynomial(problem, 1e-6)).toBeUndefined();
  });
});

describe("estimator moments", () => {
  const [units, noise] = [100, 0.5];
  const truth = 1 / (1 + noise * noise);
  /** Two networks whose population has the cosine `truth`: signal in all directions alike, noise of their own, another basis. */
  function draw(random: Random, stimuli: number): [Matrix, Matrix] {
    const signal = gaussian(random, stimuli, units);
    const noisy = () => {
      const own = gaussian(random, stimuli, units);
      return { ...signal, data: signal.data.map((v, k) => v + noise * own.data[k]!) };
    };
    return [noisy(), multiply(noisy(), orthogonal(random, units))];
  }

  it("is less biased than the plug-in where units are as many as stimuli", async () => {
    const draws = 8;
    const means = { moments: 0, "plug-in": 0 };
    for (let k = 0; k < draws; k++) {
      const [x, y] = draw(createRandom(50 + k), 100);
      for (const estimator of ["moments", "plug-in"] as const)
        means[estimator] += (await engine.compare(x, y, { metric: "nbs", estimator })) / draws;
    }
    expect(Math.abs(means.moments - truth)).toBeLessThan(Math.abs(means["plug-in"] - truth));
  });

  it("gives one value to the angle, the chord, the length and the cosine", async () => {
    const [x, y] = draw(createRandom(3), 40);
    const [cosine, angle, chord] = [
      await engine.compare(x, y, { metric: "nbs", estimator: "moments" }),
      await engine.compare(x, y, { metric: "procrustes", estimator: "moments" }),
      await engine.compare(x, y, { metric: "procrustes", ground: "unit-norm", estimator: "moments" }),
    ];
    expect(angle).toBeCloseTo(Math.acos(Math.max(0, Math.min(1, cosine))), 12);
    expect(chord).toBeCloseTo(2 * Math.sin(angle / 2), 12);
    const length = await engine.compare(x, y, { metric: "bures", estimator: "moments" });
    expect(length).toBeCloseTo(
      await engine.compare(x, y, { metric: "procrustes", ground: "euclidean", estimator: "moments" }),
      12,
    );
  });

  it("refuses few stimuli, and options of the plug-in alone", async () => {
    const [x, y] = draw(createRandom(3), 15);
    await expect(engine.compare(x, y, { metric: "nbs", estimator: "moments" })).rejects.toThrow(
      /at least 16 stimuli, got 15/,
    );
    for (const more of [
      { alpha: 0.5 },
      { center: false },
      { group: "rotation" },
      { precision: "single" },
    ] as const)
      await expect(
        engine.compare(x, y, { metric: "procrustes", estimator: "moments", ...more }),
      ).rejects.toThrow(/does not go with/);
  });
});

describe("estimate", () => {
  const draw = (seed: number) =>
    [gaussian(createRandom(seed), 60, 20), gaussian(createRandom(seed + 1), 60, 20)] as const;

  it("gives the value of compare, with its standard error and the bound of its bias", async () => {
    const [x, y] = draw(4);
    const spec = { metric: "nbs", estimator: "moments" } as const;
    const { value, standardError, maxBias } = await engine.estimate(x, y, spec);
    expect(value).toBe(await engine.compare(x, y, spec));
    expect(standardError).toBeGreaterThan(0);
    expect(maxBias).toBeGreaterThan(0);
    const bound = await engine.estimate(x, y, { ...spec, maxBias: maxBias! / 1.05 });
    expect(bound.maxBias).toBeLessThanOrEqual(maxBias! / 1.05);
    expect(bound.standardError).toBeGreaterThanOrEqual(standardError);
  });

  it("has the standard error of the jackknife for what has none of its own", async () => {
    const [x, y] = draw(6);
    const { value, standardError } = await engine.estimate(x, y, { metric: "cka", debiased: true });
    const found = await engine.pairwise([x, y], { metric: "cka", debiased: true, bootstrap: "stimuli" });
    expect([value, standardError]).toEqual([found.at(0, 1), found.standardError!.at(0, 1)]);
  });
});
