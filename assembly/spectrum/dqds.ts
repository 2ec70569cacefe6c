// Singular values of a bidiagonal matrix by the shifted quotient-difference iteration.
//
// The iteration works on q_i = d_i² and e_i = e_i², and each sweep with shift τ turns
// them into those of a matrix whose squared values are smaller by τ. No subtraction
// but that of τ occurs, so small values come out to high relative accuracy.
//
// Sources: Fernando & Parlett, "Accurate singular values and differential qd
// algorithms", Numer. Math. 67, 1994; Parlett & Marques, "An implementation of the
// dqds algorithm (positive case)", Linear Algebra Appl. 309, 2000.

import { EPSILON, MAX_SWEEPS } from "../vector/constants";
import { nearestPower } from "../vector/equilibrate";
import { at, bytes, put } from "../vector/lanes";
import { aligned, paddedBytes } from "../vector/layout";
import { amax } from "../vector/level1";
import { reverse, sortDescending } from "../vector/sort";
import { chooseShift } from "./dqds-shift";

/** An e this much smaller than the value below it is dropped: relative change 10 roundings squared. */
const NEGLIGIBLE: f64 = 100 * EPSILON * EPSILON;

/** State of the block being worked on, rows lo…hi; a view of scratch memory. */
@unmanaged
export class Block {
  lo: i32 = 0;
  hi: i32 = 0;
  /** Current arrays, and those the next sweep writes. */
  q: usize = 0;
  e: usize = 0;
  nextQ: usize = 0;
  nextE: usize = 0;
  /** Sum of the shifts so far, in two parts. */
  sigma: f64 = 0;
  sigmaLow: f64 = 0;
  /** Of the last sweep: least d, and least e. */
  least: f64 = 0;
  leastE: f64 = 0;
  /** Sums over the block of 1/λ and 1/λ², λ its squared values; NaN: not known. */
  inverses: f64 = 0;
  squares: f64 = 0;
  /** Squared length of the vector x of the last row; see `boundFromEnd`. */
  length: f64 = 0;
  /** The same three for the block without its last row, and without its last two. */
  inverses1: f64 = 0;
  squares1: f64 = 0;
  length1: f64 = 0;
  inverses2: f64 = 0;
  squares2: f64 = 0;
  length2: f64 = 0;
}

/** Bytes of scratch for `bidiagonalValues`. */
export function bidiagonalValuesWork(n: i32): usize {
  return offsetof<Block>() + 16 + 2 * paddedBytes(n);
}

/**
 * Keeps the sums up to a row and up to the one before. Of a sweep the last two rows'
 * remain; a test for them would cost more than the stores.
 */
// @ts-ignore: decorator
@inline
function record(b: Block, inverses: f64, squares: f64, length: f64): void {
  b.inverses2 = b.inverses1;
  b.squares2 = b.squares1;
  b.length2 = b.length1;
  b.inverses1 = inverses;
  b.squares1 = squares;
  b.length1 = length;
}

/**
 * One dqds sweep with shift tau into the next arrays.
 *
 * On the way it sums the inverses of the new squared values λ: Σ 1/λ = ‖B⁻¹‖²_F, whose
 * column j has the squared length s_j = (1 + e_{j−1} s_{j−1})/q_j, and Σ 1/λ² from r_j,
 * the sum of squared products of column j with those before it. These chains are
 * shorter than that of d and run beside it.
 */
function sweep(b: Block, tau: f64): void {
  const hi = b.hi;
  let d = at<f64>(b.q, b.lo) - tau;
  let least = d;
  let leastE: f64 = Infinity;
  let e: f64 = 0;
  let s: f64 = 0;
  let r: f64 = 0;
  let inverses: f64 = 0;
  let squares: f64 = 0;
  let x: f64 = 1;
  for (let i = b.lo; i < hi; i++) {
    const ei = at<f64>(b.e, i);
    const q = d + ei;
    const ratio = at<f64>(b.q, i + 1) / q;
    const inverse = 1 / q;
    const g = e * inverse;
    r = g * (r + s * s);
    s = inverse + g * s;
    inverses += s;
    squares += s * s + 2 * r;
    record(b, inverses, squares, x);
    e = ei * ratio;
    x = 1 + e * inverse * x;
    put<f64>(b.nextQ, i, q);
    put<f64>(b.nextE, i, e);
    d = d * ratio - tau;
    least = d < least ? d : least;
    leastE = e < leastE ? e : leastE;
  }
  put<f64>(b.nextQ, hi, d);
  const g = e / d;
  r = g * (r + s * s);
  s = 1 / d + g * s;
  b.inverses = inverses + s;
  b.length = x;
  b.squares = squares + s * s + 2 * r;
  b.least = d == d ? least : NaN;
  b.leastE = leastE;
}

