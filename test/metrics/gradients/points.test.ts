import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type Matrix } from "../../../src/index.ts";
import { matrix } from "../../../src/base/matrix.ts";
import { gaussian, multiply, orthogonal, streamFor } from "../../support/data.ts";
import { errorOfGradient, type GradientSpec } from "./differences.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = streamFor("points");
const mapped = (x: Matrix, f: (value: number, row: number, unit: number) => number) =>
  matrix(
    x.rows,
    x.cols,
    x.data.map((value, k) => f(value, Math.floor(k / x.cols), k % x.cols)),
  );
/** One row repeats another. */
const withTwins = (x: Matrix) =>
  mapped(x, (value, row, unit) => (row === 3 ? x.data[x.cols + unit]! : value));
/** One unit repeats another, so that the rank is one less. */
const withTwinUnits = (x: Matrix) =>
  mapped(x, (value, row, unit) => (unit === 2 ? x.data[row * x.cols]! : value));
const error = (x: Matrix, y: Matrix, spec: GradientSpec, steps?: number[]) =>
  errorOfGradient(engine, x, y, spec, random, steps);
const refusal = async (x: Matrix, y: Matrix, spec: GradientSpec) => {
  const named = [
    { ...x, name: "model" },
    { ...y, name: "region" },
  ] as const;
  const reason: unknown = await engine.gradient(named[0], named[1], spec).catch((caught: unknown) => caught);
  expect(reason).toHaveProperty("name", "NumericalError");
  return (reason as Error).message;
};

const x = gaussian(random, 14, 4);
const y = gaussian(random, 14, 5);

describe("points without a gradient", () => {
  it.each<GradientSpec>([
    { metric: "procrustes" },
    { metric: "nbs", ground: "angular" },
    { metric: "cka", ground: "angular" },
    { metric: "cka", ground: "angular", debiased: true },
    { metric: "cka", ground: "angular", kernel: "rbf" },
  ])("are equal networks, where %j is an angle", async (spec) => {
    expect(await refusal(x, x, spec)).toMatch(
      /^gradient: model and region are equal, up to what the metric does not see .*the angle has a kink/,
    );
    const turned = multiply(x, orthogonal(random, 4));
    expect(await refusal(turned, x, spec)).toMatch(/the angle has a kink/);
  });

  it.each<GradientSpec>([{ metric: "bures" }, { metric: "procrustes", ground: "euclidean" }])(
    "are networks that are equal up to a rotation, where %j is a distance",
    async (spec) => {
      expect(await refusal(multiply(x, orthogonal(random, 4)), x, spec)).toMatch(
        /^gradient: model and region are equal up to a rotation/,
      );
    },
  );

  it.each<GradientSpec>([{ metric: "procrustes" }, { metric: "bures" }, { metric: "nbs" }])(
    "are networks that do not see every direction of the other: %j",
    async (spec) => {
      expect(await refusal(withTwinUnits(x), y, spec)).toMatch(
        /the cross product of model and region has rank 3, but region varies in 5 directions .*the rotation between them is not unique/,
      );
    },
  );

  it("are ranks that whitening or regression would see jump", async () => {
    const deficient = withTwinUnits(x);
    expect(await refusal(deficient, y, { metric: "procrustes", alpha: 0.5 })).toMatch(
      /model varies in 3 of 4 directions.*the value jumps/,
    );
    expect(await refusal(deficient, y, { metric: "linear-regression" })).toMatch(
      /model varies in 3 of 4 directions.*Take a ridge/,
    );
  });

  it.each(["euclidean", "cityblock", "nan-euclidean", "minkowski", "chebyshev"] as const)(
    "are equal stimuli, where %s is a root or a sum of absolute values",
    async (dissimilarity) => {
      expect(await refusal(withTwins(x), y, { metric: "rsa", dissimilarity, p: 3 })).toMatch(
        /^gradient: model: stimulus 1 and stimulus 3 have equal responses/,
      );
    },
  );

  it("are rows without variance, as the value says", async () => {
    const flat = mapped(x, (value, row) => (row === 2 ? 1 : value));
    expect(await refusal(flat, y, { metric: "rsa" })).toMatch(
      /^model: stimulus 2: its responses are all equal/,
    );
  });

  it("are equal responses of one unit under cityblock, and equal largest differences under chebyshev", async () => {
    const tied = mapped(x, (value, row, unit) => (unit === 1 && row < 2 ? 0 : value));
    expect(await refusal(tied, y, { metric: "rsa", dissimilarity: "cityblock" })).toMatch(
      /^gradient: model: between stimulus 0 and stimulus 1 a unit responds alike/,
    );
    const even = mapped(x, (value, row, unit) =>
      row > 1 ? value : (unit < 2 ? 9 : 0) * (row === 0 ? 1 : -1),
    );
    expect(await refusal(even, y, { metric: "rsa", dissimilarity: "chebyshev" })).toMatch(
      /two units differ most/,
    );
  });

  it("are several pairs of stimuli at the median distance", async () => {
    const square = matrix(4, 2, Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1));
    const other = gaussian(random, 4, 3);
    expect(await refusal(square, other, { metric: "cka", kernel: "rbf" })).toMatch(
      /several pairs of stimuli have the median distance/,
    );
    const spec = { metric: "cka", kernel: "rbf", bandwidthUnit: "responses" } as const;
    expect(await error(square, other, spec)).toBeLessThanOrEqual(1e-6);
  });

  it("are equal RDMs under distances between RDMs", async () => {
    const spec = { metric: "rsa", comparator: "euclidean" } as const;
    expect(await refusal(x, x, spec)).toMatch(/the two RDMs are equal/);
  });

  it("are networks that do not vary", async () => {
    const still = mapped(x, (_, __, unit) => unit);
    expect(await refusal(still, y, { metric: "bures" })).toMatch(/^gradient: model does not vary/);
    expect(await refusal(still, y, { metric: "cka" })).toMatch(
      /^model: every unit is constant across stimuli/,
    );
  });

  it("are responses so small that the gradient is no double", async () => {
    const tiny = mapped(x, (value) => value * 1e-312);
    expect(await refusal(tiny, y, { metric: "cka" })).toMatch(/^model: its responses are so small/);
  });
});

