// Divide and conquer for the symmetric tridiagonal eigenproblem.
//
//   T = [T₁  ·] + ρ b bᵀ,   b = (0 … 0 1 | ±1 0 … 0),   ρ = |e| at the cut
//       [·  T₂]
//
// With T₁ = Q₁D₁Q₁ᵀ and T₂ = Q₂D₂Q₂ᵀ this is Q(D + ρzzᵀ)Qᵀ, whose eigenvalues are the
// roots of a secular equation. Vectors are rows here: row i of z belongs to d[i].
//
// Sources: Cuppen, Numer. Math. 36, 1981; Gu & Eisenstat, SIAM J. Matrix Anal. Appl.
// 16, 1995 (vectors that are orthogonal to rounding); deflation as LAPACK dlaed2, in idea.

import { ROUNDOFF } from "../vector/constants";
import { at, bytes, put } from "../vector/lanes";
import { paddedBytes, vectorSize } from "../vector/layout";
import { amax } from "../vector/level1";
import { BOTH_HALVES, LOWER_HALF, mergeOrder, orderOf, permuteRows, UPPER_HALF } from "./deflate";
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
import { rotateRows } from "./rotations";
import { vectorRow } from "./secular-vectors";
import { tridiagonalVectors } from "./tridiagonal-vectors";

/** Orders up to this are left to QL. */
const LEAF: i32 = 24;

/** Bytes of scratch for `divideAndConquer`: a merge, and the order of the values. */
export function divideWork(n: i32): f64 {
  return vectorSize(n) + mergeWork(n);
}

/** The coupling vector z = Qᵀb / √2 and the kind of every row. */
function couple(m: Merge, sign: f64): void {
  let row = m.z;
  for (let j = 0; j < m.n; j++, row += m.stride) {
    const component = j < m.upper ? at<f64>(row, m.upper - 1) : sign * at<f64>(row, m.upper);
    put<f64>(m.coupling, j, component * Math.SQRT1_2);
    put<i32>(m.kinds, j, j < m.upper ? UPPER_HALF : LOWER_HALF);
  }
}

/**
 * Rotates the vectors of two nearly equal values so that the component of `low` in z vanishes.
 * @returns whether they were near enough; then `low` has been set aside
 */
function deflatePair(m: Merge, low: i32, high: i32, tolerance: f64): bool {
  const zl = at<f64>(m.coupling, low);
  const zh = at<f64>(m.coupling, high);
  const size = sqrt(zl * zl + zh * zh);
  const c = zh / size;
  const s = -zl / size;
  const dl = at<f64>(m.d, low);
  const dh = at<f64>(m.d, high);
  if (abs((dh - dl) * c * s) > tolerance) return false;
  put<f64>(m.coupling, high, size);
  put<f64>(m.coupling, low, 0);
  if (at<i32>(m.kinds, low) != at<i32>(m.kinds, high)) put<i32>(m.kinds, high, BOTH_HALVES);
  rotateRows(m.n, m.z + <usize>low * m.stride, m.z + <usize>high * m.stride, c, s);
  put<f64>(m.d, low, dl * c * c + dh * s * s);
  put<f64>(m.d, high, dl * s * s + dh * c * c);
  setAside(m, low);
  return true;
}

/** Splits the values into kept and deflated, in ascending order. */
function deflate(m: Merge, rho: f64): void {
  const tolerance = 8 * ROUNDOFF * max(amax<f64>(m.n, m.d), amax<f64>(m.n, m.coupling));
  m.kept = 0;
  m.deflated = 0;
  let pending = -1;
  for (let q = 0; q < m.n; q++) {
    const j = at<i32>(m.merged, q);
    if (rho * abs(at<f64>(m.coupling, j)) <= tolerance) {
      setAside(m, j);
      continue;
    }
    if (pending >= 0 && !deflatePair(m, pending, j, tolerance)) keep(m, pending);
    pending = j;
  }
  if (pending >= 0) keep(m, pending);
}

/** All roots and the vectors of the inner problem, columns grouped by kind. @returns 0, or 1 */
function solveInner(m: Merge, rho: f64): i32 {
  if (solveSecular(m, rho, false) != 0) return 1;
  const stride = bytes<f64>(m.innerStride);
  for (let i = 0; i < m.kept; i++) {
    vectorRow(m.kept, m.inner + <usize>i * stride, m.components, m.places, m.row);
  }
  return 0;
}

/** Eigenvalues and vectors of a tridiagonal block; `order` lists them ascending. @returns 0, or 1 */
function solve(m: Merge, n: i32, d: usize, e: usize, z: usize, order: usize): i32 {
  if (n <= LEAF) {
    const failed = tridiagonalVectors(n, d, e, z, m.stride);
    orderOf(n, d, order);
    return failed;
  }
  const n1 = n >> 1;
  const coupling = at<f64>(e, n1 - 1);
  const rho = abs(coupling);
  put<f64>(d, n1 - 1, at<f64>(d, n1 - 1) - rho);
  put<f64>(d, n1, at<f64>(d, n1) - rho);
  const lowerOrder = order + ((<usize>n1) << 2);
  const lowerZ = z + <usize>n1 * m.stride + bytes<f64>(n1);
  if (solve(m, n1, d, e, z, order) != 0) return 1;
  if (solve(m, n - n1, d + bytes<f64>(n1), e + bytes<f64>(n1), lowerZ, lowerOrder) != 0) return 1;
  m.n = n;
  m.upper = n1;
  m.d = d;
  m.z = z;
  mergeOrder(n1, order, n - n1, lowerOrder, n1, d, m.merged);
  couple(m, coupling < 0 ? -1 : 1);
  deflate(m, 2 * rho);
  if (m.kept > 0 && solveInner(m, 2 * rho) != 0) return 1;
  if (m.kept == 0) memory.fill(m.counts, 0, 12);
  multiplyOut(m, m.upper, n - m.upper);
  collectValues(m);
  orderMerged(m, order);
  return 0;
}

/**
 * Eigenvalues, ascending, and vectors of a symmetric tridiagonal matrix.
 *
 * @param n - order, n ≥ 1
 * @param d - n diagonal elements; replaced by the eigenvalues. The largest element of
 *   d and e must be near 1, since deflation compares with 1
 * @param e - n − 1 off-diagonal elements; destroyed
 * @param z - n × n; row i becomes the vector of d[i]
 * @param work - `divideWork(n)` bytes
 * @returns 0, or 1 when a value did not converge
 */
export function divideAndConquer(n: i32, d: usize, e: usize, z: usize, ldz: i32, work: usize): i32 {
  const stride = bytes<f64>(ldz);
  const order = work;
  const m = layOut(n, work + paddedBytes(n));
  m.stride = stride;
  for (let i = 0; i < n; i++) memory.fill(z + <usize>i * stride, 0, bytes<f64>(n));
  if (solve(m, n, d, e, z, order) != 0) return 1;
  permuteRows(n, order, d, z, stride, bytes<f64>(n), m.packed);
  return 0;
}
