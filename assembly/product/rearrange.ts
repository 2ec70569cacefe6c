// Transposing and centering matrices.

import { at, bytes, lanes, put } from "../vector/lanes";
import { shift, sum } from "../vector/level1";
import { transposeBlock } from "./pack";

/** Side of the square tiles of `transpose`: the cache lines of source and result stay in the first level. */
const SIDE: i32 = 32;

/** B (n × m) := Aᵀ, A being m × n. They must not overlap. */
export function transpose<T>(m: i32, n: i32, a: usize, lda: i32, b: usize, ldb: i32): void {
  for (let i = 0; i < m; i += SIDE) {
    const rows = min(m - i, SIDE);
    for (let j = 0; j < n; j += SIDE) {
      const from = a + <usize>i * bytes<T>(lda) + bytes<T>(j);
      const to = b + <usize>j * bytes<T>(ldb) + bytes<T>(i);
      transposeTile<T>(rows, min(n - j, SIDE), from, bytes<T>(lda), to, bytes<T>(ldb));
    }
  }
}

/** One tile; strides in bytes. First squares of v128, then the elements left at two sides. */
function transposeTile<T>(m: i32, n: i32, a: usize, lda: usize, b: usize, ldb: usize): void {
  const wholeRows = m - (m % lanes<T>());
  const wholeCols = n - (n % lanes<T>());
  for (let i = 0; i < wholeRows; i += lanes<T>()) {
    for (let j = 0; j < wholeCols; j += lanes<T>()) {
      transposeBlock<T>(b + <usize>j * ldb + bytes<T>(i), ldb, a + <usize>i * lda + bytes<T>(j), lda);
    }
  }
  for (let i = 0; i < m; i++) {
    for (let j = i < wholeRows ? wholeCols : 0; j < n; j++) {
      put<T>(b + <usize>j * ldb, i, at<T>(a + <usize>i * lda, j));
    }
  }
}

/**
 * Subtracts from each column of A (m × n) its mean, and stores the means.
 *
 * The mean is taken twice, the second time of the centered column. So the result has mean
 * zero up to its own rounding, even when the data lie far from zero.
 *
 * @param m - at least 1
 * @param means - n elements
 *
 * Source: Chan, Golub & LeVeque, "Algorithms for computing the sample variance",
 * The American Statistician 37(3):242, 1983 (the corrected two-pass algorithm).
 */
export function centerColumns<T>(m: i32, n: i32, a: usize, lda: i32, means: usize): void {
  const ld = bytes<T>(lda);
  const end = <usize>m * ld;
  const rest = n % (2 * lanes<T>());
  for (const stop = a + bytes<T>(n - rest); a < stop; a += 32, means += 32) {
    centerStrip<T>(<T>m, a, a + end, ld, means);
  }
  for (let j = 0; j < rest; j++)
    centerColumn<T>(<T>m, a + bytes<T>(j), a + bytes<T>(j) + end, ld, means + bytes<T>(j));
}

/**
 * Two v128 of columns, so that the running sums stay in registers.
 * @param end - where the row after the last would be; it may lie beyond 4 GiB, so it is compared with != only
 */
function centerStrip<T>(m: T, a: usize, end: usize, ld: usize, means: usize): void {
  const count = v128.splat<T>(m);
  let s0 = v128.splat<T>(<T>0);
  let s1 = s0;
  for (let row = a; row != end; row += ld) {
    s0 = v128.add<T>(s0, v128.load(row));
    s1 = v128.add<T>(s1, v128.load(row, 16));
  }
  const mean0 = v128.div<T>(s0, count);
  const mean1 = v128.div<T>(s1, count);
  s0 = s1 = v128.splat<T>(<T>0);
  for (let row = a; row != end; row += ld) {
    s0 = v128.add<T>(s0, v128.sub<T>(v128.load(row), mean0));
    s1 = v128.add<T>(s1, v128.sub<T>(v128.load(row, 16), mean1));
  }
  const left0 = v128.div<T>(s0, count);
  const left1 = v128.div<T>(s1, count);
  for (let row = a; row != end; row += ld) {
    v128.store(row, v128.sub<T>(v128.sub<T>(v128.load(row), mean0), left0));
    v128.store(row, v128.sub<T>(v128.sub<T>(v128.load(row, 16), mean1), left1), 16);
  }
  v128.store(means, v128.add<T>(mean0, left0));
  v128.store(means, v128.add<T>(mean1, left1), 16);
}

/** The same operations for one column, so that its bits do not depend on its place. */
function centerColumn<T>(m: T, a: usize, end: usize, ld: usize, means: usize): void {
  let s: T = 0;
  for (let row = a; row != end; row += ld) s += load<T>(row);
  const mean: T = s / m;
  s = 0;
  for (let row = a; row != end; row += ld) s += load<T>(row) - mean;
  const left: T = s / m;
  for (let row = a; row != end; row += ld) store<T>(row, load<T>(row) - mean - left);
  store<T>(means, mean + left);
}

/** Subtracts from each row of A (m × n) its mean, taken twice as in `centerColumns`; stores the m means. */
export function centerRows<T>(m: i32, n: i32, a: usize, lda: i32, means: usize): void {
  for (let i = 0; i < m; i++) {
    const mean: T = sum<T>(n, a) / <T>n;
    shift<T>(n, -mean, a);
    const left: T = sum<T>(n, a) / <T>n;
    shift<T>(n, -left, a);
    put<T>(means, i, mean + left);
    a += bytes<T>(lda);
  }
}
