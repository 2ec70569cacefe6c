// One elementary reflector, safe at every scale.

import { at, bytes, fma, put, sumLanes } from "./lanes";

/** Below this sum of squares, terms that underflowed might have mattered. */
const TINY_SUM: f64 = 1e-280;
/** A leading element below it may be scaled up by GROW without overflow of its square. */
const TINY_LEAD: f64 = 1e-120;
/** 2⁴⁰⁰ and its inverse: powers of two, so scaling is exact. */
const GROW: f64 = 2.582249878086909e120;
const SHRINK: f64 = 1 / GROW;

/** xᵀy for n elements, two accumulators. */
export function inner(n: i32, x: usize, y: usize): f64 {
  const even = n & ~3;
  let s0 = f64x2.splat(0);
  let s1 = s0;
  for (const end = x + bytes<f64>(even); x < end; x += 32, y += 32) {
    s0 = fma<f64>(v128.load(x), v128.load(y), s0);
    s1 = fma<f64>(v128.load(x, 16), v128.load(y, 16), s1);
  }
  let sum = sumLanes<f64>(f64x2.add(s0, s1));
  for (let i = 0; i < n - even; i++) sum += at<f64>(x, i) * at<f64>(y, i);
  return sum;
}

/** x := factor · x. */
export function scale(n: i32, factor: f64, x: usize): void {
  for (let i = 0; i < n; i++) put<f64>(x, i, factor * at<f64>(x, i));
}

/** Whether any of the n elements differs from zero. */
function anyNonzero(n: i32, x: usize): bool {
  for (let i = 0; i < n; i++) if (at<f64>(x, i) != 0) return true;
  return false;
}

/**
 * Elementary reflector H = I − τ v vᵀ, v[0] = 1, with H x = (β, 0, …, 0)ᵀ.
 *
 * Elements so small that their squares underflow are scaled up first, so a column
 * of denormals is reflected as exactly as any other. Large ones are the caller's
 * affair: it scales the whole matrix.
 *
 * @param n - length, n ≥ 1
 * @param x - n elements, replaced by v (x[0] = 1)
 * @param tau - where τ is stored; 0 when x[1..] is zero already
 * @returns β
 *
 * Source: LAPACK dlarfg, in idea.
 */
export function reflector(n: i32, x: usize, tau: usize): f64 {
  const tail = x + 8;
  let shrink: f64 = 1;
  let sum = inner(n - 1, tail, tail);
  while (sum < TINY_SUM && abs(load<f64>(x)) < TINY_LEAD && anyNonzero(n - 1, tail)) {
    scale(n, GROW, x);
    shrink *= SHRINK;
    sum = inner(n - 1, tail, tail);
  }
  const lead = load<f64>(x);
  store<f64>(x, 1);
  if (sum == 0 && !anyNonzero(n - 1, tail)) {
    store<f64>(tau, 0);
    return lead * shrink;
  }
  const beta = -copysign(sqrt(lead * lead + sum), lead);
  store<f64>(tau, (beta - lead) / beta);
  scale(n - 1, 1 / (lead - beta), tail);
  return beta * shrink;
}
