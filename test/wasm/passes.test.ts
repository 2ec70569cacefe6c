// What is found by reading each number once, of matrices in wasm memory and outside, in one pass of some rows and in several.
import { beforeAll, describe, expect, it } from "vitest";
import { matrix, singleMatrix } from "../../src/base/matrix.ts";
import { createRandom } from "../../src/base/random.ts";
import { createKernels } from "../../src/wasm/create.ts";
import type { Kernels } from "../../src/wasm/kernels.ts";
import { loadModule } from "../../src/wasm/load.ts";
import { passKernels, type PassKernels } from "../../src/wasm/parts/passes.ts";
import { gaussian } from "../support/data.ts";
import { builds } from "./wasm.ts";

// below, at and above what passes at a time
const sizes = [
  [1, 1],
  [3, 2],
  [5, 7],
  [1023, 4],
  [1024, 4],
  [1029, 4],
  [9, 5000],
] as const;

describe.each(builds)("passes on the %s build", (build) => {
  let kernels: Kernels;
  let passes: PassKernels;
  beforeAll(async () => {
    kernels = await createKernels(await loadModule(build));
    passes = kernels.part(passKernels);
  });

  it.each(sizes)("are the definitions for %i × %i", (m, n) => {
    const random = createRandom(m + n);
    const [a, x] = [gaussian(random, m, n), gaussian(random, 1, n).data];
    const sums = passes.columnSums(a);
    const { products, squares } = passes.alongRows(a, x);
    for (let k = 0; k < n; k += Math.ceil(n / 50)) {
      let sum = 0;
      for (let i = 0; i < m; i++) sum += a.data[i * n + k]!;
      expect(sums[k]).toBeCloseTo(sum, 11);
    }
    const columns = passes.largestColumns(a)!;
    for (let i = 0; i < m; i++) {
      const row = a.data.subarray(i * n, (i + 1) * n);
      expect(products[i]).toBeCloseTo(
        row.reduce((total, value, k) => total + value * x[k]!, 0),
        11,
      );
      expect(squares[i]).toBeCloseTo(
        row.reduce((total, value) => total + value * value, 0),
        10,
      );
      expect(columns[i]).toBe(row.indexOf(row.reduce((most, value) => Math.max(most, value), -Infinity)));
    }
  });

  it("have the same bits in wasm memory and outside, in double and in single precision", () => {
    const single = Float32Array.from(gaussian(createRandom(3), 300, 40).data);
    const outside = matrix(300, 40, Float64Array.from(single));
    const x = outside.data.slice(0, 40);
    const all = (a: Parameters<PassKernels["columnSums"]>[0]) => [
      passes.columnSums(a),
      passes.alongRows(a, x),
      passes.largestColumns(a),
    ];
    const expected = all(outside);
    expect(all(singleMatrix(300, 40, single))).toEqual(expected);
    kernels.scope(() => expect(all(kernels.place(300, 40, single))).toEqual(expected));
  });

  it("take no more memory than some rows", () => {
    const before = kernels.usage.reserved;
    passes.columnSums(matrix(100_000, 50));
    expect(kernels.usage.reserved - before).toBeLessThan(2 ** 20);
  });

  it.each([NaN, Infinity, -Infinity])("show %f wherever it stands", (strange) => {
    for (const place of [0, 1, 4999, 5000, 9999]) {
      const a = gaussian(createRandom(5), 2000, 5);
      a.data[place] = strange;
      expect(passes.largestColumns(a)).toBeUndefined();
      expect(Number.isFinite(passes.columnSums(a)[place % 5])).toBe(false);
    }
  });
});
