import { beforeAll, describe, expect, it } from "vitest";
import {
  createEngine,
  distancesAmong,
  embed,
  type DistancesOnDemand,
  type Engine,
} from "../../../../src/index.ts";
import type { Matrix } from "../../../../src/base/matrix.ts";
import { chooseLandmarks } from "../../../../src/geometry/large/landmarks.ts";
import { gaussian, representation, streamFor } from "../../../support/data.ts";
import { among, angles, euclidean, rowsOf } from "./matrices.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

/** A matrix as distances on demand, which counts those that are asked for. */
function onDemand({ rows: size, data }: Matrix): DistancesOnDemand & { readonly asked: [number, number][] } {
  const asked: [number, number][] = [];
  return {
    size,
    asked,
    async between(from, to) {
      for (const other of to) asked.push([from, other]);
      return to.map((other) => data[from * size + other]!);
    },
  };
}

/** Distances between the points of a map. */
function shown({ coordinates: { data, cols, rows } }: { coordinates: Matrix }): Matrix {
  return among(rows, (i, j) =>
    Math.hypot(...Array.from({ length: cols }, (_, k) => data[i * cols + k]! - data[j * cols + k]!)),
  );
}

/** Stress by its definition. */
function stressOf(d: Matrix, map: Matrix): number {
  const sum = (of: (at: number) => number) => d.data.reduce((total, _, at) => total + of(at), 0);
  return Math.sqrt(sum((at) => (map.data[at]! - d.data[at]!) ** 2) / sum((at) => d.data[at]! ** 2));
}

