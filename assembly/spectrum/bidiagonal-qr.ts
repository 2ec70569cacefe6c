// Singular values and vectors of a bidiagonal matrix by the implicit QR iteration. A sweep
// has no shift where a shift would cost small values their digits. So every singular value
// has high relative accuracy, and its vectors with it.
//
// A sweep runs from the large end of a block to the small one. An upward sweep is the same
// sweep on the transpose rotated by 180 degrees: `step` is −1, and left and right are
// exchanged. One code serves both.
//
// Sources: Demmel & Kahan, "Accurate singular values of bidiagonal matrices", SIAM J.
// Sci. Stat. Comput. 11, 1990; Golub & Kahan, SIAM J. Numer. Anal. 2, 1965.

import { EPSILON, MAX_SWEEPS } from "../vector/constants";
import { at, put } from "../vector/lanes";
import { recordSweep, rotation, Rotations } from "./rotations";

/** Relative error that the convergence test allows. */
const TOLERANCE: f64 = 10 * EPSILON;
/** Couplings below this count as zero: the matrix is scaled, and denormals would only slow convergence. */
const FLOOR: f64 = 1e-300;

/** The block being worked on, in the direction of its sweeps; a view of scratch memory. */
@unmanaged
export class Bidiagonal {
  d: usize = 0;
  e: usize = 0;
  /** First row of a sweep, its direction, and the number of rows. */
  start: i32 = 0;
  step: i32 = 0;
  rows: i32 = 0;
  /** Lower bound of the least value of the block, by the convergence test. */
  least: f64 = 0;
  /** Rotations of the rows of Uᵀ and Vᵀ. */
  left: Rotations = changetype<Rotations>(0);
  right: Rotations = changetype<Rotations>(0);
}

/** Diagonal element i of the block, counted in the direction of the sweep. */
// @ts-ignore: decorator
@inline
function diagonal(b: Bidiagonal, i: i32): f64 {
  return at<f64>(b.d, b.start + i * b.step);
}

// @ts-ignore: decorator
@inline
function setDiagonal(b: Bidiagonal, i: i32, x: f64): void {
  put<f64>(b.d, b.start + i * b.step, x);
}

/** Place of the element that couples rows i and i + 1 of the block. */
// @ts-ignore: decorator
@inline
function place(b: Bidiagonal, i: i32): i32 {
  return b.start + i * b.step - (b.step < 0 ? 1 : 0);
}

// @ts-ignore: decorator
@inline
function coupling(b: Bidiagonal, i: i32): f64 {
  return at<f64>(b.e, place(b, i));
}

// @ts-ignore: decorator
@inline
function setCoupling(b: Bidiagonal, i: i32, x: f64): void {
  put<f64>(b.e, place(b, i), x);
}

/** Smaller singular value of [f, g; 0, h]. Source: LAPACK dlas2, in idea. */
function smallerOfPair(f: f64, g: f64, h: f64): f64 {
  const low = min(abs(f), abs(h));
  const high = max(abs(f), abs(h));
  if (low == 0) return 0;
  const ratio = low / high;
  const off = abs(g) / high;
  const sum = sqrt((1 + ratio) * (1 + ratio) + off * off);
  const difference = sqrt((1 - ratio) * (1 - ratio) + off * off);
  return (2 * low) / (sum + difference);
}

/** Shift of the next sweep; 0 where a shift is negligible or would spoil the least value. */
function shiftOf(b: Bidiagonal): f64 {
  const last = b.rows - 1;
  let most: f64 = 0;
  for (let i = 0; i < b.rows; i++) most = max(most, abs(diagonal(b, i)));
  for (let i = 0; i < last; i++) most = max(most, abs(coupling(b, i)));
  if (<f64>b.rows * TOLERANCE * (b.least / most) <= EPSILON) return 0;
  const shift = smallerOfPair(diagonal(b, last - 1), coupling(b, last - 1), diagonal(b, last));
  const ratio = shift / abs(diagonal(b, 0));
  return ratio * ratio < EPSILON ? 0 : shift;
}

