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

import { bytes } from "../vector/lanes";

/** Bytes of a row taken at a time: 6 rows of a micro-tile fit 32 KiB of L1. */
const CHUNK: usize = 4096;
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
 * @param width - of the columns, in BYTES
 */
function pair<T, Step>(width: usize, a: usize, b: usize, order: f64): T {
  const step = changetype<Step>(0);
  const constant = step.constant(order);
  const full = width & ~15;
  let value = i64x2.splat(0);
  let k: usize = 0;
  for (; k < full; k += 16) value = step.add(value, v128.load(a + k), v128.load(b + k), constant);
  for (; k < width; k += sizeof<T>()) {
    value = step.add(value, loadOne<T>(a + k), loadOne<T>(b + k), constant);
  }
  return step.fold(value);
}

/**
 * The values of 4 rows of A against 2 rows of B over `width` bytes of columns.
 * @param a - first of 4 rows, `lda` BYTES apart
 * @param b - first of 2 rows, `ldb` BYTES apart
 * @param out - value of the first pair; rows `ldo` BYTES apart
 * @param first - whether these are the first columns: the values are set, not joined
 */
function tile<T, Step>(
  width: usize,
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
  const full = width & ~15;
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
  for (; k < width; k += sizeof<T>()) {
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

/** One row of A against one of B: what a block has beside its tiles. */
function edge<T, Step>(width: usize, a: usize, b: usize, out: usize, order: f64, first: bool): void {
  const value = pair<T, Step>(width, a, b, order);
  store<T>(out, first ? value : changetype<Step>(0).join(load<T>(out), value));
}

/** 4 × 2 pairs, one after the other: the tile of a step too long to share loads. */
function tileOfEdges<T, Step>(
  width: usize,
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  out: usize,
  ldo: usize,
  order: f64,
  first: bool,
): void {
  for (let i = 0; i < 4; i++, a += lda, out += ldo) {
    edge<T, Step>(width, a, b, out, order, first);
    edge<T, Step>(width, a, b + ldb, out + sizeof<T>(), order, first);
  }
}

// What `walk` calls through the table of functions, once for 8 pairs of up to a chunk
// of columns: so the walk over blocks exists once and not for each distance.
type Tile = (
  width: usize,
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  out: usize,
  ldo: usize,
  order: f64,
  first: bool,
) => void;
type Edge = (width: usize, a: usize, b: usize, out: usize, order: f64, first: bool) => void;

/** One block of rows against another over one chunk of columns: tiles, and pairs at the edges. */
function block(
  m: i32,
  n: i32,
  width: usize,
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  out: usize,
  ldo: usize,
  size: usize,
  order: f64,
  upper: bool,
  first: bool,
  tile: Tile,
  edge: Edge,
): void {
  for (let j = 0; j < n; j += 2, b += 2 * ldb, out += 2 * size) {
    const rows = upper ? min(m, j + 2) : m;
    let i = 0;
    let ai = a;
    let oi = out;
    if (n - j > 1) {
      for (; i < rows && i + 4 <= m; i += 4, ai += 4 * lda, oi += 4 * ldo) {
        tile(width, ai, lda, b, ldb, oi, ldo, order, first);
      }
    }
    for (; i < rows; i++, ai += lda, oi += ldo) {
      edge(width, ai, b, oi, order, first);
      if (n - j > 1) edge(width, ai, b + ldb, oi + size, order, first);
    }
  }
}

/** `distances` with row lengths and strides in bytes, for elements of `size` bytes. */
function walk(
  m: i32,
  n: i32,
  row: usize,
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  out: usize,
  ldo: usize,
  size: usize,
  order: f64,
  upper: bool,
  tile: Tile,
  edge: Edge,
): void {
  let k: usize = 0;
  do {
    const width = min(row - k, CHUNK);
    for (let i = 0; i < m; i += BLOCK) {
      const ai = a + <usize>i * lda + k;
      const rows = min(m - i, BLOCK);
      for (let j = upper ? i : 0; j < n; j += BLOCK) {
        const bj = b + <usize>j * ldb + k;
        const oij = out + <usize>i * ldo + <usize>j * size;
        const cols = min(n - j, BLOCK);
        const diagonal = upper && j == i;
        block(rows, cols, width, ai, lda, bj, ldb, oij, ldo, size, order, diagonal, k == 0, tile, edge);
      }
    }
    k += CHUNK;
  } while (k < row);
}

/**
 * The value of one pair of rows over all columns: the bits that `distances` gives it.
 * @param p - columns
 */
export function distance<T, Step>(p: i32, a: usize, b: usize, order: f64): T {
  const step = changetype<Step>(0);
  const row = bytes<T>(p);
  let value = pair<T, Step>(min(row, CHUNK), a, b, order);
  for (let k = CHUNK; k < row; k += CHUNK) {
    value = step.join(value, pair<T, Step>(min(row - k, CHUNK), a + k, b + k, order));
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
  walk(
    m,
    n,
    bytes<T>(p),
    a,
    bytes<T>(lda),
    b,
    bytes<T>(ldb),
    out,
    bytes<T>(ldo),
    sizeof<T>(),
    order,
    upper,
    changetype<Step>(0).tiled()
      ? (width, ai, la, bj, lb, oij, lo, exponent, first) => {
          tile<T, Step>(width, ai, la, bj, lb, oij, lo, exponent, first);
        }
      : (width, ai, la, bj, lb, oij, lo, exponent, first) => {
          tileOfEdges<T, Step>(width, ai, la, bj, lb, oij, lo, exponent, first);
        },
    (width, ai, bj, oij, exponent, first) => {
      edge<T, Step>(width, ai, bj, oij, exponent, first);
    },
  );
}
