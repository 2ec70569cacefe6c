import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { linkage, linkageMethods, type LinkageMethod } from "../../src/geometry/linkage.ts";
import { matrix } from "../../src/base/matrix.ts";
import { euclidean, randomPoints, rowsOf } from "./oracles.ts";

const golden = (name: string) =>
  JSON.parse(readFileSync(new URL(`../golden/scipy_linkage/${name}.json`, import.meta.url), "utf8"));

interface Case {
  id: string;
  method: LinkageMethod;
  distances: string;
  d: number[];
  Z: number[][];
  tol: number;
}

function expectLinkage(got: number[][], want: number[][], tol: number): void {
  expect(got.map(([a, b, , size]) => [a, b, size])).toEqual(want.map(([a, b, , size]) => [a, b, size]));
  got.forEach(([, , height], k) => expect(Math.abs(height! - want[k]![2]!)).toBeLessThanOrEqual(tol));
}

describe("linkage", () => {
  const plain = golden("linkage");
  it.each(plain.cases as Case[])("agrees with SciPy on $id", ({ method, distances, Z, tol }) => {
    expectLinkage(rowsOf(linkage(Float64Array.from(plain.distances[distances]), method)), Z, tol);
  });

  it.each(golden("ties").cases as Case[])("breaks ties as SciPy on $id", ({ method, d, Z }) => {
    expectLinkage(rowsOf(linkage(Float64Array.from(d), method)), Z, 1e-12);
  });

  it.each(linkageMethods)("merges the closest clusters by the definition of %s", (method) => {
    const points = randomPoints(17, 3, 5);
    const z = linkage(euclidean(points), method);
    const want = byDefinition(points, method);
    rowsOf(z).forEach(([, , height, size], k) => {
      expect(height).toBeCloseTo(want[k]!.height, 12);
      expect(size).toBe(want[k]!.size);
    });
  });

  it.each(linkageMethods)("gives the same tree for square and condensed distances (%s)", (method) => {
    const square = euclidean(randomPoints(9, 2, 3));
    const condensed = Float64Array.from(rowsOf(square).flatMap((row, i) => row.slice(i + 1)));
    expect(linkage(condensed, method)).toEqual(linkage(square, method));
  });

  it("has no merge for one item and one for two", () => {
    expect(linkage(matrix(1, 1), "average")).toEqual(matrix(0, 4));
    expect(rowsOf(linkage(Float64Array.of(0.5), "ward"))).toEqual([[0, 1, 0.5, 2]]);
  });

  it("forgives rounding on the diagonal and between the directions", () => {
    const rounded = matrix(2, 2, Float64Array.of(2e-8, 1, 1 + 1e-15, 0));
    expect(linkage(rounded, "average").data[2]).toBeCloseTo(1, 14);
  });

  it("leaves its input alone", () => {
    const square = euclidean(randomPoints(6, 2, 9));
    const before = square.data.slice();
    for (const method of linkageMethods) linkage(square, method);
    expect(square.data).toEqual(before);
  });
});

describe("linkage at the ends of the range", () => {
  const { rows, data } = euclidean(randomPoints(12, 3, 5));
  const at = (unit: number) =>
    matrix(
      rows,
      rows,
      data.map((distance) => distance * unit),
    );
  const heights = (d: Float64Array) => d.filter((_, k) => k % 4 === 2);
  const merged = (d: Float64Array) => d.filter((_, k) => k % 4 !== 2);

  it.each(linkageMethods)("is that of the same distances in another unit: %s", (method) => {
    const usual = linkage(at(1), method).data;
    for (const unit of [2 ** -1000, 2 ** -560, 2 ** 560, 2 ** 1019]) {
      const found = linkage(at(unit), method).data;
      expect(merged(found)).toEqual(merged(usual));
      expect(heights(found)).toEqual(heights(usual).map((height) => height * unit));
    }
  });

  it("says when a merge is higher than any number", () => {
    const far = matrix(
      4,
      4,
      Float64Array.from([0, 1, 9, 9, 1, 0, 9, 9, 9, 9, 0, 1, 9, 9, 1, 0], (d) => d * 1.9e307),
    );
    expect(() => linkage(far, "ward")).toThrow(/heights of ward exceed the largest number/);
    expect(linkage(far, "average").data[10]).toBeCloseTo(1.71e308, -307);
  });
});

describe("linkage refuses", () => {
  const square = (...data: number[]) => matrix(2, 2, Float64Array.from(data));
  it.each([
    [
      "another method",
      () => linkage(square(0, 1, 1, 0), "median" as LinkageMethod),
      /method is "median"; accepted: single, complete, average, ward/,
    ],
    ["a rectangle", () => linkage(matrix(2, 3), "single"), /square, at least 1 × 1, or condensed; got 2 × 3/],
    ["a wrong condensed length", () => linkage(new Float64Array(4), "single"), /n\(n−1\)\/2 numbers; got 4/],
    ["a negative distance", () => linkage(square(0, -1, -1, 0), "single"), /got -1 between items 0 and 1/],
    ["a NaN", () => linkage(square(0, NaN, 1, 0), "single"), /got NaN between items 0 and 1/],
    ["a similarity", () => linkage(square(1, 0.5, 0.5, 1), "single"), /itself must be 0; got 1 for item 0/],
    ["an asymmetric matrix", () => linkage(square(0, 1, 2, 0), "single"), /symmetric; got 1 and 2/],
  ])("%s", (_name, run, message) => expect(run).toThrow(message));
});

/** All pairs of clusters are compared at every step, from the members alone. */
function byDefinition(points: number[][], method: LinkageMethod): { height: number; size: number }[] {
  let clusters = points.map((point) => [point]);
  const merges = [];
  while (clusters.length > 1) {
    let best = { height: Infinity, a: clusters[0]!, b: clusters[0]! };
    clusters.forEach((a, i) =>
      clusters.slice(i + 1).forEach((b) => {
        const height = between(a, b, method);
        if (height < best.height) best = { height, a, b };
      }),
    );
    const union = [...best.a, ...best.b];
    clusters = [...clusters.filter((cluster) => cluster !== best.a && cluster !== best.b), union];
    merges.push({ height: best.height, size: union.length });
  }
  return merges;
}

function between(a: number[][], b: number[][], method: LinkageMethod): number {
  const distances = a.flatMap((p) => b.map((q) => Math.hypot(...p.map((x, k) => x - q[k]!))));
  if (method === "single") return Math.min(...distances);
  if (method === "complete") return Math.max(...distances);
  if (method === "average") return distances.reduce((sum, d) => sum + d, 0) / distances.length;
  const spread = squaresAroundMean([...a, ...b]) - squaresAroundMean(a) - squaresAroundMean(b);
  return Math.sqrt(2 * spread); // Ward: growth of the sum of squares
}

function squaresAroundMean(points: number[][]): number {
  const mean = points[0]!.map((_, k) => points.reduce((sum, p) => sum + p[k]!, 0) / points.length);
  return points.reduce((sum, p) => sum + p.reduce((s, x, k) => s + (x - mean[k]!) ** 2, 0), 0);
}
