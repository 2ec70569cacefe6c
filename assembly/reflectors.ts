// Many reflectors applied to rows at once, in blocks, as products of matrices.

import { at, bytes, put } from "./lanes";
import { dot } from "./level1";
import { gemm, gemmWork } from "./level3";

/** Reflectors in a block: 16 is faster up to 128 and slower from 512 on; 32, 48 and 64 are slower up to 256. */
const BLOCK: i32 = 24;

/** Bytes of scratch for `reflectRows`: V, its factor T, and two products of rows × BLOCK. */
export function reflectRowsWork(rows: i32, length: i32): usize {
  const blocks = bytes<f64>(BLOCK) * <usize>(length + BLOCK + 2 * rows);
  return blocks + max(gemmWork<f64>(rows, BLOCK, length), gemmWork<f64>(rows, length, BLOCK));
}

/** Copies reflectors k0…k0 + count − 1 into a dense count × cols block, zeros before the leading ones. */
function gatherBlock(count: i32, cols: i32, from: usize, stride: usize, to: usize): void {
  for (let i = 0; i < count; i++) {
    const row = to + bytes<f64>(i * cols);
    memory.fill(row, 0, bytes<f64>(i));
    memory.copy(row + bytes<f64>(i), from + <usize>i * stride + bytes<f64>(i), bytes<f64>(cols - i));
  }
}

/**
 * Upper triangular T with H₀ ⋯ H_{count−1} = I − Vᵀ T V, V the reflectors as rows.
 * Source: Schreiber & Van Loan, SIAM J. Sci. Stat. Comput. 10, 1989; LAPACK dlarft.
 */
function blockFactor(count: i32, cols: i32, v: usize, tau: usize, t: usize, column: usize): void {
  memory.fill(t, 0, bytes<f64>(BLOCK * BLOCK));
  for (let j = 0; j < count; j++) {
    const tj = at<f64>(tau, j);
    const vj = v + bytes<f64>(j * cols + j);
    for (let i = 0; i < j; i++)
      put<f64>(column, i, -tj * dot<f64>(cols - j, v + bytes<f64>(i * cols + j), vj));
    for (let i = 0; i < j; i++) {
      const sum = dot<f64>(j - i, t + bytes<f64>(i * BLOCK + i), column + bytes<f64>(i));
      put<f64>(t, i * BLOCK + j, sum);
    }
    put<f64>(t, j * BLOCK + j, tj);
  }
}

/**
 * R := R · H_{count−1} ⋯ H₁ H₀: every row r becomes Q r for Q = H₀ H₁ ⋯.
 *
 * @param count - number of reflectors
 * @param first - column of the leading 1 of H₀; that of H_k is k + first
 * @param length - columns of R and of the reflectors
 * @param v - count rows; row k holds H_k from column k + first on
 * @param rows - rows of R
 * @param work - `reflectRowsWork(rows, length)` bytes
 */
export function reflectRows(
  count: i32,
  first: i32,
  length: i32,
  v: usize,
  ldv: i32,
  tau: usize,
  rows: i32,
  r: usize,
  ldr: i32,
  work: usize,
): void {
  const t = work;
  const product = t + bytes<f64>(BLOCK * BLOCK);
  const factored = product + bytes<f64>(BLOCK * rows);
  const block = factored + bytes<f64>(BLOCK * rows);
  const scratch = block + bytes<f64>(BLOCK * length);
  for (let end = count; end > 0;) {
    const start = max(0, end - BLOCK);
    const b = end - start;
    const column = start + first;
    const cols = length - column;
    gatherBlock(b, cols, v + bytes<f64>(start) * <usize>ldv + bytes<f64>(column), bytes<f64>(ldv), block);
    blockFactor(b, cols, block, tau + bytes<f64>(start), t, product);
    const part = r + bytes<f64>(column);
    gemm<f64>(0, 1, rows, b, cols, 1, part, ldr, block, cols, 0, product, b, scratch);
    gemm<f64>(0, 1, rows, b, b, 1, product, b, t, BLOCK, 0, factored, b, scratch);
    gemm<f64>(0, 0, rows, cols, b, -1, factored, b, block, cols, 1, part, ldr, scratch);
    end = start;
  }
}
