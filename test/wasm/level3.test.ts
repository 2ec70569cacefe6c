import { describe, expect, it } from "vitest";
import { builds, epsilon, noiseMatrix, Wasm, type Build, type Precision, type Vector } from "./wasm.ts";

interface Product {
  transA: number;
  transB: number;
  m: number;
  n: number;
  k: number;
  alpha: number;
  beta: number;
  /** Elements between the end of a row and the start of the next. */
  gap: number;
}

const plain: Product = { transA: 0, transB: 0, m: 1, n: 1, k: 1, alpha: 1, beta: 0, gap: 0 };
const precisions: Precision[] = ["d", "s"];
const transposes = [0, 1].flatMap((transA) => [0, 1].map((transB) => ({ transA, transB })));

/** Operands of a product as they lie in memory. */
function operands(p: Product, precision: Precision) {
  const [rowsA, colsA] = p.transA ? [p.k, p.m] : [p.m, p.k];
  const [rowsB, colsB] = p.transB ? [p.n, p.k] : [p.k, p.n];
  const [lda, ldb, ldc] = [colsA + p.gap, colsB + p.gap, p.n + p.gap];
  return {
    a: noiseMatrix(rowsA, colsA, lda, 1, precision),
    b: noiseMatrix(rowsB, colsB, ldb, 2, precision),
    c: noiseMatrix(p.m, p.n, ldc, 3, precision),
    lda,
    ldb,
    ldc,
  };
}
type Operands = ReturnType<typeof operands>;

const elementA = (p: Product, { a, lda }: Operands, i: number, q: number) =>
  a[p.transA ? q * lda + i : i * lda + q]!;
const elementB = (p: Product, { b, ldb }: Operands, q: number, j: number) =>
  b[p.transB ? j * ldb + q : q * ldb + j]!;

function runGemm(wasm: Wasm, precision: Precision, p: Product, o: Operands): Vector {
  const { call } = wasm;
  const work = wasm.alloc(call[`${precision}gemmWork`]!(p.m, p.n, p.k));
  const [a, b, c] = [wasm.put(o.a), wasm.put(o.b), wasm.put(o.c)];
  call[`${precision}gemm`]!(
    p.transA,
    p.transB,
    p.m,
    p.n,
    p.k,
    p.alpha,
    a,
    o.lda,
    b,
    o.ldb,
    p.beta,
    c,
    o.ldc,
    work,
  );
  const result = wasm.get(c, o.c.length, precision);
  wasm.reset();
  return result;
}

/** The definition; where C has gaps the answer keeps what stood there. */
function expectProduct(got: Vector, precision: Precision, p: Product, o: Operands): void {
  for (let i = 0; i < p.m; i++) {
    for (let j = 0; j < p.n; j++) {
      let sum = 0;
      let size = 0;
      for (let q = 0; q < p.k; q++) {
        const term = elementA(p, o, i, q) * elementB(p, o, q, j);
        sum += term;
        size += Math.abs(term);
      }
      const old = p.beta === 0 ? 0 : p.beta * o.c[i * o.ldc + j]!;
      const bound = (p.k + 3) * epsilon(precision) * (Math.abs(p.alpha) * size + Math.abs(old));
      const error = Math.abs(got[i * o.ldc + j]! - (p.alpha * sum + old));
      if (!(error <= bound)) expect.fail(`entry (${i}, ${j}): error ${error}, bound ${bound}`);
    }
    for (let j = p.n; j < o.ldc; j++) expect(got[i * o.ldc + j]).toBeNaN();
  }
}

function check(build: Build, precision: Precision, p: Product): void {
  const o = operands(p, precision);
  expectProduct(runGemm(new Wasm(build), precision, p, o), precision, p, o);
}

