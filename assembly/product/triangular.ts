// Triangular systems. They are halved until they are small; gemm couples the halves.

import { at, bytes, put } from "../vector/lanes";
import { axpy, divide, dot } from "../vector/level1";
import { gemm, gemmWork } from "./level3";

/** Systems up to this size are solved directly. */
const SMALL: i32 = 16;

/** Bytes of `work` for trsm. */
export function trsmWork<T>(n: i32, nrhs: i32): f64 {
  return gemmWork<T>(n, nrhs, n);
}

/** About half of n: a multiple of 8, so that the second half is aligned as the whole is. */
// @ts-ignore: decorator
@inline
export function halfOf(n: i32): i32 {
  return ((n / 2 + 7) / 8) * 8;
}

/**
 * B (n × nrhs) := op(A)⁻¹·B, A being n × n and triangular. The other triangle is
 * not read. A zero on the diagonal gives infinities or NaN, as division by zero does.
 *
 * @param upper - 0: A is lower triangular; 1: upper
 * @param trans - 1: op(A) = Aᵀ
 * @param unit - 1: the diagonal is taken as ones and not read
 * @param work - trsmWork<T>(n, nrhs) bytes
 */
export function trsm<T>(
  upper: i32,
  trans: i32,
  unit: i32,
  n: i32,
  nrhs: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  work: usize,
): void {
  // Element (i, j) of op(A) stands at a + i·down + j·right.
  const forward = upper == trans;
  if (n <= SMALL) {
    const down = trans ? sizeof<T>() : bytes<T>(lda);
    const right = trans ? bytes<T>(lda) : sizeof<T>();
    return forward
      ? solveForward<T>(unit, n, nrhs, a, down, right, b, bytes<T>(ldb))
      : solveBackward<T>(unit, n, nrhs, a, down, right, b, bytes<T>(ldb));
  }
  const half = halfOf(n);
  const other = n - half;
  const a22 = a + <usize>half * bytes<T>(lda + 1);
  const b2 = b + <usize>half * bytes<T>(ldb);
  // The one off-diagonal block that is stored: A21 of a lower, A12 of an upper triangle.
  const off = upper ? a + bytes<T>(half) : a + <usize>half * bytes<T>(lda);
  if (forward) {
    trsm<T>(upper, trans, unit, half, nrhs, a, lda, b, ldb, work);
    gemm<T>(trans, 0, other, nrhs, half, -1, off, lda, b, ldb, 1, b2, ldb, work);
    trsm<T>(upper, trans, unit, other, nrhs, a22, lda, b2, ldb, work);
  } else {
    trsm<T>(upper, trans, unit, other, nrhs, a22, lda, b2, ldb, work);
    gemm<T>(trans, 0, half, nrhs, other, -1, off, lda, b2, ldb, 1, b, ldb, work);
    trsm<T>(upper, trans, unit, half, nrhs, a, lda, b, ldb, work);
  }
}

/** op(A) lower triangular, rows first to last; strides in bytes. */
function solveForward<T>(
  unit: i32,
  n: i32,
  nrhs: i32,
  a: usize,
  down: usize,
  right: usize,
  b: usize,
  ldb: usize,
): void {
  for (let i = 0; i < n; i++) {
    const row = a + <usize>i * down;
    const x = b + <usize>i * ldb;
    for (let j = 0; j < i; j++) axpy<T>(nrhs, -load<T>(row + <usize>j * right), b + <usize>j * ldb, x);
    if (!unit) divide<T>(nrhs, load<T>(row + <usize>i * right), x);
  }
}

/** op(A) upper triangular, rows last to first; strides in bytes. */
function solveBackward<T>(
  unit: i32,
  n: i32,
  nrhs: i32,
  a: usize,
  down: usize,
  right: usize,
  b: usize,
  ldb: usize,
): void {
  for (let i = n - 1; i >= 0; i--) {
    const row = a + <usize>i * down;
    const x = b + <usize>i * ldb;
    for (let j = i + 1; j < n; j++) axpy<T>(nrhs, -load<T>(row + <usize>j * right), b + <usize>j * ldb, x);
    if (!unit) divide<T>(nrhs, load<T>(row + <usize>i * right), x);
  }
}

/**
 * X (m × n) := X·L⁻ᵀ, L being n × n and lower triangular: each row x is replaced by the
 * solution y of L·y = x. Cholesky computes the rows below a diagonal block by it.
 *
 * @param work - gemmWork<T>(m, n, n) bytes
 */
export function solveRows<T>(m: i32, n: i32, l: usize, ldl: i32, x: usize, ldx: i32, work: usize): void {
  if (n <= SMALL) return solveRowsDirectly<T>(m, n, l, bytes<T>(ldl), x, bytes<T>(ldx));
  const half = halfOf(n);
  const x2 = x + bytes<T>(half);
  const l21 = l + <usize>half * bytes<T>(ldl);
  solveRows<T>(m, half, l, ldl, x, ldx, work);
  gemm<T>(0, 1, m, n - half, half, -1, x, ldx, l21, ldl, 1, x2, ldx, work);
  solveRows<T>(m, n - half, l21 + bytes<T>(half), ldl, x2, ldx, work);
}

function solveRowsDirectly<T>(m: i32, n: i32, l: usize, ldl: usize, x: usize, ldx: usize): void {
  for (let i = 0; i < m; i++, x += ldx) {
    for (let j = 0; j < n; j++) {
      const row = l + <usize>j * ldl;
      put<T>(x, j, (at<T>(x, j) - dot<T>(j, row, x)) / at<T>(row, j));
    }
  }
}
