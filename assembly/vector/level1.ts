// Level 1: vectors of n contiguous elements. Sums run in four v128 accumulators, which
// hides the latency of the adder. The order of additions depends on n alone.

import { RUN } from "./constants";
import { at, bytes, fma, lanes, put, sumLanes } from "./lanes";

/** Elements that one turn of an unrolled loop takes: four v128. */
// @ts-ignore: decorator
@inline
function stride<T>(): i32 {
  return 4 * lanes<T>();
}

/** xᵀy. */
export function dot<T>(n: i32, x: usize, y: usize): T {
  let s0 = v128.splat<T>(<T>0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const rest = n % stride<T>();
  for (const end = x + bytes<T>(n - rest); x < end; x += 64, y += 64) {
    s0 = fma<T>(v128.load(x), v128.load(y), s0);
    s1 = fma<T>(v128.load(x, 16), v128.load(y, 16), s1);
    s2 = fma<T>(v128.load(x, 32), v128.load(y, 32), s2);
    s3 = fma<T>(v128.load(x, 48), v128.load(y, 48), s3);
  }
  let sum = sumLanes<T>(v128.add<T>(v128.add<T>(s0, s1), v128.add<T>(s2, s3)));
  for (let i = 0; i < rest; i++) sum += at<T>(x, i) * at<T>(y, i);
  return sum;
}

/** Sum of the elements. Parts longer than RUN are halved, so the error grows with log₂ n. */
export function sum<T>(n: i32, x: usize): T {
  if (n <= RUN) return sumRun<T>(n, x);
  // Halves of whole turns, so that only the last run has a remainder.
  const half = (n / 2 / stride<T>()) * stride<T>();
  return sum<T>(half, x) + sum<T>(n - half, x + bytes<T>(half));
}

function sumRun<T>(n: i32, x: usize): T {
  let s0 = v128.splat<T>(<T>0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const rest = n % stride<T>();
  for (const end = x + bytes<T>(n - rest); x < end; x += 64) {
    s0 = v128.add<T>(s0, v128.load(x));
    s1 = v128.add<T>(s1, v128.load(x, 16));
    s2 = v128.add<T>(s2, v128.load(x, 32));
    s3 = v128.add<T>(s3, v128.load(x, 48));
  }
  let sum = sumLanes<T>(v128.add<T>(v128.add<T>(s0, s1), v128.add<T>(s2, s3)));
  for (let i = 0; i < rest; i++) sum += at<T>(x, i);
  return sum;
}

/**
 * Euclidean norm, accurate whenever the norm itself can be represented. If the plain sum
 * of squares leaves the safe range, it is computed again from x times a power of two.
 * NaN when an element is NaN; otherwise infinity when one is infinite.
 *
 * Source: Blue, "A portable Fortran program to find the Euclidean norm of a
 * vector", ACM TOMS 4(1):15, 1978, in idea.
 */
export function nrm2<T>(n: i32, x: usize): T {
  const squares = sumSquares<T>(n, x, <T>1);
  if (squares >= tinySum<T>() && squares <= hugeSum<T>()) return sqrt<T>(squares);
  const scale = squares < tinySum<T>() ? grow<T>() : <T>1 / grow<T>();
  return sqrt<T>(sumSquares<T>(n, x, scale)) / scale;
}

/** Sum of (scale·xᵢ)². */
function sumSquares<T>(n: i32, x: usize, scale: T): T {
  const factor = v128.splat<T>(scale);
  let s0 = v128.splat<T>(<T>0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const rest = n % stride<T>();
  for (const end = x + bytes<T>(n - rest); x < end; x += 64) {
    const x0 = v128.mul<T>(factor, v128.load(x));
    const x1 = v128.mul<T>(factor, v128.load(x, 16));
    const x2 = v128.mul<T>(factor, v128.load(x, 32));
    const x3 = v128.mul<T>(factor, v128.load(x, 48));
    s0 = fma<T>(x0, x0, s0);
    s1 = fma<T>(x1, x1, s1);
    s2 = fma<T>(x2, x2, s2);
    s3 = fma<T>(x3, x3, s3);
  }
  let sum = sumLanes<T>(v128.add<T>(v128.add<T>(s0, s1), v128.add<T>(s2, s3)));
  for (let i = 0; i < rest; i++) sum += scale * at<T>(x, i) * (scale * at<T>(x, i));
  return sum;
}

/** Below this, the sum may have lost squares to underflow. */
// @ts-ignore: decorator
@inline
function tinySum<T>(): T {
  return sizeof<T>() == 8 ? <T>1e-288 : <T>1e-27;
}

/** Largest finite number. */
// @ts-ignore: decorator
@inline
function hugeSum<T>(): T {
  return sizeof<T>() == 8 ? <T>f64.MAX_VALUE : <T>f32.MAX_VALUE;
}

/** 2⁶⁰⁰ or 2⁹⁰: times it, the smallest denormal has a safe square; divided by it, the largest number has. */
// @ts-ignore: decorator
@inline
function grow<T>(): T {
  return sizeof<T>() == 8 ? <T>reinterpret<f64>(0x6570000000000000) : <T>reinterpret<f32>(0x6c800000);
}

/**
 * Largest absolute value; NaN when any element is NaN; 0 for n = 0. NaN is looked for on the side: `pmax`, which passes
 * it over, is one instruction, and `max` is several.
 */
export function amax<T>(n: i32, x: usize): T {
  let m0 = v128.splat<T>(<T>0);
  let m1 = m0;
  let m2 = m0;
  let m3 = m0;
  let strange = m0;
  const rest = n % stride<T>();
  for (const end = x + bytes<T>(n - rest); x < end; x += 64) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    m0 = v128.pmax<T>(m0, v128.abs<T>(x0));
    m1 = v128.pmax<T>(m1, v128.abs<T>(x1));
    m2 = v128.pmax<T>(m2, v128.abs<T>(x2));
    m3 = v128.pmax<T>(m3, v128.abs<T>(x3));
    strange = v128.or(strange, v128.or(v128.ne<T>(x0, x0), v128.ne<T>(x1, x1)));
    strange = v128.or(strange, v128.or(v128.ne<T>(x2, x2), v128.ne<T>(x3, x3)));
  }
  if (v128.any_true(strange)) return <T>NaN;
  let largest: T = maxLanes<T>(v128.pmax<T>(v128.pmax<T>(m0, m1), v128.pmax<T>(m2, m3)));
  for (let i = 0; i < rest; i++) largest = max<T>(largest, abs<T>(at<T>(x, i)));
  return largest;
}

// @ts-ignore: decorator
@inline
function maxLanes<T>(x: v128): T {
  let largest = v128.extract_lane<T>(x, 0);
  largest = max<T>(largest, v128.extract_lane<T>(x, 1));
  if (sizeof<T>() == 8) return largest;
  largest = max<T>(largest, <T>f32x4.extract_lane(x, 2));
  return max<T>(largest, <T>f32x4.extract_lane(x, 3));
}

/** x := alpha·x. */
export function scal<T>(n: i32, alpha: T, x: usize): void {
  const factor = v128.splat<T>(alpha);
  const rest = n % (2 * lanes<T>());
  for (const end = x + bytes<T>(n - rest); x < end; x += 32) {
    v128.store(x, v128.mul<T>(factor, v128.load(x)));
    v128.store(x, v128.mul<T>(factor, v128.load(x, 16)), 16);
  }
  for (let i = 0; i < rest; i++) put<T>(x, i, alpha * at<T>(x, i));
}

/** y := alpha·x + y. */
export function axpy<T>(n: i32, alpha: T, x: usize, y: usize): void {
  const factor = v128.splat<T>(alpha);
  const rest = n % (2 * lanes<T>());
  for (const end = x + bytes<T>(n - rest); x < end; x += 32, y += 32) {
    v128.store(y, fma<T>(factor, v128.load(x), v128.load(y)));
    v128.store(y, fma<T>(factor, v128.load(x, 16), v128.load(y, 16)), 16);
  }
  for (let i = 0; i < rest; i++) put<T>(y, i, alpha * at<T>(x, i) + at<T>(y, i));
}

/** y := x ∘ y, element by element. */
export function multiply<T>(n: i32, x: usize, y: usize): void {
  const rest = n % (2 * lanes<T>());
  for (const end = x + bytes<T>(n - rest); x < end; x += 32, y += 32) {
    v128.store(y, v128.mul<T>(v128.load(x), v128.load(y)));
    v128.store(y, v128.mul<T>(v128.load(x, 16), v128.load(y, 16)), 16);
  }
  for (let i = 0; i < rest; i++) put<T>(y, i, at<T>(x, i) * at<T>(y, i));
}

/** x := x + alpha, element by element. */
export function shift<T>(n: i32, alpha: T, x: usize): void {
  const term = v128.splat<T>(alpha);
  const rest = n % lanes<T>();
  for (const end = x + bytes<T>(n - rest); x < end; x += 16) v128.store(x, v128.add<T>(v128.load(x), term));
  for (let i = 0; i < rest; i++) put<T>(x, i, at<T>(x, i) + alpha);
}

/** x := x / divisor, each element rounded once: a product with the reciprocal could overflow. */
export function divide<T>(n: i32, divisor: T, x: usize): void {
  const divisors = v128.splat<T>(divisor);
  const rest = n % lanes<T>();
  for (const end = x + bytes<T>(n - rest); x < end; x += 16)
    v128.store(x, v128.div<T>(v128.load(x), divisors));
  for (let i = 0; i < rest; i++) put<T>(x, i, at<T>(x, i) / divisor);
}
