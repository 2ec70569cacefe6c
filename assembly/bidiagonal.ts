// Householder reduction of a tall matrix to upper bidiagonal form.
//
// One pass over A a step. Row by row, while the row is in the first-level cache, it
//   1. multiplies the row by the pending right reflector v, which gives its z_i;
//   2. applies the pending update A := A − x wᵀ − z vᵀ;
//   3. adds the row, times its own leading element c_i, to y.
// The vector of the next left reflector is a multiple of c except for its first
// element, so y becomes Aᵀ times that vector by a scaling: A need not be read again.
//
// Source: Howell, Demmel, Fulton, Hammarling & Marmol, "Cache efficient
// bidiagonalization using BLAS 2.5 operators", ACM TOMS 34(3):14, 2008, in idea.

import { reflector } from "./householder";
import { at, bytes, put } from "./lanes";
import { dot } from "./level1";
import { accumulate, paddedBytes, update } from "./tridiagonal";

/** Below this sum of squares of c, its products with A may have underflowed. */
const TINY_SUM: f64 = 1e-280;

/** The pending update of one step; a view of scratch memory. */
@unmanaged
class Step {
  m: i32 = 0;
  n: i32 = 0;
  /** First row and column of the part that is left. */
  k: i32 = 0;
  /** Left vector of the last step, m; and its row vector w = τ Aᵀx, n. */
  x: usize = 0;
  w: usize = 0;
  /** Right vector of the last step, n; its factor; and wᵀv. */
  v: usize = 0;
  tau: f64 = 0;
  wv: f64 = 0;
  /** Leading elements of the updated rows, m; and the sum of c_i times row i, n. */
  c: usize = 0;
  y: usize = 0;
}

/** Bytes of scratch for `bidiagonalize`. */
export function bidiagonalizeWork(m: i32, n: i32): usize {
  return 128 + 2 * paddedBytes(m) + 4 * paddedBytes(n);
}

/** Row · v from column `from` (even) on. */
// @ts-ignore: decorator
@inline
function timesVector(from: i32, n: i32, row: usize, v: usize): f64 {
  return dot<f64>(n - from, row + bytes<f64>(from), v + bytes<f64>(from));
}

/**
 * Rows i and i + 1 of the pass. Columns start at an even one for aligned access: the
 * one before k is dead, and v and w are zero there.
 * @param first - whether row i is row k, which y leaves out
 */
function passTwoRows(s: Step, i: i32, r0: usize, r1: usize, x1: f64, first: bool): f64 {
  const k = s.k;
  const from = k & ~1;
  const x0 = at<f64>(s.x, i);
  const z0 = s.tau * (timesVector(from, s.n, r0, s.v) - x0 * s.wv);
  const z1 = s.tau * (timesVector(from, s.n, r1, s.v) - x1 * s.wv);
  const wk = at<f64>(s.w, k);
  const vk = at<f64>(s.v, k);
  const c0 = at<f64>(r0, k) - x0 * wk - z0 * vk;
  const c1 = at<f64>(r1, k) - x1 * wk - z1 * vk;
  put<f64>(s.c, i, c0);
  const xx0 = f64x2.splat(x0);
  const xx1 = f64x2.splat(x1);
  const zz0 = f64x2.splat(z0);
  const zz1 = f64x2.splat(z1);
  const cc0 = f64x2.splat(first ? 0 : c0);
  const cc1 = f64x2.splat(c1);
  let j = bytes<f64>(from);
  const end = bytes<f64>(s.n);
  const even = j + ((end - j) & ~15);
  const v = s.v;
  const w = s.w;
  const y = s.y;
  // Twice a turn, with a way out in the middle, as in the tridiagonalisation.
  while (j < even) {
    const wj = v128.load(w + j);
    const vj = v128.load(v + j);
    const a = update(r0 + j, xx0, wj, zz0, vj);
    const b = update(r1 + j, xx1, wj, zz1, vj);
    accumulate(y + j, a, cc0, b, cc1);
    j += 16;
    if (j == even) break;
    const wj2 = v128.load(w + j);
    const vj2 = v128.load(v + j);
    const a2 = update(r0 + j, xx0, wj2, zz0, vj2);
    const b2 = update(r1 + j, xx1, wj2, zz1, vj2);
    accumulate(y + j, a2, cc0, b2, cc1);
    j += 16;
  }
  if (j < end) {
    const a = load<f64>(r0 + j) - x0 * load<f64>(w + j) - z0 * load<f64>(v + j);
    const b = load<f64>(r1 + j) - x1 * load<f64>(w + j) - z1 * load<f64>(v + j);
    store<f64>(r0 + j, a);
    store<f64>(r1 + j, b);
    store<f64>(y + j, load<f64>(y + j) + a * (first ? 0 : c0) + b * c1);
  }
  return c1;
}

/**
 * Applies the pending update to rows k…m − 1 and gathers c and y on the way.
 * @param spare - a row of n zeros: the partner of an odd last row
 */
