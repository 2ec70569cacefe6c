// Divide and conquer for the singular value decomposition of a bidiagonal matrix.
//
// Every block is n × (n + 1): B = U [D 0] Vᵀ, and the last row of Vᵀ is its null vector.
// Cut at row k and multiplied by the vectors of both parts, B becomes
//
//   [ z₀  z₁  z₂ ]     z = row k of B times V₁, V₂. The null vectors of both parts are
//   [ 0   D₁  0  ]     rotated: one of them then holds all of z₀, and the other is the
//   [ 0   0   D₂ ]     null vector of the whole.
//
// Its squared singular values are the roots of 1 + Σ z_j²/(d_j² − σ²) = 0. Row k of Uᵀ
// and Vᵀ belongs to z₀, with d = 0; the other rows stay with their parts.
//
// Absolute accuracy only: values far below the largest lose relative digits.
//
// Sources: Gu & Eisenstat, "A divide-and-conquer algorithm for the bidiagonal SVD",
// SIAM J. Matrix Anal. Appl. 16, 1995; deflation as LAPACK dlasd2, in idea.

import { ROUNDOFF } from "../vector/constants";
import { at, bytes, put } from "../vector/lanes";
import { aligned, paddedBytes, vectorSize } from "../vector/layout";
import { amax } from "../vector/level1";
import { Bidiagonal, bidiagonalQr } from "./bidiagonal-qr";
import { BOTH_HALVES, LOWER_HALF, mergeOrder, orderOf, UPPER_HALF } from "./deflate";
import {
  collectValues,
  keep,
  layOut,
  Merge,
  mergeWork,
  multiplyOut,
  orderMerged,
  setAside,
  solveSecular,
} from "./merge";
import { applyRotations, negateRow, openRotations, rotateRows, rotation, rotationsWork } from "./rotations";
import { divideByDeltas, scatter } from "./secular-vectors";

/** Orders up to this are left to QR. */
const LEAF: i32 = 24;

/** What all merges share; a view of scratch memory. */
@unmanaged
class Shared {
  merge: Merge = changetype<Merge>(0);
  ut: usize = 0;
  vt: usize = 0;
  stride: usize = 0;
  d: usize = 0;
  e: usize = 0;
  order: usize = 0;
  /** Inner vectors of U; those of V are the merge's own. */
  innerU: usize = 0;
  /** Scratch of the leaves. */
  leaf: usize = 0;
  cs: usize = 0;
}

/** Bytes of scratch for a leaf, a multiple of 16. */
function leafWork(): usize {
  return (48 + offsetof<Bidiagonal>() + 2 * <usize>rotationsWork(LEAF)) & ~15;
}

/** Bytes of scratch for `bidiagonalDivide`. */
export function bidiagonalDivideWork(n: i32): f64 {
  return 160 + mergeWork(n + 1) + (<f64>n + 1) * vectorSize(n) + <f64>leafWork();
}

/**
 * Rotates the element past the last column of a leaf into the others. The last row of Vᵀ is
 * then its null vector.
 */
function closeLeaf(s: Shared, lo: i32, n: i32, vt: usize): void {
  let outside = at<f64>(s.e, lo + n - 1);
  const last = vt + <usize>n * s.stride;
  for (let i = n - 1; i >= 0 && outside != 0; i--) {
    put<f64>(s.d, lo + i, rotation(at<f64>(s.d, lo + i), outside, s.cs));
    const c = load<f64>(s.cs);
    const t = load<f64>(s.cs, 8);
    rotateRows(n + 1, vt + <usize>i * s.stride, last, c, t);
    if (i == 0) break;
    outside = -t * at<f64>(s.e, lo + i - 1);
    put<f64>(s.e, lo + i - 1, c * at<f64>(s.e, lo + i - 1));
  }
}

