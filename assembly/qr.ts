// QR factorisation by Householder reflectors, NB at a time, the rest by gemm.
//
//   A = Q·R,  Q = H₀·H₁·…,  Hⱼ = I − τⱼ·vⱼ·vⱼᵀ,  vⱼ = (0 … 0, 1, below the diagonal of A)
//
// The product of the reflectors of one panel is I − V·T·Vᵀ with an upper triangular
// T (the compact WY form), so applying a panel to C is three products.
//
// Panels are worked on transposed: a column of A then lies contiguous, and the same
// memory, with its ones and zeros written out, is the operand Vᵀ of those products.
//
// Sources: Schreiber & Van Loan, "A storage-efficient WY representation for products
// of Householder transformations", SIAM J. Sci. Stat. Comput. 10(1):53, 1989;
// LAPACK dgeqrf, dlarfg, dlarft for the storage and the signs.

import { at, bytes, put } from "./lanes";
import { nrm2, scal } from "./level1";
import { gemv, ger } from "./level2";
import { gemm, gemmWork, syrk } from "./level3";
import { transpose } from "./rearrange";

/** Reflectors in a panel. */
const NB: i32 = 32;

// `work`, for a factorisation of m rows that is applied to n columns:
//
//   Vᵀ  NB × strideOf(m) | T  NB × NB | VᵀC  NB × n | op(T)VᵀC  NB × n | gemm's

/** Row stride of Vᵀ: an odd number of cache lines, so that its rows do not share a cache set. */
// @ts-ignore: decorator
@inline
function strideOf(m: i32): i32 {
  return (((m + 7) >> 3) | 1) << 3;
}

// @ts-ignore: decorator
@inline
function placeOfT<T>(m: i32, work: usize): usize {
  return work + bytes<T>(NB) * <usize>strideOf(m);
}

// @ts-ignore: decorator
@inline
function placeOfProducts<T>(m: i32, work: usize): usize {
  return placeOfT<T>(m, work) + bytes<T>(NB * NB);
}

/** Bytes for factoring m rows, or applying their reflectors to n columns. */
function panelWork<T>(m: i32, n: i32): usize {
  const forT = gemmWork<T>(NB, NB, m);
  const forC = max(gemmWork<T>(NB, n, m), gemmWork<T>(m, n, NB));
  return placeOfProducts<T>(m, 0) + 2 * bytes<T>(NB) * <usize>n + max(forT, forC);
}

/** Bytes of `work` for geqrf. */
export function geqrfWork<T>(m: i32, n: i32): usize {
  return panelWork<T>(m, n);
}

/** Bytes of `work` for orgqr. */
export function orgqrWork<T>(m: i32, n: i32): usize {
  return panelWork<T>(m, n);
}

/** Bytes of `work` for ormqr, C being m × n. */
export function ormqrWork<T>(m: i32, n: i32): usize {
  return panelWork<T>(m, n);
}

/**
 * Factors A (m × n): R on and above the diagonal, the reflectors' tails below it.
 * Safe at every scale: no square of an element is formed outside a norm that guards it.
 *
 * @param tau - min(m, n) elements; 0 marks a reflector that is the identity
 * @param work - geqrfWork<T>(m, n) bytes
 */
export function geqrf<T>(m: i32, n: i32, a: usize, lda: i32, tau: usize, work: usize): void {
  const count = min(m, n);
  const ldv = strideOf(m);
  for (let j = 0; j < count; j += NB) {
    const width = min(count - j, NB);
    const corner = a + <usize>j * bytes<T>(lda + 1);
    transpose<T>(m - j, width, corner, lda, work, ldv);
    factorPanel<T>(m - j, width, work, ldv, tau + bytes<T>(j), placeOfT<T>(m, work));
    transpose<T>(width, m - j, work, ldv, corner, lda);
    if (j + width == n) return;
    completePanel<T>(m, n, j, width, tau, work);
    applyPanel<T>(1, m, n, j, width, corner + bytes<T>(width), lda, n - j - width, work);
  }
}

/**
 * A (m × n), factored by geqrf, := the first n columns of Q.
 *
 * @param k - reflectors to use; m ≥ n ≥ k
 * @param work - orgqrWork<T>(m, n) bytes
 */
export function orgqr<T>(m: i32, n: i32, k: i32, a: usize, lda: i32, tau: usize, work: usize): void {
  setIdentity<T>(m, k, n, a, lda);
  for (let j = lastPanel(k); j >= 0; j -= NB) {
    const width = min(k - j, NB);
    const corner = a + <usize>j * bytes<T>(lda + 1);
    transpose<T>(m - j, width, corner, lda, work, strideOf(m));
    completePanel<T>(m, n, j, width, tau, work);
    setIdentity<T>(m, j, j + width, a, lda);
    applyPanel<T>(0, m, n, j, width, corner, lda, n - j, work);
  }
}

/**
 * C (m × n) := Q·C or Qᵀ·C, Q being the product of k reflectors of geqrf.
 *
 * @param transQ - 0: Q·C; 1: Qᵀ·C
 * @param a - m × k, as geqrf left it; not changed
 * @param work - ormqrWork<T>(m, n) bytes
 */
export function ormqr<T>(
  transQ: i32,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  tau: usize,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  // Qᵀ = … H₁·H₀ meets C with the first panel, Q = H₀·H₁ … with the last.
  const step = transQ ? NB : -NB;
  for (let j = transQ ? 0 : lastPanel(k); j >= 0 && j < k; j += step) {
    const width = min(k - j, NB);
    const corner = a + <usize>j * bytes<T>(lda + 1);
    transpose<T>(m - j, width, corner, lda, work, strideOf(m));
    completePanel<T>(m, n, j, width, tau, work);
    applyPanel<T>(transQ, m, n, j, width, c + <usize>j * bytes<T>(ldc), ldc, n, work);
  }
}

