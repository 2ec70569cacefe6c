import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { matrix, type Matrix } from "../../src/base/matrix.ts";
import { createRandom, type Random } from "../../src/base/random.ts";
import { createKernels } from "../../src/wasm/create.ts";
import type { Kernels } from "../../src/wasm/kernels.ts";
import { neighborKernels } from "../../src/wasm/parts/neighbors.ts";
import { gaussian } from "../support/data.ts";
import { builds } from "./wasm.ts";

/** By the definition: every value in double precision, all sorted. */
function sorted(a: Matrix, k: number, inner: boolean, self: boolean): Float64Array {
  const { rows: m, cols: n, data } = a;
  const value = (i: number, j: number) => {
    let sum = 0;
    for (let u = 0; u < n; u++) {
      const [p, q] = [data[i * n + u]!, data[j * n + u]!];
      sum += inner ? -p * q : (p - q) ** 2;
    }
    return sum;
  };
  const all = Array.from({ length: m }, (_, i) => {
    const values = Array.from({ length: m }, (_column, j) => value(i, j));
    return values
      .map((_, j) => j)
      .filter((j) => self || j !== i)
      .sort((p, q) => values[p]! - values[q]! || p - q)
      .slice(0, k);
  });
  return Float64Array.from(all.flat());
}

const map = (a: Matrix, f: (v: number, i: number, j: number) => number): Matrix => ({
  ...a,
  data: a.data.map((v, k) => f(v, Math.floor(k / a.cols), k % a.cols)),
});

/** Whole numbers: sums are exact in any order, so that ties are ties. */
const whole = (random: Random, m: number, n: number, most: number) =>
  map(matrix(m, n), () => random.below(2 * most + 1) - most);

/** Rows that the search finds hard. */
const cases: [string, (random: Random) => Matrix, number[]][] = [
  ["plain", (random) => gaussian(random, 450, 9), [1, 10, 100]],
  ["as wide as a block of the depth", (random) => gaussian(random, 90, 300), [1, 7, 89]],
  ["of one unit", (random) => gaussian(random, 500, 1), [30]],
  ["far from the origin", (random) => map(gaussian(random, 400, 6), (v) => v + 1e6), [8]],
  [
    "of lengths over 12 decades",
    (random) => map(gaussian(random, 500, 5), (v, i) => v * 10 ** (-i / 40)),
    [6],
  ],
  ["one of them far away", (random) => map(gaussian(random, 500, 5), (v, i) => (i === 3 ? 1e7 : 1) * v), [6]],
  [
    "in tight clusters, closer than single precision tells",
    (random) => map(gaussian(random, 600, 4), (v, i, j) => 10 * ((i + j) % 3) + 1e-7 * v),
    [9],
  ],
  ["whole numbers with many ties", (random) => whole(random, 500, 3, 2), [1, 10, 60]],
  ["all equal", () => map(matrix(300, 4), () => 0.1), [4, 299]],
  ["tiny", (random) => map(gaussian(random, 200, 5), (v) => v * 1e-150), [7]],
  ["four of them", (random) => gaussian(random, 4, 5), [1, 3]],
];

describe.each(builds)("%s: nearest rows", (build) => {
  let kernels: Kernels;
  beforeAll(async () => {
    const code = readFileSync(new URL(`../../wasm/${build}.wasm`, import.meta.url));
    kernels = await createKernels(await WebAssembly.compile(code));
  });

  describe.each(cases)("%s", (_label, make, ks) => {
    it.each(ks)("k %i: those of all pairs sorted", (k) => {
      const a = make(createRandom(k));
      for (const inner of [false, true]) {
        for (const self of [false, true]) {
          const table = kernels.scope(() =>
            kernels.part(neighborKernels).nearestRows(a, k, { inner, self }).data.slice(),
          );
          const expected = sorted(a, k, inner, self);
          // Sums in another order may differ in their last bits: then the values must.
          const differ = table.findIndex((j, at) => j !== expected[at]);
          if (differ >= 0) expectEqualValues(a, table, expected, k, inner);
        }
      }
    });
  });

  it("equal rows have their order whatever the tiles that they lie in", () => {
    const a = map(matrix(1100, 7), (_v, i, j) => Math.sin((i % 5) * 7 + j));
    const { data } = kernels.scope(() =>
      kernels.detach(kernels.part(neighborKernels).nearestRows(a, 12, { inner: false })),
    );
    for (let i = 0; i < 1100; i++) {
      const equals = Array.from({ length: 14 }, (_, n) => (i % 5) + 5 * n).filter((j) => j !== i);
      expect([...data.subarray(i * 12, (i + 1) * 12)]).toEqual(equals.slice(0, 12));
    }
  });

  it("values along a table are those of its pairs", () => {
    const a = gaussian(createRandom(3), 60, 21);
    const table = matrix(
      60,
      2,
      Float64Array.from({ length: 120 }, (_, k) => (k * 7) % 60),
    );
    kernels.scope(() => {
      const { alongTable } = kernels.part(neighborKernels);
      const [products, squares] = [
        alongTable(a, table, "products"),
        alongTable(a, table, "squared distances"),
      ];
      for (let at = 0; at < 120; at++) {
        const [p, q] = [Math.floor(at / 2), table.data[at]!].map((i) =>
          a.data.subarray(i * 21, (i + 1) * 21),
        );
        const product = p!.reduce((sum, v, u) => sum + v * q![u]!, 0);
        const square = p!.reduce((sum, v, u) => sum + (v - q![u]!) ** 2, 0);
        expect(Math.abs(products.data[at]! - product)).toBeLessThan(1e-13);
        expect(Math.abs(squares.data[at]! - square)).toBeLessThan(1e-12);
      }
      expect(() => alongTable(a, matrix(59, 2), "products")).toThrow("rows must be as many");
    });
    expect(() => kernels.part(neighborKernels).nearestRows(a, 60, { inner: false })).toThrow(
      "no row has 60 neighbours",
    );
  });
});

/** Where two tables differ, their values are equal up to rounding, and neither has a row twice. */
function expectEqualValues(a: Matrix, table: Float64Array, other: Float64Array, k: number, inner: boolean) {
  const { cols: n, data } = a;
  for (let at = 0; at < table.length; at++) {
    if (at % k === 0) expect(new Set(table.subarray(at, at + k)).size).toBe(k);
    if (table[at] === other[at]) continue;
    const i = Math.floor(at / k);
    let [difference, size] = [0, 0];
    for (let u = 0; u < n; u++) {
      const [x, p, q] = [i, table[at]!, other[at]!].map((row) => data[row * n + u]!) as [
        number,
        number,
        number,
      ];
      difference += inner ? x * (p - q) : (x - p) ** 2 - (x - q) ** 2;
      size += inner ? Math.abs(x * p) : (x - p) ** 2;
    }
    expect(Math.abs(difference)).toBeLessThanOrEqual(1e-14 * size);
  }
}
