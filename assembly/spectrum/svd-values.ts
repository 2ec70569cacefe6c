// Singular values and the nuclear norm, without vectors.

import { largest, safeFactor, scaleMatrix, unscale } from "../vector/equilibrate";
import { at, bytes } from "../vector/lanes";
import { paddedBytes, paddedStride, rowSize, vectorSize } from "../vector/layout";
import { syrk, syrkWork } from "../product/level3";
import { transpose } from "../product/rearrange";
import { geqrf, geqrfWork } from "../factor/qr";
import { bidiagonalize, bidiagonalizeWork } from "./bidiagonal";
import { bidiagonalValues, bidiagonalValuesWork } from "./dqds";
import { tridiagonalValues } from "./tridiagonal-values";
import { tridiagonalize, tridiagonalizeWork } from "./tridiagonal";

/** Below this ratio of least to largest eigenvalue, the Gram matrix has lost too many digits. */
const GRAM_GUARD: f64 = 1e-10;

/** Whether m × n is tall enough for a QR factorisation to pay before the bidiagonalisation. */
// @ts-ignore: decorator
@inline
export function isTall(m: i32, n: i32): bool {
  return m > n && m - n >= n / 5;
}

/** Size of a transposed copy of an m × n matrix; none is made where m ≥ n. */
export function copySize(m: i32, n: i32): f64 {
  return m < n ? <f64>n * rowSize(m) : 0;
}

/** Bytes of scratch for `gesvals`. */
export function gesvalsWork(m: i32, n: i32): f64 {
  const tall = max(m, n);
  const narrow = min(m, n);
  const reduction = max(bidiagonalizeWork(tall, narrow), bidiagonalValuesWork(narrow));
  const factors = isTall(tall, narrow) ? geqrfWork(tall, narrow) : 0;
  return copySize(m, n) + 3 * vectorSize(narrow) + max(reduction, factors);
}

/** Writes zeros below the diagonal, so that only R of a QR factorisation remains. */
export function zeroLower(n: i32, a: usize, lda: i32): void {
  for (let i = 1; i < n; i++) memory.fill(a + <usize>i * bytes<f64>(lda), 0, bytes<f64>(i));
}

/** Values of a matrix with m ≥ n and elements of safe size. @returns 0, or 1 */
function tallValues(m: i32, n: i32, a: usize, lda: i32, s: usize, work: usize): i32 {
  const e = work;
  const tauLeft = e + paddedBytes(n);
  const tauRight = tauLeft + paddedBytes(n);
  const rest = tauRight + paddedBytes(n);
  let rows = m;
  if (isTall(m, n)) {
    geqrf(m, n, a, lda, tauLeft, rest);
    zeroLower(n, a, lda);
    rows = n;
  }
  bidiagonalize(rows, n, a, lda, s, e, 0, 0, tauLeft, tauRight, rest);
  return bidiagonalValues(n, s, e, rest);
}

/**
 * All singular values, descending; absolute error a few roundings of the largest.
 *
 * @param m - rows, m ≥ 0
 * @param n - columns, n ≥ 0
 * @param a - m × n; destroyed
 * @param s - min(m, n) values
 * @param work - `gesvalsWork(m, n)` bytes
 * @returns 0; 1 when not converged, or when an element is NaN or infinite
 */
export function gesvals(m: i32, n: i32, a: usize, lda: i32, s: usize, work: usize): i32 {
  if (m == 0 || n == 0) return 0;
  const size = largest(m, n, a, lda, false);
  if (!(size < Infinity)) return 1;
  const factor = safeFactor(size);
  scaleMatrix(m, n, factor, a, lda);
  let failed: i32;
  if (m >= n) {
    failed = tallValues(m, n, a, lda, s, work);
  } else {
    const stride = paddedStride(m);
    transpose<f64>(m, n, a, lda, work, stride);
    failed = tallValues(n, m, work, stride, s, work + <usize>copySize(m, n));
  }
  unscale(min(m, n), factor, s);
  return failed;
}

/** Bytes of scratch for `nuclear`. */
export function nuclearWork(m: i32, n: i32): f64 {
  const r = min(m, n);
  const gram = <f64>r * rowSize(r) + 2 * vectorSize(r);
  const route = max(syrkWork<f64>(r, max(m, n)), tridiagonalizeWork(r));
  return vectorSize(r) + max(gesvalsWork(m, n), gram + route);
}

/** Eigenvalues of the smaller Gram matrix of a, ascending, into w. @returns 0, or 1 */
function gramValues(m: i32, n: i32, a: usize, lda: i32, w: usize, work: usize): i32 {
  const r = min(m, n);
  const stride = paddedStride(r);
  const e = work + <usize>r * bytes<f64>(stride);
  const tau = e + paddedBytes(r);
  const rest = tau + paddedBytes(r);
  syrk<f64>(m < n ? 0 : 1, r, max(m, n), 1, a, lda, 0, work, stride, rest);
  tridiagonalize(r, work, stride, w, e, tau, rest);
  return tridiagonalValues(r, w, e);
}

/**
 * Nuclear norm: the sum of the singular values.
 *
 * The values are the square roots of the eigenvalues of the smaller Gram matrix, which
 * costs half of a bidiagonalisation. But the square halves the digits of small values. So
 * `gesvals` computes them where the least eigenvalue is below 1e-10 of the largest.
 *
 * @param m - rows, m ≥ 0
 * @param n - columns, n ≥ 0
 * @param a - m × n; destroyed
 * @param reflected - whether the least value counts with a minus
 * @param work - `nuclearWork(m, n)` bytes
 * @returns the sum; NaN when not converged, or when an element is NaN or infinite
 */
export function nuclear(m: i32, n: i32, a: usize, lda: i32, reflected: bool, work: usize): f64 {
  if (m == 0 || n == 0) return 0;
  const size = largest(m, n, a, lda, false);
  if (!(size < Infinity)) return NaN;
  const factor = safeFactor(size);
  scaleMatrix(m, n, factor, a, lda);
  const r = min(m, n);
  const rest = work + paddedBytes(r);
  let sum: f64 = 0;
  if (gramValues(m, n, a, lda, work, rest) == 0 && at<f64>(work, 0) > GRAM_GUARD * at<f64>(work, r - 1)) {
    for (let i = 0; i < r; i++) sum += sqrt(at<f64>(work, i));
    if (reflected) sum -= 2 * sqrt(at<f64>(work, 0));
    return sum / factor;
  }
  if (gesvals(m, n, a, lda, work, rest) != 0) return NaN;
  for (let i = r - 1; i >= 0; i--) sum += at<f64>(work, i);
  if (reflected) sum -= 2 * at<f64>(work, r - 1);
  return sum / factor;
}
