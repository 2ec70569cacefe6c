import { describe, expect, it } from "vitest";
import { matrix } from "../../src/base/matrix.ts";
import { createKernels } from "../../src/wasm/create.ts";
import { loadModule } from "../../src/wasm/load.ts";
import { determinantKernels } from "../../src/wasm/parts/determinants.ts";
import { determinant } from "../oracles/determinant.ts";
import { builds, noiseMatrix, Wasm } from "./wasm.ts";

function signOf(wasm: Wasm, n: number, a: Float64Array, lda = n): number {
  const sign = wasm.call["dsignDet"]!(n, wasm.put(a), lda, wasm.alloc(wasm.call["dsignDetWork"]!(n)));
  wasm.reset();
  return sign;
}

/** L·U with ones on the diagonal of L and `pivots` on that of U, its rows in the order of `rows`. */
function withPivots(pivots: readonly number[], rows: readonly number[]): Float64Array {
  const n = pivots.length;
  const x = noiseMatrix(n, n, n, n);
  const lower = (i: number, k: number) => (i === k ? 1 : i > k ? x[i * n + k]! / n : 0);
  const upper = (k: number, j: number) => (k === j ? pivots[k]! : k < j ? x[k * n + j]! / n : 0);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let k = 0; k <= Math.min(i, j); k++) a[rows[i]! * n + j]! += lower(i, k) * upper(k, j);
  return a;
}

describe.each(builds)("the sign of a determinant, %s", (build) => {
  const wasm = new Wasm(build);

  it("is that of expansion by minors, whatever stands between the rows", () => {
    for (const n of [1, 2, 3, 4, 5]) {
      for (let seed = 0; seed < 20; seed++) {
        const lda = n + 2;
        const a = noiseMatrix(n, n, lda, 31 * seed + n) as Float64Array;
        const rows = Array.from({ length: n }, (_, i) => [...a.subarray(i * lda, i * lda + n)]);
        expect(signOf(wasm, n, a, lda)).toBe(Math.sign(determinant(rows)));
      }
    }
  });

  it.each([7, 31, 32, 33, 64, 65, 97, 150])(
    "is that of pivots and of the order of rows, for %i rows",
    (n) => {
      const straight = Array.from({ length: n }, (_, i) => i);
      const turned = straight.map((i) => (i + 1) % n); // n − 1 swaps
      for (const negative of [0, 1, 2, n]) {
        const pivots = straight.map((k) => (k < negative ? -1 : 1) * (1 + (k % 3)));
        const sign = negative % 2 ? -1 : 1;
        expect(signOf(wasm, n, withPivots(pivots, straight))).toBe(sign);
        expect(signOf(wasm, n, withPivots(pivots, turned))).toBe(n % 2 ? sign : -sign);
      }
    },
  );

  it("is 0 of what is singular, and 1 of nothing", () => {
    expect(signOf(wasm, 2, Float64Array.of(1, 2, 2, 4))).toBe(0);
    expect(signOf(wasm, 2, Float64Array.of(0, 1, 1, 0))).toBe(-1);
    expect(signOf(wasm, 40, new Float64Array(1600))).toBe(0);
    expect(signOf(wasm, 0, new Float64Array(0))).toBe(1);
  });

  it("is given by the facade, which refuses what is not square and leaves the matrix as it is", async () => {
    const { signOfDeterminant } = (await createKernels(await loadModule(build))).part(determinantKernels);
    const a = matrix(2, 2, Float64Array.of(1, 2, 3, 4));
    expect(signOfDeterminant(a)).toBe(-1);
    expect([...a.data]).toEqual([1, 2, 3, 4]);
    expect(() => signOfDeterminant(matrix(1, 2))).toThrow(
      "signOfDeterminant: the matrix is 1 × 2; it must be square.",
    );
  });
});
