import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pcoa } from "../../src/geometry/pcoa.ts";
import { matrix } from "../../src/base/matrix.ts";
import { euclidean, fromRows, jacobi, randomPoints, rowsOf } from "./oracles.ts";

const golden = JSON.parse(
  readFileSync(new URL("../golden/numpy_pcoa/pcoa.json", import.meta.url), "utf8"),
) as {
  cases: {
    id: string;
    dimensions: number;
    D: number[][];
    eigenvalues: number[];
    coordinates: number[][];
    stress: number;
    tol: number;
  }[];
};

const apart = (a: number[][], b: number[][]) =>
  Math.max(...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - b[i]![j]!))));

describe("pcoa", () => {
  it.each(golden.cases)("agrees with the definition in NumPy on $id", (one) => {
    const got = pcoa(fromRows(one.D), one.dimensions, jacobi);
    expect(apart(rowsOf(got.coordinates), one.coordinates)).toBeLessThan(one.tol);
    expect(apart([[...got.eigenvalues]], [one.eigenvalues])).toBeLessThan(one.tol);
    expect(Math.abs(got.stress - one.stress)).toBeLessThan(1e-12);
  });

  it("recovers distances in a space of enough dimensions", () => {
    const d = euclidean(randomPoints(12, 3, 2));
    const { coordinates, stress, varianceExplained } = pcoa(d, 3, jacobi);
    expect(apart(rowsOf(euclidean(rowsOf(coordinates))), rowsOf(d))).toBeLessThan(1e-12);
    expect(stress).toBeLessThan(1e-12);
    expect(varianceExplained.reduce((sum, part) => sum + part)).toBeCloseTo(1, 12);
  });

  it("centres the points and gives each axis a positive largest entry", () => {
    for (let seed = 0; seed < 8; seed++) {
      const { coordinates } = pcoa(euclidean(randomPoints(7, 4, seed)), 3, jacobi);
      for (const axis of [0, 1, 2].map((k) => rowsOf(coordinates).map((row) => row[k]!))) {
        expect(axis.reduce((sum, x) => sum + x)).toBeCloseTo(0, 12);
        expect(Math.max(...axis)).toBe(Math.max(...axis.map(Math.abs)));
      }
    }
  });

  it("does not depend on the sign of the eigenvectors", () => {
    const d = euclidean(randomPoints(8, 3, 4));
    const flipped = (a: Parameters<typeof jacobi>[0]) => {
      const { values, vectors } = jacobi(a);
      return {
        values,
        vectors: matrix(
          a.rows,
          a.rows,
          vectors.data.map((x) => -x),
        ),
      };
    };
    expect(pcoa(d, 2, flipped).coordinates).toEqual(pcoa(d, 2, jacobi).coordinates);
  });

  it("names the pair that is shown worst, and both its distances", () => {
    // a line of three points and a fourth that is 1 away from the middle, off the line
    const d = euclidean([
      [-2, 0],
      [0, 0],
      [2, 0],
      [0, 1],
    ]);
    const { worstPair, coordinates } = pcoa(d, 1, jacobi);
    expect(worstPair).toMatchObject({ row: 1, col: 3, distance: 1 });
    expect(worstPair!.embedded).toBeCloseTo(Math.abs(coordinates.data[1]! - coordinates.data[3]!), 14);
  });

  it("draws axes without variance as exact zeros", () => {
    const { coordinates } = pcoa(euclidean([[0], [3]]), 2, jacobi);
    const [first, second] = rowsOf(coordinates);
    expect([Math.abs(first![0]!), first![1], second![1]]).toEqual([expect.closeTo(1.5, 12), 0, 0]);
    expect(pcoa(matrix(3, 3), 2, jacobi)).toMatchObject({ coordinates: matrix(3, 2), stress: 0 });
  });

  it("has no worst pair for one item", () => {
    expect(pcoa(matrix(1, 1), 1, jacobi)).not.toHaveProperty("worstPair");
  });

  it.each([0, 4, 1.5, NaN])("refuses %d dimensions for 3 items", (dimensions) => {
    expect(() => pcoa(matrix(3, 3), dimensions, jacobi)).toThrow(/whole number from 1 to 3/);
  });

  it("refuses distances whose squares overflow", () => {
    expect(() => pcoa(matrix(2, 2, Float64Array.of(0, 1e200, 1e200, 0)), 1, jacobi)).toThrow(/overflow/);
  });
});
