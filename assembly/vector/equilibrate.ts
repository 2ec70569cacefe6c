// Scaling a matrix by a power of two, so that no square over- or underflows. It is exact.

import { at, bytes, put } from "./lanes";
import { amax, divide } from "./level1";

/** Matrices whose largest element lies between 1 / SAFE and SAFE are not scaled. */
const SAFE: f64 = 1e50;

/** Largest |element| of a (m × n), or of its upper triangle if `upper`. NaN if one is NaN. */
export function largest(m: i32, n: i32, a: usize, lda: i32, upper: bool): f64 {
  let most: f64 = 0;
  for (let i = 0; i < m; i++, a += bytes<f64>(lda)) {
    const first = upper ? i : 0;
    most = max(most, amax<f64>(n - first, a + bytes<f64>(first)));
  }
  return most;
}

/** 2^exponent, −1022 ≤ exponent ≤ 1023. */
export function powerOfTwo(exponent: i32): f64 {
  return reinterpret<f64>((<u64>(exponent + 1023)) << 52);
}

/** The whole part of log₂ x for x > 0; −1023 for denormals. */
// @ts-ignore: decorator
@inline
export function exponentOf(x: f64): i32 {
  return <i32>(reinterpret<u64>(x) >> 52) - 1023;
}

/**
 * The power of two that brings `size` into [1, 2); 1 for zero. For denormals it would
 * overflow: they get 2¹⁰²² and stay small.
 */
export function nearestPower(size: f64): f64 {
  if (size == 0) return 1;
  return powerOfTwo(max(min(-exponentOf(size), 1022), -1022));
}

/** As `nearestPower`, but 1 where the squares of `size` and of its rounding errors are safe already. */
export function safeFactor(size: f64): f64 {
  return size < SAFE && size * SAFE > 1 ? 1 : nearestPower(size);
}

/** A := factor · A, m × n. */
export function scaleMatrix(m: i32, n: i32, factor: f64, a: usize, lda: i32): void {
  if (factor == 1) return;
  for (let i = 0; i < m; i++, a += bytes<f64>(lda)) {
    for (let j = 0; j < n; j++) put<f64>(a, j, factor * at<f64>(a, j));
  }
}

/** x := x / factor: undoes `scaleMatrix`. */
export function unscale(n: i32, factor: f64, x: usize): void {
  if (factor != 1) divide<f64>(n, factor, x);
}
