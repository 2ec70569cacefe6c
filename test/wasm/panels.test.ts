import { beforeAll, describe, expect, it } from "vitest";
import { transpose, type Matrix } from "../../src/base/matrix.ts";
import { createRandom } from "../../src/base/random.ts";
import { createKernels } from "../../src/wasm/create.ts";
import type { Kernels } from "../../src/wasm/kernels.ts";
import { loadModule } from "../../src/wasm/load.ts";
import { gaussian } from "../support/data.ts";

// The oracle is `gemm` of the same matrices as they lie, whose own oracle is the triple loop.

let kernels: Kernels;
beforeAll(async () => {
  kernels = await createKernels(await loadModule("simd"));
});

const random = createRandom(11);
const packed = ({ rows, cols, data }: Matrix, by: "rows" | "columns") => kernels.panels(rows, cols, data, by);
const same = (a: Matrix, b: Matrix) => {
  expect([a.rows, a.cols]).toEqual([b.rows, b.cols]);
  const [given, expected] = [a.data, b.data];
  expect(given.findIndex((value, k) => !Object.is(value, expected[k]))).toBe(-1);
};

// around the 4 × 4 tile, the 96 rows and the depth of 256 of a block
const sizes = [1, 4, 5, 97, 130];
const depths = [1, 7, 256, 257, 600];

describe("a product of packed operands has the bits of gemm", () => {
  for (const k of depths) {
    it(`for a depth of ${k}`, () => {
      for (const m of sizes) {
        for (const n of sizes) {
          kernels.scope(() => {
            const [a, b] = [gaussian(random, k, m), gaussian(random, k, n)];
            const product = kernels.gemm(a, b, { transA: true, alpha: 1.5 });
            const how = { transA: true, alpha: 1.5 };
            same(kernels.gemm(packed(a, "columns"), packed(b, "columns"), how), product);
            const [at, bt] = [packed(transpose(a), "rows"), packed(transpose(b), "rows")];
            same(kernels.gemm(at, bt, { transB: true, alpha: 1.5 }), product);
          });
        }
      }
    });
  }
});

it("of which not all is copied at once", () => {
  const [a, b] = [gaussian(random, 1101, 250), gaussian(random, 1101, 3)];
  kernels.scope(() => {
    const product = kernels.gemm(a, b, { transA: true });
    same(kernels.gemm(packed(a, "columns"), packed(b, "columns"), { transA: true }), product);
    const [at, bt] = [packed(transpose(b), "rows"), packed(transpose(a), "rows")];
    same(kernels.gemm(bt, at, { transB: true }), product);
  });
  const tall = gaussian(random, 20_000, 40);
  kernels.scope(() => {
    const used = kernels.usage.used;
    packed(tall, "columns");
    expect(kernels.usage.peak - used).toBeLessThan(8 * 1.3 * 20_000 * 40);
  });
});

describe("a matrix with panels", () => {
  const [x, y] = [gaussian(random, 22, 9), gaussian(random, 13, 9)];

  it.each([
    [0, 22],
    [4, 9],
    [8, 8],
    [20, 22],
    [5, 11],
  ])("has rows %i to %i, packed or not", (start, end) => {
    kernels.scope(() => {
      const part = kernels.rows(packed(x, "rows"), start, end);
      same(part, kernels.rows(x, start, end));
      const expected = kernels.gemm(kernels.rows(x, start, end), y, { transB: true });
      same(kernels.gemm(part, packed(y, "rows"), { transB: true }), expected);
    });
  });

  it("serves as any other operand in every other product", () => {
    kernels.scope(() => {
      const [rows, columns] = [packed(x, "rows"), packed(x, "columns")];
      same(kernels.gemm(rows, columns, { transB: true }), kernels.gemm(x, x, { transB: true }));
      same(kernels.gemm(rows, rows, { transA: true }), kernels.gemm(x, x, { transA: true }));
      same(kernels.gemm(columns, y, { transB: true }), kernels.gemm(x, y, { transB: true }));
      same(kernels.syrk(columns), kernels.syrk(x));
      expect(kernels.norm(rows)).toBe(kernels.norm(x));
    });
  });
});
