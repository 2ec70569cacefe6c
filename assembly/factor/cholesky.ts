// Cholesky factorisation A = L·Lᵀ, halved until it is small:
//
//   ┌ A11     ┐   L11 from A11; L21 = A21·L11⁻ᵀ; A22 := A22 − L21·L21ᵀ, lower triangle
//   └ A21 A22 ┘   only, a gemm that does most of the work; L22 from A22.
//
// Source: Andersen, Gustavson & Waśniewski, "A recursive formulation of Cholesky
// factorization of a matrix in packed storage", ACM TOMS 27(2):214, 2001, in idea.

import { at, bytes, put } from "../vector/lanes";
import { dot } from "../vector/level1";
import { LOWER } from "../product/block";
import { gemmWork, product } from "../product/level3";
import { halfOf, solveRows } from "../product/triangular";

/** Matrices up to this size are factored directly. */
const SMALL: i32 = 16;

/** Bytes of `work` for potrf. */
export function potrfWork<T>(n: i32): f64 {
  return gemmWork<T>(n, n, n);
}

/**
 * Lower triangle of A (n × n, symmetric positive definite) := L. The strict upper
 * triangle is neither read nor written.
 *
 * @param work - potrfWork<T>(n) bytes
 * @returns 0, or 1 + the index of the first pivot that is NaN or not positive; A is then
 *   partly overwritten
 */
export function potrf<T>(n: i32, a: usize, lda: i32, work: usize): i32 {
  if (n <= SMALL) return factorDirectly<T>(n, a, bytes<T>(lda));
  const half = halfOf(n);
  const other = n - half;
  const a21 = a + <usize>half * bytes<T>(lda);
  const a22 = a21 + bytes<T>(half);
  const first = potrf<T>(half, a, lda, work);
  if (first) return first;
  solveRows<T>(other, half, a, lda, a21, lda, work);
  product<T>(LOWER, 0, 1, other, other, half, -1, a21, lda, a21, lda, 1, a22, lda, work);
  const second = potrf<T>(other, a22, lda, work);
  return second ? half + second : 0;
}

/** Row by row: each row of L solves the triangular system of the rows above it. */
function factorDirectly<T>(n: i32, a: usize, ld: usize): i32 {
  for (let i = 0; i < n; i++) {
    const row = a + <usize>i * ld;
    for (let j = 0; j < i; j++) {
      const above = a + <usize>j * ld;
      put<T>(row, j, (at<T>(row, j) - dot<T>(j, row, above)) / at<T>(above, j));
    }
    const pivot: T = at<T>(row, i) - dot<T>(i, row, row);
    if (!(pivot > 0)) return i + 1;
    put<T>(row, i, sqrt<T>(pivot));
  }
  return 0;
}
