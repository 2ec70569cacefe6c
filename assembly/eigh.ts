// Symmetric eigenproblem: values only, or values and vectors.

import { largest, safeFactor, scaleMatrix, unscale } from "./equilibrate";
import { bytes } from "./lanes";
import { paddedBytes, tridiagonalize, tridiagonalizeWork } from "./tridiagonal";
import { tridiagonalValues } from "./tridiagonal-values";

/** Bytes of scratch for `syev`. */
export function syevWork(n: i32): usize {
  return 2 * paddedBytes(n) + tridiagonalizeWork(n);
}

/**
 * Eigenvalues of a symmetric matrix, ascending.
 *
 * @param n - order, n ≥ 0
 * @param a - n × n, upper triangle read; destroyed
 * @param w - n eigenvalues; absolute error a few roundings of the largest
 * @param work - `syevWork(n)` bytes
 * @returns 0; 1 when not converged, or when an element is NaN or infinite
 */
export function syev(n: i32, a: usize, lda: i32, w: usize, work: usize): i32 {
  if (n == 0) return 0;
  const size = largest(n, n, a, lda, true);
  if (!(size < Infinity)) return 1;
  const factor = safeFactor(size);
  scaleMatrix(n, n, factor, a, lda);
  const e = work;
  const tau = e + paddedBytes(n);
  tridiagonalize(n, a, lda, w, e, tau, tau + paddedBytes(n));
  if (tridiagonalValues(n, w, e) != 0) return 1;
  unscale(n, factor, w);
  return 0;
}
