// QR factorisation by Householder reflectors. NB columns are factored at a time, and gemm
// applies their reflectors to the columns on the right.
//
//   A = Q·R,  Q = H₀·H₁·…,  Hⱼ = I − τⱼ·vⱼ·vⱼᵀ,  vⱼ = (0 … 0, 1, below the diagonal of A)
//
// The product of the reflectors of one panel is I − V·T·Vᵀ with an upper triangular
// T (the compact WY form), so applying a panel to C is three products.
//
// A panel is factored in a transposed copy, where a column of A is contiguous. The same
// copy, with its ones and zeros written out, is the operand Vᵀ of those products.
//
// Sources: Schreiber & Van Loan, "A storage-efficient WY representation for products
// of Householder transformations", SIAM J. Sci. Stat. Comput. 10(1):53, 1989;
// LAPACK dgeqrf, dlarfg, dlarft for the storage and the signs.

import { at, bytes, put } from "../vector/lanes";
import { paddedStride, rowSize, sizeOf } from "../vector/layout";
import { gemv, ger } from "../product/level2";
import { gemm, gemmWork, syrk } from "../product/level3";
import { transpose } from "../product/rearrange";
import { reflector } from "./householder";

/**
 * Reflectors in a panel: 16 is slower from 512 on; 32 is no faster, 48 and 64 are a tenth
 * slower at 128 and 256.
 */
export const NB: i32 = 24;

// `work`, for a factorisation of m rows that is applied to n columns:
//
//   Vᵀ  NB × paddedStride(m) | T  NB × NB | VᵀC  NB × n | op(T)VᵀC  NB × n | gemm's

// @ts-ignore: decorator
@inline
function placeOfT(m: i32, work: usize): usize {
  return work + bytes<f64>(NB) * <usize>paddedStride(m);
}

// @ts-ignore: decorator
@inline
function placeOfProducts(m: i32, work: usize): usize {
  return placeOfT(m, work) + bytes<f64>(NB * NB);
}

/** Bytes for factoring m rows, or applying their reflectors to n columns. */
function panelWork(m: i32, n: i32): f64 {
  const forT = gemmWork<f64>(NB, NB, m);
  const forC = max(gemmWork<f64>(NB, n, m), gemmWork<f64>(m, n, NB));
  return NB * (rowSize(m) + sizeOf<f64>(NB + 2 * <f64>n)) + max(forT, forC);
}

/** Bytes of `work` for geqrf. */
export function geqrfWork(m: i32, n: i32): f64 {
  return panelWork(m, n);
}

/** Bytes of `work` for orgqr. */
export function orgqrWork(m: i32, n: i32): f64 {
  return panelWork(m, n);
}

/**
 * Factors A (m × n): R on and above the diagonal, the reflectors' tails below it.
 * Safe at every scale: only `reflector` squares elements, and it guards against over- and underflow.
 *
 * @param tau - min(m, n) elements; 0 marks a reflector that is the identity
 * @param work - geqrfWork(m, n) bytes
 */
export function geqrf(m: i32, n: i32, a: usize, lda: i32, tau: usize, work: usize): void {
  const count = min(m, n);
  const ldv = paddedStride(m);
  for (let j = 0; j < count; j += NB) {
    const width = min(count - j, NB);
    const corner = a + <usize>j * bytes<f64>(lda + 1);
    transpose<f64>(m - j, width, corner, lda, work, ldv);
    factorPanel(m - j, width, work, ldv, tau + bytes<f64>(j), placeOfT(m, work));
    transpose<f64>(width, m - j, work, ldv, corner, lda);
    if (j + width == n) return;
    completePanel(m, n, j, width, tau, work);
    applyPanel(1, m, n, j, width, corner + bytes<f64>(width), lda, n - j - width, work);
  }
}

/**
 * A (m × n), factored by geqrf, := the first n columns of Q.
 *
 * @param k - reflectors to use; m ≥ n ≥ k
 * @param work - orgqrWork(m, n) bytes
 */
export function orgqr(m: i32, n: i32, k: i32, a: usize, lda: i32, tau: usize, work: usize): void {
  setIdentity(m, k, n, a, lda);
  for (let j = lastPanel(k); j >= 0; j -= NB) {
    const width = min(k - j, NB);
    const corner = a + <usize>j * bytes<f64>(lda + 1);
    transpose<f64>(m - j, width, corner, lda, work, paddedStride(m));
    completePanel(m, n, j, width, tau, work);
    setIdentity(m, j, j + width, a, lda);
    applyPanel(0, m, n, j, width, corner, lda, n - j, work);
  }
}

