// Eigenvalues of a symmetric tridiagonal matrix by the rational QL iteration.
//
// The iteration works on squares of the off-diagonal elements, without square roots. The
// two divisions of a step do not depend on each other, so they overlap.
//
// Sources: Reinsch, "A stable, rational QL algorithm for the computation of the
// eigenvalues of an Hermitian, tridiagonal matrix", Numer. Math. 21, 1973 (tqlrat of
// EISPACK); splitting and direction as LAPACK dsterf, in idea.

import { EPSILON, MAX_SWEEPS } from "../vector/constants";
import { at, bytes, put } from "../vector/lanes";
import { reverse, sortAscending } from "../vector/sort";

/** Wilkinson's shift: the eigenvalue of the leading 2 × 2 block of l nearer its first element. */
function wilkinsonShift(l: i32, d: usize, e2: usize): f64 {
  const off = sqrt(at<f64>(e2, l));
  const p = (at<f64>(d, l + 1) - at<f64>(d, l)) / (2 * off);
  return at<f64>(d, l) - off / (p + copysign(sqrt(p * p + 1), p));
}

/**
 * One rational QL sweep over l…m. The sweep subtracts the shift from d on the way.
 *
 * With pivots g and squared cosines c of the rotations, Reinsch's recurrence is
 * c := g²c / (g²c + e²). Its inverse is t := 1 + (e² / g²) t, where the division does not
 * wait for t. So the longest chain of a step is that of g: one division, one subtraction.
 * Where t overflows, the cosine is 0 and the sine 1.
 *
 * @param floor - replaces a pivot that is exactly zero
 */
function sweep(l: i32, m: i32, d: usize, e2: usize, shift: f64, floor: f64): void {
  let g = at<f64>(d, m) - shift;
  if (g == 0) g = floor;
  let h = g;
  let t: f64 = 1;
  let s: f64 = 0;
  for (let i = m - 1; i >= l; i--) {
    const off = at<f64>(e2, i);
    const di = at<f64>(d, i) - shift;
    const ratio = off / g;
    const growth = (ratio / g) * t;
    put<f64>(e2, i + 1, s * (g * h + off));
    t = 1 + growth;
    const cosine = 1 / t;
    s = growth * cosine;
    if (!(s < 1)) s = 1;
    put<f64>(d, i + 1, h + s * (h + di));
    g = di - ratio;
    if (g == 0) g = floor;
    h = g * cosine;
  }
  put<f64>(e2, l, s * g * h);
  put<f64>(d, l, h);
}

/** Largest |d| + |e| of rows lo…hi: at least half of the norm of the block. */
function blockScale(lo: i32, hi: i32, d: usize, e2: usize): f64 {
  let largest: f64 = 0;
  for (let i = lo; i <= hi; i++) {
    const size = abs(at<f64>(d, i)) + (i < hi ? sqrt(at<f64>(e2, i)) : 0);
    if (size > largest) largest = size;
  }
  return largest;
}

/** Eigenvalues of the unreduced block lo…hi into d, in no order. @returns 0, or 1 when not converged */
function solveBlock(lo: i32, hi: i32, d: usize, e2: usize): i32 {
  const floor = EPSILON * blockScale(lo, hi, d, e2);
  const negligible = floor * floor;
  let shift: f64 = 0;
  put<f64>(e2, hi, 0);
  for (let l = lo; l <= hi; l++) {
    for (let sweeps = 0; ; sweeps++) {
      let m = l;
      while (at<f64>(e2, m) > negligible) m++;
      if (m == l) break;
      if (sweeps == MAX_SWEEPS) return 1;
      const step = wilkinsonShift(l, d, e2);
      sweep(l, m, d, e2, step, floor);
      for (let i = m + 1; i <= hi; i++) put<f64>(d, i, at<f64>(d, i) - step);
      shift += step;
    }
    put<f64>(d, l, at<f64>(d, l) + shift);
  }
  return 0;
}

/** Reverses the block if its small end comes last: sweeps converge at the first row. */
function smallEndFirst(lo: i32, hi: i32, d: usize, e2: usize): void {
  if (abs(at<f64>(d, hi)) >= abs(at<f64>(d, lo))) return;
  reverse(hi - lo + 1, d + bytes<f64>(lo));
  reverse(hi - lo, e2 + bytes<f64>(lo));
}

/**
 * Whether the squared off-diagonal element i may be set to zero; this changes values by a
 * rounding, relatively.
 */
function splits(i: i32, d: usize, e2: usize): bool {
  const product = abs(at<f64>(d, i) * at<f64>(d, i + 1));
  return at<f64>(e2, i) <= EPSILON * EPSILON * product;
}

/**
 * Eigenvalues of a symmetric tridiagonal matrix. Absolute error: a few roundings of
 * the norm of the unreduced block an eigenvalue belongs to.
 *
 * @param n - order, n ≥ 1
 * @param d - n diagonal elements, of size near 1; replaced by the eigenvalues, ascending
 * @param e - n − 1 off-diagonal elements and room for one more; destroyed
 * @returns 0, or 1 when an eigenvalue did not converge
 */
export function tridiagonalValues(n: i32, d: usize, e: usize): i32 {
  for (let i = 0; i < n - 1; i++) put<f64>(e, i, at<f64>(e, i) * at<f64>(e, i));
  for (let lo = 0, hi = 0; lo < n; lo = ++hi) {
    while (hi < n - 1 && !splits(hi, d, e)) hi++;
    if (hi == lo) continue;
    smallEndFirst(lo, hi, d, e);
    if (solveBlock(lo, hi, d, e) != 0) return 1;
  }
  sortAscending(n, d);
  return 0;
}
