// Distances between the rows of two matrices, element by element.
//
// A micro-tile is 4 rows of A against 2 rows of B: 8 running values, and the
// 6 loads of a step serve 8 pairs. 8 values + 6 operands + 1 temporary is what
// 15 registers hold.
//
//              b0[k..]   b1[k..]
//   a0[k..] →    v00       v01
//   a1[k..] →    v10       v11
//   a2[k..] →    v20       v21
//   a3[k..] →    v30       v31
//
// Columns are taken in chunks, so that two blocks of rows stay in the L2 cache
// however wide the rows are, and sums stay short. The value of a pair depends on
// its two rows alone: the same bits in a tile, at an edge, in any block.

import { bytes, lanes } from "./lanes";

/** Bytes of a row taken at a time: 6 rows of a micro-tile fit 32 KiB of L1. */
const CHUNK: i32 = 4096;
/** Rows of a block: two blocks of 48 rows × 4 KiB fit 512 KiB of L2. A multiple of 4. */
const BLOCK: i32 = 48;

/** The elements at `address` that are left over, one at a time; the other lanes are 0. */
// @ts-ignore: decorator
@inline
function loadOne<T>(address: usize): v128 {
  if (sizeof<T>() == 8) return v128.load64_zero(address);
  return v128.load32_zero(address);
}

/** Writes the value of one range of columns, or joins it to that of the columns before. */
// @ts-ignore: decorator
@inline
function settle<T, Step>(out: usize, value: v128, first: bool): void {
  const step = changetype<Step>(0);
  const folded = step.fold(value);
  store<T>(out, first ? folded : step.join(load<T>(out), folded));
}

/**
 * The value of one pair of rows over `width` columns, in the order of additions of
 * the micro-tile.
 * @param width - columns, in elements
 */
export function pair<T, Step>(width: i32, a: usize, b: usize, order: f64): T {
  const step = changetype<Step>(0);
  const constant = step.constant(order);
  const end = bytes<T>(width);
  const full = bytes<T>(width & -lanes<T>());
  let value = i64x2.splat(0);
  let k: usize = 0;
  for (; k < full; k += 16) value = step.add(value, v128.load(a + k), v128.load(b + k), constant);
  for (; k < end; k += sizeof<T>()) {
    value = step.add(value, loadOne<T>(a + k), loadOne<T>(b + k), constant);
  }
  return step.fold(value);
}

/**
 * The values of 4 rows of A against 2 rows of B over `width` columns.
 * @param a - first of 4 rows, `lda` BYTES apart
 * @param b - first of 2 rows, `ldb` BYTES apart
 * @param out - value of the first pair; rows `ldo` BYTES apart
 * @param first - whether these are the first columns: the values are set, not joined
 */
function tile<T, Step>(
  width: i32,
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  out: usize,
  ldo: usize,
  order: f64,
  first: bool,
): void {
  const step = changetype<Step>(0);
  const a1 = a + lda;
  const a2 = a1 + lda;
  const a3 = a2 + lda;
  const b1 = b + ldb;
  let v00 = i64x2.splat(0);
  let v01 = v00;
  let v10 = v00;
  let v11 = v00;
  let v20 = v00;
  let v21 = v00;
  let v30 = v00;
  let v31 = v00;

  const constant = step.constant(order);
  const end = bytes<T>(width);
  const full = bytes<T>(width & -lanes<T>());
  let k: usize = 0;
  for (; k < full; k += 16) {
    const y0 = v128.load(b + k);
    const y1 = v128.load(b1 + k);
    const x0 = v128.load(a + k);
    v00 = step.add(v00, x0, y0, constant);
    v01 = step.add(v01, x0, y1, constant);
    const x1 = v128.load(a1 + k);
    v10 = step.add(v10, x1, y0, constant);
    v11 = step.add(v11, x1, y1, constant);
    const x2 = v128.load(a2 + k);
    v20 = step.add(v20, x2, y0, constant);
    v21 = step.add(v21, x2, y1, constant);
    const x3 = v128.load(a3 + k);
    v30 = step.add(v30, x3, y0, constant);
    v31 = step.add(v31, x3, y1, constant);
  }
  for (; k < end; k += sizeof<T>()) {
    const y0 = loadOne<T>(b + k);
    const y1 = loadOne<T>(b1 + k);
    const x0 = loadOne<T>(a + k);
    v00 = step.add(v00, x0, y0, constant);
    v01 = step.add(v01, x0, y1, constant);
    const x1 = loadOne<T>(a1 + k);
    v10 = step.add(v10, x1, y0, constant);
    v11 = step.add(v11, x1, y1, constant);
    const x2 = loadOne<T>(a2 + k);
    v20 = step.add(v20, x2, y0, constant);
    v21 = step.add(v21, x2, y1, constant);
    const x3 = loadOne<T>(a3 + k);
    v30 = step.add(v30, x3, y0, constant);
    v31 = step.add(v31, x3, y1, constant);
  }

  settle<T, Step>(out, v00, first);
  settle<T, Step>(out + sizeof<T>(), v01, first);
  settle<T, Step>(out + ldo, v10, first);
  settle<T, Step>(out + ldo + sizeof<T>(), v11, first);
  settle<T, Step>(out + 2 * ldo, v20, first);
  settle<T, Step>(out + 2 * ldo + sizeof<T>(), v21, first);
  settle<T, Step>(out + 3 * ldo, v30, first);
  settle<T, Step>(out + 3 * ldo + sizeof<T>(), v31, first);
}

