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
import { aligned, paddedBytes } from "../vector/layout";
import { amax } from "../vector/level1";
import { gemm, gemmWork } from "../product/level3";
import { BOTH, groupByKind, insertOrdered, LOWER, mergeOrder, orderOf, permuteRows, UPPER } from "./deflate";
import { rotateRows } from "./rotate";
import { correctedComponents, vectorRow } from "./secular-vectors";
import { Secular, secularRoot } from "./secular";
import { tridiagonalVectors } from "./tridiagonal-vectors";

/** Orders up to this are left to QL. */
const LEAF: i32 = 24;

/** What one merge needs; a view of scratch memory. */
@unmanaged
export class Merge {
  d: usize = 0;
  z: usize = 0;
  stride: usize = 0;
  n: i32 = 0;
  upper: i32 = 0;
  /** Values that enter the secular equation, and the rest. */
  kept: i32 = 0;
  deflated: i32 = 0;
  keptList: usize = 0;
  deflatedList: usize = 0;
  kinds: usize = 0;
  places: usize = 0;
  counts: usize = 0;
  merged: usize = 0;
  /** Components of the coupling vector, all and those kept. */
  coupling: usize = 0;
  components: usize = 0;
  poles: usize = 0;
  roots: usize = 0;
  row: usize = 0;
  /** kept × kept differences, then vectors of the inner problem. */
  inner: usize = 0;
  innerStride: i32 = 0;
  packed: usize = 0;
  gemmScratch: usize = 0;
  secular: Secular = changetype<Secular>(0);
}

/** Bytes of scratch for `divideAndConquer`. */
export function divideWork(n: i32): usize {
  const vector = paddedBytes(n);
  const rows = <usize>n * vector;
  return 256 + offsetof<Merge>() + offsetof<Secular>() + 15 * vector + 2 * rows + gemmWork<f64>(n, n, n);
}

/** Lays a Merge for problems of order up to n out in `work`. */
export function layOut(n: i32, work: usize): Merge {
  const m = changetype<Merge>(work);
  m.secular = changetype<Secular>(aligned(work + offsetof<Merge>()));
  let next = aligned(changetype<usize>(m.secular) + offsetof<Secular>());
  const vector = paddedBytes(n);
  m.keptList = next;
  m.deflatedList = next += vector;
  m.kinds = next += vector;
  m.places = next += vector;
  m.merged = next += vector;
  m.counts = next += vector;
  m.coupling = next += vector + 16;
  m.components = next += vector;
  m.poles = next += vector;
  m.roots = next += vector;
  m.row = next += vector;
  m.secular.z2 = next += vector;
  m.secular.shifted = next += vector;
  m.inner = next += vector;
  m.packed = next += <usize>n * vector;
  m.gemmScratch = next + <usize>n * vector;
  return m;
}

/** The coupling vector z = Qᵀb / √2 and the kind of every row. */
function couple(m: Merge, sign: f64): void {
  let row = m.z;
  for (let j = 0; j < m.n; j++, row += m.stride) {
    const component = j < m.upper ? at<f64>(row, m.upper - 1) : sign * at<f64>(row, m.upper);
    put<f64>(m.coupling, j, component * Math.SQRT1_2);
    put<i32>(m.kinds, j, j < m.upper ? UPPER : LOWER);
  }
}

/** Keeps value j for the secular equation. */
export function keep(m: Merge, j: i32): void {
  put<f64>(m.poles, m.kept, at<f64>(m.d, j));
  put<f64>(m.components, m.kept, at<f64>(m.coupling, j));
  put<i32>(m.keptList, m.kept++, j);
}

/** Value j is an eigenvalue of the whole as it stands. */
export function setAside(m: Merge, j: i32): void {
  insertOrdered(m.deflated++, m.deflatedList, j, m.d);
}

