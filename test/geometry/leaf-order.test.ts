import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { leaves, optimalLeafOrder } from "../../src/geometry/leaf-order.ts";
import { linkage, linkageMethods, type LinkageMethod } from "../../src/geometry/linkage.ts";
import { matrix } from "../../src/base/matrix.ts";
import type { Matrix } from "../../src/base/matrix.ts";
import { euclidean, fromRows, randomPoints, rowsOf } from "./oracles.ts";

const golden = JSON.parse(
  readFileSync(new URL("../golden/scipy_linkage/linkage.json", import.meta.url), "utf8"),
) as {
  distances: Record<string, number[]>;
  cases: {
    id: string;
    method: LinkageMethod;
    distances: string;
    Z: number[][];
    plainOrder: number[];
    adjacentSum: number;
    tol: number;
  }[];
};

const adjacentSum = (order: ArrayLike<number>, d: Matrix) =>
  Array.from(order).reduce((sum, at, k, all) => sum + (k ? d.data[all[k - 1]! * d.cols + at]! : 0), 0);

function squareFrom(condensed: number[], n: number): Matrix {
  const d = matrix(n, n);
  let next = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) d.data[i * n + j] = d.data[j * n + i] = condensed[next++]!;
  }
  return d;
}

/** Least sum over all 2^(n−1) orders of the tree. */
function bruteForce(z: Matrix, d: Matrix): number {
  const n = z.rows + 1;
  const orders: number[][][] = Array.from({ length: n }, (_, i) => [[i]]);
  for (const [a, b] of rowsOf(z)) {
    orders.push(orders[a!]!.flatMap((p) => orders[b!]!.flatMap((q) => [p.concat(q), q.concat(p)])));
  }
  return Math.min(...orders.at(-1)!.map((order) => adjacentSum(order, d)));
}

describe("leaves", () => {
  it.each(golden.cases)("lists the leaves as SciPy on $id", ({ Z, plainOrder }) => {
    expect([...leaves(fromRows(Z))]).toEqual(plainOrder);
  });

  it("is the only leaf of a tree without merges", () => {
    expect([...leaves(matrix(0, 4))]).toEqual([0]);
  });

  it("takes a chain of 20 000 merges", () => {
    const n = 20_000;
    const z = matrix(n - 1, 4);
    for (let k = 0; k < n - 1; k++) z.data.set([k ? n + k - 1 : 0, k + 1, k + 1, k + 2], 4 * k);
    expect([...leaves(z)]).toEqual(Array.from({ length: n }, (_, i) => i));
  });
});

describe("optimalLeafOrder", () => {
  it.each(golden.cases)("has at most the sum of neighbour distances that SciPy reaches on $id", (one) => {
    const z = fromRows(one.Z);
    const d = squareFrom(golden.distances[one.distances]!, z.rows + 1);
    // SciPy's order is not always the optimum (scipy/scipy#11227); the brute force below is the oracle
    expect(adjacentSum(leaves(optimalLeafOrder(z, d)), d)).toBeLessThanOrEqual(one.adjacentSum + one.tol);
  });

  for (const method of linkageMethods) {
    it.each([2, 3, 4, 7, 9])(`is the best of all orders of a ${method} tree with %i leaves`, (n) => {
      const d = euclidean(randomPoints(n, 2, 100 + n));
      const z = linkage(d, method);
      expect(adjacentSum(leaves(optimalLeafOrder(z, d)), d)).toBeCloseTo(bruteForce(z, d), 12);
    });
  }

  it("turns children and changes nothing else", () => {
    const d = euclidean(randomPoints(30, 2, 8));
    const z = linkage(d, "average");
    const unordered = (a: Matrix) =>
      rowsOf(a).map(([a, b, ...rest]) => [Math.min(a!, b!), Math.max(a!, b!), ...rest]);
    expect(unordered(optimalLeafOrder(z, d))).toEqual(unordered(z));
  });

  it("finds the order of points on a line", () => {
    const d = euclidean([[3], [1], [4], [0], [2.2]]);
    const order = [...leaves(optimalLeafOrder(linkage(d, "single"), d))];
    expect([order, order.toReversed()]).toContainEqual([3, 1, 4, 0, 2]);
  });

  it("refuses distances between other items", () => {
    const d = euclidean(randomPoints(4, 2, 1));
    expect(() => optimalLeafOrder(linkage(d, "single"), matrix(5, 5))).toThrow(
      /4 leaves, the distances are 5 × 5/,
    );
    expect(() => leaves(matrix(3, 3))).toThrow(/\(n−1\) × 4; got 3 × 3/);
  });
});
