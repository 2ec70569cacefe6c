// Every method of the facade against its definition, and what it refuses. The kernels
// behind it have their own tests, at every size and stride; here it is the marshalling.
import { beforeAll, describe, expect, it } from "vitest";
import { matrix, transpose, type Matrix } from "../../src/base/matrix.ts";
import { createRandom } from "../../src/base/random.ts";
import { createKernels } from "../../src/wasm/create.ts";
import type { Kernels } from "../../src/wasm/kernels.ts";
import { loadModule } from "../../src/wasm/load.ts";
import { gaussian, multiply } from "../support/data.ts";
import { builds } from "./wasm.ts";
import { groupKernels } from "../../src/wasm/parts/groups.ts";
import { matchingKernels } from "../../src/wasm/parts/matchings.ts";
import { rankKernels } from "../../src/wasm/parts/ranks.ts";

const random = (rows: number, cols: number, seed = 1) => gaussian(createRandom(seed), rows, cols);
const of = (rows: number, cols: number, entry: (i: number, j: number) => number) =>
  matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, (_, p) => entry(Math.floor(p / cols), p % cols)),
  );
const at = (a: Matrix, i: number, j: number) => a.data[i * a.cols + j]!;
const row = (a: Matrix, i: number) => a.data.slice(i * a.cols, (i + 1) * a.cols);
const total = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);
const inner = (x: Float64Array, y: Float64Array) => total(x.map((value, i) => value * y[i]!));

/** Same shape, and no element further away than rounding of numbers near 10. */
function expectClose(actual: Matrix, expected: Matrix, tolerance = 1e-13): void {
  expect([actual.rows, actual.cols]).toEqual([expected.rows, expected.cols]);
  const [a, e] = [actual.data, expected.data];
  a.forEach((value, p) => expect(Math.abs(value - e[p]!)).toBeLessThanOrEqual(tolerance));
}

/** A Gram matrix of n vectors in n + 3 dimensions: symmetric and positive definite. */
function gram(n: number): Matrix {
  const x = random(n, n + 3);
  return multiply(x, transpose(x));
}

const diagonal = (values: Float64Array) =>
  of(values.length, values.length, (i, j) => (i === j ? values[i]! : 0));
const identity = (n: number) => diagonal(new Float64Array(n).fill(1));
const withNaN = (rows: number, cols: number) =>
  of(rows, cols, (i, j) => (i === 0 && j === cols - 1 ? NaN : i + j));