/**
 * Rotates two values so near that one component of z can be turned to zero.
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
  if (at<i32>(m.kinds, low) != at<i32>(m.kinds, high)) put<i32>(m.kinds, high, BOTH);
  rotateRows(m.n, m.z + <usize>low * m.stride, m.z + <usize>high * m.stride, c, s);
  put<f64>(m.d, low, dl * c * c + dh * s * s);
  put<f64>(m.d, high, dl * s * s + dh * c * c);
  setAside(m, low);
  return true;
}

/** Splits the values, taken in ascending order, into kept and deflated. */
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
  const q = m.secular;
  const k = m.kept;
  m.innerStride = (k + 1) & ~1;
  const stride = bytes<f64>(m.innerStride);
  q.k = k;
  q.rho = rho;
  q.squared = false;
  q.d = m.poles;
  for (let j = 0; j < k; j++) put<f64>(q.z2, j, at<f64>(m.components, j) * at<f64>(m.components, j));
  for (let i = 0; i < k; i++) {
    const root = secularRoot(q, i, m.inner + <usize>i * stride);
    if (root != root) return 1;
    put<f64>(m.roots, i, root);
  }
  correctedComponents(k, m.poles, false, m.inner, stride, m.components, m.row);
  groupByKind(k, m.keptList, m.kinds, m.places, m.counts);
  for (let i = 0; i < k; i++) vectorRow(k, m.inner + <usize>i * stride, m.components, m.places, m.row);
  return 0;
}

/**
 * Copies one half of the rows that are nonzero there, grouped by kind, to `to`.
 * @param skipped - the kind that is zero in this half
 * @param first - place of the first row copied
 */
function packHalf(m: Merge, skipped: i32, first: i32, column: i32, cols: i32, to: usize): void {
  for (let j = 0; j < m.kept; j++) {
    const row = at<i32>(m.keptList, j);
    if (at<i32>(m.kinds, row) == skipped) continue;
    const place = <usize>(at<i32>(m.places, j) - first);
    memory.copy(
      to + place * bytes<f64>(cols),
      m.z + <usize>row * m.stride + bytes<f64>(column),
      bytes<f64>(cols),
    );
  }
}

/** One half of the new vectors: inner vectors times packed rows. */
function multiplyHalf(m: Merge, first: i32, count: i32, column: i32, cols: i32, packed: usize): void {
  const to = m.z + bytes<f64>(column);
  const ldz = <i32>(m.stride >> 3);
  const inner = m.inner + bytes<f64>(first);
  gemm<f64>(0, 0, m.kept, cols, count, 1, inner, m.innerStride, packed, cols, 0, to, ldz, m.gemmScratch);
}

/**
 * Replaces the rows of m.z by the new vectors: the roots' first, then the deflated ones.
 * @param n1 - columns of the upper half
 * @param n2 - columns of the lower half
 */
export function multiplyOut(m: Merge, n1: i32, n2: i32): void {
  const upperOnly = at<i32>(m.counts, UPPER);
  const inUpper = upperOnly + at<i32>(m.counts, BOTH);
  const inLower = m.kept - upperOnly;
  const lowerRows = m.packed + bytes<f64>(inUpper * n1);
  const aside = lowerRows + bytes<f64>(inLower * n2);
  packHalf(m, LOWER, 0, 0, n1, m.packed);
  packHalf(m, UPPER, upperOnly, n1, n2, lowerRows);
  const length = bytes<f64>(n1 + n2);
  for (let j = 0; j < m.deflated; j++) {
    memory.copy(aside + <usize>j * length, m.z + <usize>at<i32>(m.deflatedList, j) * m.stride, length);
  }
  multiplyHalf(m, 0, inUpper, 0, n1, m.packed);
  multiplyHalf(m, upperOnly, inLower, n1, n2, lowerRows);
  for (let j = 0; j < m.deflated; j++) {
    memory.copy(m.z + <usize>(m.kept + j) * m.stride, aside + <usize>j * length, length);
  }
}

/** d := the roots, then the deflated values. */
export function collectValues(m: Merge): void {
  for (let j = 0; j < m.deflated; j++) {
    put<f64>(m.roots, m.kept + j, at<f64>(m.d, at<i32>(m.deflatedList, j)));
  }
  memory.copy(m.d, m.roots, bytes<f64>(m.n));
}

/** Order of the merged values: two ascending runs. */
export function orderMerged(m: Merge, order: usize): void {
  for (let j = 0; j < m.n; j++) put<i32>(m.merged, j, j < m.kept ? j : j - m.kept);
  mergeOrder(m.kept, m.merged, m.deflated, m.merged + ((<usize>m.kept) << 2), m.kept, m.d, order);
}

/** Eigenvalues and vectors of a tridiagonal block, by `order` ascending. @returns 0, or 1 */
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
