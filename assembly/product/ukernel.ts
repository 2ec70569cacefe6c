// The micro-kernel: the only code in this library that must be fast. gemm, syrk,
// Gram matrices, cross-covariances, blocked QR and Cholesky all end here.
//
// Step p of the k loop is a column of A times a row of B. In double precision:
//
//               b[p, 0..1]   b[p, 2..3]     two v128 of B, loaded
//   a[0, p] →      c00          c01         one element of A in every lane,
//   a[1, p] →      c10          c11         per row
//   a[2, p] →      c20          c21
//   a[3, p] →      c30          c31         eight v128 of C, stored at the end
//
// In single precision a v128 has four lanes, so the tile is 4 × 8. Nothing else
// differs, and one source serves both.
//
// Why 4 × 2 registers: V8 has 15, and its older scheduler loads all operands of a basic
// block first: 8 of C + 4 of A + 2 of B + 1 for the product.
//
// Why the loop has exits in the middle: each exit ends a basic block. So V8 cannot merge
// the steps into one block that spills registers; a k that is no multiple of four needs
// no second loop; and the loop's own cost (counter, stack check) comes once in four steps.
//
// Source: Van Zee & van de Geijn, "BLIS: A Framework for Rapidly Instantiating
// BLAS Functionality", ACM TOMS 41(3):14, 2015.

import { bytes, fma, lanes, loadSplat } from "../vector/lanes";

/** Rows of the micro-tile. */
export const MR: i32 = 4;

/** Columns of the micro-tile: two v128. */
// @ts-ignore: decorator
@inline
export function NR<T>(): i32 {
  return 2 * lanes<T>();
}

/**
 * C := alpha·A·B + beta·C on one MR × NR micro-tile. The sum over p runs from 0 to
 * k − 1 in that order for every element, wherever the tile stands.
 *
 * @param k - depth, at least 1
 * @param a - packed MR × k panel, column by column
 * @param b - packed k × NR panel, row by row
 * @param c - first element of the tile, row-major
 * @param ldc - from one row of c to the next, in bytes
 * @param beta - 0: c is not read
 */
export function microKernel<T>(k: i32, a: usize, b: usize, alpha: T, beta: T, c: usize, ldc: usize): void {
  let c00 = v128.splat<T>(<T>0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = a + bytes<T>(MR) * <usize>k;
  while (true) {
    // Each of the four steps below is the drawing above, one p after the other.
    let b0 = v128.load(b);
    let b1 = v128.load(b, 16);
    let row = loadSplat<T>(a);
    c00 = fma<T>(row, b0, c00);
    c01 = fma<T>(row, b1, c01);
    row = loadSplat<T>(a, sizeof<T>());
    c10 = fma<T>(row, b0, c10);
    c11 = fma<T>(row, b1, c11);
    row = loadSplat<T>(a, 2 * sizeof<T>());
    c20 = fma<T>(row, b0, c20);
    c21 = fma<T>(row, b1, c21);
    row = loadSplat<T>(a, 3 * sizeof<T>());
    c30 = fma<T>(row, b0, c30);
    c31 = fma<T>(row, b1, c31);
    a += bytes<T>(MR);
    if (a == end) break;

    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    row = loadSplat<T>(a);
    c00 = fma<T>(row, b0, c00);
    c01 = fma<T>(row, b1, c01);
    row = loadSplat<T>(a, sizeof<T>());
    c10 = fma<T>(row, b0, c10);
    c11 = fma<T>(row, b1, c11);
    row = loadSplat<T>(a, 2 * sizeof<T>());
    c20 = fma<T>(row, b0, c20);
    c21 = fma<T>(row, b1, c21);
    row = loadSplat<T>(a, 3 * sizeof<T>());
    c30 = fma<T>(row, b0, c30);
    c31 = fma<T>(row, b1, c31);
    a += bytes<T>(MR);
    if (a == end) break;

    b0 = v128.load(b, 64);
    b1 = v128.load(b, 80);
    row = loadSplat<T>(a);
    c00 = fma<T>(row, b0, c00);
    c01 = fma<T>(row, b1, c01);
    row = loadSplat<T>(a, sizeof<T>());
    c10 = fma<T>(row, b0, c10);
    c11 = fma<T>(row, b1, c11);
    row = loadSplat<T>(a, 2 * sizeof<T>());
    c20 = fma<T>(row, b0, c20);
    c21 = fma<T>(row, b1, c21);
    row = loadSplat<T>(a, 3 * sizeof<T>());
    c30 = fma<T>(row, b0, c30);
    c31 = fma<T>(row, b1, c31);
    a += bytes<T>(MR);
    if (a == end) break;

    b0 = v128.load(b, 96);
    b1 = v128.load(b, 112);
    row = loadSplat<T>(a);
    c00 = fma<T>(row, b0, c00);
    c01 = fma<T>(row, b1, c01);
    row = loadSplat<T>(a, sizeof<T>());
    c10 = fma<T>(row, b0, c10);
    c11 = fma<T>(row, b1, c11);
    row = loadSplat<T>(a, 2 * sizeof<T>());
    c20 = fma<T>(row, b0, c20);
    c21 = fma<T>(row, b1, c21);
    row = loadSplat<T>(a, 3 * sizeof<T>());
    c30 = fma<T>(row, b0, c30);
    c31 = fma<T>(row, b1, c31);
    a += bytes<T>(MR);
    b += 128;
    if (a == end) break;
  }

  const al = v128.splat<T>(alpha);
  if (beta == 0) {
    storeRow<T>(c, al, c00, c01);
    storeRow<T>(c + ldc, al, c10, c11);
    storeRow<T>(c + 2 * ldc, al, c20, c21);
    storeRow<T>(c + 3 * ldc, al, c30, c31);
  } else {
    const be = v128.splat<T>(beta);
    updateRow<T>(c, al, c00, c01, be);
    updateRow<T>(c + ldc, al, c10, c11, be);
    updateRow<T>(c + 2 * ldc, al, c20, c21, be);
    updateRow<T>(c + 3 * ldc, al, c30, c31, be);
  }
}

/** One row of the tile := alpha·x. */
// @ts-ignore: decorator
@inline
function storeRow<T>(c: usize, alpha: v128, x0: v128, x1: v128): void {
  v128.store(c, v128.mul<T>(alpha, x0));
  v128.store(c, v128.mul<T>(alpha, x1), 16);
}

/** One row of the tile := alpha·x + beta·row. */
// @ts-ignore: decorator
@inline
function updateRow<T>(c: usize, alpha: v128, x0: v128, x1: v128, beta: v128): void {
  v128.store(c, fma<T>(beta, v128.load(c), v128.mul<T>(alpha, x0)));
  v128.store(c, fma<T>(beta, v128.load(c, 16), v128.mul<T>(alpha, x1)), 16);
}
