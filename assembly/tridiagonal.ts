// Householder reduction of a symmetric matrix to tridiagonal form.
//
// Unblocked on purpose. One pass over the upper triangle applies the pending rank-2
// update of step k − 1 AND multiplies the updated matrix by the reflector of step k,
// while the element is in a register: 8 flops for one load and one store. The blocked
// form does half of its work in matrix-vector products that read A for 4 flops.

import { reflector } from "./householder";
import { at, bytes, fma, fnma, put, sumLanes } from "./lanes";
import { dot } from "./level1";

/** Bytes of scratch for `tridiagonalize`. */
export function tridiagonalizeWork(n: i32): usize {
  return 4 * paddedBytes(n);
}

/** A vector of n doubles and room to read one v128 past its end; a multiple of 16. */
export function paddedBytes(n: i32): usize {
  return bytes<f64>((n + 9) & ~1);
}

/**
 * One row of the fused pass; see `updateAndMultiply`.
 * Only the last row of an odd trailing matrix comes here, so only its diagonal is left.
 */
function lastRow(i: i32, row: usize, v: usize, w: usize, x: usize, y: usize): void {
  const a = at<f64>(row, i) - 2 * at<f64>(v, i) * at<f64>(w, i);
  put<f64>(row, i, a);
  put<f64>(y, i, at<f64>(y, i) + a * at<f64>(x, i));
}

/** Two elements less x·w and z·v, stored and returned. */
// @ts-ignore: decorator
@inline
export function update(element: usize, x: v128, w: v128, z: v128, v: v128): v128 {
  const updated = fnma<f64>(x, w, fnma<f64>(z, v, v128.load(element)));
  v128.store(element, updated);
  return updated;
}

/** y := y + a·p + b·q, two elements. */
// @ts-ignore: decorator
@inline
export function accumulate(y: usize, a: v128, p: v128, b: v128, q: v128): void {
  v128.store(y, fma<f64>(b, q, fma<f64>(a, p, v128.load(y))));
}

/**
 * Rows i and i + 1 of: A := A − v wᵀ − w vᵀ, then y := y + A x, upper triangle.
 * An element right of the diagonal counts twice in A x: once for its row, once for
 * its column. Live registers: 3 splats and 1 sum a row, 3 loads, 2 results = 13.
 */
function updateTwoRows(n: i32, i: i32, r0: usize, r1: usize, v: usize, w: usize, x: usize, y: usize): void {
  const v0 = at<f64>(v, i);
  const w0 = at<f64>(w, i);
  const x0 = at<f64>(x, i);
  const v1 = at<f64>(v, i + 1);
  const w1 = at<f64>(w, i + 1);
  const x1 = at<f64>(x, i + 1);
  const a00 = at<f64>(r0, i) - 2 * v0 * w0;
  const a01 = at<f64>(r0, i + 1) - v0 * w1 - w0 * v1;
  const a11 = at<f64>(r1, i + 1) - 2 * v1 * w1;
  put<f64>(r0, i, a00);
  put<f64>(r0, i + 1, a01);
  put<f64>(r1, i + 1, a11);
  const vv0 = f64x2.splat(v0);
  const ww0 = f64x2.splat(w0);
  const xx0 = f64x2.splat(x0);
  const vv1 = f64x2.splat(v1);
  const ww1 = f64x2.splat(w1);
  const xx1 = f64x2.splat(x1);
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let j = bytes<f64>(i + 2);
  const end = bytes<f64>(n);
  const even = j + ((end - j) & ~15);
  // Twice a turn, with a way out in the middle: a sixth faster than once, in bench/eigen.mjs.
  while (j < even) {
    const wj = v128.load(w + j);
    const vj = v128.load(v + j);
    const a = update(r0 + j, vv0, wj, ww0, vj);
    const b = update(r1 + j, vv1, wj, ww1, vj);
    const xj = v128.load(x + j);
    s0 = fma<f64>(a, xj, s0);
    s1 = fma<f64>(b, xj, s1);
    accumulate(y + j, a, xx0, b, xx1);
    j += 16;
    if (j == even) break;
    const wj2 = v128.load(w + j);
    const vj2 = v128.load(v + j);
    const a2 = update(r0 + j, vv0, wj2, ww0, vj2);
    const b2 = update(r1 + j, vv1, wj2, ww1, vj2);
    const xj2 = v128.load(x + j);
    s0 = fma<f64>(a2, xj2, s0);
    s1 = fma<f64>(b2, xj2, s1);
    accumulate(y + j, a2, xx0, b2, xx1);
    j += 16;
  }
  let sum0 = sumLanes<f64>(s0) + a00 * x0 + a01 * x1;
  let sum1 = sumLanes<f64>(s1) + a01 * x0 + a11 * x1;
  if (j < end) {
    const wj = load<f64>(w + j);
    const vj = load<f64>(v + j);
    const xj = load<f64>(x + j);
    const a = load<f64>(r0 + j) - v0 * wj - w0 * vj;
    const b = load<f64>(r1 + j) - v1 * wj - w1 * vj;
    store<f64>(r0 + j, a);
    store<f64>(r1 + j, b);
    sum0 += a * xj;
    sum1 += b * xj;
    store<f64>(y + j, load<f64>(y + j) + a * x0 + b * x1);
  }
  put<f64>(y, i, at<f64>(y, i) + sum0);
  put<f64>(y, i + 1, at<f64>(y, i + 1) + sum1);
}