/** Solves a leaf by QR; its vectors start as unit rows. @returns 0, or 1 */
function solveLeaf(s: Shared, lo: i32, n: i32): i32 {
  const corner = <usize>lo * s.stride + bytes<f64>(lo);
  const vt = s.vt + corner;
  closeLeaf(s, lo, n, vt);
  const b = changetype<Bidiagonal>(s.leaf);
  const lists = aligned(s.leaf + offsetof<Bidiagonal>());
  const ld = <i32>(s.stride >> 3);
  b.d = s.d + bytes<f64>(lo);
  b.e = s.e + bytes<f64>(lo);
  b.left = openRotations(s.ut + corner, ld, n, lists);
  b.right = openRotations(vt, ld, n + 1, lists + <usize>rotationsWork(LEAF));
  if (bidiagonalQr(n, b) != 0) return 1;
  applyRotations(b.left);
  applyRotations(b.right);
  for (let i = 0; i < n; i++) {
    if (at<f64>(b.d, i) >= 0) continue;
    put<f64>(b.d, i, -at<f64>(b.d, i));
    negateRow(n + 1, vt + <usize>i * s.stride);
  }
  orderOf(n, b.d, s.order + ((<usize>lo) << 2));
  return 0;
}

/** z, which is row k times the vectors, and the kinds; rotates the null vectors. @returns z₀ */
function couple(s: Shared, m: Merge, k: i32, alpha: f64, beta: f64, vt: usize): f64 {
  for (let j = 0; j < m.n; j++) {
    const row = vt + <usize>j * s.stride;
    put<f64>(m.coupling, j, j < k ? alpha * at<f64>(row, k) : beta * at<f64>(row, k + 1));
    put<i32>(m.kinds, j, j < k ? UPPER_HALF : j == k ? BOTH_HALVES : LOWER_HALF);
  }
  const upperNull = vt + <usize>k * s.stride;
  const lowerNull = vt + <usize>m.n * s.stride;
  const z0 = rotation(alpha * at<f64>(upperNull, k), beta * at<f64>(lowerNull, k + 1), s.cs);
  rotateRows(m.n + 1, upperNull, lowerNull, load<f64>(s.cs), load<f64>(s.cs, 8));
  put<f64>(m.coupling, k, z0);
  return z0;
}

/**
 * Rotates the vectors of two nearly equal values so that the component of `low` vanishes.
 * @returns whether they were near enough
 */
function deflatePair(s: Shared, m: Merge, low: i32, high: i32, tolerance: f64, ut: usize, vt: usize): bool {
  if (abs(at<f64>(m.d, high) - at<f64>(m.d, low)) > tolerance) return false;
  const size = rotation(at<f64>(m.coupling, high), at<f64>(m.coupling, low), s.cs);
  const c = load<f64>(s.cs);
  const t = load<f64>(s.cs, 8);
  put<f64>(m.coupling, high, size);
  put<f64>(m.coupling, low, 0);
  if (at<i32>(m.kinds, low) != at<i32>(m.kinds, high)) put<i32>(m.kinds, high, BOTH_HALVES);
  const lowRow = <usize>low * s.stride;
  const highRow = <usize>high * s.stride;
  rotateRows(m.n, ut + highRow, ut + lowRow, c, t);
  rotateRows(m.n + 1, vt + highRow, vt + lowRow, c, t);
  setAside(m, low);
  return true;
}

/** Splits the values into kept and deflated. The zero of row k is always kept, as the first. */
function deflate(s: Shared, m: Merge, k: i32, tolerance: f64, ut: usize, vt: usize): void {
  m.kept = 0;
  m.deflated = 0;
  const z0 = at<f64>(m.coupling, k);
  if (abs(z0) <= tolerance) put<f64>(m.coupling, k, copysign(tolerance, z0));
  keep(m, k);
  let pending = -1;
  for (let q = 0; q < m.n - 1; q++) {
    const j = at<i32>(m.merged, q);
    if (abs(at<f64>(m.coupling, j)) <= tolerance) {
      setAside(m, j);
      continue;
    }
    if (pending >= 0 && !deflatePair(s, m, pending, j, tolerance, ut, vt)) keep(m, pending);
    pending = j;
  }
  if (pending >= 0) keep(m, pending);
  if (m.kept > 1) put<f64>(m.poles, 1, max(0.5 * tolerance, at<f64>(m.poles, 1)));
}

