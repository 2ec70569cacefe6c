import { describe, expect, it } from "vitest";
import { builds, noiseMatrix, Wasm, type Vector } from "./wasm.ts";

const eps = 2 ** -52;
// around the panel (32) and the sizes that leave one row or none below it
const shapes = [
  [1, 1], [2, 1], [1, 2], [5, 3], [3, 5], [31, 31], [32, 32], [33, 33], [33, 32], [32, 33], [40, 65], [65, 40],
  [70, 64], [64, 70], [130, 97], [300, 20],
] as const; // prettier-ignore

interface Factors {
  /** As geqrf left it. */
  a: Vector;
  tau: Vector;
  lda: number;
}

function factor(wasm: Wasm, m: number, n: number, a: Vector, lda: number): Factors {
  const [atA, tau] = [wasm.put(a), wasm.alloc(8 * Math.min(m, n))];
  wasm.call["dgeqrf"]!(m, n, atA, lda, tau, wasm.alloc(wasm.call["dgeqrfWork"]!(m, n)));
  const factors = { a: wasm.get(atA, a.length), tau: wasm.get(tau, Math.min(m, n)), lda };
  wasm.reset();
  return factors;
}

/** First n columns of Q, m × n without gaps; `k` reflectors. */
function explicitQ(wasm: Wasm, m: number, n: number, k: number, { a, tau, lda }: Factors): Vector {
  const padded = new Float64Array(m * (n + 2)).fill(NaN);
  for (let i = 0; i < m; i++) for (let j = 0; j < k; j++) padded[i * (n + 2) + j] = a[i * lda + j]!;
  const atA = wasm.put(padded);
  wasm.call["dorgqr"]!(m, n, k, atA, n + 2, wasm.put(tau), wasm.alloc(wasm.call["dorgqrWork"]!(m, n)));
  const got = wasm.get(atA, padded.length);
  wasm.reset();
  const q = new Float64Array(m * n);
  for (let i = 0; i < m; i++) q.set(got.subarray(i * (n + 2), i * (n + 2) + n), i * n);
  return q;
}

/** R, min(m, n) × n. */
function upperOf(m: number, n: number, { a, lda }: Factors): Float64Array {
  const r = new Float64Array(Math.min(m, n) * n);
  for (let i = 0; i < Math.min(m, n); i++) for (let j = i; j < n; j++) r[i * n + j] = a[i * lda + j]!;
  return r;
}

function multiply(m: number, k: number, n: number, a: Vector, b: Vector): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) c[i * n + j]! += a[i * k + p]! * b[p * n + j]!;
  }
  return c;
}

const largest = (x: Iterable<number>) => {
  let most = 0;
  for (const xi of x) most = Math.max(most, Math.abs(xi));
  return most;
};

const difference = (x: Vector, y: Vector) => largest(Array.from(x, (xi, i) => xi - y[i]!));

/** max |QᵀQ − I| for an m × n Q. */
function orthogonalityError(m: number, n: number, q: Vector): number {
  let most = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = i === j ? -1 : 0;
      for (let p = 0; p < m; p++) sum += q[p * n + i]! * q[p * n + j]!;
      most = Math.max(most, Math.abs(sum));
    }
  }
  return most;
}

const compact = (m: number, n: number, a: Vector, lda: number) =>
  Float64Array.from({ length: m * n }, (_, at) => a[Math.floor(at / n) * lda + (at % n)]!);

/** ‖A − QR‖ against ‖A‖, and QᵀQ against I. */
function expectFactors(wasm: Wasm, m: number, n: number, a: Vector, lda: number): Factors {
  const r = Math.min(m, n);
  const factors = factor(wasm, m, n, a, lda);
  const q = explicitQ(wasm, m, r, r, factors);
  const original = compact(m, n, a, lda);
  // Scaled first: the test's own products must not leave the range.
  const scale = 1 / (largest(original) || 1);
  const unit = scale === Infinity ? 2 ** 1000 : scale;
  const product = multiply(
    m,
    r,
    n,
    q,
    upperOf(m, n, factors).map((x) => x * unit),
  );
  expect(
    difference(
      product,
      original.map((x) => x * unit),
    ),
  ).toBeLessThan(8 * Math.max(m, n) * eps);
  expect(orthogonalityError(m, r, q)).toBeLessThan(8 * m * eps);
  return factors;
}

