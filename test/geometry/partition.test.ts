import { describe, expect, it } from "vitest";
import { linkage } from "../../src/geometry/linkage.ts";
import { kMedoids } from "../../src/geometry/medoids.ts";
import { adjustedRand, cutTree, silhouette } from "../../src/geometry/partition.ts";
import { matrix } from "../../src/base/matrix.ts";
import { parseNpy } from "../../src/data/formats/numpy/npy.ts";
import { euclidean, randomPoints, rowsOf, uniform } from "./oracles.ts";

/** Three groups of points, far from each other. */
const groups = [0, 10, 20].flatMap((at, g) => randomPoints(5, 2, g + 1).map((p) => p.map((x) => x + at)));
const truth = groups.map((_, i) => Math.floor(i / 5));

describe("cutTree", () => {
  it("counts clusters from 0 in the order of their first items", () => {
    const z = linkage(euclidean([[0], [10], [0.1], [20], [10.1]]), "average");
    expect([...cutTree(z, 3)]).toEqual([0, 1, 0, 2, 1]);
    expect([...cutTree(z, 1)]).toEqual([0, 0, 0, 0, 0]);
    expect([...cutTree(z, 5)]).toEqual([0, 1, 2, 3, 4]);
  });

  it("refuses another number of clusters", () => {
    const z = linkage(euclidean(groups), "single");
    for (const clusters of [0, 16, 2.5]) expect(() => cutTree(z, clusters)).toThrow(/from 1 to 15/);
  });
});

describe("kMedoids", () => {
  it("finds groups that are there", () => {
    const { medoids, labels } = kMedoids(euclidean(groups), 3);
    expect(adjustedRand(labels, truth)).toBe(1);
    medoids.forEach((item, k) => expect(labels[item]).toBe(k));
  });

  it.each([1, 2, 3, 4])("finds the best of all sets of %d medoids", (k) => {
    for (let seed = 0; seed < 4; seed++) {
      const d = rowsOf(euclidean(randomPoints(11, 3, seed)));
      const lossOf = (set: number[]) =>
        d.reduce((sum, row) => sum + Math.min(...set.map((item) => row[item]!)), 0);
      const best = Math.min(...subsets(11, k).map(lossOf));
      const found = kMedoids(euclidean(randomPoints(11, 3, seed)), k);
      expect(found.loss).toBeCloseTo(best, 12);
      expect(lossOf([...found.medoids])).toBeCloseTo(best, 12);
    }
  });

  it("takes every item, duplicates too, and distances at any scale", () => {
    expect(kMedoids(matrix(4, 4), 2).labels.length).toBe(4);
    expect([...kMedoids(matrix(3, 3), 3).labels]).toEqual([0, 1, 2]);
    const d = euclidean(groups);
    for (const scale of [1e200, 1e-200]) {
      const scaled = matrix(
        d.rows,
        d.cols,
        d.data.map((x) => x * scale),
      );
      expect(kMedoids(scaled, 3).medoids).toEqual(kMedoids(d, 3).medoids);
    }
  });

  it("refuses numbers that cannot be", () => {
    expect(() => kMedoids(matrix(3, 3), 4)).toThrow(/clusters is 4; accepted: a whole number from 1 to 3/);
    expect(() => kMedoids(matrix(3, 3), 1, { restarts: -1 })).toThrow(
      "kMedoids: restarts is -1; accepted: a whole number from 0 to 10000 (default 8).",
    );
    expect(() => kMedoids(matrix(3, 3), 1, { seed: 2.5 })).toThrow(/seed is 2.5/);
    expect(() => kMedoids(matrix(3, 3), 1, { restart: 1 } as object)).toThrow(/Did you mean restarts\?/);
  });

  it("writes itself", () => {
    const found = kMedoids(euclidean([[0], [10], [0.5], [10.4]]), 2);
    expect(JSON.parse(found.toJson())).toEqual({
      medoids: [...found.medoids],
      labels: [0, 1, 0, 1],
      loss: found.loss,
    });
    expect(found.toCsv()).toBe(',cluster\n"0",0\n"1",1\n"2",0\n"3",1\n');
    expect(parseNpy(found.toNpy(), "labels")[0]).toMatchObject({
      shape: [4],
      data: Float64Array.of(0, 1, 0, 1),
    });
  });
});

function subsets(n: number, k: number, from = 0): number[][] {
  if (k === 0) return [[]];
  return Array.from({ length: n - from }, (_, i) => from + i).flatMap((first) =>
    subsets(n, k - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

describe("adjustedRand", () => {
  it("counts agreeing pairs against their expectation under permutations", () => {
    const next = uniform(4);
    const [a, b] = [0, 1].map(() => Array.from({ length: 9 }, () => Math.floor(next() * 3)));
    expect(adjustedRand(a!, b!)).toBeCloseTo(byPairs(a!, b!), 12);
    expect(adjustedRand(a!, a!)).toBe(1);
    expect(adjustedRand(["x", "y"], [7, 3])).toBe(1);
    expect(adjustedRand([0], [1])).toBe(1);
    expect(() => adjustedRand([0], [0, 1])).toThrow(/1 and 2 items/);
  });
});

function byPairs(a: number[], b: number[]): number {
  let [both, onlyA, onlyB, all] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      all++;
      if (a[i] === a[j]) onlyA++;
      if (b[i] === b[j]) onlyB++;
      if (a[i] === a[j] && b[i] === b[j]) both++;
    }
  }
  const chance = (onlyA * onlyB) / all;
  return (both - chance) / ((onlyA + onlyB) / 2 - chance);
}

describe("silhouette", () => {
  it("is near 1 for far groups and refuses one cluster or none", () => {
    expect(silhouette(euclidean(groups), truth).mean).toBeGreaterThan(0.85);
    expect(() =>
      silhouette(
        euclidean(groups),
        truth.map(() => 0),
      ),
    ).toThrow(/2 to n − 1 clusters; got 1 of 15/);
    expect(() => silhouette(euclidean(groups), [...truth.keys()])).toThrow(/got 15 of 15/);
    expect(() => silhouette(matrix(4, 4), [0, 0, 1, 1])).toThrow(/all distances are 0/);
    expect(() => silhouette(matrix(4, 4), [0, 1])).toThrow(/2 labels for 4 items/);
  });
});
