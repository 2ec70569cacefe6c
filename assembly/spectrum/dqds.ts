// Singular values of a bidiagonal matrix by the shifted quotient-difference iteration.
//
// The iteration works on the squares of the elements, called q_i and e_i below. A sweep
// with shift τ replaces them by those of a matrix whose squared singular values are
// smaller by τ. Only τ is ever subtracted, so small values keep high relative accuracy.
//
// Sources: Fernando & Parlett, "Accurate singular values and differential qd
// algorithms", Numer. Math. 67, 1994; Parlett & Marques, "An implementation of the
// dqds algorithm (positive case)", Linear Algebra Appl. 309, 2000.

import { EPSILON, MAX_SWEEPS } from "../vector/constants";
import { nearestPower } from "../vector/equilibrate";
import { at, bytes, put } from "../vector/lanes";
import { aligned, paddedBytes, vectorSize } from "../vector/layout";
import { amax } from "../vector/level1";
import { sortDescending } from "../vector/sort";
import { Block, dropRow, forget, open, turn } from "./dqds-block";
import { advance } from "./dqds-sweep";

/** An e is dropped below this times the squared value next to it: it changes values by some 10 roundings. */
const NEGLIGIBLE: f64 = 100 * EPSILON * EPSILON;

/** Bytes of scratch for `bidiagonalValues`. */
export function bidiagonalValuesWork(n: i32): f64 {
  return <f64>(offsetof<Block>() + 16) + 2 * vectorSize(n);
}

/**
 * Squared values of the last two rows, which a negligible e separates from the rest. Source:
 * LAPACK dlasq3, in idea.
 */
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

/** Whether e_i is so small beside the squared value of row i + 1 that it may be dropped. */
// @ts-ignore: decorator
@inline
function negligible(b: Block, i: i32): bool {
  return at<f64>(b.e, i) <= NEGLIGIBLE * (b.sigma + at<f64>(b.q, i + 1));
}

/**
 * Removes one or two rows at the end of the block if they have converged, and stores their
 * values.
 * @returns whether it did
 */
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
 * Cuts the block at a negligible e inside it and goes on with the lower part. The upper
 * part waits in q and e; the e at the cut holds −σ, by which it is shifted already.
 * @param q - q and e: the arrays that hold what waits
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
