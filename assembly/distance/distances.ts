// Distances between the rows of two matrices, element by element.
//
// Columns are taken in chunks. So two blocks of rows stay in the L2 cache however wide
// the rows are, and sums stay short. The value of a pair depends on its two rows alone:
// it has the same bits in a tile, at an edge and in any block.

import { bytes } from "../vector/lanes";
import { edge, pair, tile, tileOfEdges } from "./distance-tiles";

/** Bytes of a row taken at a time: 5 rows of a micro-tile fit 32 KiB of L1. */
const CHUNK: usize = 4096;
/** Rows of a block: two blocks of 48 rows × 4 KiB fit 512 KiB of L2. A multiple of 6. */
const BLOCK: i32 = 48;

// `walk` calls these through the table of functions, once for 6 pairs and a chunk of
// columns. So the code of the walk exists once and not once for each distance.
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

/** A block of rows of A against one of B over one chunk of columns: tiles, and pairs at the edges. */
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
  for (let j = 0; j < n; j += 3, b += 3 * ldb, out += 3 * size) {
    const cols = min(n - j, 3);
    const rows = upper ? min(m, j + cols) : m;
    let i = 0;
    let ai = a;
    let oi = out;
    if (cols == 3) {
      for (; i < rows && i + 2 <= m; i += 2, ai += 2 * lda, oi += 2 * ldo) {
        tile(width, ai, lda, b, ldb, oi, ldo, order, first);
      }
    }
    for (; i < rows; i++, ai += lda, oi += ldo) {
      for (let q = 0; q < cols; q++) edge(width, ai, b + <usize>q * ldb, oi + <usize>q * size, order, first);
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
 * The value of one pair of rows over all columns, with the same bits as in `distances`.
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
 * out[i, j] := distance of row i of A and row j of B; a distance with a root, before its root.
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
