// Applies many reflectors to the rows of a matrix, in blocks, by matrix products.

import { bytes, put } from "../vector/lanes";
import { sizeOf } from "../vector/layout";
import { gemm, gemmWork, syrk } from "../product/level3";
import { transpose } from "../product/rearrange";
import { formTriangle, NB } from "./qr";

/** Bytes of scratch for `reflectRows`: V, its factor T, and two products of rows × NB. */
export function reflectRowsWork(rows: i32, length: i32): f64 {
  const blocks = sizeOf<f64>(NB * (<f64>length + NB + 2 * <f64>rows));
  return blocks + max(gemmWork<f64>(max(rows, NB), NB, length), gemmWork<f64>(rows, length, NB));
}

/** Copies `count` reflectors into a dense count × cols block, with zeros before the leading ones. */
function gatherBlock(count: i32, cols: i32, from: usize, stride: usize, to: usize): void {
  for (let i = 0; i < count; i++) {
    const row = to + bytes<f64>(i * cols);
    memory.fill(row, 0, bytes<f64>(i));
    memory.copy(row + bytes<f64>(i), from + <usize>i * stride + bytes<f64>(i), bytes<f64>(cols - i));
  }
}

/** The same of reflectors that are columns of a, below its diagonal, as geqrf leaves them. */
function gatherColumns(count: i32, cols: i32, a: usize, lda: i32, to: usize): void {
  transpose<f64>(cols, count, a, lda, to, cols);
  for (let i = 0; i < count; i++) {
    const row = to + bytes<f64>(i * cols);
    memory.fill(row, 0, bytes<f64>(i));
    put<f64>(row, i, 1);
  }
}

/**
 * R := R · H_{count−1} ⋯ H₁ H₀: every row r becomes Q r for Q = H₀ H₁ ⋯.
 *
 * @param count - number of reflectors
 * @param first - column of the leading 1 of H₀; that of H_k is k + first
 * @param length - columns of R and of the reflectors
 * @param v - count rows; row k holds H_k from column k + first on
 * @param columns - whether H_k stands in column k of v instead, below the diagonal; first is then 0
 * @param rows - rows of R
 * @param work - `reflectRowsWork(rows, length)` bytes
 */
export function reflectRows(
  count: i32,
  first: i32,
  length: i32,
  v: usize,
  ldv: i32,
  columns: bool,
  tau: usize,
  rows: i32,
  r: usize,
  ldr: i32,
  work: usize,
): void {
  const t = work;
  const product = t + bytes<f64>(NB * NB);
  const factored = product + bytes<f64>(NB * rows);
  const block = factored + bytes<f64>(NB * rows);
  const scratch = block + bytes<f64>(NB * length);
  for (let end = count; end > 0;) {
    const start = max(0, end - NB);
    const b = end - start;
    const column = start + first;
    const cols = length - column;
    const corner = v + bytes<f64>(start) * <usize>ldv + bytes<f64>(column);
    if (columns) gatherColumns(b, cols, corner, ldv, block);
    else gatherBlock(b, cols, corner, bytes<f64>(ldv), block);
    memory.fill(t, 0, bytes<f64>(NB * NB));
    syrk<f64>(0, b, cols, 1, block, cols, 0, t, NB, scratch);
    formTriangle(b, tau + bytes<f64>(start), t);
    const part = r + bytes<f64>(column);
    gemm<f64>(0, 1, rows, b, cols, 1, part, ldr, block, cols, 0, product, b, scratch);
    gemm<f64>(0, 1, rows, b, b, 1, product, b, t, NB, 0, factored, b, scratch);
    gemm<f64>(0, 0, rows, cols, b, -1, factored, b, block, cols, 1, part, ldr, scratch);
    end = start;
  }
}