/** First reflector of the last panel, of k reflectors in all; −1 if k is 0. */
// @ts-ignore: decorator
@inline
function lastPanel(k: i32): i32 {
  return k == 0 ? -1 : ((k - 1) / NB) * NB;
}

/** Columns first … last − 1 of A, m rows, := those of the identity. */
function setIdentity(m: i32, first: i32, last: i32, a: usize, lda: i32): void {
  for (let i = 0; i < m; i++, a += bytes<f64>(lda)) {
    memory.fill(a + bytes<f64>(first), 0, bytes<f64>(last - first));
    if (i >= first && i < last) put<f64>(a, i, 1);
  }
}

/**
 * Factors an m × width panel that is given transposed: rows of vt are columns of A.
 * @param products - room for `width` elements
 */
function factorPanel(m: i32, width: i32, vt: usize, ldv: i32, tau: usize, products: usize): void {
  for (let c = 0; c < width; c++) {
    const v = vt + <usize>c * bytes<f64>(ldv + 1);
    const next = v + bytes<f64>(ldv);
    const beta = reflector(m - c, v, tau + bytes<f64>(c));
    const t = at<f64>(tau, c);
    if (t != 0) {
      gemv<f64>(width - c - 1, m - c, next, ldv, v, products);
      ger<f64>(width - c - 1, m - c, -t, products, v, next, ldv);
    }
    put<f64>(v, 0, beta);
  }
}

/** Writes the zeros and ones of Vᵀ for the panel that starts with reflector j, and forms T. */
function completePanel(m: i32, n: i32, j: i32, width: i32, tau: usize, work: usize): void {
  const ldv = paddedStride(m);
  for (let c = 0; c < width; c++) {
    const row = work + <usize>c * bytes<f64>(ldv);
    memory.fill(row, 0, bytes<f64>(c));
    put<f64>(row, c, 1);
  }
  const t = placeOfT(m, work);
  const scratch = placeOfProducts(m, work) + 2 * bytes<f64>(NB) * <usize>n;
  memory.fill(t, 0, bytes<f64>(NB * NB));
  syrk<f64>(0, width, m - j, 1, work, ldv, 0, t, NB, scratch);
  formTriangle(width, tau + bytes<f64>(j), t);
}

/**
 * Replaces the upper triangle of Vᵀ·V by T, for `count` reflectors. Column c of T is
 * −τ·T·(Vᵀv) above the diagonal and τ on it. Element r of the column needs the products
 * from r on, so it may overwrite product r.
 *
 * @param factors - the τ of each
 * @param t - count rows of NB elements
 */
export function formTriangle(count: i32, factors: usize, t: usize): void {
  for (let c = 0; c < count; c++) {
    const tau = at<f64>(factors, c);
    const column = t + bytes<f64>(c);
    for (let r = 0; r < c; r++) {
      const row = t + bytes<f64>(r * NB);
      let sum: f64 = 0;
      for (let q = r; q < c; q++) sum += at<f64>(row, q) * at<f64>(column, q * NB);
      put<f64>(column, r * NB, -tau * sum);
    }
    put<f64>(column, c * NB, tau);
  }
}

/**
 * C := (I − V·op(T)·Vᵀ)·C for the completed panel that starts with reflector j.
 *
 * @param transT - 1 for the transpose of the panel's product
 * @param c - (m − j) × cols
 */
function applyPanel(
  transT: i32,
  m: i32,
  n: i32,
  j: i32,
  width: i32,
  c: usize,
  ldc: i32,
  cols: i32,
  work: usize,
): void {
  const ldv = paddedStride(m);
  const t = placeOfT(m, work);
  const inner = placeOfProducts(m, work);
  const outer = inner + bytes<f64>(NB) * <usize>n;
  const scratch = outer + bytes<f64>(NB) * <usize>n;
  gemm<f64>(0, 0, width, cols, m - j, 1, work, ldv, c, ldc, 0, inner, cols, scratch);
  gemm<f64>(transT, 0, width, cols, width, 1, t, NB, inner, cols, 0, outer, cols, scratch);
  gemm<f64>(1, 0, m - j, cols, width, -1, work, ldv, outer, cols, 1, c, ldc, scratch);
}