/** Inner vectors of one root: that of V replaces its differences, that of U goes to `u`. */
function innerVectors(m: Merge, deltas: usize, u: usize): void {
  const k = m.kept;
  const squares = divideByDeltas(k, m.components, deltas, m.row);
  scatter(k, 1 / sqrt(squares), m.row, m.places, deltas);
  put<f64>(m.row, 0, -1);
  let length: f64 = 1;
  for (let j = 1; j < k; j++) {
    const x = at<f64>(m.poles, j) * at<f64>(m.row, j);
    put<f64>(m.row, j, x);
    length += x * x;
  }
  scatter(k, 1 / sqrt(length), m.row, m.places, u);
}

/** All roots and inner vectors. @returns 0, or 1 */
function solveInner(s: Shared, m: Merge): i32 {
  if (solveSecular(m, 1, true) != 0) return 1;
  const stride = bytes<f64>(m.innerStride);
  for (let i = 0; i < m.kept; i++) innerVectors(m, m.inner + <usize>i * stride, s.innerU + <usize>i * stride);
  return 0;
}

/** Joins the two parts of rows lo…lo + n − 1, cut at row k of them. @returns 0, or 1 */
function merge(s: Shared, lo: i32, n: i32, k: i32, alpha: f64, beta: f64): i32 {
  const m = s.merge;
  const corner = <usize>lo * s.stride + bytes<f64>(lo);
  const order = s.order + ((<usize>lo) << 2);
  m.n = n;
  m.d = s.d + bytes<f64>(lo);
  put<f64>(m.d, k, 0);
  mergeOrder(k, order, n - k - 1, order + ((<usize>(k + 1)) << 2), k + 1, m.d, m.merged);
  couple(s, m, k, alpha, beta, s.vt + corner);
  const size = max(amax<f64>(n, m.d), max(abs(alpha), abs(beta)));
  deflate(s, m, k, 64 * ROUNDOFF * size, s.ut + corner, s.vt + corner);
  if (solveInner(s, m) != 0) return 1;
  m.z = s.vt + corner;
  multiplyOut(m, k + 1, n - k);
  m.z = s.ut + corner;
  const innerV = m.inner;
  m.inner = s.innerU;
  multiplyOut(m, k + 1, n - k - 1);
  m.inner = innerV;
  collectValues(m);
  orderMerged(m, order);
  return 0;
}

/** Values and vectors of rows lo…lo + n − 1; s.order lists them ascending. @returns 0, or 1 */
function solve(s: Shared, lo: i32, n: i32): i32 {
  if (n <= LEAF) return solveLeaf(s, lo, n);
  const k = n >> 1;
  const alpha = at<f64>(s.d, lo + k);
  const beta = at<f64>(s.e, lo + k);
  if (solve(s, lo, k) != 0 || solve(s, lo + k + 1, n - k - 1) != 0) return 1;
  return merge(s, lo, n, k, alpha, beta);
}

/**
 * Singular values, in no order, and vectors of an upper bidiagonal matrix.
 *
 * @param n - order, n ≥ 1
 * @param d - n diagonal elements; replaced by the values, none negative
 * @param e - n − 1 elements above them and room for one more; destroyed
 * @param ut - the unit rows of order n; row i becomes the left vector of d[i]
 * @param vt - the unit rows of order n + 1; row i becomes the right vector of d[i]
 * @param ld - stride of both, at least n + 9
 * @param work - `bidiagonalDivideWork(n)` bytes
 * @returns 0, or 1 when a value did not converge
 */
export function bidiagonalDivide(
  n: i32,
  d: usize,
  e: usize,
  ut: usize,
  vt: usize,
  ld: i32,
  work: usize,
): i32 {
  const s = changetype<Shared>(work);
  s.cs = work + 128;
  s.order = work + 144;
  s.innerU = s.order + paddedBytes(n);
  s.leaf = s.innerU + <usize>n * paddedBytes(n);
  s.merge = layOut(n + 1, s.leaf + leafWork());
  s.merge.stride = bytes<f64>(ld);
  s.stride = bytes<f64>(ld);
  s.ut = ut;
  s.vt = vt;
  s.d = d;
  s.e = e;
  put<f64>(e, n - 1, 0);
  return solve(s, 0, n);
}