describe.each(builds)("facade on the %s build", (build) => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await createKernels(await loadModule(build));
  });

  describe("memory", () => {
    it("reshapes in place, in order, and refuses another number of elements", () => {
      kernels.scope(() => {
        const a = kernels.place(2, 3, Float64Array.from([1, 2, 3, 4, 5, 6]));
        const tall = kernels.reshape(a, 3, 2);
        tall.data[0] = 9;
        expect([tall.rows, tall.cols, ...a.data]).toEqual([3, 2, 9, 2, 3, 4, 5, 6]);
        expect([...kernels.reshape(matrix(1, 4), 2, 2).data]).toEqual([0, 0, 0, 0]);
        expect(() => kernels.reshape(a, 2, 2)).toThrow("reshape: A is 2 × 3, which is not 2 × 2 numbers");
      });
    });
    it("gives back what a scope took, also when it throws", () => {
      const { used } = kernels.usage;
      kernels.scope(() => kernels.place(30, 40, new Float64Array(1200)));
      expect(() =>
        kernels.scope(() => {
          kernels.uninitialized(50, 50);
          throw new Error("stop");
        }),
      ).toThrow("stop");
      expect(kernels.usage.used).toBe(used);
      expect(kernels.usage.peak).toBeGreaterThanOrEqual(used + 8 * 2500);
    });
    it("keeps what was detached and releases to a mark", () => {
      const { used } = kernels.usage;
      const kept = kernels.detach(kernels.place(2, 2, Float64Array.of(1, 2, 3, 4)));
      kernels.release(used);
      kernels.scope(() => kernels.place(2, 2, Float64Array.of(5, 6, 7, 8)));
      expect([...kept.data]).toEqual([1, 2, 3, 4]);
      expect(kernels.usage.used).toBe(used);
    });
    it("widens single precision, copies, and cuts rows and columns", () => {
      kernels.scope(() => {
        const a = kernels.place(2, 3, Float32Array.of(0.5, 1, 2, 3, 4, 5));
        const copy = kernels.copy(a);
        copy.data[0] = 9;
        expect([...a.data]).toEqual([0.5, 1, 2, 3, 4, 5]);
        expect([...kernels.rows(a, 1, 2).data]).toEqual([3, 4, 5]);
        expect([...kernels.columns(a, 1, 3).data]).toEqual([1, 2, 4, 5]);
        expect([...kernels.rows(matrix(2, 1, Float64Array.of(7, 8)), 1, 2).data]).toEqual([8]);
      });
    });
    it("reads operands rightly after the memory has grown", () => {
      kernels.scope(() => {
        const a = kernels.place(3, 3, identity(3).data);
        const large = kernels.uninitialized(1000, kernels.usage.peak >> 12);
        large.data.fill(1);
        expectClose(kernels.gemm(a, a), identity(3));
      });
    });
  });

  describe("products", () => {
    const [a, b] = [random(5, 7, 1), random(7, 6, 2)];
    it.each([
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ])("gemm equals the triple loop, transposed %s and %s", (transA, transB) => {
      const [left, right] = [transA ? transpose(a) : a, transB ? transpose(b) : b];
      const expected = of(5, 6, (i, j) => -2 * at(multiply(a, b), i, j));
      kernels.scope(() => expectClose(kernels.gemm(left, right, { transA, transB, alpha: -2 }), expected));
    });
    it("syrk fills both triangles of AAᵀ and AᵀA", () => {
      kernels.scope(() => {
        expectClose(kernels.syrk(a), multiply(a, transpose(a)));
        expectClose(kernels.syrk(a, { trans: true }), multiply(transpose(a), a));
      });
    });
    it("dot and norm are the sums of products; maxAbs is the largest, or NaN", () => {
      const c = random(5, 7, 3);
      expect(kernels.dot(a, c)).toBeCloseTo(inner(a.data, c.data), 12);
      expect(kernels.norm(a)).toBeCloseTo(Math.sqrt(inner(a.data, a.data)), 12);
      expect(kernels.norm(matrix(1, 2, Float64Array.of(3e200, 4e200))) / 1e200).toBeCloseTo(5, 14);
      expect(kernels.maxAbs(a)).toBe(Math.max(...a.data.map(Math.abs)));
      expect(kernels.maxAbs(withNaN(2, 2))).toBeNaN();
    });
    it("carries NaN to the entries it touches and to no others", () => {
      kernels.scope(() => {
        const c = kernels.gemm(withNaN(3, 2), identity(2));
        expect([...c.data].map(Number.isNaN)).toEqual([true, true, false, false, false, false]);
      });
    });
    it("names both shapes where they do not fit", () => {
      expect(() => kernels.gemm(a, a)).toThrow(/gemm: op\(A\) is 5 × 7, op\(B\) is 5 × 7/);
      expect(() => kernels.dot(a, b)).toThrow(/dot.*5 × 7.*7 × 6/);
      expect(() => kernels.addRow(a, matrix(1, 6), 1)).toThrow(/addRow: A is 5 × 7, the row is 1 × 6/);
      expect(() => kernels.subtract(a, b)).toThrow(/subtract.*5 × 7.*7 × 6/);
      expect(() => kernels.multiply(a, b)).toThrow(/multiply.*5 × 7.*7 × 6/);
    });
  });

  describe("pulls within groups", () => {
    it("weighs rows of each group by their distance, up to the floor", () => {
      const [countsA, countsB] = [Float64Array.of(3, 1, 4), Float64Array.of(2, 3, 5)];
      const [a, b] = [random(8, 6, 7), random(10, 6, 8)];
      b.data.set(row(a, 0)); // distance 0
      kernels.scope(() => {
        const { distances, weights, pulled } = kernels
          .part(groupKernels)
          .pullGroups(a, countsA, b, countsB, 0.5);
        let [startA, startB] = [0, 0];
        countsA.forEach((countA, g) => {
          const pairs = countA * countsB[g]!;
          let sum = 0;
          for (let i = startB; i < startB + countsB[g]!; i++) {
            let weight = 0;
            const pull = new Float64Array(6);
            for (let j = startA; j < startA + countA; j++) {
              const distance = Math.hypot(...row(a, j).map((value, k) => value - at(b, i, k)));
              sum += distance / pairs;
              const w = 1 / (pairs * Math.max(distance, 0.5));
              weight += w;
              pull.forEach((_, k) => (pull[k]! += w * at(a, j, k)));
            }
            expect(weights[i]).toBeCloseTo(weight, 13);
            expectClose(matrix(1, 6, row(pulled, i)), matrix(1, 6, pull));
          }
          expect(distances[g]).toBeCloseTo(sum, 13);
          [startA, startB] = [startA + countA, startB + countsB[g]!];
        });
      });
    });
  });

  describe("rearranging", () => {
    const a = random(6, 5, 4);
    const columnMean = (j: number) => total(transpose(a).data.slice(j * 6, j * 6 + 6)) / 6;
    it("transposes, scales, adds rows, subtracts", () => {
      const shift = random(1, 5, 5);
      kernels.scope(() => {
        expectClose(kernels.transpose(a), transpose(a), 0);
        expectClose(
          kernels.scale(a, 3),
          of(6, 5, (i, j) => 3 * at(a, i, j)),
        );
        expectClose(
          kernels.addRow(a, shift, -2),
          of(6, 5, (i, j) => at(a, i, j) - 2 * shift.data[j]!),
        );
        expectClose(kernels.subtract(a, a), matrix(6, 5), 0);
        expectClose(
          kernels.multiply(a, kernels.scale(a, 2)),
          of(6, 5, (i, j) => 2 * at(a, i, j) ** 2),
          0,
        );
        for (const length of [1, 3, 4, 7]) {
          const own = kernels.place(1, length, a.data.slice(0, length));
          expect([...kernels.multiply(own, own, { overwrite: true }).data]).toEqual(
            Array.from(a.data.slice(0, length), (x) => x * x),
          );
          expectClose(
            own,
            of(1, length, (_, j) => a.data[j]! ** 2),
            0,
          );
        }
      });
    });
    it("subtracts the mean of each column, and gives it", () => {
      kernels.scope(() => {
        const { centered, means } = kernels.centerColumns(a);
        expectClose(
          means,
          of(1, 5, (_, j) => columnMean(j)),
        );
        expectClose(
          centered,
          of(6, 5, (i, j) => at(a, i, j) - columnMean(j)),
        );
      });
    });
    it("subtracts the mean of each row", () => {
      const expected = of(6, 5, (i, j) => at(a, i, j) - total(row(a, i)) / 5);
      kernels.scope(() => expectClose(kernels.centerRows(a), expected));
    });
    it("leaves its argument as it was", () => {
      const before = a.data.slice();
      kernels.scope(() => {
        kernels.centerColumns(kernels.place(6, 5, a.data));
        kernels.singularValues(a);
        kernels.scale(a, 2);
      });
      expect(a.data).toEqual(before);
    });
  });

  describe("between rows", () => {
    const a = random(7, 5, 6);
    /** The first 3 rows against all that are not before them. */
    function expectUpper(distances: Matrix, between: (x: Float64Array, y: Float64Array) => number) {
      expect([distances.rows, distances.cols]).toEqual([3, 7]);
      for (let i = 0; i < 3; i++) {
        for (let j = i; j < 7; j++)
          expect(at(distances, i, j)).toBeCloseTo(between(row(a, i), row(a, j)), 12);
      }
    }
    const differences = (x: Float64Array, y: Float64Array) => x.map((value, p) => Math.abs(value - y[p]!));
    it("euclidean, and squared", () => {
      kernels.scope(() => {
        expectUpper(kernels.euclideanBetweenRows(a, 3), (x, y) => Math.hypot(...differences(x, y)));
        expectUpper(kernels.euclideanBetweenRows(a, 3, { squared: true }), (x, y) =>
          total(differences(x, y).map((d) => d * d)),
        );
      });
    });
    it.each([0.5, 1, 2, 3])("minkowski of order %s", (order) => {
      kernels.scope(() =>
        expectUpper(
          kernels.minkowskiBetweenRows(a, 3, order),
          (x, y) => total(differences(x, y).map((d) => d ** order)) ** (1 / order),
        ),
      );
    });
    it("the largest difference for an infinite order", () => {
      kernels.scope(() =>
        expectUpper(kernels.minkowskiBetweenRows(a, 3, Infinity), (x, y) => Math.max(...differences(x, y))),
      );
    });
    it("refuses an order that is not above 0", () => {
      expect(() => kernels.minkowskiBetweenRows(a, 3, 0)).toThrow(/order is a number above 0.*got 0/);
      expect(() => kernels.minkowskiBetweenRows(a, 3, NaN)).toThrow(/got NaN/);
    });
    it("cosine of unit rows, and of centred ones", () => {
      const cosine = (x: Float64Array, y: Float64Array) =>
        1 - inner(x, y) / Math.sqrt(inner(x, x) * inner(y, y));
      const centred = (x: Float64Array) => x.map((value) => value - total(x) / x.length);
      const unit = (center: boolean) => (kernels.unitRows(a, { center }) as { unit: Matrix }).unit;
      kernels.scope(() => {
        expectUpper(kernels.cosineBetweenUnitRows(unit(false), 3), cosine);
        expectUpper(kernels.cosineBetweenUnitRows(unit(true), 3), (x, y) => cosine(centred(x), centred(y)));
      });
    });
    it("names the first row that has no direction", () => {
      const constant = of(4, 3, (i, j) => (i >= 2 ? 5 : i + j * j));
      kernels.scope(() => {
        expect(kernels.unitRows(constant, { center: true })).toEqual({ degenerate: 2 });
        expect(kernels.unitRows(of(2, 2, (i) => i))).toEqual({ degenerate: 0 });
        const lastBit = 2 ** -56; // of 0.1: the row is constant but for one rounding
        const rounded = of(1, 8, (_, j) => (j % 2 ? 0.1 : 0.1 + lastBit));
        expect(kernels.unitRows(rounded, { center: true })).toEqual({ degenerate: 0 });
      });
    });
  });

  describe("order", () => {
    it("ranks from 1, ties sharing their mean", () => {
      kernels.scope(() => {
        const ranks = kernels.part(rankKernels).ranks(matrix(2, 3, Float64Array.of(3, 1, 3, -2, 3, 7)));
        expect([ranks.rows, ranks.cols, ...ranks.data]).toEqual([1, 6, 4, 2, 4, 1, 4, 6]);
      });
    });
    it("refuses to rank NaN", () => {
      expect(() => kernels.part(rankKernels).ranks(withNaN(2, 3))).toThrow(/ranks: one of 6 numbers is NaN/);
    });
    it("counts pairs in the same order less those in opposite orders, from orders in any memory", () => {
      const x = matrix(2, 3, Float64Array.of(3, 1, 3, -2, 3, 7));
      const y = matrix(1, 6, Float64Array.of(1, 2, 3, 4, 5, 6));
      kernels.scope(() => {
        const [first, second] = [kernels.part(rankKernels).order(x), kernels.part(rankKernels).order(y)];
        expect([first.rows, first.cols, first.data[0], second.data[0]]).toEqual([1, 8, 3, 0]);
        expect(kernels.part(rankKernels).concordance(first, second)).toBe(8 - 4);
        expect(kernels.part(rankKernels).concordance(kernels.detach(second), kernels.detach(first))).toBe(
          8 - 4,
        );
      });
    });
    it("refuses to order NaN, and to compare orders of unequal length", () => {
      expect(() => kernels.part(rankKernels).order(withNaN(2, 3))).toThrow(/order: one of 6 numbers is NaN/);
      const of = (n: number) => kernels.part(rankKernels).order(matrix(1, n, new Float64Array(n)));
      kernels.scope(() =>
        expect(() => kernels.part(rankKernels).concordance(of(3), of(4))).toThrow(
          /orders are of 3 and 4 numbers/,
        ),
      );
    });

    const costs = random(4, 6, 7);
    const costOf = (columns: Iterable<number>) => total([...columns].map((j, i) => at(costs, i, j)));
    const all: number[][] = [[]];
    for (let i = 0; i < 4; i++) {
      const longer = all.flatMap((p) =>
        [0, 1, 2, 3, 4, 5].filter((j) => !p.includes(j)).map((j) => [...p, j]),
      );
      all.splice(0, all.length, ...longer);
    }
    it("assigns at the least and the greatest cost of all 360 assignments", () => {
      expect(all).toHaveLength(360);
      const least = kernels.part(matchingKernels).linearAssignment(costs);
      expect(new Set(least).size).toBe(4);
      expect(costOf(least)).toBe(Math.min(...all.map(costOf)));
      expect(costOf(kernels.part(matchingKernels).linearAssignment(costs, { maximize: true }))).toBe(
        Math.max(...all.map(costOf)),
      );
    });
    it("never takes a forbidden pair, and says when it must", () => {
      const triangle = of(3, 3, (i, j) => (j >= i ? 3 * i + j : Infinity));
      expect([...kernels.part(matchingKernels).linearAssignment(triangle)]).toEqual([0, 1, 2]);
      const blocked = of(2, 2, (_, j) => (j === 1 ? Infinity : 1));
      expect(() => kernels.part(matchingKernels).linearAssignment(blocked)).toThrow(
        /2 × 2 costs: every assignment has a pair that \+∞/,
      );
    });
    it("refuses NaN, the wrong infinity, and more rows than columns", () => {
      expect(() => kernels.part(matchingKernels).linearAssignment(withNaN(2, 3))).toThrow(
        /a cost is NaN or −∞/,
      );
      const endless = of(2, 2, () => Infinity);
      expect(() => kernels.part(matchingKernels).linearAssignment(endless, { maximize: true })).toThrow(
        /a cost is NaN or \+∞/,
      );
      expect(() => kernels.part(matchingKernels).linearAssignment(transpose(costs))).toThrow(
        /costs are 6 × 4.*transpose/,
      );
    });
  });

  describe("factorisations", () => {
    const tall = random(9, 6, 8);
    it("QR: orthonormal Q, triangular R, their product A", () => {
      kernels.scope(() => {
        const { q, r } = kernels.qr(tall);
        expectClose(multiply(transpose(q), q), identity(6));
        expectClose(multiply(q, r), tall);
        expectClose(
          of(6, 6, (i, j) => (j < i ? at(r, i, j) : 0)),
          matrix(6, 6),
          0,
        );
      });
    });
    it("LQ: lower triangular L with LLᵀ = AAᵀ", () => {
      const wide = transpose(tall);
      kernels.scope(() => {
        const l = kernels.lq(wide);
        expectClose(
          of(6, 6, (i, j) => (j > i ? at(l, i, j) : 0)),
          matrix(6, 6),
          0,
        );
        expectClose(multiply(l, transpose(l)), multiply(wide, tall));
      });
    });
    it("Cholesky: lower triangular L with LLᵀ = A", () => {
      const a = gram(6);
      kernels.scope(() => {
        const l = kernels.cholesky(a);
        expectClose(
          of(6, 6, (i, j) => (j > i ? at(l, i, j) : 0)),
          matrix(6, 6),
          0,
        );
        expectClose(multiply(l, transpose(l)), a);
      });
    });
    it.each([
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ])(
      "solves triangular systems, upper %s, transposed %s, without reading the other triangle",
      (upper, trans) => {
        const inside = (i: number, j: number) => (upper ? j >= i : j <= i);
        const full = of(5, 5, (i, j) => (i === j ? 2 + i : at(random(5, 5, 9), i, j)));
        const clean = of(5, 5, (i, j) => (inside(i, j) ? at(full, i, j) : 0));
        const t = of(5, 5, (i, j) => (inside(i, j) ? at(full, i, j) : NaN));
        const x = random(5, 3, 10);
        const b = multiply(trans ? transpose(clean) : clean, x);
        kernels.scope(() => expectClose(kernels.solveTriangular(t, b, { upper, trans }), x));
      },
    );
    it("refuses shapes and matrices that have no such factor", () => {
      expect(() => kernels.qr(transpose(tall))).toThrow(/qr: A is 6 × 9; it needs at least as many rows/);
      expect(() => kernels.lq(tall)).toThrow(/lq: A is 9 × 6; it needs at least as many columns/);
      expect(() => kernels.cholesky(tall)).toThrow(/cholesky: the matrix is 9 × 6; it must be square/);
      expect(() => kernels.cholesky(of(3, 3, (i, j) => (i === j ? 1 - i : 0)))).toThrow(/pivot 1 of 3/);
      expect(() => kernels.cholesky(withNaN(1, 1))).toThrow(/not positive definite/);
      expect(() => kernels.solveTriangular(identity(3), matrix(2, 2))).toThrow(/T is 3 × 3, B is 2 × 2/);
      expect(() => kernels.solveTriangular(tall, tall)).toThrow(/must be square/);
      const singular = diagonal(Float64Array.of(1, 0, 1));
      expect(() => kernels.solveTriangular(singular, singular)).toThrow(
        /element 1 of the diagonal of T is 0/,
      );
      expect(() => kernels.solveTriangular(withNaN(1, 1), matrix(1, 1))).toThrow(/is NaN/);
    });
  });

  describe("spectra", () => {
    const symmetric = of(8, 8, (i, j) => at(random(8, 8, 11), Math.min(i, j), Math.max(i, j)));
    it("eigenvectors diagonalise, and their values rise", () => {
      kernels.scope(() => {
        const { values, vectors } = kernels.eigh(symmetric);
        expectClose(multiply(vectors, transpose(vectors)), identity(8));
        expectClose(multiply(multiply(transpose(vectors), diagonal(values)), vectors), symmetric);
        expect([...values]).toEqual([...values].sort((x, y) => x - y));
        expectClose(matrix(1, 8, kernels.eigenvalues(symmetric)), matrix(1, 8, values));
      });
    });
    it.each([
      [9, 5],
      [5, 9],
    ])("the thin SVD of %s × %s rebuilds the matrix from orthonormal factors and falling values", (m, n) => {
      const a = random(m, n, 12);
      kernels.scope(() => {
        const { u, values, vt } = kernels.svd(a);
        expectClose(multiply(transpose(u), u), identity(5));
        expectClose(multiply(vt, transpose(vt)), identity(5));
        expectClose(multiply(multiply(u, diagonal(values)), vt), a);
        expect([...values]).toEqual([...values].sort((x, y) => y - x));
        expectClose(matrix(1, 5, kernels.singularValues(a)), matrix(1, 5, values));
        expect(kernels.nuclearNorm(a)).toBeCloseTo(total(values), 12);
      });
    });
    it.each(["eigenvalues", "eigh", "singularValues", "nuclearNorm", "svd"] as const)(
      "%s names the matrix that holds NaN or infinity",
      (method) => {
        const endless = of(4, 4, (i, j) => (i === 3 && j === 3 ? Infinity : 1));
        kernels.scope(() => {
          for (const a of [withNaN(4, 4), endless]) {
            expect(() => kernels[method](a)).toThrow(
              `${method} of a 4 × 4 matrix: it holds NaN or infinity.`,
            );
          }
        });
      },
    );
    it.each(["eigenvalues", "eigh"] as const)("%s wants a square matrix", (method) => {
      expect(() => kernels[method](matrix(2, 3))).toThrow(
        `${method}: the matrix is 2 × 3; it must be square.`,
      );
    });
  });
});
