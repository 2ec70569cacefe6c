// Householder reduction of a tall matrix to upper bidiagonal form.
//
// Each step reads A once (bidiagonal-pass.ts): the pass applies the update of the last
// step and forms y = Aᵀc for the next one, c being column k. The vector of the next left
// reflector is a multiple of c except for its first element. So scaling turns y into Aᵀ
// times that vector, and A need not be read again.
//
// Source: Howell, Demmel, Fulton, Hammarling & Marmol, "Cache efficient
// bidiagonalization using BLAS 2.5 operators", ACM TOMS 34(3):14, 2008, in idea.

import { TINY_SUM } from "../vector/constants";
import { at, bytes, put } from "../vector/lanes";
import { paddedBytes, vectorSize } from "../vector/layout";
import { reflector } from "../factor/householder";
import { firstColumn, HEAD, pass, Step } from "./bidiagonal-pass";
import { addTo, BLOCK, place, V, W, wovenBytes, wovenSize, Y } from "./woven";

/** Bytes of scratch for `bidiagonalize`. */
export function bidiagonalizeWork(m: i32, n: i32): f64 {
  return <f64>HEAD + 2 * vectorSize(m) + wovenSize(n) + vectorSize(n);
}

/** y := 0. */
function clearY(s: Step): void {
  const end = s.woven + wovenBytes(s.n);
  for (let p = place(s.woven, firstColumn(s.k)); p < end; p += BLOCK) v128.store(p, f64x2.splat(0), Y);
}

/**
 * y := Aᵀc on the part that is left, without row k. For columns so small that the products of
 * the pass underflowed.
 */
function recomputeY(s: Step, a: usize, stride: usize): void {
  clearY(s);
  for (let i = s.k + 1; i < s.m; i++) {
    const row = a + <usize>i * stride;
    const ci = at<f64>(s.c, i);
    for (let j = s.k + 1; j < s.n; j++) addTo(place(s.woven, j), ci * at<f64>(row, j));
  }
}

/** Left reflector of column k: c becomes its vector, and y becomes Aᵀc without row k. @returns β */
function reflectColumn(s: Step, a: usize, stride: usize, tau: usize): f64 {
  const lead = at<f64>(s.c, s.k);
  const beta = reflector(s.m - s.k, s.c + bytes<f64>(s.k), tau);
  if (load<f64>(tau) == 0) return beta;
  if (load<f64>(place(s.woven, s.k), Y) < TINY_SUM) {
    recomputeY(s, a, stride);
    return beta;
  }
  const factor = f64x2.splat(1 / (lead - beta));
  const end = s.woven + wovenBytes(s.n);
  for (let p = place(s.woven, firstColumn(s.k)); p < end; p += BLOCK) {
    v128.store(p, f64x2.mul(factor, v128.load(p, Y)), Y);
  }
  return beta;
}

/** Applies the left reflector to row k: w := τ (row k + y), row k := row k − w. */
function reflectRow(s: Step, row: usize, tau: f64): void {
  const factor = f64x2.splat(tau);
  let j = firstColumn(s.k + 1);
  for (; j + 1 < s.n; j += 2) {
    const p = place(s.woven, j);
    const element = row + bytes<f64>(j);
    const x = v128.load(element);
    const w = f64x2.mul(factor, f64x2.add(x, v128.load(p, Y)));
    v128.store(p, w, W);
    v128.store(element, f64x2.sub(x, w));
  }
  if (j < s.n) {
    const p = place(s.woven, j);
    const w = tau * (at<f64>(row, j) + load<f64>(p, Y));
    store<f64>(p, w, W);
    put<f64>(row, j, at<f64>(row, j) - w);
  }
  put<f64>(row, s.k, 0);
}

/** v := row k, which now holds the vector of the right reflector; computes wᵀv. */
function takeRow(s: Step, row: usize, tau: f64): void {
  s.tau = tau;
  let sum: f64 = 0;
  for (let j = s.k + 1; j < s.n; j++) {
    const p = place(s.woven, j);
    store<f64>(p, at<f64>(row, j), V);
    sum += at<f64>(row, j) * load<f64>(p, W);
  }
  s.wv = sum;
  store<f64>(place(s.woven, s.k), 0, V);
  store<f64>(place(s.woven, s.k), 0, W);
}

/** Starts with a zero update, so that the first pass only computes c and y. */
function start(m: i32, n: i32, work: usize): Step {
  memory.fill(work, 0, <usize>bidiagonalizeWork(m, n));
  const s = changetype<Step>(work);
  s.m = m;
  s.n = n;
  s.x = work + HEAD;
  s.woven = s.x + 2 * paddedBytes(m);
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
  const spare = s.woven + wovenBytes(n);
  let other = s.x + paddedBytes(m);
  let row = a;
  for (let k = 0; k < n; k++, row += stride) {
    s.k = k;
    s.c = left ? left + <usize>k * bytes<f64>(ldl) : other;
    clearY(s);
    pass(s, a, stride, spare);
    put<f64>(d, k, reflectColumn(s, a, stride, tauLeft + bytes<f64>(k)));
    put<f64>(e, k, 0);
    put<f64>(tauRight, k, 0);
    if (k == n - 1) break;
    reflectRow(s, row, at<f64>(tauLeft, k));
    const from = bytes<f64>(k + 1);
    put<f64>(e, k, reflector(n - k - 1, row + from, tauRight + bytes<f64>(k)));
    takeRow(s, row, at<f64>(tauRight, k));
    other = s.x;
    s.x = s.c;
  }
}