/** One row of A against the last one or two rows of B. */
function edge<T, Step>(
  width: i32,
  a: usize,
  b: usize,
  ldb: usize,
  out: usize,
  order: f64,
  pairs: i32,
  first: bool,
): void {
  const step = changetype<Step>(0);
  for (let j = 0; j < pairs; j++) {
    const value = pair<T, Step>(width, a, b + <usize>j * ldb, order);
    const place = out + bytes<T>(j);
    store<T>(place, first ? value : step.join(load<T>(place), value));
  }
}

/** One block of rows against another over one chunk of columns: tiles, and pairs at the edges. */
function block<T, Step>(
  m: i32,
  n: i32,
  width: i32,
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  out: usize,
  ldo: usize,
  order: f64,
  upper: bool,
  first: bool,
): void {
  const step = changetype<Step>(0);
  for (let j = 0; j < n; j += 2) {
    const bj = b + <usize>j * ldb;
    const oj = out + bytes<T>(j);
    const rows = upper ? min(m, j + 2) : m;
    const pairs = n - j > 1 ? 2 : 1;
    let i = 0;
    if (step.tiled() && pairs == 2) {
      for (; i < rows && i + 4 <= m; i += 4) {
        tile<T, Step>(width, a + <usize>i * lda, lda, bj, ldb, oj + <usize>i * ldo, ldo, order, first);
      }
    }
    for (; i < rows; i++) {
      const ai = a + <usize>i * lda;
      const oi = oj + <usize>i * ldo;
      edge<T, Step>(width, ai, bj, ldb, oi, order, pairs, first);
    }
  }
}

/**
 * The value of one pair of rows over all columns: the bits that `distances` gives it.
 * @param p - columns
 */
export function distance<T, Step>(p: i32, a: usize, b: usize, order: f64): T {
  const step = changetype<Step>(0);
  const chunk = CHUNK / <i32>sizeof<T>();
  let value = pair<T, Step>(min(p, chunk), a, b, order);
  for (let k = chunk; k < p; k += chunk) {
    const at = bytes<T>(k);
    value = step.join(value, pair<T, Step>(min(p - k, chunk), a + at, b + at, order));
  }
  return value;
}

/**
 * out[i, j] := distance of row i of A and row j of B, before any root.
 *
 * @param m - rows of A
 * @param n - rows of B
 * @param p - columns of both, p ≥ 0
 * @param out - m × n, row-major
 * @param upper - whether the rows of A are the first m rows of B and only j ≥ i is wanted;
 *   entries under the diagonal are then undefined
 */
export function distances<T, Step>(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  order: f64,
  upper: bool,
): void {
  const chunk = CHUNK / <i32>sizeof<T>();
  const la = bytes<T>(lda);
  const lb = bytes<T>(ldb);
  const lo = bytes<T>(ldo);
  let k = 0;
  do {
    const width = min(p - k, chunk);
    for (let i = 0; i < m; i += BLOCK) {
      const ai = a + <usize>i * la + bytes<T>(k);
      const rows = min(m - i, BLOCK);
      for (let j = upper ? i : 0; j < n; j += BLOCK) {
        const bj = b + <usize>j * lb + bytes<T>(k);
        const oij = out + <usize>i * lo + bytes<T>(j);
        const diagonal = upper && j == i;
        block<T, Step>(rows, min(n - j, BLOCK), width, ai, la, bj, lb, oij, lo, order, diagonal, k == 0);
      }
    }
    k += chunk;
  } while (k < p);
}
