// Householder reduction of a tall matrix to upper bidiagonal form.
//
// One pass over A a step. Row by row, while the row is in the first-level cache, it
//   1. multiplies the row by the pending right reflector v, which gives its z_i;
//   2. applies the pending update A := A − x wᵀ − z vᵀ;
//   3. adds the row, times its own leading element c_i, to y.
// The vector of the next left reflector is a multiple of c except for its first
// element, so y becomes Aᵀ times that vector by a scaling: A need not be read again.
//
// As in the tridiagonalisation the vectors of columns are woven: w, v and y.
//
// Source: Howell, Demmel, Fulton, Hammarling & Marmol, "Cache efficient
// bidiagonalization using BLAS 2.5 operators", ACM TOMS 34(3):14, 2008, in idea.

import { TINY_SUM } from "../vector/constants";
import { at, bytes, fma, loadSplat, put, sumLanes } from "../vector/lanes";
import { paddedBytes } from "../vector/layout";
import { reflector } from "../factor/householder";
import { accumulate, addTo, update, updateOne } from "./tridiagonal";
import { BLOCK, place, V, W, wovenBytes, Y } from "./woven";

/** The pending update of one step; a view of scratch memory. */
@unmanaged
class Step {
  m: i32 = 0;
  n: i32 = 0;
  /** First row and column of the part that is left. */
  k: i32 = 0;
  /** Left vector of the last step, m. */
  x: usize = 0;
  /** Leading elements of the updated rows, m. */
  c: usize = 0;
  /**
   * Of n columns: w = τ Aᵀx and the right vector v of the last step; y, the sum of c_i
   * times row i.
   */
  woven: usize = 0;
  /** Factor of the right reflector; and wᵀv. */
  tau: f64 = 0;
  wv: f64 = 0;
  /** x, z and c of the two rows that are worked on. */
  x0: f64 = 0;
  x1: f64 = 0;
  z0: f64 = 0;
  z1: f64 = 0;
  c0: f64 = 0;
  c1: f64 = 0;
}

/** Bytes for a `Step`. */
const HEAD: usize = 128;

/** Bytes of scratch for `bidiagonalize`. */
export function bidiagonalizeWork(m: i32, n: i32): usize {
  return HEAD + 2 * paddedBytes(m) + wovenBytes(n) + paddedBytes(n);
}

/** First column of the passes of step k: an even one, for aligned access. v and w are zero before k. */
// @ts-ignore: decorator
@inline
function firstColumn(k: i32): i32 {
  return k & ~1;
}

/** z of two rows: τ (row · v), of each as the pending left reflector has left it. */
function multiplyRows(s: Step, r0: usize, r1: usize): void {
  const first = firstColumn(s.k);
  const end = place(s.woven, s.n & ~1);
  let p = place(s.woven, first);
  let e0 = r0 + bytes<f64>(first);
  let e1 = r1 + bytes<f64>(first);
  let a = f64x2.splat(0);
  let b = a;
  let a2 = a;
  let b2 = a;
  while (p < end) {
    const v = v128.load(p, V);
    a = fma<f64>(v, v128.load(e0), a);
    b = fma<f64>(v, v128.load(e1), b);
    p += BLOCK;
    if (p == end) break;
    const v2 = v128.load(p, V);
    a2 = fma<f64>(v2, v128.load(e0, 16), a2);
    b2 = fma<f64>(v2, v128.load(e1, 16), b2);
    p += BLOCK;
    e0 += 32;
    e1 += 32;
  }
  let sum0 = sumLanes<f64>(f64x2.add(a, a2));
  let sum1 = sumLanes<f64>(f64x2.add(b, b2));
  if (s.n & 1) {
    const v = load<f64>(end, V);
    sum0 += v * at<f64>(r0, s.n - 1);
    sum1 += v * at<f64>(r1, s.n - 1);
  }
  s.z0 = s.tau * (sum0 - s.x0 * s.wv);
  s.z1 = s.tau * (sum1 - s.x1 * s.wv);
}

/** c of a row: its element in column k, as it will be after the update. */
// @ts-ignore: decorator
@inline
function leading(s: Step, row: usize, x: f64, z: f64): f64 {
  const p = place(s.woven, s.k);
  return at<f64>(row, s.k) - x * load<f64>(p, W) - z * load<f64>(p, V);
}