/** The sums are not those of the block any more. */
function forget(b: Block): void {
  b.inverses = NaN;
  b.inverses1 = NaN;
  b.inverses2 = NaN;
}

/** A sweep without shift that survives q = e = 0, where the row is simply split off. */
function sweepUnshifted(b: Block): void {
  let d = at<f64>(b.q, b.lo);
  b.least = d;
  for (let i = b.lo; i < b.hi; i++) {
    const ei = at<f64>(b.e, i);
    const q = d + ei;
    const ratio = q == 0 ? 0 : at<f64>(b.q, i + 1) / q;
    put<f64>(b.nextQ, i, q);
    put<f64>(b.nextE, i, ei * ratio);
    d = q == 0 ? at<f64>(b.q, i + 1) : d * ratio;
    b.least = min(b.least, d);
  }
  put<f64>(b.nextQ, b.hi, d);
  b.leastE = 0;
  forget(b);
}

/** σ := σ + τ without losing the low part. */
function addShift(b: Block, tau: f64): void {
  const small = min(b.sigma, tau);
  const large = max(b.sigma, tau);
  const low = b.sigmaLow + small;
  const sum = large + low;
  b.sigmaLow = low - (sum - large);
  b.sigma = sum;
}

/** Makes the arrays that a sweep wrote the current ones. */
function swap(b: Block): void {
  const q = b.q;
  const e = b.e;
  b.q = b.nextQ;
  b.e = b.nextE;
  b.nextQ = q;
  b.nextE = e;
}

/** Sweeps with a shift that leaves every d positive, retrying with smaller ones. */
function advance(b: Block): void {
  let tau = chooseShift(b);
  for (let tries = 0; ; tries++) {
    sweep(b, tau);
    if (b.least >= 0) break;
    if (tau == 0 || tries == 3) {
      tau = 0;
      sweepUnshifted(b);
      break;
    }
    // Too large by about that much, where the bound failed by rounding alone.
    tau = tries == 0 && b.least > -tau ? (tau + b.least) * (1 - 2 * EPSILON) : 0.25 * tau;
  }
  addShift(b, tau);
  swap(b);
}

/** Values of the last two rows, whose e above is negligible. Source: LAPACK dlasq3, in idea. */
function takePair(b: Block): void {
  const low = b.hi - 1;
  const big = max(at<f64>(b.q, low), at<f64>(b.q, b.hi));
  const small = min(at<f64>(b.q, low), at<f64>(b.q, b.hi));
  const off = at<f64>(b.e, low);
  // Eigenvalues of [big + off, √(small off); ·, small], whose product is big · small.
  const t = 0.5 * (big - small + off);
  const larger = small + t + sqrt(t * t + off * small);
  put<f64>(b.q, low, b.sigma + (b.sigmaLow + larger));
  put<f64>(b.q, b.hi, b.sigma + (b.sigmaLow + (larger > 0 ? big * (small / larger) : 0)));
}

/** Whether e_i may be dropped. Both neighbours count, as either may be the smaller value. */
// @ts-ignore: decorator
@inline
function negligible(b: Block, i: i32): bool {
  return at<f64>(b.e, i) <= NEGLIGIBLE * (b.sigma + at<f64>(b.q, i + 1));
}

/** The sweeps push small values down: turns the block where it lies the wrong way round. */
function turn(b: Block): void {
  if (at<f64>(b.q, b.lo) * 1.5 >= at<f64>(b.q, b.hi)) return;
  const at0 = bytes<f64>(b.lo);
  reverse(b.hi - b.lo + 1, b.q + at0);
  reverse(b.hi - b.lo, b.e + at0);
  b.length = NaN;
  b.inverses1 = NaN;
  b.inverses2 = NaN;
}