describe("embed by method landmark", () => {
  it.each(["maxmin", "random"] as const)(
    "has all distances exact where the landmarks span them: %s",
    async (landmarkChoice) => {
      const d = euclidean(140, 4, 1);
      const found = await embed(
        d,
        { method: "landmark", dimensions: 4, landmarks: 12, landmarkChoice },
        { engine },
      );
      const map = shown(found);
      for (const [at, value] of d.data.entries()) expect(Math.abs(map.data[at]! - value)).toBeLessThan(1e-9);
      expect(found.stress).toBeLessThan(1e-10);
      expect(found.landmarks!.length).toBe(12);
      const means = [0, 1, 2, 3].map((k) =>
        found.coordinates.data.filter((_, at) => at % 4 === k).reduce((a, b) => a + b, 0),
      );
      for (const mean of means) expect(Math.abs(mean)).toBeLessThan(1e-9);
    },
  );

  it("is the exact map where all items are landmarks", async () => {
    const d = angles(30, 8, 2, 0.5);
    const found = await embed(d, { method: "landmark", landmarks: 99, dimensions: 3 }, { engine });
    const whole = await embed(d, { dimensions: 3 }, { engine });
    const [map, exact] = [shown(found), shown(whole)];
    for (const [at, value] of exact.data.entries()) expect(map.data[at]!).toBeCloseTo(value, 9);
    expect(found.stress).toBeCloseTo(whole.stress, 10);
    expect(found.warnings.join()).toContain("no Euclidean space");
  });

  it("gives the stress over all pairs of a matrix, which is read by rows with the same bits", async () => {
    const d = angles(120, 20, 3, 0.4);
    const options = { method: "landmark", landmarks: 15, seed: 2 } as const;
    const found = await embed(d, options, { engine });
    expect(found.stress).toBeCloseTo(stressOf(d, shown(found)), 12);
    const rows = rowsOf(d);
    expect((await embed(rows, options, { engine })).toJson()).toBe(found.toJson());
  });

  it("asks for the distances of the landmarks and of the sampled pairs alone", async () => {
    const source = onDemand(euclidean(90, 10, 4));
    const found = await embed(source, { method: "landmark", landmarks: 7, pairs: 50, seed: 3 }, { engine });
    expect(source.asked.length).toBe(7 * 89 + 50);
    expect(new Set(source.asked.slice(0, 7 * 89).map(([from]) => from))).toEqual(new Set(found.landmarks));
    expect(found.sample!.pairs).toBe(50);
  });

  it("estimates the stress with an error that covers the truth as often as it says", async () => {
    const d = angles(80, 12, 5, 0.5);
    const { stress: truth } = await embed(d, { method: "landmark", landmarks: 20, seed: 1 }, { engine });
    // The landmarks are those of one seed each time, so only the sample differs.
    const runs = 300;
    let within = 0;
    for (let seed = 0; seed < runs; seed++) {
      const found = await sampled(d, seed);
      if (Math.abs(found.stress - truth) <= 1.96 * found.sample.standardError) within++;
    }
    // 95 % less 4 standard errors of a share among 300.
    expect(within / runs).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / runs));
    expect(within / runs).toBeLessThan(1);
  });

  it("chooses each time the item furthest from the landmarks so far", async () => {
    const d = euclidean(40, 2, 6);
    const row = async (item: number) => d.data.subarray(item * 40, (item + 1) * 40);
    const { indices } = await chooseLandmarks(40, { count: 9, choice: "maxmin", seed: 5 }, row);
    for (let k = 1; k < 9; k++) {
      const reach = (i: number) => Math.min(...indices.slice(0, k).map((l) => d.data[i * 40 + l]!));
      const largest = Math.max(...Array.from({ length: 40 }, (_, i) => reach(i)));
      expect(reach(indices[k]!)).toBe(largest);
    }
    const equal = await chooseLandmarks(
      5,
      { count: 5, choice: "maxmin", seed: 0 },
      async () => new Float64Array(5),
    );
    expect(new Set(equal.indices).size).toBe(5);
  });

  it("takes networks, whose distances it computes when it needs them", async () => {
    const nets = Array.from({ length: 12 }, (_, k) =>
      representation(`net ${k}`, gaussian(streamFor(`${k}`), 9, 3)),
    );
    for (const spec of [{ metric: "procrustes" }, { metric: "cka" }] as const) {
      const source = await distancesAmong(nets, spec, { engine });
      const found = await embed(source, { method: "landmark", landmarks: 6, pairs: 30 }, { engine });
      const square = await engine.pairwise(nets, spec);
      const whole = await embed(square, { method: "landmark", landmarks: 6, pairs: 30 }, { engine });
      expect(found.names).toEqual(whole.names);
      for (const [at, value] of whole.coordinates.data.entries())
        expect(found.coordinates.data[at]).toBeCloseTo(value, 9);
    }
    await expect(distancesAmong(nets, { metric: "pwcca" }, { engine })).rejects.toThrow(
      /pwcca is asymmetric under these options.*Use pairwise/,
    );
  });

  it.each([
    [{ method: "landmark", landmarks: 2 }, /landmarks is 2; accepted: more than the number of dimensions, 2/],
    [{ method: "randomised" }, /method randomised needs all distances.*Use method landmark/],
    [{ method: "smacof" }, /method smacof needs all distances/],
    [{}, /method pcoa needs all distances/],
  ])("refuses %o of distances on demand", async (options, message) => {
    await expect(embed(onDemand(euclidean(20, 3, 7)), options as object, { engine })).rejects.toThrow(
      message,
    );
  });

  it("names the pair whose distance is no number", async () => {
    const source = {
      ...onDemand(euclidean(20, 3, 7)),
      between: async (_: number, to: readonly number[]) => to.map(() => NaN),
    };
    await expect(embed(source, { method: "landmark", landmarks: 3 }, { engine })).rejects.toThrow(
      /must be finite; got NaN between items \d+ and \d+/,
    );
  });
});

async function sampled(d: Matrix, seed: number) {
  const { drawPairs, fitOfSample } = await import("../../../../src/geometry/large/sampled-fit.ts");
  const { coordinates } = (points ??= await embed(
    d,
    { method: "landmark", landmarks: 20, seed: 1 },
    { engine },
  ));
  const pairs = drawPairs(80, 200, seed);
  return fitOfSample(
    coordinates,
    pairs,
    Float64Array.from(pairs, ([i, j]) => d.data[i * 80 + j]!),
  );
}
let points: Awaited<ReturnType<typeof embed>> | undefined;