/** A number of the step in both lanes. Loaded: V8 would make it again inside the loop. */
// @ts-ignore: decorator
@inline
function splat(s: Step, offset: usize): v128 {
  return loadSplat<f64>(changetype<usize>(s), offset);
}

/** Applies the pending update to two rows and adds c_i times them to y; x, z and c are in s. */
function updateRows(s: Step, r0: usize, r1: usize): void {
  const first = firstColumn(s.k);
  const x0 = splat(s, offsetof<Step>("x0"));
  const x1 = splat(s, offsetof<Step>("x1"));
  const z0 = splat(s, offsetof<Step>("z0"));
  const z1 = splat(s, offsetof<Step>("z1"));
  const c0 = splat(s, offsetof<Step>("c0"));
  const c1 = splat(s, offsetof<Step>("c1"));
  const end = place(s.woven, s.n & ~1);
  let p = place(s.woven, first);
  let e0 = r0 + bytes<f64>(first);
  let e1 = r1 + bytes<f64>(first);
  // Twice a turn, with a way out in the middle, as in the tridiagonalisation.
  while (p < end) {
    const w = v128.load(p, W);
    const v = v128.load(p, V);
    const a = update(e0, x0, w, z0, v);
    const b = update(e1, x1, w, z1, v);
    accumulate(p, a, c0, b, c1);
    p += BLOCK;
    if (p == end) break;
    const w2 = v128.load(p, W);
    const v2 = v128.load(p, V);
    const a2 = update(e0 + 16, x0, w2, z0, v2);
    const b2 = update(e1 + 16, x1, w2, z1, v2);
    accumulate(p, a2, c0, b2, c1);
    p += BLOCK;
    e0 += 32;
    e1 += 32;
  }
  if (s.n & 1) {
    const last = bytes<f64>(s.n - 1);
    const a = updateOne(r0 + last, s.x0, s.z0, end);
    const b = updateOne(r1 + last, s.x1, s.z1, end);
    addTo(end, a * s.c0 + b * s.c1);
  }
}

/**
 * Applies the pending update to rows k…m − 1 and gathers c and y on the way; y leaves
 * row k out.
 * @param spare - a row of n zeros: the partner of an odd last row
 */
function pass(s: Step, a: usize, stride: usize, spare: usize): void {
  let row = a + <usize>s.k * stride;
  for (let i = s.k; i < s.m; i += 2, row += 2 * stride) {
    const paired = i + 1 < s.m;
    const next = paired ? row + stride : spare;
    s.x0 = at<f64>(s.x, i);
    s.x1 = paired ? at<f64>(s.x, i + 1) : 0;
    multiplyRows(s, row, next);
    s.c0 = leading(s, row, s.x0, s.z0);
    s.c1 = leading(s, next, s.x1, s.z1);
    put<f64>(s.c, i, s.c0);
    if (paired) put<f64>(s.c, i + 1, s.c1);
    if (i == s.k) s.c0 = 0;
    updateRows(s, row, next);
  }
}

/** y := 0. */
function clearY(s: Step): void {
  const end = s.woven + wovenBytes(s.n);
  for (let p = place(s.woven, firstColumn(s.k)); p < end; p += BLOCK) v128.store(p, f64x2.splat(0), Y);
}

/** y := Aᵀ x on the part that is left, row k excepted; for columns so small that c_i · A underflows. */
function recomputeY(s: Step, a: usize, stride: usize): void {
  clearY(s);
  for (let i = s.k + 1; i < s.m; i++) {
    const row = a + <usize>i * stride;
    const ci = at<f64>(s.c, i);
    for (let j = s.k + 1; j < s.n; j++) addTo(place(s.woven, j), ci * at<f64>(row, j));
  }
}

/** Left reflector of column k: c becomes its vector and y Aᵀ times it, row k excepted. @returns β */
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

/** w := τ (row k + y), row k := row k − w: the left reflector on row k. */
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

/** Makes row k, now the vector of the right reflector, v; and wᵀv. */
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

/** A zero update, so that the first pass only gathers. */
function start(m: i32, n: i32, work: usize): Step {
  memory.fill(work, 0, bidiagonalizeWork(m, n));
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