describe.each(builds)("QR, %s", (build) => {
  it.each(shapes)("factors %i × %i", (m, n) => {
    const wasm = new Wasm(build);
    const a = noiseMatrix(m, n, n + 3, m + n);
    const factors = expectFactors(wasm, m, n, a, n + 3);
    for (let i = 0; i < m; i++) for (let j = n; j < n + 3; j++) expect(factors.a[i * (n + 3) + j]).toBeNaN();
  });

  it.each([1e-320, 1e-300, 1e-160, 1e160, 1e300])("is as accurate for elements of size %f", (scale) => {
    const wasm = new Wasm(build);
    const [m, n] = [45, 37];
    const a = noiseMatrix(m, n, n, 5).map((x) => x * scale);
    if (scale > 1e-310) return void expectFactors(wasm, m, n, a, n);
    // Denormals: few digits to keep, but Q is orthogonal all the same.
    const factors = factor(wasm, m, n, a, n);
    expect(orthogonalityError(m, n, explicitQ(wasm, m, n, n, factors))).toBeLessThan(8 * m * eps);
  });

  it("is as accurate for columns of sizes from 1e-160 to 1e160, column by column", () => {
    const wasm = new Wasm(build);
    const [m, n] = [50, 40];
    const scaleOf = (j: number) => 10 ** (((j * 83) % 321) - 160);
    const a = noiseMatrix(m, n, n, 6).map((x, at) => x * scaleOf(at % n));
    const factors = factor(wasm, m, n, a, n);
    const q = explicitQ(wasm, m, n, n, factors);
    expect(orthogonalityError(m, n, q)).toBeLessThan(8 * m * eps);
    const byColumn = (x: Vector) => x.map((xi, at) => xi / scaleOf(at % n));
    const product = multiply(m, n, n, q, byColumn(upperOf(m, n, factors)));
    expect(difference(product, byColumn(a))).toBeLessThan(8 * m * eps);
  });

  it("gives the identity for columns that are zero already, and keeps their diagonal", () => {
    const wasm = new Wasm(build);
    const [m, n] = [9, 5];
    const a = new Float64Array(m * n);
    for (let j = 0; j < n; j++) a[j * n + j] = -j;
    const factors = factor(wasm, m, n, a, n);
    expect(factors.tau).toEqual(new Float64Array(n));
    expect(factors.a).toEqual(a);
  });

  it("factors a matrix of rank 2", () => {
    const wasm = new Wasm(build);
    const [m, n] = [60, 50];
    const a = multiply(m, 2, n, noiseMatrix(m, 2, 2, 1), noiseMatrix(2, n, n, 2));
    expectFactors(wasm, m, n, a, n);
  });

  it("passes NaN on", () => {
    const wasm = new Wasm(build);
    const a = noiseMatrix(40, 35, 35, 1);
    a[20 * 35 + 10] = NaN;
    const { a: got, tau } = factor(wasm, 40, 35, a, 35);
    expect(tau[10]).toBeNaN();
    expect(got[34 * 35 + 34]).toBeNaN();
    expect(tau[9]).not.toBeNaN();
  });

  it("completes Q beyond the reflectors", () => {
    const wasm = new Wasm(build);
    const [m, k] = [75, 34];
    const factors = factor(wasm, m, k, noiseMatrix(m, k, k, 3), k);
    expect(orthogonalityError(m, m, explicitQ(wasm, m, m, k, factors))).toBeLessThan(8 * m * eps);
  });
});
