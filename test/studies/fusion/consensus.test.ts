import { beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only.
import { consensus, createEngine, embed, type Engine } from "repgeom";
import { matrix, toRows, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom, type Random } from "../../../src/base/random.ts";
import { euclidean as ofRows } from "../../geometry/oracles.ts";
import { gaussian } from "../../support/data.ts";

const euclidean = (points: Matrix) => ofRows(toRows(points));

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 2 });
});

/** Points whose axes each matrix stretches by the roots of its weights. */
function planted(random: Random, n: number, weights: readonly (readonly number[])[], noise = 0) {
  const k = weights[0]!.length;
  const points = gaussian(random, n, k);
  for (let r = 0; r < k; r++) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += points.data[i * k + r]! / n;
    for (let i = 0; i < n; i++) points.data[i * k + r]! -= mean;
  }
  const squares = weights.map((own) =>
    euclidean({
      ...points,
      data: points.data.map((value, at) => Math.sqrt(own[at % k]!) * value + noise * random.normal()),
    }),
  );
  return { points, squares };
}

/** The weights of one matrix at a scale: what normalising its inner products makes of them. */
function expectedWeights(points: Matrix, weights: readonly (readonly number[])[]): number[][] {
  const { rows: n, cols: k, data: x } = points;
  const normalised = weights.map((own) => {
    let sum = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let entry = 0;
        for (let r = 0; r < k; r++) entry += own[r]! * x[i * k + r]! * x[j * k + r]!;
        sum += entry ** 2;
      }
    return own.map((weight) => weight / Math.sqrt(sum));
  });
  const means = weights[0]!.map((_, r) => normalised.reduce((sum, own) => sum + own[r]! / weights.length, 0));
  return normalised.map((own) => own.map((weight, r) => weight / means[r]!));
}

const correlation = (a: Float64Array, b: Float64Array) => {
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, k) => sum + value * y[k]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};
const column = ({ rows, cols, data }: Matrix, k: number) =>
  Float64Array.from({ length: rows }, (_, i) => data[i * cols + k]!);