/** A sweep with shift; writes its rotations to `right` and `left`. */
function shiftedSweep(b: Bidiagonal, shift: f64, right: usize, left: usize): void {
  const last = b.rows - 1;
  const lead = diagonal(b, 0);
  let f = (abs(lead) - shift) * (copysign(1, lead) + shift / lead);
  let g = coupling(b, 0);
  for (let i = 0; i < last; i++, right += 16, left += 16) {
    let r = rotation(f, g, right);
    if (i > 0) setCoupling(b, i - 1, r);
    let c = load<f64>(right);
    let s = load<f64>(right, 8);
    const di = diagonal(b, i);
    const next = diagonal(b, i + 1);
    const ei = c * coupling(b, i) - s * di;
    r = rotation(c * di + s * coupling(b, i), s * next, left);
    setDiagonal(b, i, r);
    c = c * next;
    s = load<f64>(left, 8);
    f = load<f64>(left) * ei + s * c;
    setDiagonal(b, i + 1, load<f64>(left) * c - s * ei);
    if (i < last - 1) {
      g = s * coupling(b, i + 1);
      setCoupling(b, i + 1, load<f64>(left) * coupling(b, i + 1));
    }
  }
  setCoupling(b, last - 1, f);
}

/** A sweep without shift: no subtraction, so no cancellation. */
function unshiftedSweep(b: Bidiagonal, right: usize, left: usize): void {
  const last = b.rows - 1;
  let c: f64 = 1;
  let oldC: f64 = 1;
  let oldS: f64 = 0;
  for (let i = 0; i < last; i++, right += 16, left += 16) {
    const r = rotation(diagonal(b, i) * c, coupling(b, i), right);
    if (i > 0) setCoupling(b, i - 1, oldS * r);
    c = load<f64>(right);
    setDiagonal(b, i, rotation(oldC * r, diagonal(b, i + 1) * load<f64>(right, 8), left));
    oldC = load<f64>(left);
    oldS = load<f64>(left, 8);
  }
  const end = diagonal(b, last) * c;
  setDiagonal(b, last, end * oldC);
  setCoupling(b, last - 1, end * oldS);
}

/** One sweep over the block. */
function sweep(b: Bidiagonal): void {
  const right = b.step > 0 ? b.right : b.left;
  const left = b.step > 0 ? b.left : b.right;
  const shift = shiftOf(b);
  if (shift == 0) unshiftedSweep(b, right.next, left.next);
  else shiftedSweep(b, shift, right.next, left.next);
  recordSweep(right, b.start, b.step, b.rows - 1);
  recordSweep(left, b.start, b.step, b.rows - 1);
}

/**
 * Demmel and Kahan's test. It sets a coupling to zero that is small beside a lower bound of
 * the values above it; this changes every value by less than TOLERANCE, relatively.
 * @returns whether it found one
 */
function converged(b: Bidiagonal): bool {
  const last = b.rows - 1;
  if (abs(coupling(b, last - 1)) <= max(FLOOR, TOLERANCE * abs(diagonal(b, last)))) {
    setCoupling(b, last - 1, 0);
    return true;
  }
  let bound = abs(diagonal(b, 0));
  b.least = bound;
  for (let i = 0; i < last; i++) {
    const off = abs(coupling(b, i));
    if (off <= max(FLOOR, TOLERANCE * bound)) {
      setCoupling(b, i, 0);
      return true;
    }
    bound = abs(diagonal(b, i + 1)) * (bound / (bound + off));
    b.least = min(b.least, bound);
  }
  return false;
}

/** Sets the block to rows lo…hi. It keeps the direction of the last block if they overlap. */
function open(b: Bidiagonal, lo: i32, hi: i32): void {
  const oldLo = b.step > 0 ? b.start : b.start - b.rows + 1;
  const oldHi = oldLo + b.rows - 1;
  if (lo > oldHi || hi < oldLo) b.step = abs(at<f64>(b.d, lo)) >= abs(at<f64>(b.d, hi)) ? 1 : -1;
  b.start = b.step > 0 ? lo : hi;
  b.rows = hi - lo + 1;
}

/**
 * Reduces a bidiagonal matrix to diagonal form. Values may be negative and in any order.
 * The caller has to apply the rotations that are still in the lists.
 *
 * @param n - order, n ≥ 1
 * @param b - d (n), e (n − 1; destroyed) and the two lists of rotations
 * @returns 0, or 1 when a value did not converge
 */
export function bidiagonalQr(n: i32, b: Bidiagonal): i32 {
  b.start = 0;
  b.step = 1;
  b.rows = -n;
  let budget = MAX_SWEEPS * n;
  for (let hi = n - 1; hi > 0;) {
    if (at<f64>(b.e, hi - 1) == 0) {
      hi--;
      continue;
    }
    let lo = hi - 1;
    while (lo > 0 && at<f64>(b.e, lo - 1) != 0) lo--;
    open(b, lo, hi);
    if (converged(b)) continue;
    if (budget-- == 0) return 1;
    sweep(b);
  }
  return 0;
}
