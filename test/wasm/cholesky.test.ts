import { describe, expect, it } from "vitest";
import { builds, noiseMatrix, Wasm, type Vector } from "./wasm.ts";

const eps = 2 ** -52;
const sizes = [1, 2, 5, 15, 16, 17, 31, 32, 33, 50, 97, 150];

/** L·Lᵀ with a dominant diagonal in the lower triangle; NaN above it, which must stay. */
function positiveDefinite(n: number, ld: number): Float64Array {
  const x = noiseMatrix(n, n, n, n);
  const a = new Float64Array(n * ld).fill(NaN);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 0.1 : 0;
      for (let p = 0; p < n; p++) sum += x[i * n + p]! * x[j * n + p]!;
      a[i * ld + j] = sum;
    }
  }
  return a;
}

function potrf(wasm: Wasm, n: number, a: Float64Array, ld: number) {
  const at = wasm.put(a);
  const info = wasm.call["dpotrf"]!(n, at, ld, wasm.alloc(wasm.call["dpotrfWork"]!(n)));
  const l = wasm.get(at, a.length);
  wasm.reset();
  return { info, l };
}

describe.each(builds)("Cholesky, %s", (build) => {
  const wasm = new Wasm(build);

  it.each(sizes)("factors %i × %i, the upper triangle untouched", (n) => {
    const ld = n + 2;
    const a = positiveDefinite(n, ld);
    const { info, l } = potrf(wasm, n, a, ld);
    expect(info).toBe(0);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < ld; j++) {
        if (j > i) expect(l[i * ld + j]).toBeNaN();
        else {
          let sum = 0;
          for (let p = 0; p <= j; p++) sum += l[i * ld + p]! * l[j * ld + p]!;
          const size = Math.sqrt(a[i * ld + i]! * a[j * ld + j]!);
          expect(Math.abs(sum - a[i * ld + j]!)).toBeLessThan((n + 3) * eps * size);
        }
      }
    }
  });

  it.each([0, 1, 15, 16, 17, 40, 69])("names pivot %i of 70 as the first that is not positive", (index) => {
    for (const pivot of [-1, 0, NaN]) {
      const a = new Float64Array(70 * 70);
      for (let i = 0; i < 70; i++) a[i * 70 + i] = i === index ? pivot : i > index + 20 ? -1 : 4;
      expect(potrf(wasm, 70, a, 70).info).toBe(index + 1);
    }
  });

  it("says that a matrix of ones is singular at the second pivot", () => {
    expect(potrf(wasm, 40, new Float64Array(1600).fill(1), 40).info).toBe(2);
  });
});

describe.each(builds)("trsm, %s", (build) => {
  const wasm = new Wasm(build);
  const options = [0, 1].flatMap((upper) =>
    [0, 1].flatMap((trans) => [0, 1].map((unit) => ({ upper, trans, unit }))),
  );

  /** Triangle that is well conditioned; NaN wherever trsm may not look. */
  function triangle(n: number, ld: number, upper: number, unit: number): Vector {
    const a = noiseMatrix(n, n, ld, n).map((x) => x / Math.sqrt(n));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) if (upper ? j < i : j > i) a[i * ld + j] = NaN;
      a[i * ld + i] = unit ? NaN : 2 + a[i * ld + i]!;
    }
    return a;
  }

  it.each(options)("solves what multiplying made, %j", ({ upper, trans, unit }) => {
    for (const n of sizes) {
      for (const nrhs of [1, 6, 33]) {
        const [lda, ldb] = [n + 1, nrhs + 2];
        const a = triangle(n, lda, upper, unit);
        const b = noiseMatrix(n, nrhs, ldb, 9);
        const [atB, atA] = [wasm.put(b), wasm.put(a)];
        const work = wasm.alloc(wasm.call["dtrsmWork"]!(n, nrhs));
        wasm.call["dtrsm"]!(upper, trans, unit, n, nrhs, atA, lda, atB, ldb, work);
        const x = wasm.get(atB, b.length);
        wasm.reset();
        expectSolves({ upper, trans, unit }, n, nrhs, a, lda, x, b, ldb);
      }
    }
  });

  /** |op(A)·X − B| against |op(A)|·|X|, entry by entry. */
  function expectSolves(
    { upper, trans, unit }: (typeof options)[number],
    n: number,
    nrhs: number,
    a: Vector,
    lda: number,
    x: ArrayLike<number>,
    b: ArrayLike<number>,
    ldb: number,
  ): void {
    const element = (i: number, j: number) => {
      const [r, c] = trans ? [j, i] : [i, j];
      if (r === c) return unit ? 1 : a[r * lda + c]!;
      return upper === (r < c ? 1 : 0) ? a[r * lda + c]! : 0;
    };
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < nrhs; k++) {
        let [sum, size] = [-b[i * ldb + k]!, Math.abs(b[i * ldb + k]!)];
        for (let j = 0; j < n; j++) {
          const term = element(i, j) * x[j * ldb + k]!;
          sum += term;
          size += Math.abs(term);
        }
        if (!(Math.abs(sum) <= (n + 3) * eps * size))
          expect.fail(`n ${n}, (${i}, ${k}): residual ${sum} of ${size}`);
      }
      for (let k = nrhs; k < ldb; k++) expect(x[i * ldb + k]).toBeNaN();
    }
  }
});