/** Makes what is known without the last row what is known of the block. */
function dropRow(b: Block): void {
  b.hi--;
  b.inverses = b.inverses1;
  b.squares = b.squares1;
  b.length = b.length1;
  b.inverses1 = b.inverses2;
  b.squares1 = b.squares2;
  b.length1 = b.length2;
  b.inverses2 = NaN;
}

/** Takes the values that have converged at the end of the block out of it. @returns whether any had */
function deflate(b: Block, values: usize): bool {
  const hi = b.hi;
  if (hi == b.lo || negligible(b, hi - 1)) {
    put<f64>(values, hi, b.sigma + (b.sigmaLow + at<f64>(b.q, hi)));
    dropRow(b);
    return true;
  }
  if (hi != b.lo + 1 && !negligible(b, hi - 2)) return false;
  takePair(b);
  put<f64>(values, hi, at<f64>(b.q, hi));
  put<f64>(values, hi - 1, at<f64>(b.q, hi - 1));
  dropRow(b);
  dropRow(b);
  return true;
}

/**
 * Cuts the block at a negligible e inside it and puts the upper part off: its e holds
 * −σ, to be found when its turn comes.
 * @param q - the arrays that hold what is put off
 */
function split(b: Block, q: usize, e: usize): void {
  if (b.leastE > NEGLIGIBLE * (b.sigma + at<f64>(b.q, b.hi))) return;
  for (let i = b.hi - 3; i >= b.lo; i--) {
    if (!negligible(b, i)) continue;
    const from = bytes<f64>(b.lo);
    memory.copy(q + from, b.q + from, bytes<f64>(i + 1 - b.lo));
    memory.copy(e + from, b.e + from, bytes<f64>(i - b.lo));
    put<f64>(e, i, -b.sigma);
    b.lo = i + 1;
    forget(b);
    return;
  }
}

/** All values of the block. @returns 0, or 1 when they did not converge */
function solveBlock(b: Block, q: usize, e: usize, values: usize): i32 {
  turn(b);
  for (let sweeps = MAX_SWEEPS * (b.hi - b.lo + 1); sweeps > 0; sweeps--) {
    let shrunk = false;
    while (b.hi >= b.lo && deflate(b, values)) shrunk = true;
    if (b.hi < b.lo) return 0;
    if (shrunk) turn(b);
    advance(b);
    split(b, q, e);
  }
  return 1;
}

/** Sets the block to rows lo…hi of the given arrays, shifted by σ already. */
function open(b: Block, lo: i32, hi: i32, q: usize, e: usize, sigma: f64): void {
  b.lo = lo;
  b.hi = hi;
  if (b.q != q) swap(b);
  b.sigma = sigma;
  b.sigmaLow = 0;
  forget(b);
}

/**
 * Singular values of an upper bidiagonal matrix, descending.
 *
 * @param n - order, n ≥ 1
 * @param d - n diagonal elements; replaced by the values
 * @param e - n − 1 elements above them and room for one more; destroyed
 * @param work - `bidiagonalValuesWork(n)` bytes
 * @returns 0, or 1 when a value did not converge or an element is not finite
 */
export function bidiagonalValues(n: i32, d: usize, e: usize, work: usize): i32 {
  put<f64>(e, n - 1, 0);
  const factor = nearestPower(max(amax<f64>(n, d), amax<f64>(n, e)));
  for (let i = 0; i < n; i++) {
    const di = factor * at<f64>(d, i);
    const ei = factor * at<f64>(e, i);
    put<f64>(d, i, di * di);
    put<f64>(e, i, ei * ei);
    if (!(di * di + ei * ei < Infinity)) return 1;
  }
  const b = changetype<Block>(work);
  b.q = d;
  b.e = e;
  b.nextQ = aligned(work + offsetof<Block>());
  b.nextE = b.nextQ + paddedBytes(n);
  for (let hi = n - 1; hi >= 0; hi = b.lo - 1) {
    let lo = hi;
    while (lo > 0 && at<f64>(e, lo - 1) > 0) lo--;
    open(b, lo, hi, d, e, max(0, -at<f64>(e, hi)));
    // Rows that have left the block are free to hold values.
    if (solveBlock(b, d, e, d) != 0) return 1;
  }
  for (let i = 0; i < n; i++) put<f64>(d, i, sqrt(max(0, at<f64>(d, i))) / factor);
  sortDescending(n, d);
  return 0;
}
