// Transposing and centering matrices.

import { at, bytes, lanes, put } from "../vector/lanes";
import { axpy, divide, shift, sum } from "../vector/level1";
import { transposeBlock } from "./pack";

/** Side of the square tiles of `transpose`: the cache lines of source and result stay in the first level. */
const SIDE: i32 = 32;

/** Columns that `centerColumns` takes at a time: their sums and 8 rows stay in the first-level cache. */
const STRIP: i32 = 256;

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
 * Rows are read as they lie in memory. Down a column they would share few sets of the caches.
 *
 * @param m - at least 1
 * @param means - n elements
 * @param work - n elements
 *
 * Source: Chan, Golub & LeVeque, "Algorithms for computing the sample variance",
 * The American Statistician 37(3):242, 1983 (the corrected two-pass algorithm).
 */
export function centerColumns<T>(m: i32, n: i32, a: usize, lda: i32, means: usize, work: usize): void {
  for (let j = 0; j < n; j += STRIP) {
    centerStrip<T>(m, min(n - j, STRIP), a + bytes<T>(j), bytes<T>(lda), means + bytes<T>(j), work);
  }
}

/** `centerColumns` of few columns; `ld` in bytes. */
function centerStrip<T>(m: i32, n: i32, a: usize, ld: usize, means: usize, left: usize): void {
  memory.fill(left, 0, bytes<T>(n));
  memory.fill(means, 0, bytes<T>(n));
  addRows<T>(m, n, a, ld, left, means);
  divide<T>(n, <T>m, means);
  addRows<T>(m, n, a, ld, means, left);
  divide<T>(n, <T>m, left);
  for (let i = 0; i < m; i++, a += ld) {
    axpy<T>(n, -1, means, a);
    axpy<T>(n, -1, left, a);
  }
  axpy<T>(n, 1, left, means);
}

/** sums += Σ (row − origin) over the m rows of A, from the first to the last; `ld` in bytes. */
function addRows<T>(m: i32, n: i32, a: usize, ld: usize, origin: usize, sums: usize): void {
  const width = bytes<T>(n);
  for (let i = 0; i < m; i++, a += ld) {
    let k: usize = 0;
    for (; k + 16 <= width; k += 16) {
      const moved = v128.sub<T>(v128.load(a + k), v128.load(origin + k));
      v128.store(sums + k, v128.add<T>(v128.load(sums + k), moved));
    }
    for (; k < width; k += sizeof<T>()) {
      store<T>(sums + k, load<T>(sums + k) + (load<T>(a + k) - load<T>(origin + k)));
    }
  }
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
