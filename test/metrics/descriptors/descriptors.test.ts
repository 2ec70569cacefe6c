import { beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only.
import { createEngine as createBuilt } from "repgeom";
import { createEngine, type Engine, type Matrix, type MetricSpec } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, multiply, streamFor } from "../../support/data.ts";
import {
  centered,
  concentricityByDefinition,
  effectiveRankByDefinition,
  likelihoodDimension,
  magnitudeByDefinition,
  participationRatioByDefinition,
  ratioOverQuadruples,
  twoNnByDefinition,
  uniformityByDefinition,
} from "../../oracles/descriptors.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const scaled = (x: Matrix, factor: number): Matrix => ({ ...x, data: x.data.map((value) => value * factor) });
const shifted = (x: Matrix, by: number): Matrix => ({ ...x, data: x.data.map((value) => value + by) });

const definitions: [spec: MetricSpec, of: (x: Matrix) => number][] = [
  [{ metric: "magnitude" }, magnitudeByDefinition],
  [{ metric: "concentricity" }, concentricityByDefinition],
  [{ metric: "uniformity" }, uniformityByDefinition],
  [{ metric: "uniformity", t: 0.05 }, (x) => uniformityByDefinition(x, 0.05)],
  [{ metric: "uniformity", normalize: "rows", t: 3 }, (x) => uniformityByDefinition(x, 3, true)],
  [{ metric: "intrinsic-dimension" }, twoNnByDefinition],
  [{ metric: "intrinsic-dimension", discard: 0 }, (x) => twoNnByDefinition(x, 0)],
  [{ metric: "intrinsic-dimension", discard: 0.25 }, (x) => twoNnByDefinition(x, 0.25)],
  [{ metric: "intrinsic-dimension", method: "mackay" }, (x) => likelihoodDimension(x, 10, "mackay")],
  [{ metric: "intrinsic-dimension", method: "mackay", k: 2 }, (x) => likelihoodDimension(x, 2, "mackay")],
  [
    { metric: "intrinsic-dimension", method: "levina-bickel", k: 7 },
    (x) => likelihoodDimension(x, 7, "levina-bickel"),
  ],
  [{ metric: "effective-rank" }, (x) => effectiveRankByDefinition(centered(x), 1)],
  [{ metric: "effective-rank", center: false }, (x) => effectiveRankByDefinition(x, 1)],
  [{ metric: "effective-rank", spectrum: "eigenvalues" }, (x) => effectiveRankByDefinition(centered(x), 2)],
  [{ metric: "participation-ratio" }, (x) => participationRatioByDefinition(centered(x))],
  [{ metric: "participation-ratio", center: false }, participationRatioByDefinition],
  [{ metric: "participation-ratio", estimator: "few-stimuli" }, ratioOverQuadruples],
];

describe.each(definitions)("%o is the difference of what the definition gives", (spec, of) => {
  it.each([
    [14, 3, 5],
    [12, 9, 15],
    [20, 2, 31],
  ])("%i stimuli, %i and %i units", async (m, p, q) => {
    const random = streamFor(`descriptors ${m}`);
    const [x, y] = [shifted(gaussian(random, m, p), 0.4), gaussian(random, m, q)];
    const expected = Math.abs(of(x) - of(y));
    expect(Math.abs((await engine.compare(x, y, spec)) - expected)).toBeLessThanOrEqual(
      1e-10 * (1 + expected),
    );
  });
});

it("more stimuli than one block of distances give the same", async () => {
  const random = createRandom(3);
  const [x, y] = [scaled(gaussian(random, 300, 3), 0.4), scaled(gaussian(random, 300, 6), 0.4)];
  for (const [spec, of] of definitions.filter(([{ metric }]) => /uniformity|dimension/.test(metric))) {
    const expected = Math.abs(of(x) - of(y));
    expect(Math.abs((await engine.compare(x, y, spec)) - expected)).toBeLessThanOrEqual(
      1e-10 * (1 + expected),
    );
  }
});

