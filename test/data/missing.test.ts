import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../src/index.ts";
import { createRandom } from "../../src/base/random.ts";
import { gaussian, representation } from "../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(17);
const [m, n] = [12, 7];

/** Every seventh response or so is missing; each two stimuli keep a unit in common. */
function holed(name: string, every = 5) {
  const data = gaussian(random, m, n).data.slice();
  for (let k = 3; k < data.length; k += every + (k % 3)) data[k] = NaN;
  return { name, shape: [m, n], data };
}
const [x, y, z] = [holed("x"), holed("y", 6), holed("z", 4)];

/** √(n / present · Σ (a − b)²) over what both have. */
function nanEuclidean(a: Float64Array, b: Float64Array): number {
  const squares = Array.from(a, (value, k) => (value - b[k]!) ** 2).filter((square) => !Number.isNaN(square));
  return Math.sqrt((a.length / squares.length) * squares.reduce((sum, square) => sum + square, 0));
}

function rdmOf({ data }: { data: Float64Array }): Float64Array {
  const row = (i: number) => data.subarray(i * n, (i + 1) * n);
  const pairs = Array.from({ length: m }, (_, i) =>
    Array.from({ length: m - 1 - i }, (_v, k) => nanEuclidean(row(i), row(i + 1 + k))),
  );
  return Float64Array.from(pairs.flat());
}

function pearson(a: Float64Array, b: Float64Array): number {
  const centred = (v: Float64Array) => v.map((value) => value - v.reduce((s, w) => s + w, 0) / v.length);
  const [p, q] = [centred(a), centred(b)];
  return p.reduce((sum, value, k) => sum + value * q[k]!, 0) / Math.hypot(...p) / Math.hypot(...q);
}

const second: MetricSpec = { metric: "rsa", dissimilarity: "nan-euclidean" };
const first: MetricSpec = { metric: "elementwise", dissimilarity: "nan-euclidean" };

describe("missing responses", () => {
  it("are left out of the RDMs that rsa compares", async () => {
    const result = await engine.pairwise([x, y, z], second);
    expect(result.at(0, 2)).toBeCloseTo(pearson(rdmOf(x), rdmOf(z)), 13);
    const streamed = await engine.compare(x, y, { ...second, comparator: "cosine" });
    const [a, b] = [rdmOf(x), rdmOf(y)];
    const inner = a.reduce((sum, value, k) => sum + value * b[k]!, 0);
    expect(streamed).toBeCloseTo(inner / Math.hypot(...a) / Math.hypot(...b), 13);
    const distance = await engine.compare(x, y, { ...second, comparator: "euclidean" });
    expect(distance).toBeCloseTo(Math.hypot(...a.map((value, k) => value - b[k]!)), 12);
  });

  it("of either are left out where elementwise compares responses", async () => {
    expect(await engine.compare(x, y, first)).toBeCloseTo(nanEuclidean(x.data, y.data), 13);
  });

  it.each([first, second])("stay missing where stimuli are drawn again: %o", async (spec) => {
    const resampling = { bootstrap: "stimuli", permutation: "stimuli", samples: 20, seed: 3 } as const;
    const result = await engine.pairwise([x, y, z], spec, resampling);
    const whole = await engine.pairwise([x, y, z], spec);
    expect(result.at(0, 1)).toBe(whole.at(0, 1));
    expect(result.interval!.lower.at(0, 1)).toBeLessThan(result.interval!.upper.at(0, 1));
    expect(result.p!.at(0, 1)).toBeGreaterThan(0);
  });

  it("that leave two stimuli without a unit in common are an error that names them, unless the comparator takes that", async () => {
    const apart = { ...x, name: "apart", data: x.data.slice() };
    for (let k = 0; k < n; k++) apart.data[(k < 3 ? 4 : 9) * n + k] = NaN;
    for (const comparator of ["pearson", "spearman", "kendall-tau-a", "euclidean", "bures"] as const) {
      const call = engine.compare(apart, y, { ...second, comparator });
      await expect(call).rejects.toThrow(/apart: stimulus 4 and stimulus 9, .* have no unit in common/);
    }
    const taken = await engine.compare(apart, y, { ...second, comparator: "nan-euclidean" });
    expect(taken).toBeCloseTo(nanEuclidean(rdmOf(apart), rdmOf(y)), 12);
  });

  it("are refused by every other dissimilarity and metric, and infinity by this one", async () => {
    const place =
      "x: the response of unit 3 to stimulus 0, counted from 0, is NaN; finite numbers are needed.";
    for (const spec of [{ metric: "cka" }, { metric: "rsa" }, { metric: "elementwise" }] as const)
      await expect(engine.compare(x, y, spec)).rejects.toThrow(place);
    const infinite = { ...x, data: x.data.map((value, k) => (k === 9 ? -Infinity : value)) };
    for (const spec of [first, second])
      await expect(engine.compare(infinite, y, spec)).rejects.toThrow(
        "unit 2 to stimulus 1, counted from 0, is -Infinity; finite numbers are needed, or NaN for a missing one",
      );
  });

  it("everywhere in one of two networks are an error that names both", async () => {
    const nothing = representation("nothing", {
      ...gaussian(random, m, n),
      data: new Float64Array(m * n).fill(NaN),
    });
    await expect(engine.compare(nothing, y, first)).rejects.toThrow(/nothing against y is not a number/);
    await expect(engine.compare(nothing, y, second)).rejects.toThrow(/nothing: stimulus 0 and stimulus 1/);
  });
});
