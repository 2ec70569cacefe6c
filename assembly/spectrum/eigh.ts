// Symmetric eigenproblem: values only, or values and vectors.

import { largest, nearestPower, safeFactor, scaleMatrix, unscale } from "../vector/equilibrate";
import { paddedBytes, vectorSize } from "../vector/layout";
import { amax, scal } from "../vector/level1";
import { reflectRows, reflectRowsWork } from "../factor/reflectors";
import { divideAndConquer, divideWork } from "./divide";
import { tridiagonalValues } from "./tridiagonal-values";
import { tridiagonalize, tridiagonalizeWork } from "./tridiagonal";

/** Bytes of scratch for `syev`. */
export function syevWork(n: i32): f64 {
  return 2 * vectorSize(n) + tridiagonalizeWork(n);
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

/** Bytes of scratch for `syevd`. */
export function syevdWork(n: i32): f64 {
  return 2 * vectorSize(n) + max(tridiagonalizeWork(n), max(divideWork(n), reflectRowsWork(n, n)));
}

/**
 * Divide and conquer of a tridiagonal matrix of any size of elements: scales it to size 1 and
 * back.
 * @returns 0, or 1
 */
function solveScaled(n: i32, d: usize, e: usize, z: usize, ldz: i32, work: usize): i32 {
  const factor = nearestPower(max(amax<f64>(n, d), amax<f64>(n, e)));
  scal<f64>(n, factor, d);
  scal<f64>(n, factor, e);
  const failed = divideAndConquer(n, d, e, z, ldz, work);
  unscale(n, factor, d);
  return failed;
}

/**
 * Eigenvalues, ascending, and vectors of a symmetric matrix.
 *
 * @param n - order, n ≥ 0
 * @param a - n × n, upper triangle read; destroyed
 * @param w - n eigenvalues
 * @param z - n × n; row i is the unit vector of w[i]
 * @param work - `syevdWork(n)` bytes
 * @returns 0; 1 when not converged, or when an element is NaN or infinite
 */
export function syevd(n: i32, a: usize, lda: i32, w: usize, z: usize, ldz: i32, work: usize): i32 {
  if (n == 0) return 0;
  const size = largest(n, n, a, lda, true);
  if (!(size < Infinity)) return 1;
  const factor = safeFactor(size);
  scaleMatrix(n, n, factor, a, lda);
  const e = work;
  const tau = e + paddedBytes(n);
  const rest = tau + paddedBytes(n);
  tridiagonalize(n, a, lda, w, e, tau, rest);
  if (solveScaled(n, w, e, z, ldz, rest) != 0) return 1;
  reflectRows(n - 1, 1, n, a, lda, false, tau, n, z, ldz, rest);
  unscale(n, factor, w);
  return 0;
}
