// Minkowski's distance (Σ |x − y|^order)^(1 / order), at any scale of the data.
//
// The plain sum of powers comes first. It may leave the range in which powers are precise:
// for large orders, tiny or huge data, equal rows. Such a pair is computed again, with
// its differences divided by the largest of them.

import { bytes } from "../vector/lanes";
import { Chebyshev, CityBlock, Cubes, IntegerPowers, Powers, SquaredEuclidean } from "./distance-steps";
import { distance, distances } from "./distances";
import { power } from "./power";

/** Whole orders up to this are computed as products; above it, the exponential is as fast. */
const PRODUCTS_UP_TO: f64 = 32;

/**
 * Sums between this and its inverse need no scaling: no term overflowed, and no term that
 * counts underflowed. Orders other than 2 and 3 take a logarithm, whose rounding error
 * grows with |ln sum|, so their range is shorter.
 */
// @ts-ignore: decorator
@inline
function smallestSafeSum<T>(order: f64): f64 {
  if (sizeof<T>() == 4) return 1e-25;
  return order == 2 || order == 3 ? 1e-250 : 1e-40;
}

/** x^(1 / order). */
function root(x: f64, order: f64): f64 {
  if (order == 2) return sqrt(x);
  if (order == 3) return NativeMath.cbrt(x);
  return f64x2.extract_lane(power<f64>(f64x2.splat(x), f64x2.splat(1 / order)), 0);
}

/** The distance of one pair, its differences divided by the largest. */
function scaledDistance<T>(p: i32, a: usize, b: usize, order: f64): f64 {
  const largest = distance<T, Chebyshev<T>>(p, a, b, order);
  if (largest == 0 || largest == Infinity) return <f64>largest;
  const exponent = f64x2.splat(order);
  let sum: f64 = 0;
  for (let k = 0; k < p; k++) {
    const d = abs<f64>(<f64>load<T>(a + bytes<T>(k)) - <f64>load<T>(b + bytes<T>(k)));
    sum += f64x2.extract_lane(power<f64>(f64x2.splat(d / <f64>largest), exponent), 0);
  }
  return <f64>largest * root(sum, order);
}

/** Sums of powers → distances, in place. */
function roots<T>(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  order: f64,
  upper: bool,
): void {
  const least = smallestSafeSum<T>(order);
  for (let i = 0; i < m; i++) {
    const ai = a + <usize>i * bytes<T>(lda);
    const oi = out + <usize>i * bytes<T>(ldo);
    for (let j = upper ? i : 0; j < n; j++) {
      const place = oi + bytes<T>(j);
      const sum = <f64>load<T>(place);
      const safe = sum > least && sum < 1 / least;
      const bj = b + <usize>j * bytes<T>(ldb);
      store<T>(place, <T>(safe ? root(sum, order) : scaledDistance<T>(p, ai, bj, order)));
    }
  }
}

/** Σ |x − y|^order by the fastest step for that order. */
function sums<T>(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  order: f64,
  upper: bool,
): void {
  if (order == 2) {
    distances<T, SquaredEuclidean<T>>(m, n, p, a, lda, b, ldb, out, ldo, order, upper);
  } else if (sizeof<T>() == 8 && order == 3) {
    distances<T, Cubes<T>>(m, n, p, a, lda, b, ldb, out, ldo, order, upper);
  } else if (order == floor(order) && order <= PRODUCTS_UP_TO) {
    distances<T, IntegerPowers<T>>(m, n, p, a, lda, b, ldb, out, ldo, order, upper);
  } else {
    distances<T, Powers<T>>(m, n, p, a, lda, b, ldb, out, ldo, order, upper);
  }
}

/**
 * out[i, j] := Minkowski distance of row i of A and row j of B.
 * @param order - above 0; 1 is cityblock, 2 Euclidean, Infinity Chebyshev
 */
export function minkowski<T>(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  order: f64,
  upper: bool,
): void {
  if (order == 1) {
    distances<T, CityBlock<T>>(m, n, p, a, lda, b, ldb, out, ldo, order, upper);
  } else if (order == Infinity) {
    distances<T, Chebyshev<T>>(m, n, p, a, lda, b, ldb, out, ldo, order, upper);
  } else {
    sums<T>(m, n, p, a, lda, b, ldb, out, ldo, order, upper);
    roots<T>(m, n, p, a, lda, b, ldb, out, ldo, order, upper);
  }
}
