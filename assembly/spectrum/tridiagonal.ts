// Householder reduction of a symmetric matrix to tridiagonal form.
//
// Unblocked on purpose. One pass over the upper triangle applies the pending rank-2
// update of step k − 1 and, while an element is in a register, also multiplies it by the
// reflector of step k: 8 flops for one load and one store. The blocked form does half of
// its work in matrix-vector products, which read an element of A for 4 flops.
//
// The number of instructions limits the pass, so its four vectors are woven (woven.ts):
// v and w of the pending update, x of the next reflector, and y, which becomes A x. Rows
// are taken in pairs that start at an even row, so that the columns on their right are aligned.

import { at, bytes, fma, loadSplat, put, sumLanes } from "../vector/lanes";
import { reflector } from "../factor/householder";
import {
  accumulate,
  addTo,
  BLOCK,
  place,
  update,
  updateOne,
  V,
  W,
  wovenBytes,
  wovenSize,
  X,
  Y,
} from "./woven";

/** Bytes of scratch for `tridiagonalize`. */
export function tridiagonalizeWork(n: i32): f64 {
  return wovenSize(n);
}

/**
 * Row i of A := A − v wᵀ − w vᵀ, then y := y + A x, upper triangle. i is odd, or the last
 * row, so that the columns right of the diagonal start at an even one.
 */
function passOneRow(n: i32, i: i32, row: usize, woven: usize): void {
  const pi = place(woven, i);
  const v = load<f64>(pi, V);
  const w = load<f64>(pi, W);
  const x = load<f64>(pi, X);
  const vv = f64x2.splat(v);
  const ww = f64x2.splat(w);
  const xx = f64x2.splat(x);
  let s = f64x2.splat(0);
  let sum = updateOne(row + bytes<f64>(i), v, w, pi) * x;
  let j = i + 1;
  for (; j + 1 < n; j += 2) {
    const p = place(woven, j);
    const a = update(row + bytes<f64>(j), vv, v128.load(p, W), ww, v128.load(p, V));
    s = fma<f64>(a, v128.load(p, X), s);
    v128.store(p, fma<f64>(a, xx, v128.load(p, Y)), Y);
  }
  if (j < n) {
    const p = place(woven, j);
    const a = updateOne(row + bytes<f64>(j), v, w, p);
    sum += a * load<f64>(p, X);
    addTo(p, a * x);
  }
  addTo(pi, sum + sumLanes<f64>(s));
}

/**
 * The same for rows i and i + 1, i even. An element right of the diagonal counts twice in
 * A x: once for its row, once for its column. Live registers: 3 splats and 1 sum for each
 * row, 3 loads, 2 results = 13.
 */
function passTwoRows(n: i32, i: i32, r0: usize, r1: usize, woven: usize): void {
  const p0 = place(woven, i);
  const p1 = p0 + 8;
  const diagonal = bytes<f64>(i);
  const x0 = load<f64>(p0, X);
  const x1 = load<f64>(p1, X);
  const a00 = updateOne(r0 + diagonal, load<f64>(p0, V), load<f64>(p0, W), p0);
  const a01 = updateOne(r0 + diagonal + 8, load<f64>(p0, V), load<f64>(p0, W), p1);
  const a11 = updateOne(r1 + diagonal + 8, load<f64>(p1, V), load<f64>(p1, W), p1);
  // Loaded from memory: V8 would build splats of the numbers above again in the loop.
  const vv0 = loadSplat<f64>(p0, V);
  const ww0 = loadSplat<f64>(p0, W);
  const xx0 = loadSplat<f64>(p0, X);
  const vv1 = loadSplat<f64>(p1, V);
  const ww1 = loadSplat<f64>(p1, W);
  const xx1 = loadSplat<f64>(p1, X);
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let p = p0 + BLOCK;
  let e0 = r0 + diagonal + 16;
  let e1 = r1 + diagonal + 16;
  const end = place(woven, n & ~1);
  // Two blocks a turn, with an exit in the middle, as in the micro-kernel.
  while (p < end) {
    const wj = v128.load(p, W);
    const vj = v128.load(p, V);
    const a = update(e0, vv0, wj, ww0, vj);
    const b = update(e1, vv1, wj, ww1, vj);
    const xj = v128.load(p, X);
    s0 = fma<f64>(a, xj, s0);
    s1 = fma<f64>(b, xj, s1);
    accumulate(p, a, xx0, b, xx1);
    p += BLOCK;
    if (p == end) break;
    const wj2 = v128.load(p, W);
    const vj2 = v128.load(p, V);
    const a2 = update(e0 + 16, vv0, wj2, ww0, vj2);
    const b2 = update(e1 + 16, vv1, wj2, ww1, vj2);
    const xj2 = v128.load(p, X);
    s0 = fma<f64>(a2, xj2, s0);
    s1 = fma<f64>(b2, xj2, s1);
    accumulate(p, a2, xx0, b2, xx1);
    p += BLOCK;
    e0 += 32;
    e1 += 32;
  }
  let sum0 = sumLanes<f64>(s0) + a00 * x0 + a01 * x1;
  let sum1 = sumLanes<f64>(s1) + a01 * x0 + a11 * x1;
  if (n & 1) {
    const last = bytes<f64>(n - 1);
    const xj = load<f64>(end, X);
    const a = updateOne(r0 + last, load<f64>(p0, V), load<f64>(p0, W), end);
    const b = updateOne(r1 + last, load<f64>(p1, V), load<f64>(p1, W), end);
    sum0 += a * xj;
    sum1 += b * xj;
    addTo(end, a * x0 + b * x1);
  }
  addTo(p0, sum0);
  addTo(p1, sum1);
}