function pass(s: Step, a: usize, stride: usize, spare: usize): void {
  memory.fill(s.y, 0, bytes<f64>(s.n));
  let row = a + <usize>s.k * stride;
  let i = s.k;
  for (; i + 1 < s.m; i += 2, row += 2 * stride) {
    const c1 = passTwoRows(s, i, row, row + stride, at<f64>(s.x, i + 1), i == s.k);
    put<f64>(s.c, i + 1, c1);
  }
  if (i < s.m) passTwoRows(s, i, row, spare, 0, i == s.k);
}

/** y := Aᵀ x on the part that is left, row k excepted; for columns so small that c_i · A underflows. */
function recomputeY(s: Step, a: usize, stride: usize): void {
  memory.fill(s.y, 0, bytes<f64>(s.n));
  for (let i = s.k + 1; i < s.m; i++) {
    const row = a + <usize>i * stride;
    const ci = at<f64>(s.c, i);
    for (let j = s.k + 1; j < s.n; j++) put<f64>(s.y, j, at<f64>(s.y, j) + ci * at<f64>(row, j));
  }
}

/** Left reflector of column k: c becomes its vector and y Aᵀ times it, row k excepted. @returns β */
function reflectColumn(s: Step, a: usize, stride: usize, tau: usize): f64 {
  const lead = at<f64>(s.c, s.k);
  const beta = reflector(s.m - s.k, s.c + bytes<f64>(s.k), tau);
  if (load<f64>(tau) == 0) return beta;
  if (at<f64>(s.y, s.k) < TINY_SUM) {
    recomputeY(s, a, stride);
    return beta;
  }
  const factor = 1 / (lead - beta);
  for (let j = s.k + 1; j < s.n; j++) put<f64>(s.y, j, factor * at<f64>(s.y, j));
  return beta;
}

/** w := τ (row k + y), row k := row k − w: the left reflector on row k. */
function reflectRow(s: Step, row: usize, tau: f64): void {
  for (let j = s.k + 1; j < s.n; j++) {
    const w = tau * (at<f64>(row, j) + at<f64>(s.y, j));
    put<f64>(s.w, j, w);
    put<f64>(row, j, at<f64>(row, j) - w);
  }
  put<f64>(s.w, s.k, 0);
  put<f64>(row, s.k, 0);
}

/** A zero update, so that the first pass only gathers. */
function start(m: i32, n: i32, work: usize): Step {
  memory.fill(work, 0, bidiagonalizeWork(m, n));
  const s = changetype<Step>(work);
  s.m = m;
  s.n = n;
  s.x = work + 128;
  s.w = s.x + 2 * paddedBytes(m);
  s.y = s.w + paddedBytes(n);
  s.v = s.y + paddedBytes(n);
  return s;
}

/**
 * Uᵀ A V = B, upper bidiagonal; U = H₀ H₁ ⋯ Hₙ₋₁ and V = G₀ G₁ ⋯ Gₙ₋₂.
 *
 * @param m - rows, m ≥ n
 * @param n - columns, n ≥ 1
 * @param a - m × n. Row k ends up as the vector of G_k from column k + 1 on
 * @param d - n diagonal elements of B
 * @param e - n − 1 elements above them; n are written, the last one 0
 * @param left - n rows of m; row k receives the vector of H_k from column k on.
 *   0: values only, not kept
 * @param ldl - stride of `left`
 * @param tauLeft - n factors of H
 * @param tauRight - n − 1 factors of G; n are written
 * @param work - `bidiagonalizeWork(m, n)` bytes
 */
export function bidiagonalize(
  m: i32,
  n: i32,
  a: usize,
  lda: i32,
  d: usize,
  e: usize,
  left: usize,
  ldl: i32,
  tauLeft: usize,
  tauRight: usize,
  work: usize,
): void {
  const stride = bytes<f64>(lda);
  const s = start(m, n, work);
  const spare = s.v + paddedBytes(n);
  let other = s.x + paddedBytes(m);
  let row = a;
  for (let k = 0; k < n; k++, row += stride) {
    s.k = k;
    s.c = left ? left + <usize>k * bytes<f64>(ldl) : other;
    pass(s, a, stride, spare);
    put<f64>(d, k, reflectColumn(s, a, stride, tauLeft + bytes<f64>(k)));
    put<f64>(e, k, 0);
    put<f64>(tauRight, k, 0);
    if (k == n - 1) break;
    reflectRow(s, row, at<f64>(tauLeft, k));
    const from = bytes<f64>(k + 1);
    put<f64>(e, k, reflector(n - k - 1, row + from, tauRight + bytes<f64>(k)));
    s.tau = at<f64>(tauRight, k);
    s.v = row;
    s.wv = dot<f64>(n - k - 1, s.w + from, row + from);
    other = s.x;
    s.x = s.c;
  }
}
