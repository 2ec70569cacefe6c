// The exported surface of the kernels and nothing else.
//
// Conventions, said once. Matrices are row-major. Addresses (usize) are in BYTES,
// strides (`lda`, …: from one row to the next) and sizes are in ELEMENTS. Names are
// BLAS and LAPACK's: `d` for f64, `s` for f32, then the operation. Arguments are the
// sizes, then each operand followed by its stride, then `work`: scratch of as many
// bytes as the twin `…Work` says, 16-byte aligned. Kernels never allocate and trust
// their arguments; `src/wasm/kernels.ts` checks them.

// Level 3 (level3.ts): products of matrices.

import * as level3 from "./level3";

/** C (m × n) := alpha·op(A)·op(B) + beta·C; trans 1 turns its operand. beta = 0: C is not read. */
export function dgemm(
  transA: i32,
  transB: i32,
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  beta: f64,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  level3.gemm<f64>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, work);
}
export function dgemmWork(m: i32, n: i32, k: i32): usize {
  return level3.gemmWork<f64>(m, n, k);
}
export function sgemm(
  transA: i32,
  transB: i32,
  m: i32,
  n: i32,
  k: i32,
  alpha: f32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  beta: f32,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  level3.gemm<f32>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, work);
}
export function sgemmWork(m: i32, n: i32, k: i32): usize {
  return level3.gemmWork<f32>(m, n, k);
}

/** Upper triangle of C (n × n) := alpha·op(A)·op(A)ᵀ + beta·C; trans 0: A is n × k, 1: k × n. */
export function dsyrk(
  trans: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  lda: i32,
  beta: f64,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  level3.syrk<f64>(trans, n, k, alpha, a, lda, beta, c, ldc, work);
}
export function dsyrkWork(n: i32, k: i32): usize {
  return level3.syrkWork<f64>(n, k);
}
export function ssyrk(
  trans: i32,
  n: i32,
  k: i32,
  alpha: f32,
  a: usize,
  lda: i32,
  beta: f32,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  level3.syrk<f32>(trans, n, k, alpha, a, lda, beta, c, ldc, work);
}
export function ssyrkWork(n: i32, k: i32): usize {
  return level3.syrkWork<f32>(n, k);
}

/** Copies the upper triangle of C (n × n) to the lower. */
export function dsymmetrize(n: i32, c: usize, ldc: i32): void {
  level3.symmetrize<f64>(n, c, ldc);
}
export function ssymmetrize(n: i32, c: usize, ldc: i32): void {
  level3.symmetrize<f32>(n, c, ldc);
}