/** Rows first…n − 1 of: A := A − v wᵀ − w vᵀ, then y := y + A x, upper triangle. */
function updateAndMultiply(n: i32, first: i32, a: usize, stride: usize, woven: usize): void {
  let row = a + <usize>first * stride;
  let i = first;
  if (i & 1) {
    passOneRow(n, i++, row, woven);
    row += stride;
  }
  for (; i + 1 < n; i += 2, row += 2 * stride) passTwoRows(n, i, row, row + stride, woven);
  if (i < n) passOneRow(n, i, row, woven);
}

/** Row k from its diagonal on, with the pending update applied. */
function updateRow(n: i32, k: i32, row: usize, woven: usize): void {
  const v = load<f64>(place(woven, k), V);
  const w = load<f64>(place(woven, k), W);
  const vv = f64x2.splat(v);
  const ww = f64x2.splat(w);
  let j = k;
  if (j & 1) updateOne(row + bytes<f64>(j), v, w, place(woven, j++));
  for (; j + 1 < n; j += 2) {
    const p = place(woven, j);
    update(row + bytes<f64>(j), vv, v128.load(p, W), ww, v128.load(p, V));
  }
  if (j < n) updateOne(row + bytes<f64>(j), v, w, place(woven, j));
}

/** x := row from column `first` on, with zeros in the rest of cut blocks; y := 0. */
function openStep(n: i32, first: i32, row: usize, woven: usize): void {
  const zero = f64x2.splat(0);
  for (let j = first & ~1; j < n; j += 2) {
    const p = place(woven, j);
    v128.store(p, zero, X);
    v128.store(p, zero, Y);
    if (j >= first) store<f64>(p, at<f64>(row, j), X);
    if (j + 1 < n) store<f64>(p, at<f64>(row, j + 1), X + 8);
  }
}

/** w := τ y − ½ τ² (yᵀx) x and v := x: the rank-2 update of the next pass. */
function closeStep(n: i32, first: i32, tau: f64, woven: usize): void {
  const start = place(woven, first & ~1);
  const end = woven + wovenBytes(n);
  let sum = f64x2.splat(0);
  for (let p = start; p < end; p += BLOCK) sum = fma<f64>(v128.load(p, X), v128.load(p, Y), sum);
  const alpha = f64x2.splat(-0.5 * tau * tau * sumLanes<f64>(sum));
  const factor = f64x2.splat(tau);
  for (let p = start; p < end; p += BLOCK) {
    const x = v128.load(p, X);
    v128.store(p, fma<f64>(alpha, x, f64x2.mul(factor, v128.load(p, Y))), W);
    v128.store(p, x, V);
  }
}

/**
 * Qᵀ A Q = T, tridiagonal; Q = H₀ H₁ ⋯ Hₙ₋₂.
 *
 * @param n - order, n ≥ 1
 * @param a - n × n, upper triangle read. Row k ends up as the vector of H_k from
 *   column k + 1 on (its leading 1 stored)
 * @param d - n diagonal elements of T
 * @param e - n − 1 off-diagonal elements of T; n are written, the last one 0
 * @param tau - n − 1 factors of the reflectors
 * @param work - `tridiagonalizeWork(n)` bytes
 *
 * Source: Golub & Van Loan, "Matrix Computations", 4th ed., §8.3.1.
 */
export function tridiagonalize(
  n: i32,
  a: usize,
  lda: i32,
  d: usize,
  e: usize,
  tau: usize,
  work: usize,
): void {
  const stride = bytes<f64>(lda);
  memory.fill(work, 0, wovenBytes(n));
  let row = a;
  for (let k = 0; k < n - 1; k++, row += stride) {
    updateRow(n, k, row, work);
    put<f64>(d, k, at<f64>(row, k));
    put<f64>(e, k, reflector(n - k - 1, row + bytes<f64>(k + 1), tau + bytes<f64>(k)));
    openStep(n, k + 1, row, work);
    updateAndMultiply(n, k + 1, a, stride, work);
    closeStep(n, k + 1, at<f64>(tau, k), work);
  }
  const last = place(work, n - 1);
  put<f64>(d, n - 1, at<f64>(row, n - 1) - 2 * load<f64>(last, V) * load<f64>(last, W));
  put<f64>(e, n - 1, 0);
}
