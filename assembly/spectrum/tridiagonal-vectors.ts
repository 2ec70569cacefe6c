// Eigenvalues and vectors of a small symmetric tridiagonal matrix: a leaf of divide and
// conquer.

import { EPSILON, MAX_SWEEPS } from "../vector/constants";
import { at, bytes, put } from "../vector/lanes";
import { rotateRows } from "./rotations";

/** End of the unreduced block that starts at l. */
function blockEnd(n: i32, l: i32, d: usize, e: usize): i32 {
  let m = l;
  for (; m < n - 1; m++) {
    const size = abs(at<f64>(d, m)) + abs(at<f64>(d, m + 1));
    if (abs(at<f64>(e, m)) <= EPSILON * size) break;
  }
  return m;
}

/** d[m] less Wilkinson's shift, the eigenvalue of the leading 2 × 2 block of l nearer d[l]. */
function shiftedEnd(l: i32, m: i32, d: usize, e: usize): f64 {
  const off = at<f64>(e, l);
  const g = (at<f64>(d, l + 1) - at<f64>(d, l)) / (2 * off);
  return at<f64>(d, m) - at<f64>(d, l) + off / (g + copysign(sqrt(g * g + 1), g));
}

/** One implicit QL sweep over l…m, applied to the rows of z as well. */
function sweep(n: i32, l: i32, m: i32, d: usize, e: usize, z: usize, stride: usize): void {
  let g = shiftedEnd(l, m, d, e);
  let s: f64 = 1;
  let c: f64 = 1;
  let p: f64 = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = s * at<f64>(e, i);
    const b = c * at<f64>(e, i);
    const r = sqrt(f * f + g * g);
    if (i + 1 < m) put<f64>(e, i + 1, r);
    if (r == 0) {
      // The block splits here: the other rotations of the sweep would change nothing.
      put<f64>(d, i + 1, at<f64>(d, i + 1) - p);
      return;
    }
    s = f / r;
    c = g / r;
    g = at<f64>(d, i + 1) - p;
    const t = (at<f64>(d, i) - g) * s + 2 * c * b;
    p = s * t;
    put<f64>(d, i + 1, g + p);
    g = c * t - b;
    const row = z + <usize>i * stride;
    rotateRows(n, row + stride, row, c, s);
  }
  put<f64>(d, l, at<f64>(d, l) - p);
  put<f64>(e, l, g);
}

/**
 * Eigenvalues, in no order, and vectors by the implicit QL iteration.
 *
 * @param n - order, n ≥ 1
 * @param d - n diagonal elements; replaced by the eigenvalues
 * @param e - n − 1 off-diagonal elements; destroyed
 * @param z - n × n; row i becomes the vector of d[i]
 * @param stride - bytes from one row of z to the next
 * @returns 0, or 1 when an eigenvalue did not converge
 *
 * Source: Dubrulle, Martin & Wilkinson, "The implicit QL algorithm", Numer. Math. 12, 1968.
 */
export function tridiagonalVectors(n: i32, d: usize, e: usize, z: usize, stride: usize): i32 {
  for (let i = 0; i < n; i++) {
    const row = z + <usize>i * stride;
    memory.fill(row, 0, bytes<f64>(n));
    put<f64>(row, i, 1);
  }
  for (let l = 0; l < n; l++) {
    for (let sweeps = 0; ; sweeps++) {
      const m = blockEnd(n, l, d, e);
      if (m == l) break;
      if (sweeps == MAX_SWEEPS) return 1;
      sweep(n, l, m, d, e, z, stride);
    }
  }
  return 0;
}
