// Level 3: products of matrices, in blocks that stay in cache.
//
//   for each NC columns of C
//     for each KC of the depth         pack B:  KC × NC   (second-level cache)
//       for each MC rows of C          pack A:  MC × KC   (second-level cache)
//         for each NR columns             one panel of B: KC × NR  (first level)
//           for each MR rows              micro-kernel
//
// So every entry of C is a sum over blocks of KC, and each block is summed in order. The
// operations, and with them the bits, depend neither on the place of the entry nor on the
// size of C. A tile that C's edge or diagonal cuts is computed whole in scratch memory.
//
// Source: Goto & van de Geijn, "Anatomy of High-Performance Matrix Multiplication",
// ACM TOMS 34(3):12, 2008.

import { bytes } from "../vector/lanes";
import { sizeOf } from "../vector/layout";
import { block, FULL, isOutside, scalePart, UPPER } from "./block";
import { packPanels } from "./pack";
import { MR, NR } from "./ukernel";

/** Depth of a block. The bits of every product depend on it. */
const KC: i32 = 256;
/** Rows of a block of A; a multiple of MR. */
const MC: i32 = 96;
/** Columns of a block of B; a multiple of NR. */
const NC: i32 = 1024;

/** Bytes of `work` for a product m × n × k: one block of A, one of B, one tile. */
export function gemmWork<T>(m: i32, n: i32, k: i32): f64 {
  const depth = <usize>min(k, KC);
  const across = panelElements(min(m, MC), MR) + panelElements(min(n, NC), NR<T>());
  return sizeOf<T>(<f64>(across * depth + MR * NR<T>()));
}

/** `count` rounded up to whole panels. */
// @ts-ignore: decorator
@inline
function panelElements(count: i32, width: i32): usize {
  return <usize>((count + width - 1) / width) * <usize>width;
}

/**
 * C := alpha·op(A)·op(B) + beta·C, or only its upper or lower triangle (diagonal
 * included); the rest of C is neither read nor written.
 *
 * @param part - FULL, UPPER or LOWER; the latter two with m = n
 * @param transA - 0: a is m × k; 1: a is k × m
 * @param transB - 0: b is k × n; 1: b is n × k
 * @param alpha - 0: a and b are not read
 * @param beta - 0: c is not read
 * @param work - gemmWork<T>(m, n, k) bytes
 */
export function product<T>(
  part: i32,
  transA: i32,
  transB: i32,
  m: i32,
  n: i32,
  k: i32,
  alpha: T,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  beta: T,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  if (k == 0 || alpha == 0) return scalePart<T>(part, m, n, beta, c, ldc);
  // Bytes from one row of op(A), or column of op(B), to the next, and from one step of k to the next.
  const acrossA = transA ? sizeof<T>() : bytes<T>(lda);
  const alongA = transA ? bytes<T>(lda) : sizeof<T>();
  const acrossB = transB ? bytes<T>(ldb) : sizeof<T>();
  const alongB = transB ? sizeof<T>() : bytes<T>(ldb);
  // For A·Aᵀ the panels of both operands are alike (in double precision): A is packed once.
  const symmetric = MR == NR<T>() && a == b && lda == ldb && transA != transB;
  const tile = work;
  const packedA = tile + bytes<T>(MR * NR<T>());
  const packedB = packedA + panelElements(min(m, MC), MR) * <usize>min(k, KC) * sizeof<T>();

  for (let j = 0; j < n; j += NC) {
    const cols = min(n - j, NC);
    for (let p = 0; p < k; p += KC) {
      const depth = min(k - p, KC);
      const keep = p == 0 ? beta : <T>1;
      packPanels<T>(
        packedB,
        NR<T>(),
        b + <usize>j * acrossB + <usize>p * alongB,
        acrossB,
        alongB,
        cols,
        depth,
      );
      for (let i = 0; i < m; i += MC) {
        const rows = min(m - i, MC);
        if (isOutside(part, i, j, rows, cols)) continue;
        let panels = packedA;
        if (symmetric && i >= j && i + rows <= j + cols) panels = packedB + bytes<T>((i - j) * depth);
        else
          packPanels<T>(panels, MR, a + <usize>i * acrossA + <usize>p * alongA, acrossA, alongA, rows, depth);
        block<T>(part, i, j, rows, cols, depth, depth, alpha, panels, packedB, keep, c, ldc, tile);
      }
    }
  }
}

/** C := alpha·op(A)·op(B) + beta·C. Arguments as in `product`. */
export function gemm<T>(
  transA: i32,
  transB: i32,
  m: i32,
  n: i32,
  k: i32,
  alpha: T,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  beta: T,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  product<T>(FULL, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, work);
}

/**
 * C (m × n) := alpha·Aᵀ·B of operands that were packed whole, k steps a panel. The result
 * has the bits of `gemm`. Double precision only: there the panels of both sides are alike.
 *
 * @param work - one tile
 */
export function gemmPanels(
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  b: usize,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  for (let p = 0; p < k; p += KC) {
    const depth = min(k - p, KC);
    for (let i = 0; i < m; i += MC) {
      const panels = a + bytes<f64>(i * k);
      block<f64>(FULL, i, 0, min(m - i, MC), n, depth, k, alpha, panels, b, p == 0 ? 0 : 1, c, ldc, work);
    }
    a += bytes<f64>(MR * KC);
    b += bytes<f64>(MR * KC);
  }
}

/** Bytes of `work` for syrk. */
export function syrkWork<T>(n: i32, k: i32): f64 {
  return gemmWork<T>(n, n, k);
}

/**
 * Upper triangle of C (n × n) := alpha·op(A)·op(A)ᵀ + beta·C; nothing is read or
 * written below the diagonal.
 *
 * @param trans - 0: a is n × k and C = A·Aᵀ; 1: a is k × n and C = Aᵀ·A
 */
export function syrk<T>(
  trans: i32,
  n: i32,
  k: i32,
  alpha: T,
  a: usize,
  lda: i32,
  beta: T,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  product<T>(UPPER, trans, trans ^ 1, n, n, k, alpha, a, lda, a, lda, beta, c, ldc, work);
}

/** Copies the upper triangle of C (n × n) to the lower. */
export function symmetrize<T>(n: i32, c: usize, ldc: i32): void {
  const ld = bytes<T>(ldc);
  for (let i = 1; i < n; i++) {
    const row = c + <usize>i * ld;
    const column = c + bytes<T>(i);
    for (let j = 0; j < i; j++) store<T>(row + bytes<T>(j), load<T>(column + <usize>j * ld));
  }
}
