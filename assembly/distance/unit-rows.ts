// Scales rows to length 1, with or without centering. Cosine and correlation are then products.

import { RUN } from "../vector/constants";
import { exponentOf, powerOfTwo } from "../vector/equilibrate";
import { bytes, sumLanes } from "../vector/lanes";
import { divide, shift } from "../vector/level1";
import { Chebyshev } from "./distance-steps";
import { squaredNorm } from "./product-distances";

/** max |x| over n finite elements. Not `amax`, which must propagate NaN: `pmax` is one instruction. */
function largest<T>(n: i32, x: usize): T {
  const end = x + bytes<T>(n);
  let lanesMax = i64x2.splat(0);
  for (; x + 16 <= end; x += 16) lanesMax = v128.pmax<T>(lanesMax, v128.abs<T>(v128.load(x)));
  let result = changetype<Chebyshev<T>>(0).fold(lanesMax);
  for (; x < end; x += sizeof<T>()) result = max<T>(result, abs<T>(load<T>(x)));
  return result;
}

/** The power of two that brings x > 0 near 1; a normal number of T. */
function scaleOf<T>(x: T): T {
  const bound = sizeof<T>() == 8 ? 1022 : 126;
  return <T>powerOfTwo(max(min(-exponentOf(<f64>x), bound), -bound));
}

/** y := factor·x. */
function copyScaled<T>(n: i32, factor: T, x: usize, y: usize): void {
  const end = x + bytes<T>(n);
  const factors = v128.splat<T>(factor);
  for (; x + 16 <= end; x += 16, y += 16) v128.store(y, v128.mul<T>(factors, v128.load(x)));
  for (; x < end; x += sizeof<T>(), y += sizeof<T>()) store<T>(y, factor * load<T>(x));
}

/** Mean of n elements. */
function meanOf<T>(n: i32, x: usize): T {
  let total: T = 0;
  for (let start = 0; start < n; start += RUN) {
    const end = x + bytes<T>(min(n, start + RUN));
    let at = x + bytes<T>(start);
    let sum = i64x2.splat(0);
    for (; at + 16 <= end; at += 16) sum = v128.add<T>(sum, v128.load(at));
    let part = sumLanes<T>(sum);
    for (; at < end; at += sizeof<T>()) part += load<T>(at);
    total += part;
  }
  return <T>(total / <T>n);
}

/**
 * Subtracts the mean, then the mean of the result, which is the rounding error of the first.
 * @returns the first mean
 */
function center<T>(n: i32, x: usize): T {
  const mean = meanOf<T>(n, x);
  shift<T>(n, -mean, x);
  shift<T>(n, -meanOf<T>(n, x), x);
  return mean;
}

/** Whether a row has no direction: it is zero or, when centred, constant up to the rounding of its mean. */
function degenerate<T>(n: i32, squared: T, mean: T): bool {
  const epsilon = <T>(sizeof<T>() == 8 ? f64.EPSILON : f32.EPSILON);
  const noise = <T>(epsilon * mean);
  return squared <= <T>n * noise * noise;
}

/**
 * Row i of B := row i of A, less its mean where `centered`, divided by its length.
 * Rows are scaled by a power of two first, so data may have any finite scale.
 *
 * @param m - rows
 * @param p - columns
 * @param b - m × p; may be a
 * @returns 0, or 1 + index of the first row that is zero (constant, when centred); B is
 *   then undefined from that row on
 */
export function unitRows<T>(m: i32, p: i32, a: usize, lda: i32, b: usize, ldb: i32, centered: bool): i32 {
  for (let i = 0; i < m; i++) {
    const x = a + <usize>i * bytes<T>(lda);
    const y = b + <usize>i * bytes<T>(ldb);
    const peak = largest<T>(p, x);
    if (peak == 0) return i + 1;
    copyScaled<T>(p, scaleOf<T>(peak), x, y);
    const mean: T = centered ? center<T>(p, y) : 0;
    const squared = squaredNorm<T>(p, y);
    if (degenerate<T>(p, squared, mean)) return i + 1;
    divide<T>(p, sqrt<T>(squared), y);
  }
  return 0;
}