/** Rows first…n − 1 of: A := A − v wᵀ − w vᵀ, then y := y + A x, upper triangle. */
function updateAndMultiply(
  n: i32,
  first: i32,
  a: usize,
  stride: usize,
  v: usize,
  w: usize,
  x: usize,
  y: usize,
): void {
  let row = a + <usize>first * stride;
  let i = first;
  for (; i + 1 < n; i += 2, row += 2 * stride) updateTwoRows(n, i, row, row + stride, v, w, x, y);
  if (i < n) lastRow(i, row, v, w, x, y);
}

/** y := τ y − ½ τ² (yᵀx) x, the w of the coming rank-2 update. */
function updateVector(n: i32, tau: f64, x: usize, y: usize): void {
  const alpha = -0.5 * tau * tau * dot<f64>(n, x, y);
  for (let j = 0; j < n; j++) put<f64>(y, j, tau * at<f64>(y, j) + alpha * at<f64>(x, j));
}

/** Row k from its diagonal on, with the pending update applied. */
function updateRow(n: i32, k: i32, row: usize, v: usize, w: usize): void {
  const vk = at<f64>(v, k);
  const wk = at<f64>(w, k);
  for (let j = k; j < n; j++) {
    put<f64>(row, j, at<f64>(row, j) - vk * at<f64>(w, j) - wk * at<f64>(v, j));
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
  const vector = paddedBytes(n);
  memory.fill(work, 0, 4 * vector);
  let v = work;
  let w = v + vector;
  let x = w + vector;
  let y = x + vector;
  let row = a;
  for (let k = 0; k < n - 1; k++, row += stride) {
    updateRow(n, k, row, v, w);
    put<f64>(d, k, at<f64>(row, k));
    const rest = n - k - 1;
    const from = bytes<f64>(k + 1);
    put<f64>(e, k, reflector(rest, row + from, tau + bytes<f64>(k)));
    memory.copy(x + from, row + from, bytes<f64>(rest));
    memory.fill(y + from, 0, bytes<f64>(rest));
    updateAndMultiply(n, k + 1, a, stride, v, w, x, y);
    updateVector(rest, at<f64>(tau, k), x + from, y + from);
    const oldV = v;
    const oldW = w;
    v = x;
    w = y;
    x = oldV;
    y = oldW;
  }
  put<f64>(d, n - 1, at<f64>(row, n - 1) - 2 * at<f64>(v, n - 1) * at<f64>(w, n - 1));
  put<f64>(e, n - 1, 0);
}