describe("known values", () => {
  const value = (x: Matrix, y: Matrix, spec: MetricSpec) => engine.compare(x, y, spec);
  const diagonal = (values: number[], m: number): Matrix => ({
    rows: m,
    cols: values.length,
    data: Float64Array.from({ length: m * values.length }, (_, k) =>
      Math.floor(k / values.length) === k % values.length ? values[k % values.length]! : 0,
    ),
  });

  it("effective rank and participation ratio of equal singular values are their number", async () => {
    const [five, two] = [diagonal([3, 3, 3, 3, 3], 9), diagonal([1, 1, 0, 0, 0], 9)];
    for (const metric of ["effective-rank", "participation-ratio"] as const)
      expect(await value(five, two, { metric, center: false })).toBeCloseTo(3, 13);
  });

  it("intrinsic dimension of a plane in 20 units is 2 to within the error of 1000 stimuli", async () => {
    const random = createRandom(11);
    const turned = (m: Matrix, units: number) => multiply(m, gaussian(random, m.cols, units));
    const cube = (d: number) => ({
      ...gaussian(random, 1000, d),
      data: Float64Array.from({ length: 1000 * d }, () => random.uniform()),
    });
    const [line, plane] = [turned(cube(1), 20), turned(cube(2), 20)];
    for (const method of ["two-nn", "mackay", "levina-bickel"] as const)
      expect(
        Math.abs((await value(line, plane, { metric: "intrinsic-dimension", method })) - 1),
      ).toBeLessThan(0.2);
  });

  it("uniformity of one point again and again is 0", async () => {
    const same: Matrix = { rows: 6, cols: 2, data: new Float64Array(12).fill(4) };
    const spread = scaled(gaussian(createRandom(1), 6, 2), 1e3);
    expect(await value(same, spread, { metric: "uniformity" })).toBeCloseTo(Math.log(6), 12);
  });

  it("the estimator for few stimuli is near the population's ratio where the plug-in is far", async () => {
    const random = createRandom(5);
    let [plugIn, corrected] = [0, 0];
    const zero: Matrix = { ...gaussian(random, 30, 1) };
    for (let k = 0; k < 20; k++) {
      const x = gaussian(random, 30, 100);
      plugIn += (await value(x, zero, { metric: "participation-ratio" })) / 20;
      corrected += (await value(x, zero, { metric: "participation-ratio", estimator: "few-stimuli" })) / 20;
    }
    expect(plugIn + 1).toBeLessThan(30);
    expect(Math.abs(corrected + 1 - 100)).toBeLessThan(20);
  });
});

describe("at the ends of double precision", () => {
  const random = createRandom(8);
  const [x, y] = [gaussian(random, 15, 4), gaussian(random, 15, 6)];
  const scaleFree = definitions.filter(([{ metric }]) => !/magnitude|uniformity/.test(metric));
  it.each([1e-160, 1e150])("times %d nothing changes where scale does not matter", async (factor) => {
    for (const [spec] of scaleFree) {
      const expected = await engine.compare(x, y, spec);
      const found = await engine.compare(scaled(x, factor), scaled(y, factor), spec);
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-11 * (1 + expected));
    }
  });
  it("magnitude keeps its digits", async () => {
    const expected = await engine.compare(x, y, { metric: "magnitude" });
    for (const factor of [1e-160, 1e150]) {
      const found = await engine.compare(scaled(x, factor), scaled(y, factor), { metric: "magnitude" });
      expect(found / factor).toBeCloseTo(expected, 12);
    }
  });
  it("uniformity of huge responses is −log m, of tiny ones 0", async () => {
    const uniform = { metric: "uniformity" } as const;
    const [huge, tiny] = [scaled(x, 1e150), scaled(y, 1e-160)];
    expect(await engine.compare(huge, tiny, uniform)).toBeCloseTo(Math.log(15), 12);
    // 2⁵⁰⁰ · squared distances are infinite as numbers; equal rows are at 0 all the same.
    const twins = { ...huge, data: huge.data.slice() };
    twins.data.copyWithin(0, 4, 8);
    expect(await engine.compare(twins, tiny, uniform)).toBeCloseTo(-Math.log(17 / 225), 12);
  });
});