describe("consensus", () => {
  const weights = [
    [1, 0.2, 0.5],
    [0.1, 1, 0.6],
    [0.7, 0.6, 0.05],
    [0, 0.9, 1.2],
  ];

  it("recovers planted axes and weights by indscal", async () => {
    for (const seed of [1, 2, 3]) {
      const { points, squares } = planted(createRandom(seed), 20, weights);
      const found = await consensus(squares, { method: "indscal", dimensions: 3 });
      const wanted = expectedWeights(points, weights);
      const match = [0, 1, 2].map((r) =>
        [0, 1, 2].findIndex(
          (s) => Math.abs(correlation(column(points, r), column(found.coordinates, s))) > 0.9999,
        ),
      );
      expect(match.toSorted()).toEqual([0, 1, 2]);
      for (const [v, own] of wanted.entries())
        for (const [r, weight] of own.entries())
          expect(found.weights.data[v * 3 + match[r]!]).toBeCloseTo(weight, 4);
      expect(Math.min(...found.fit)).toBeGreaterThan(1 - 1e-8);
      expect(found.converged).toBe(true);
    }
  });

  it("recovers them from noisy distances, nearly", async () => {
    const { points, squares } = planted(createRandom(5), 40, weights, 0.1);
    const found = await consensus(squares, { method: "indscal", dimensions: 3 });
    const wanted = expectedWeights(points, weights);
    for (const [v, own] of wanted.entries()) {
      const rows = toRows(found.weights)[v]!.toSorted();
      own.toSorted().forEach((weight, r) => expect(Math.abs(rows[r]! - weight)).toBeLessThan(0.15));
    }
  });

  it("never raises the loss, from any start", async () => {
    const random = createRandom(6);
    const squares = Array.from({ length: 4 }, () => euclidean(gaussian(random, 15, 5)));
    for (const seed of [1, 2, 3]) {
      const found = await consensus(squares, { method: "indscal", dimensions: 3, seed });
      for (let k = 1; k < found.history.length; k++)
        expect(found.history[k]).toBeLessThanOrEqual(found.history[k - 1]!);
      expect(found.losses).toHaveLength(5);
      expect(found.history.at(-1)).toBe(found.losses.reduce((a, b) => Math.min(a, b)));
      expect(found.weights.data.every((weight) => weight >= 0)).toBe(true);
      const total = found.fit.reduce((sum, value) => sum + (1 - value), 0);
      expect(total).toBeCloseTo(found.history.at(-1)!, 10);
    }
  });

  it("fits better than the mean's axes do, where matrices weigh axes differently", async () => {
    const { squares } = planted(createRandom(7), 20, weights);
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    const [mean, own] = await Promise.all(
      (["mean", "indscal"] as const).map((method) => consensus(squares, { method, dimensions: 3 })),
    );
    expect(sum(own!.fit)).toBeGreaterThan(sum(mean!.fit) + 0.01);
  });

  it("is principal coordinates of one geometry by the mean of copies at any scale", async () => {
    const d = euclidean(gaussian(createRandom(8), 12, 3));
    const scaled = { ...d, data: d.data.map((value) => 250 * value) };
    const { coordinates } = await embed(d, { dimensions: 3 });
    const found = await consensus([d, scaled], { dimensions: 3 });
    const ratio = coordinates.data[0]! / found.coordinates.data[0]!;
    found.coordinates.data.forEach((value, at) =>
      expect(value * ratio).toBeCloseTo(coordinates.data[at]!, 9),
    );
    found.weights.data.forEach((weight) => expect(weight).toBeCloseTo(1, 10));
    found.fit.forEach((value) => expect(value).toBeCloseTo(1, 10));
  });

  it("has the same bits with and without threads, and centred points", async () => {
    const random = createRandom(9);
    const squares = Array.from({ length: 3 }, () => euclidean(gaussian(random, 30, 4)));
    const options = { method: "indscal", dimensions: 2, restarts: 3 } as const;
    const there = await engine.consensus(squares, options);
    const here = await consensus(squares, options, { engine: await createEngine({ threads: 0 }) });
    expect(there.coordinates.data).toEqual(here.coordinates.data);
    expect(there.weights.data).toEqual(here.weights.data);
    for (const k of [0, 1])
      expect(Math.abs(column(here.coordinates, k).reduce((a, b) => a + b, 0))).toBeLessThan(1e-10);
  });

  it("leaves axes empty that no matrix has, and says so", async () => {
    const line = euclidean(matrix(5, 1, Float64Array.of(0, 1, 3, 4, 7)));
    const found = await consensus([line, line], { dimensions: 2 });
    expect(found.warnings).toEqual(["1 of 2 axes are empty: the matrices have no more dimensions"]);
    const own = await consensus([line, line], { method: "indscal", dimensions: 2 });
    expect(own.fit[0]).toBeCloseTo(1, 6);
    expect(own.coordinates.data.every(Number.isFinite)).toBe(true);
  });

  it("says what it cannot do", async () => {
    const d = euclidean(gaussian(createRandom(10), 6, 2));
    await expect(consensus([d])).rejects.toThrow(
      "consensus needs two matrices or more of the same items; got 1.",
    );
    await expect(consensus([d, matrix(6, 6)])).rejects.toThrow(
      "consensus: all distances of matrix 1, counted from 0, are 0, so it has no map.",
    );
    await expect(consensus([d, d], { dimensions: 7 })).rejects.toThrow(
      "accepted: a whole number from 1 to 6",
    );
    const document = JSON.parse(
      (await consensus([d, d], { names: ["a", "b", "c", "d", "e", "f"] })).toJson(),
    ) as {
      names: string[];
      weights: number[][];
    };
    expect(document.names[2]).toBe("c");
    expect(document.weights).toHaveLength(2);
  });
});