describe.each(builds)("gemm, %s", (build) => {
  describe.each(precisions)("precision %s", (precision) => {
    // below, at and above both micro-tiles (4 × 4, 4 × 8) and the unrolling, each size on its own
    const sizes = [1, 3, 4, 5, 7, 8, 9, 13];

    it.each(transposes)("equals the triple loop at every residue of the tile, %j", (t) => {
      const wasm = new Wasm(build);
      for (const m of sizes) {
        for (const n of sizes) {
          for (const k of sizes) {
            const p = { ...plain, ...t, m, n, k, gap: 3 };
            const o = operands(p, precision);
            expectProduct(runGemm(wasm, precision, p, o), precision, p, o);
          }
        }
      }
    });

    it.each(transposes)("equals the triple loop around the edges of the blocks, %j", (t) => {
      for (const k of [255, 256, 257, 513]) check(build, precision, { ...plain, ...t, m: 5, n: 9, k });
      for (const m of [95, 96, 97, 193]) check(build, precision, { ...plain, ...t, m, n: 9, k: 5, gap: 1 });
      for (const n of [1023, 1024, 1025]) check(build, precision, { ...plain, ...t, m: 5, n, k: 3 });
      check(build, precision, { ...plain, ...t, m: 97, n: 65, k: 259 });
    });

    it("applies alpha and beta, over several blocks of the depth too", () => {
      for (const alpha of [1, -1, 0.3, 0]) {
        for (const beta of [0, 1, -2.5]) {
          for (const k of [6, 300])
            check(build, precision, { ...plain, m: 7, n: 11, k, alpha, beta, gap: 2 });
        }
      }
    });

    it("leaves beta·C where the depth is 0", () => {
      check(build, precision, { ...plain, m: 5, n: 6, k: 0, beta: 2, gap: 1 });
      check(build, precision, { ...plain, m: 5, n: 6, k: 0, beta: 0 });
    });

    it("does nothing for an empty C", () => {
      check(build, precision, { ...plain, m: 0, n: 6, k: 4 });
      check(build, precision, { ...plain, m: 6, n: 0, k: 4 });
    });

    it("does not read C when beta is 0", () => {
      const p = { ...plain, m: 6, n: 9, k: 300 };
      const o = operands(p, precision);
      o.c.fill(NaN);
      expectProduct(runGemm(new Wasm(build), precision, p, o), precision, p, o);
    });

    it("carries NaN and infinity to exactly the rows and columns they reach", () => {
      const p = { ...plain, m: 9, n: 13, k: 5 };
      const o = operands(p, precision);
      o.a[2 * o.lda + 3] = NaN;
      o.b[4 * o.ldb + 6] = Infinity;
      const c = runGemm(new Wasm(build), precision, p, o);
      for (let i = 0; i < p.m; i++) {
        for (let j = 0; j < p.n; j++) {
          const sign = Math.sign(o.a[i * o.lda + 4]!);
          const kind = i === 2 ? NaN : j === 6 ? sign * Infinity : undefined;
          if (kind === undefined) expect(c[i * p.n + j]).toSatisfy(Number.isFinite);
          else expect(c[i * p.n + j]).toBe(kind);
        }
      }
    });

    it("gives an entry the same bits wherever it stands", () => {
      const wasm = new Wasm(build);
      for (const t of transposes) {
        const p = { ...plain, ...t, m: 99, n: 1033, k: 261, alpha: 0.7, beta: -1.3 };
        const o = operands(p, precision);
        const whole = runGemm(wasm, precision, p, o);
        const places = [0, 3, 6, 95, 97, 98].flatMap((i) =>
          [0, 5, 1023, 1024, 1030, 1032].map((j) => [i, j] as const),
        );
        for (const [i, j] of places) {
          const row = Array.from({ length: p.k }, (_, q) => elementA(p, o, i, q));
          const column = Array.from({ length: p.k }, (_, q) => elementB(p, o, q, j));
          const own = { ...plain, k: p.k, alpha: p.alpha, beta: p.beta };
          const alone = { ...operands(own, precision) };
          alone.a.set(row);
          alone.b.set(column);
          alone.c[0] = o.c[i * o.ldc + j]!;
          expect(runGemm(wasm, precision, own, alone)[0]).toBe(whole[i * o.ldc + j]);
        }
      }
    });
  });
});

describe.each(builds)("syrk, %s", (build) => {
  describe.each(precisions)("precision %s", (precision) => {
    it.each([0, 1])("has gemm's bits in the upper triangle and leaves the rest alone, trans %i", (trans) => {
      const wasm = new Wasm(build);
      for (const n of [1, 3, 4, 5, 7, 8, 9, 13, 95, 97, 130]) {
        for (const k of [1, 2, 5, 257]) {
          const p = {
            ...plain,
            transA: trans,
            transB: 1 - trans,
            m: n,
            n,
            k,
            alpha: -0.6,
            beta: 0.4,
            gap: 3,
          };
          const o = operands(p, precision);
          const full = runGemm(wasm, precision, p, { ...o, b: o.a, ldb: o.lda });
          const got = runSyrk(wasm, precision, trans, p, o);
          for (let i = 0; i < n; i++) {
            const row = got.slice(i * o.ldc, (i + 1) * o.ldc);
            expect(row.slice(i, n)).toEqual(full.slice(i * o.ldc + i, i * o.ldc + n));
            expect(row.slice(0, i)).toEqual(o.c.slice(i * o.ldc, i * o.ldc + i));
          }
        }
      }
    });

    it("neither reads nor writes below the diagonal, whatever stands there", () => {
      const p = { ...plain, transB: 1, m: 13, n: 13, k: 0, alpha: 1, beta: 2 };
      for (const k of [0, 9]) {
        const o = operands({ ...p, k }, precision);
        for (let i = 0; i < p.n; i++) for (let j = 0; j < i; j++) o.c[i * o.ldc + j] = NaN;
        const got = runSyrk(new Wasm(build), precision, 0, { ...p, k }, o);
        for (let i = 0; i < p.n; i++) {
          for (let j = 0; j < p.n; j++) {
            if (j < i) expect(got[i * o.ldc + j]).toBeNaN();
            else expect(got[i * o.ldc + j]).toSatisfy(Number.isFinite);
          }
        }
      }
    });

    it("is completed by symmetrize", () => {
      const wasm = new Wasm(build);
      const [n, ld] = [13, 15];
      const before = noiseMatrix(n, n, ld, 8, precision);
      const c = wasm.put(before);
      wasm.call[`${precision}symmetrize`]!(n, c, ld);
      const after = wasm.get(c, n * ld, precision);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++)
          expect(after[i * ld + j]).toBe(before[Math.min(i, j) * ld + Math.max(i, j)]);
        for (let j = n; j < ld; j++) expect(after[i * ld + j]).toBeNaN();
      }
      wasm.reset();
    });
  });
});

function runSyrk(wasm: Wasm, precision: Precision, trans: number, p: Product, o: Operands): Vector {
  const { call } = wasm;
  const work = wasm.alloc(call[`${precision}syrkWork`]!(p.n, p.k));
  const [a, c] = [wasm.put(o.a), wasm.put(o.c)];
  call[`${precision}syrk`]!(trans, p.n, p.k, p.alpha, a, o.lda, p.beta, c, o.ldc, work);
  const result = wasm.get(c, o.c.length, precision);
  wasm.reset();
  return result;
}
