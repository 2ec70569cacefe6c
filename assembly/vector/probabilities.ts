// Rows of exponentials over their sum, and the entropies of rows of probabilities.

import { exponential, logarithm } from "./exponential";
import { at, bytes, put, sumLanes } from "./lanes";
import { divide } from "./level1";

/** The largest factor · element of a row. */
function largestOf(n: i32, x: usize, factor: f64): f64 {
  const factors = f64x2.splat(factor);
  let m0 = f64x2.splat(-Infinity);
  let m1 = m0;
  const rest = n % 4;
  for (const end = x + bytes<f64>(n - rest); x < end; x += 32) {
    m0 = f64x2.pmax(m0, f64x2.mul(factors, v128.load(x)));
    m1 = f64x2.pmax(m1, f64x2.mul(factors, v128.load(x, 16)));
  }
  m0 = f64x2.pmax(m0, m1);
  let largest = max(f64x2.extract_lane(m0, 0), f64x2.extract_lane(m0, 1));
  for (let i = 0; i < rest; i++) largest = max(largest, factor * at<f64>(x, i));
  return largest;
}

/** x := exp(factor·x − shift). @returns their sum, or the sum of their squares */
function exponentiate(n: i32, x: usize, factor: f64, shift: f64, squares: bool): f64 {
  const factors = f64x2.splat(factor);
  const shifts = f64x2.splat(shift);
  let sum = f64x2.splat(0);
  for (const end = x + bytes<f64>(n & ~1); x < end; x += 16) {
    const e = exponential(f64x2.sub(f64x2.mul(factors, v128.load(x)), shifts));
    v128.store(x, e);
    sum = f64x2.add(sum, squares ? f64x2.mul(e, e) : e);
  }
  if (n % 2 == 0) return sumLanes<f64>(sum);
  const last = f64x2.extract_lane(exponential(f64x2.splat(factor * load<f64>(x) - shift)), 0);
  store<f64>(x, last);
  return sumLanes<f64>(sum) + (squares ? last * last : last);
}

/**
 * Each row of X (m × n) := exp(factor · row) over the sum of that row; squares: over its norm. No number overflows.
 *
 * @param own - column that becomes 0 in the first row; in the next row the next one. Negative: none.
 */
export function softmax(m: i32, n: i32, x: usize, factor: f64, own: i32, squares: bool): void {
  for (let i = 0; i < m; i++, x += bytes<f64>(n)) {
    if (own >= 0) put<f64>(x, own + i, factor > 0 ? -Infinity : Infinity);
    const sum = exponentiate(n, x, factor, largestOf(n, x, factor), squares);
    divide<f64>(n, squares ? sqrt(sum) : sum, x);
  }
}

/** out[i] := Σ a·ln a over row i of the mean a of P and Q, m × n numbers from 0 to 1; 0·ln 0 is 0. */
export function negentropies(m: i32, n: i32, p: usize, q: usize, out: usize): void {
  const half = f64x2.splat(0.5);
  for (let i = 0; i < m; i++) {
    let sum = f64x2.splat(0);
    for (const end = p + bytes<f64>(n & ~1); p < end; p += 16, q += 16)
      sum = f64x2.add(sum, terms(f64x2.mul(half, f64x2.add(v128.load(p), v128.load(q)))));
    if (n % 2) {
      sum = f64x2.add(sum, terms(f64x2.mul(half, f64x2.add(v128.load64_zero(p), v128.load64_zero(q)))));
      p += 8;
      q += 8;
    }
    put<f64>(out, i, sumLanes<f64>(sum));
  }
}

/** a·ln a of both lanes; 0 where a is no normal number. */
// @ts-ignore: decorator
@inline
function terms(a: v128): v128 {
  return v128.and(f64x2.mul(a, logarithm(a)), f64x2.ge(a, f64x2.splat(f64.MIN_NORMAL_VALUE)));
}