/** First reflector of the last of the panels that hold k; negative for none. */
// @ts-ignore: decorator
@inline
function lastPanel(k: i32): i32 {
  return k == 0 ? -1 : ((k - 1) / NB) * NB;
}

/** Columns first … last − 1 of A, m rows, := those of the identity. */
function setIdentity<T>(m: i32, first: i32, last: i32, a: usize, lda: i32): void {
  for (let i = 0; i < m; i++, a += bytes<T>(lda)) {
    memory.fill(a + bytes<T>(first), 0, bytes<T>(last - first));
    if (i >= first && i < last) put<T>(a, i, 1);
  }
}

/**
 * Reflectors of an m × width panel that is given transposed: rows of vt are columns
 * of A. @param products - room for `width` elements
 */
function factorPanel<T>(m: i32, width: i32, vt: usize, ldv: i32, tau: usize, products: usize): void {
  for (let c = 0; c < width; c++) {
    const v = vt + <usize>c * bytes<T>(ldv + 1);
    const next = v + bytes<T>(ldv);
    const t = reflector<T>(m - c, v);
    put<T>(tau, c, t);
    if (t == 0) continue;
    const beta = load<T>(v);
    store<T>(v, 1);
    gemv<T>(width - c - 1, m - c, next, ldv, v, products);
    ger<T>(width - c - 1, m - c, -t, products, v, next, ldv);
    store<T>(v, beta);
  }
}

/**
 * The reflector H = I − τ·v·vᵀ that takes x to (β, 0, …, 0), v₀ = 1. Replaces x₀ by
 * β and the rest by that of v. Very large and very small x are scaled by a power of
 * two first, so that neither 1 / (x₀ − β) nor τ loses digits.
 *
 * @param n - at least 1
 * @returns τ in [1, 2], or 0 when x is (x₀, 0, …, 0) already
 */
export function reflector<T>(n: i32, x: usize): T {
  const tail = x + sizeof<T>();
  if (nrm2<T>(n - 1, tail) == 0) return 0;
  const scale = scaleFor<T>(nrm2<T>(n, x));
  if (scale != 1) scal<T>(n, scale, x);
  const lead = load<T>(x);
  const norm = nrm2<T>(n, x);
  const beta: T = lead < 0 ? norm : -norm;
  scal<T>(n - 1, <T>1 / (lead - beta), tail);
  store<T>(x, beta / scale);
  return (beta - lead) / beta;
}

/** Power of two that brings a norm near the ends of the range away from them. */
function scaleFor<T>(norm: T): T {
  const shift: T =
    sizeof<T>() == 8 ? <T>reinterpret<f64>(0x5f30000000000000) : <T>reinterpret<f32>(0x5d800000);
  const far: T = sizeof<T>() == 8 ? <T>1e290 : <T>1e34;
  if (norm < <T>1 / far) return shift;
  if (norm > far) return <T>1 / shift;
  return 1;
}

/**
 * Writes out the zeros and ones of Vᵀ for the panel of reflectors j …, and forms T:
 * the column of T for reflector c is −τ·T·(Vᵀv) above the diagonal and τ on it.
 */
function completePanel<T>(m: i32, n: i32, j: i32, width: i32, tau: usize, work: usize): void {
  const ldv = strideOf(m);
  for (let c = 0; c < width; c++) {
    const row = work + <usize>c * bytes<T>(ldv);
    memory.fill(row, 0, bytes<T>(c));
    put<T>(row, c, 1);
  }
  const t = placeOfT<T>(m, work);
  const scratch = placeOfProducts<T>(m, work) + 2 * bytes<T>(NB) * <usize>n;
  memory.fill(t, 0, bytes<T>(NB * NB));
  syrk<T>(0, width, m - j, 1, work, ldv, 0, t, NB, scratch);
  for (let c = 0; c < width; c++) formColumn<T>(c, at<T>(tau, j + c), t);
}

/** Column c of T in place of that of Vᵀ·V. Row r needs the products from r on, so going down is safe. */
function formColumn<T>(c: i32, tau: T, t: usize): void {
  const column = t + bytes<T>(c);
  for (let r = 0; r < c; r++) {
    const row = t + bytes<T>(r * NB);
    let sum: T = 0;
    for (let q = r; q < c; q++) sum += at<T>(row, q) * at<T>(column, q * NB);
    put<T>(column, r * NB, -tau * sum);
  }
  put<T>(column, c * NB, tau);
}

/**
 * C := (I − V·op(T)·Vᵀ)·C for the completed panel of reflectors j …
 *
 * @param transT - 1 for the transpose of the panel's product
 * @param c - (m − j) × cols
 */
function applyPanel<T>(
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
  const ldv = strideOf(m);
  const t = placeOfT<T>(m, work);
  const inner = placeOfProducts<T>(m, work);
  const outer = inner + bytes<T>(NB) * <usize>n;
  const scratch = outer + bytes<T>(NB) * <usize>n;
  gemm<T>(0, 0, width, cols, m - j, 1, work, ldv, c, ldc, 0, inner, cols, scratch);
  gemm<T>(transT, 0, width, cols, width, 1, t, NB, inner, cols, 0, outer, cols, scratch);
  gemm<T>(1, 0, m - j, cols, width, -1, work, ldv, outer, cols, 1, c, ldc, scratch);
}