describe("points that keep a gradient", () => {
  it.each<GradientSpec>([
    { metric: "cka" },
    { metric: "cka", debiased: true },
    { metric: "linear-regression", ridge: 2 },
    { metric: "soft-knn" },
    { metric: "rsa" },
    { metric: "rsa", dissimilarity: "euclidean", comparator: "pearson-whitened" },
  ])("are networks of less than full rank: %j", async (spec) => {
    expect(await error(withTwinUnits(x), y, spec)).toBeLessThanOrEqual(1e-6);
  });

  it.each<GradientSpec>([
    { metric: "procrustes" },
    { metric: "bures" },
    { metric: "nbs" },
    { metric: "procrustes", alpha: 0.4 },
  ])("are networks that see all of a narrower or a deficient one: %j", async (spec) => {
    const narrow = withTwinUnits(gaussian(random, 14, 3));
    expect(await error(x, narrow, spec)).toBeLessThanOrEqual(1e-6);
    if (!("alpha" in spec)) expect(await error(withTwinUnits(x), narrow, spec)).toBeLessThanOrEqual(1e-6);
    const wide = gaussian(random, 9, 20);
    expect(await error(wide, gaussian(random, 9, 3), spec)).toBeLessThanOrEqual(1e-6);
  });

  it("are equal networks under similarities: the gradient is 0, up to rounding", async () => {
    for (const spec of [
      { metric: "cka" },
      { metric: "nbs" },
      { metric: "rsa" },
      { metric: "soft-knn" },
    ] as const) {
      const { gradient } = await engine.gradient(x, x, spec);
      expect(Math.max(...gradient.data.map(Math.abs))).toBeLessThanOrEqual(1e-14);
    }
  });

  it("are equal stimuli under squared distances", async () => {
    const spec = {
      metric: "rsa",
      dissimilarity: "squared-euclidean",
      comparator: "cosine-whitened",
    } as const;
    expect(await error(withTwins(x), y, spec)).toBeLessThanOrEqual(1e-6);
  });

  it("are counts under poisson", async () => {
    const counts = (m: number, n: number) =>
      mapped(gaussian(random, m, n), (value) => Math.floor(Math.abs(3 * value)) + 0.5);
    for (const comparator of ["pearson", "cosine-whitened", "euclidean"] as const)
      expect(
        await error(counts(9, 5), counts(9, 4), { metric: "rsa", dissimilarity: "poisson", comparator }),
      ).toBeLessThanOrEqual(1e-6);
  });

  it("are responses of which some are missing, whose own slopes are 0", async () => {
    const gaps = mapped(x, (value, row, unit) => ((row + 3 * unit) % 7 === 0 ? NaN : value));
    const spec = {
      metric: "rsa",
      dissimilarity: "nan-euclidean",
      perUnit: true,
      comparator: "euclidean",
    } as const;
    expect(await error(gaps, y, spec)).toBeLessThanOrEqual(1e-6);
    const { gradient } = await engine.gradient(gaps, y, spec);
    gradient.data.forEach((slope, k) => expect(slope === 0).toBe(Number.isNaN(gaps.data[k]!)));
  });

  it.each([
    "correlation",
    "euclidean",
    "squared-euclidean",
    "nan-euclidean",
    "cityblock",
    "minkowski",
  ] as const)(
    "have the unit of the distance between RDMs of %s, also of large and small responses",
    async (dissimilarity) => {
      const spec = { metric: "rsa", dissimilarity, comparator: "euclidean", p: 3, perUnit: true } as const;
      for (const factor of [1, 1e40, 1e-40])
        expect(
          await error(
            mapped(x, (v) => v * factor),
            mapped(y, (v) => v * factor),
            spec,
            [1e-5],
          ),
        ).toBeLessThanOrEqual(1e-6);
    },
  );

  it.each<GradientSpec>([
    { metric: "bures" },
    { metric: "procrustes", ground: "euclidean", alpha: 0.3 },
    { metric: "procrustes", ground: "euclidean", alpha: 0 },
  ])("have no unit where the value is in that of the responses: %j", async (spec) => {
    const [large, other] = [mapped(x, (value) => value * 1e120), mapped(y, (value) => value * 2e120)];
    expect(await error(large, other, spec)).toBeLessThanOrEqual(1e-6);
  });

  it("are distances from a network that does not vary, and between whitened networks that span everything", async () => {
    const still = mapped(y, (_, __, unit) => unit);
    expect(await error(x, still, { metric: "bures" })).toBeLessThanOrEqual(1e-6);
    const [wide, other] = [gaussian(random, 6, 9), gaussian(random, 6, 5)];
    const spec = { metric: "procrustes", alpha: 0, ground: "euclidean" } as const;
    expect(await error(wide, other, spec)).toBeLessThanOrEqual(1e-6);
    expect(await error(gaussian(random, 6, 3), other, spec)).toBeLessThanOrEqual(1e-6);
  });

  it("are ones far from the origin, where Gram matrices without their diagonal lose digits by units", async () => {
    const lifted = mapped(gaussian(random, 40, 3), (value, row) => (row === 0 ? 1e4 : value));
    const spec = { metric: "cka", debiased: true } as const;
    expect(await error(lifted, gaussian(random, 40, 4), spec)).toBeLessThanOrEqual(1e-6);
  });

  it("are of an odd and of an even number of pairs, where the bandwidth is the median distance", async () => {
    for (const m of [7, 8, 9])
      expect(
        await error(gaussian(random, m, 3), gaussian(random, m, 4), { metric: "cka", kernel: "rbf" }, [1e-5]),
      ).toBeLessThanOrEqual(1e-6);
  });
});
