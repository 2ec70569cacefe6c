// One merge of divide and conquer, as far as the symmetric and the singular value problem
// agree: the secular equation of the values that are kept, and the products that turn
// its vectors into those of the whole.

import { at, bytes, put } from "../vector/lanes";
import { aligned, paddedBytes, vectorSize } from "../vector/layout";
import { gemm, gemmWork } from "../product/level3";
import { BOTH_HALVES, groupByKind, insertOrdered, LOWER_HALF, mergeOrder, UPPER_HALF } from "./deflate";
import { correctedComponents } from "./secular-vectors";
import { Secular, secularRoot } from "./secular";

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
  /** Components of the coupling vector: all of them, and those of kept values. */
  coupling: usize = 0;
  components: usize = 0;
  poles: usize = 0;
  roots: usize = 0;
  row: usize = 0;
  /** kept × kept: differences of poles and roots, later the vectors of the inner problem. */
  inner: usize = 0;
  innerStride: i32 = 0;
  packed: usize = 0;
  gemmScratch: usize = 0;
  secular: Secular = changetype<Secular>(0);
}

/** Bytes of scratch for a Merge of order n. */
export function mergeWork(n: i32): f64 {
  const heads = <f64>(256 + offsetof<Merge>() + offsetof<Secular>());
  return heads + (14 + 2 * <f64>n) * vectorSize(n) + gemmWork<f64>(n, n, n);
}

/** Places a Merge for problems of order up to n in `work`. */
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

/** Keeps value j for the secular equation. */
export function keep(m: Merge, j: i32): void {
  put<f64>(m.poles, m.kept, at<f64>(m.d, j));
  put<f64>(m.components, m.kept, at<f64>(m.coupling, j));
  put<i32>(m.keptList, m.kept++, j);
}

/** Sets value j aside: it is a value of the whole already. */
export function setAside(m: Merge, j: i32): void {
  insertOrdered(m.deflated++, m.deflatedList, j, m.d);
}

/**
 * All roots of the secular equation of what is kept, and the components for which they are exact.
 * Row i of m.inner receives the differences of root i from the poles.
 * @returns 0, or 1 when a root did not converge
 */
export function solveSecular(m: Merge, rho: f64, squared: bool): i32 {
  const q = m.secular;
  const k = m.kept;
  m.innerStride = (k + 1) & ~1;
  const stride = bytes<f64>(m.innerStride);
  q.k = k;
  q.rho = rho;
  q.squared = squared;
  q.d = m.poles;
  for (let j = 0; j < k; j++) put<f64>(q.z2, j, at<f64>(m.components, j) * at<f64>(m.components, j));
  for (let i = 0; i < k; i++) {
    const root = secularRoot(q, i, m.inner + <usize>i * stride);
    if (root != root) return 1;
    put<f64>(m.roots, i, root);
  }
  correctedComponents(k, m.poles, squared, m.inner, stride, m.components, m.row);
  groupByKind(k, m.keptList, m.kinds, m.places, m.counts);
  return 0;
}

/**
 * Copies the rows that are nonzero in one half, that half of them only, grouped by kind.
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
 * Replaces the rows of m.z by the vectors of the whole: first those of the roots, then the
 * deflated ones.
 * @param n1 - columns of the upper half
 * @param n2 - columns of the lower half
 */
export function multiplyOut(m: Merge, n1: i32, n2: i32): void {
  const upperOnly = at<i32>(m.counts, UPPER_HALF);
  const inUpper = upperOnly + at<i32>(m.counts, BOTH_HALVES);
  const inLower = m.kept - upperOnly;
  const lowerRows = m.packed + bytes<f64>(inUpper * n1);
  const aside = lowerRows + bytes<f64>(inLower * n2);
  packHalf(m, LOWER_HALF, 0, 0, n1, m.packed);
  packHalf(m, UPPER_HALF, upperOnly, n1, n2, lowerRows);
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

/** Order of the merged values, which are two ascending runs. */
export function orderMerged(m: Merge, order: usize): void {
  for (let j = 0; j < m.n; j++) put<i32>(m.merged, j, j < m.kept ? j : j - m.kept);
  mergeOrder(m.kept, m.merged, m.deflated, m.merged + ((<usize>m.kept) << 2), m.kept, m.d, order);
}
