// The secular equation: its roots are the eigenvalues of a diagonal matrix plus a matrix
// of rank one. Divide and conquer of the symmetric and of the singular value problem
// both solve it.
//
//   f(λ) = 1/ρ + Σ z_j² / (p_j − λ) = 0,   ρ > 0,   p₀ < p₁ < …
//
// One root lies between each pair of poles and one above the last. The unknown is the
// distance η of a root from the nearer pole. So all differences p_j − λ, from which the
// vectors are computed, keep full relative accuracy.
//
// Sources: Li, "Solving secular equations stably and efficiently", LAPACK Working
// Note 89, 1993 (the middle way); Gu & Eisenstat, SIAM J. Matrix Anal. Appl. 15, 1994
// (when to stop).

import { EPSILON } from "../vector/constants";
import { at, bytes, fma, put, sumLanes } from "../vector/lanes";

/** Rational steps; later steps halve the bracket. Four are usual. */
const RATIONAL_STEPS: i32 = 40;
/** Steps before giving up. */
const MAX_STEPS: i32 = 200;

/** One secular equation. Lives in scratch memory; addresses are set by the caller. */
@unmanaged
export class Secular {
  /** Number of poles. */
  k: i32 = 0;
  /** Whether the poles are the squares of `d`, as for singular values. */
  squared: bool = false;
  rho: f64 = 0;
  /** k ascending numbers: the poles, or if `squared` their square roots, which are not negative. */
  d: usize = 0;
  /** k squares of the components z_j, none zero. */
  z2: usize = 0;
  /** k doubles of scratch: the poles less the one nearest to the root. */
  shifted: usize = 0;
  /** Sums that `sumPoles` returns. */
  sum: f64 = 0;
  slope: f64 = 0;
}

/** p_i − p_j from d_i and d_j; the factored form avoids the cancellation of squares. */
// @ts-ignore: decorator
@inline
export function poleGap(squared: bool, di: f64, dj: f64): f64 {
  return squared ? (di - dj) * (di + dj) : di - dj;
}

/** Makes `origin` the zero of the shifted poles. */
function shiftPoles(q: Secular, origin: i32): void {
  const base = at<f64>(q.d, origin);
  for (let j = 0; j < q.k; j++) put<f64>(q.shifted, j, poleGap(q.squared, at<f64>(q.d, j), base));
}

/** q.sum := Σ z_j²/(p_j − η) and q.slope := its derivative Σ z_j²/(p_j − η)², j in from…to − 1. */
function sumPoles(q: Secular, from: i32, to: i32, eta: f64): void {
  const e = f64x2.splat(eta);
  const one = f64x2.splat(1);
  let sum = f64x2.splat(0);
  let slope = sum;
  let j = from;
  for (; j + 1 < to; j += 2) {
    const inverse = f64x2.div(one, f64x2.sub(v128.load(q.shifted + bytes<f64>(j)), e));
    const term = f64x2.mul(v128.load(q.z2 + bytes<f64>(j)), inverse);
    sum = f64x2.add(sum, term);
    slope = fma<f64>(term, inverse, slope);
  }
  q.sum = sumLanes<f64>(sum);
  q.slope = sumLanes<f64>(slope);
  if (j < to) {
    const inverse = 1 / (at<f64>(q.shifted, j) - eta);
    const term = at<f64>(q.z2, j) * inverse;
    q.sum += term;
    q.slope += term * inverse;
  }
}

/** Root nearest zero of c·x² − a·x + b, the model of `iterate`. Stable for either sign of a. */
// @ts-ignore: decorator
@inline
function smallRoot(a: f64, b: f64, c: f64): f64 {
  const root = sqrt(abs(a * a - 4 * b * c));
  return a <= 0 ? (a - root) / (2 * c) : (2 * b) / (a + root);
}

/** The other root, which the last eigenvalue needs. */
// @ts-ignore: decorator
@inline
function largeRoot(a: f64, b: f64, c: f64): f64 {
  const root = sqrt(abs(a * a - 4 * b * c));
  return a >= 0 ? (a + root) / (2 * c) : (2 * b) / (a - root);
}

