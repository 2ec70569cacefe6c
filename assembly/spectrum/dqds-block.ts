// The block of rows that dqds works on, and the sums that bound its values.

import { at, bytes } from "../vector/lanes";
import { reverse } from "../vector/sort";

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
  /** Sum of the shifts so far, as high and low part. */
  sigma: f64 = 0;
  sigmaLow: f64 = 0;
  /** Least d and least e of the last sweep. */
  least: f64 = 0;
  leastE: f64 = 0;
  /** Sums of 1/λ and 1/λ² over the squared values λ of the block; NaN: not known. */
  inverses: f64 = 0;
  squares: f64 = 0;
  /** Squared length of the vector x of `boundFromEnd`. */
  length: f64 = 0;
  /** The same three for the block without its last row, and without its last two. */
  inverses1: f64 = 0;
  squares1: f64 = 0;
  length1: f64 = 0;
  inverses2: f64 = 0;
  squares2: f64 = 0;
  length2: f64 = 0;
}

/** Marks the sums as unknown: they are not those of the block any more. */
export function forget(b: Block): void {
  b.inverses = NaN;
  b.inverses1 = NaN;
  b.inverses2 = NaN;
}

/** σ := σ + τ without losing the low part. */
export function addShift(b: Block, tau: f64): void {
  const small = min(b.sigma, tau);
  const large = max(b.sigma, tau);
  const low = b.sigmaLow + small;
  const sum = large + low;
  b.sigmaLow = low - (sum - large);
  b.sigma = sum;
}

/** Makes the arrays that a sweep wrote the current ones. */
export function swap(b: Block): void {
  const q = b.q;
  const e = b.e;
  b.q = b.nextQ;
  b.e = b.nextE;
  b.nextQ = q;
  b.nextE = e;
}

/** Sweeps move small values to the end: reverses the block if its small end comes first. */
export function turn(b: Block): void {
  if (at<f64>(b.q, b.lo) * 1.5 >= at<f64>(b.q, b.hi)) return;
  const at0 = bytes<f64>(b.lo);
  reverse(b.hi - b.lo + 1, b.q + at0);
  reverse(b.hi - b.lo, b.e + at0);
  b.length = NaN;
  b.inverses1 = NaN;
  b.inverses2 = NaN;
}

/** Removes the last row: the sums without it become those of the block. */
export function dropRow(b: Block): void {
  b.hi--;
  b.inverses = b.inverses1;
  b.squares = b.squares1;
  b.length = b.length1;
  b.inverses1 = b.inverses2;
  b.squares1 = b.squares2;
  b.length1 = b.length2;
  b.inverses2 = NaN;
}

/** Sets the block to rows lo…hi of the given arrays, which are already shifted by σ. */
export function open(b: Block, lo: i32, hi: i32, q: usize, e: usize, sigma: f64): void {
  b.lo = lo;
  b.hi = hi;
  if (b.q != q) swap(b);
  b.sigma = sigma;
  b.sigmaLow = 0;
  forget(b);
}
