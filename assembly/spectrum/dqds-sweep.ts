// One sweep of dqds, with a shift that keeps all values positive.

import { EPSILON } from "../vector/constants";
import { at, put } from "../vector/lanes";
import { addShift, Block, forget, swap } from "./dqds-block";
import { chooseShift } from "./dqds-shift";

/**
 * Stores the sums up to a row; those up to the row before move on. After a sweep the block
 * has them without its last row and without its last two. A test for these two rows would
 * cost more than the stores.
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
 * On the way it sums powers of the inverses of the new squared values λ:
 *   Σ 1/λ = ‖B⁻¹‖²_F, where column j of B⁻¹ has the squared length s_j = (1 + e_{j−1} s_{j−1})/q_j;
 *   Σ 1/λ² = Σ s_j² + 2 r_j, r_j being the sum of squared products of column j with those before it.
 * These chains of operations are shorter than that of d and run beside it.
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

/** A sweep without shift that allows q = e = 0, where it splits the row off. */
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

/** Sweeps with a shift that leaves every d positive, retrying with smaller ones. */
export function advance(b: Block): void {
  let tau = chooseShift(b);
  for (let tries = 0; ; tries++) {
    sweep(b, tau);
    if (b.least >= 0) break;
    if (tau == 0 || tries == 3) {
      tau = 0;
      sweepUnshifted(b);
      break;
    }
    // If the bound failed by rounding only, τ is too large by about −least.
    tau = tries == 0 && b.least > -tau ? (tau + b.least) * (1 - 2 * EPSILON) : 0.25 * tau;
  }
  addShift(b, tau);
  swap(b);
}