/**
 * Root above pole i as a distance η from the origin of the shifted poles, in (lo, hi).
 * Each step fits c + s/(p_l − η) + t/(p_{l+1} − η), where the two poles surround the root,
 * to the value of f and to its slopes from the poles on each side, and solves that model.
 */
function iterate(q: Secular, i: i32, start: f64, lo: f64, hi: f64): f64 {
  const last = i == q.k - 1;
  const left = last ? i - 1 : i;
  const constant = 1 / q.rho;
  let eta = start;
  for (let step = 0; step < MAX_STEPS; step++) {
    sumPoles(q, 0, left + 1, eta);
    const psi = q.sum;
    const psiSlope = q.slope;
    sumPoles(q, left + 1, q.k, eta);
    const slope = psiSlope + q.slope;
    const f = constant + psi + q.sum;
    if (f > 0) hi = eta;
    else lo = eta;
    const rounding = 8 * (abs(psi) + abs(q.sum)) + constant + abs(eta) * slope;
    if (abs(f) <= EPSILON * rounding) return eta;
    const d1 = at<f64>(q.shifted, left) - eta;
    const d2 = at<f64>(q.shifted, left + 1) - eta;
    const c = f - d1 * psiSlope - d2 * q.slope;
    const a = (d1 + d2) * f - d1 * d2 * slope;
    const b = d1 * d2 * f;
    let move = last ? largeRoot(a, b, c) : smallRoot(a, b, c);
    if (!(f * move < 0)) move = -f / slope;
    let next = eta + move;
    if (!(next > lo && next < hi) || step >= RATIONAL_STEPS) next = 0.5 * (lo + hi);
    if (abs(next - eta) <= 0.25 * EPSILON * abs(next)) return next;
    eta = next;
  }
  return NaN;
}

/**
 * First guess: only the two poles around the root vary; the others keep their sum at the
 * middle of the gap.
 */
function guess(q: Secular, i: i32, gap: f64, f: f64): f64 {
  const zl = at<f64>(q.z2, i);
  const zr = at<f64>(q.z2, i + 1);
  const c = f + (zl - zr) / (0.5 * gap);
  const leftIsOrigin = f >= 0;
  const a = (leftIsOrigin ? c * gap : -c * gap) + zl + zr;
  const b = leftIsOrigin ? zl * gap : -zr * gap;
  const root = sqrt(abs(a * a - 4 * b * c));
  return a > 0 ? (2 * b) / (a + root) : (a - root) / (2 * c);
}

/** Root between poles i and i + 1. */
function interiorRoot(q: Secular, i: i32): f64 {
  const gap = poleGap(q.squared, at<f64>(q.d, i + 1), at<f64>(q.d, i));
  const half = 0.5 * gap;
  shiftPoles(q, i);
  sumPoles(q, 0, q.k, half);
  const f = q.sum + 1 / q.rho;
  const lo = f >= 0 ? 0 : -half;
  const hi = f >= 0 ? half : 0;
  if (f < 0) shiftPoles(q, i + 1);
  const start = guess(q, i, gap, f);
  return iterate(q, i, start > lo && start < hi ? start : 0.5 * (lo + hi), lo, hi);
}

/** Root above the last pole, at most ρ‖z‖² above it. */
function lastRoot(q: Secular): f64 {
  let reach: f64 = 0;
  for (let j = 0; j < q.k; j++) reach += at<f64>(q.z2, j);
  reach *= q.rho;
  shiftPoles(q, q.k - 1);
  return q.k == 1 ? reach : iterate(q, q.k - 1, 0.5 * reach, 0, reach);
}

/**
 * Root i and its differences from every pole.
 *
 * @param deltas - receives the k differences p_j − λ, to full relative accuracy
 * @returns λ, or its square root if `squared`; NaN when not converged
 */
export function secularRoot(q: Secular, i: i32, deltas: usize): f64 {
  const eta = i < q.k - 1 ? interiorRoot(q, i) : lastRoot(q);
  for (let j = 0; j < q.k; j++) put<f64>(deltas, j, at<f64>(q.shifted, j) - eta);
  const origin = at<f64>(q.d, i + (eta < 0 ? 1 : 0));
  if (!q.squared) return origin + eta;
  return origin + eta / (origin + sqrt(origin * origin + eta));
}