describe("what is not defined is refused by name", () => {
  const random = createRandom(9);
  const x = gaussian(random, 12, 4);
  const refused = (bad: Matrix, spec: MetricSpec, text: RegExp) =>
    expect(engine.compare(x, { name: "bad", ...bad }, spec)).rejects.toThrow(text);
  const constant: Matrix = { rows: 12, cols: 4, data: new Float64Array(48).fill(2.5) };
  const withZero = { ...x, data: x.data.map((value, k) => (Math.floor(k / 4) === 3 ? 0 : value)) };
  const twins = { ...x, data: x.data.slice() };
  twins.data.copyWithin(20, 8, 12);
  const grid: Matrix = {
    rows: 12,
    cols: 12,
    data: Float64Array.from({ length: 144 }, (_, k) => +(k % 13 === 0)),
  };

  it.each<[string, Matrix, MetricSpec, RegExp]>([
    ["a zero row", withZero, { metric: "concentricity" }, /bad: all responses to stimulus 3 are 0/],
    [
      "a zero row, at length 1",
      withZero,
      { metric: "uniformity", normalize: "rows" },
      /stimulus 3 are 0.*normalize/,
    ],
    [
      "a mean of rounding",
      centered(x),
      { metric: "concentricity" },
      /bad: its mean response is 0 up to rounding/,
    ],
    [
      "twins",
      twins,
      { metric: "intrinsic-dimension" },
      /bad: stimulus 2 and stimulus 5 have the same responses/,
    ],
    [
      "twins by likelihood",
      twins,
      { metric: "intrinsic-dimension", method: "mackay" },
      /stimulus 2 and stimulus 5/,
    ],
    ["a grid", grid, { metric: "intrinsic-dimension" }, /equally far/],
    ["a grid by likelihood", grid, { metric: "intrinsic-dimension", method: "levina-bickel" }, /equally far/],
    ["constant units", constant, { metric: "effective-rank" }, /every unit is constant/],
    ["constant units by variance", constant, { metric: "participation-ratio" }, /every unit is constant/],
  ])("%s", (_, bad, spec, text) => refused(bad, spec, text));

  it("as many stimuli as neighbours", async () => {
    const few = gaussian(random, 10, 4);
    await expect(
      engine.compare(few, few, { metric: "intrinsic-dimension", method: "mackay" }),
    ).rejects.toThrow(/has 10 stimuli; 10 nearest neighbours of each need at least 11/);
  });
  it("three stimuli for the estimator for few", async () => {
    const few = gaussian(random, 3, 4);
    const spec = { metric: "participation-ratio", estimator: "few-stimuli" } as const;
    await expect(engine.compare(few, few, spec)).rejects.toThrow(/has 3 stimuli; .* needs 4 at least/);
  });
  it.each([true, false])("orthogonal stimuli for the same estimator, centred: %s", async (center) => {
    const spec = { metric: "participation-ratio", estimator: "few-stimuli", center } as const;
    await refused(
      scaled(grid, 0.3),
      spec,
      /bad: its 12 stimuli differ in directions that are all orthogonal/,
    );
  });
});

it("one unit, and one stimulus for what has one, give values", async () => {
  const random = createRandom(2);
  const [x, y] = [gaussian(random, 20, 1), gaussian(random, 20, 3)];
  for (const [spec] of definitions) expect(await engine.compare(x, y, spec)).toBeGreaterThanOrEqual(0);
  const [one, other] = [gaussian(random, 1, 3), gaussian(random, 1, 3)];
  for (const metric of ["magnitude", "concentricity", "uniformity"] as const)
    expect(await engine.compare(one, other, { metric })).toBeGreaterThanOrEqual(0);
});

it("threads give the same bits", async () => {
  const random = createRandom(4);
  const nets = Array.from({ length: 5 }, (_, k) => gaussian(random, 40, 10 + k));
  const two = await createBuilt({ threads: 2 });
  for (const [spec] of definitions.slice(0, 12)) {
    const [a, b] = [await engine.pairwise(nets, spec), await two.pairwise(nets, spec)];
    expect(b.values).toEqual(a.values);
  }
  two.close();
});

/** X with these singular values: a diagonal matrix, tall, reflected on both sides. */
function withSingularValues(m: number, values: readonly number[]): Matrix {
  const n = values.length;
  const random = streamFor("singular values");
  const reflection = (size: number) => {
    const { data: v } = gaussian(random, size, 1);
    const square = v.reduce((sum, value) => sum + value * value, 0);
    return (i: number, j: number) => (i === j ? 1 : 0) - (2 * v[i]! * v[j]!) / square;
  };
  const [left, right] = [reflection(m), reflection(n)];
  const entry = (i: number, j: number) =>
    values.reduce((sum, value, k) => sum + value * left(i, k) * right(k, j), 0);
  return {
    rows: m,
    cols: n,
    data: Float64Array.from({ length: m * n }, (_, p) => entry(Math.floor(p / n), p % n)),
  };
}

it.each([[[1, 0.7, 0.05]], [[1, 0.011, 0.009]], [[1, 1e-3, 1e-7]], [[1, 1, 1e-9]]])(
  "effective-rank has its digits for singular values %o, by the Gram matrix or not",
  async (values) => {
    const sum = values.reduce((total, value) => total + value, 0);
    const exact = Math.exp(
      -values.reduce((total, value) => total + (value / sum) * Math.log(value / sum), 0),
    );
    const one = withSingularValues(9, [1]);
    const spec = { metric: "effective-rank", center: false } as const;
    expect(await engine.compare(withSingularValues(9, values), one, spec)).toBeCloseTo(exact - 1, 13);
  },
);
