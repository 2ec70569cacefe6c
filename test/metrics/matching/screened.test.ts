import { beforeAll, describe, expect, it } from "vitest";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { assignedUnits, largestGains, screenOf } from "../../../src/metrics/matching/screened.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import type { Kernels } from "../../../src/wasm/kernels.ts";
import { loadModule } from "../../../src/wasm/load.ts";
import { matchingKernels } from "../../../src/wasm/parts/matchings.ts";
import { gaussian } from "../../support/data.ts";

let kernels: Kernels;
beforeAll(async () => {
  kernels = await createKernels(await loadModule("simd"));
});

const random = createRandom(31);
const units = (rows: number, stimuli: number) => gaussian(random, rows, stimuli);
const unit = (a: Matrix): Matrix => {
  const made = kernels.unitRows(a);
  return kernels.detach("unit" in made ? made.unit : a);
};
/** Every row `copies` times, each time changed by so much that single precision does not see it. */
const crowded = (a: Matrix, copies: number): Matrix =>
  matrix(
    a.rows * copies,
    a.cols,
    Float64Array.from({ length: a.rows * copies * a.cols }, (_, k) => {
      const [row, col] = [Math.floor(k / a.cols), k % a.cols];
      return a.data[Math.floor(row / copies) * a.cols + col]! + 1e-9 * ((row * 7 + col * 3) % 11);
    }),
  );

const longest = ({ rows, cols, data }: Matrix) =>
  Math.max(...Array.from({ length: rows }, (_, i) => Math.hypot(...data.subarray(i * cols, (i + 1) * cols))));

const few = [units(7, 30), units(11, 30)] as const;
const deep = [units(20, 1500), units(20, 1500)] as const;
const alike = [units(9, 40), crowded(units(3, 40), 3)] as const;
/** So alike that single precision decides nothing, and so many that all products are taken again. */
const crowd = [crowded(units(2, 40), 40), crowded(units(2, 40), 40)] as const;

describe.each([
  ["few units", few],
  ["more stimuli than one sum takes", deep],
  ["units that single precision does not tell apart", alike],
  ["many of those", crowd],
])("screened products of %s", (_, pair) => {
  const screens = () =>
    pair.map(unit).map((one) => screenOf(one, 1, kernels)) as never as [Screened, Screened];
  type Screened = ReturnType<typeof screenOf>;

  it("have the largest of each unit in double precision", () => {
    kernels.scope(() => {
      const [x, y] = screens();
      const { ofRows, ofCols } = largestGains(x, y, kernels);
      const all = kernels.gemm(x.units, y.units, { transB: true });
      const at = (i: number, j: number) => all.data[i * all.cols + j]!;
      const [rows, cols] = [[...ofRows.keys()], [...ofCols.keys()]];
      for (const i of rows)
        expect(Math.abs(ofRows[i]! - Math.max(...cols.map((j) => at(i, j))))).toBeLessThan(1e-15);
      for (const j of cols)
        expect(Math.abs(ofCols[j]! - Math.max(...rows.map((i) => at(i, j))))).toBeLessThan(1e-15);
    });
  });

  it("have the best assignment of double precision, either network first and at any scale", () => {
    kernels.scope(() => {
      const [a, b] = pair;
      const large = kernels.scale(a, 1e3);
      const [x, y] = [screenOf(large, longest(large), kernels), screenOf(b, longest(b), kernels)];
      for (const [one, other] of [
        [x, y],
        [y, x],
      ] as const) {
        const all = kernels.gemm(one.units, other.units, { transB: true });
        const gains = all.rows <= all.cols ? all : kernels.transpose(all);
        const best = kernels.part(matchingKernels).linearAssignment(gains, { maximize: true });
        const total = (columns: Int32Array) =>
          columns.reduce((sum, j, i) => sum + gains.data[i * gains.cols + j]!, 0);
        const found = assignedUnits(one, other, kernels);
        expect(new Set(found.columns).size).toBe(gains.rows);
        expect(total(found.columns)).toBeCloseTo(total(best), 6);
        expect(found.total).toBeCloseTo(total(best), 6);
      }
    });
  });
});

describe("an assignment of the greatest total", () => {
  it("has prices that prove it, also where columns are left over", () => {
    for (const [m, n] of [
      [5, 5],
      [6, 9],
      [40, 41],
    ] as const) {
      const gains = units(m, n);
      const { columns, u, v } = kernels.part(matchingKernels).greatestAssignment(gains);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          const above = u[i]! + v[j]! - gains.data[i * n + j]!;
          expect(above).toBeGreaterThan(-1e-14);
          if (columns[i] === j) expect(above).toBeLessThan(1e-14);
        }
      }
      for (let j = 0; j < n; j++) {
        expect(v[j]).toBeGreaterThanOrEqual(0);
        if (!columns.includes(j)) expect(v[j]).toBe(0);
      }
    }
  });

  it("takes products of rows of two matrices of one width", () => {
    const [a, b] = [units(3, 9), units(2, 9)];
    const { productsOfRows } = kernels.part(matchingKernels);
    const products = productsOfRows(a, Int32Array.of(2, 0), b, Int32Array.of(1, 1));
    const expected = [2, 0].map((i) =>
      a.data.subarray(9 * i, 9 * i + 9).reduce((s, v, k) => s + v * b.data[9 + k]!, 0),
    );
    products.forEach((product, k) => expect(product).toBeCloseTo(expected[k]!, 13));
    expect(() => productsOfRows(a, Int32Array.of(0), units(2, 8), Int32Array.of(0))).toThrow(
      "productsOfRows: A is 3 × 9, B is 2 × 8; rows must be equally long.",
    );
  });
});
