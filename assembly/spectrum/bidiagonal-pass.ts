// The pass over A that one step of the bidiagonalisation makes, two rows at a time.
// While a row is in the first-level cache, the pass
//
//   1. multiplies the row by the pending right reflector v, which gives its z_i;
//   2. applies the pending update A := A − x wᵀ − z vᵀ;
//   3. adds the row, times its own leading element c_i, to y.
//
// The three vectors of columns, w, v and y, are woven as in the tridiagonalisation.

import { at, bytes, fma, loadSplat, put, sumLanes } from "../vector/lanes";
import { accumulate, addTo, BLOCK, place, update, updateOne, V, W } from "./woven";

/** The pending update of one step; a view of scratch memory. */
@unmanaged
export class Step {
  m: i32 = 0;
  n: i32 = 0;
  /** First row and column of the part that is left. */
  k: i32 = 0;
  /** Left vector of the last step, m. */
  x: usize = 0;
  /** Leading elements of the updated rows, m. */
  c: usize = 0;
  /** Vectors of n columns: w = τ Aᵀx and the right vector v of the last step; y = Σ c_i · row i. */
  woven: usize = 0;
  /** Factor τ of the right reflector, and wᵀv. */
  tau: f64 = 0;
  wv: f64 = 0;
  /** x, z and c of the current two rows. */
  x0: f64 = 0;
  x1: f64 = 0;
  z0: f64 = 0;
  z1: f64 = 0;
  c0: f64 = 0;
  c1: f64 = 0;
}

/** Bytes for a `Step`. */
export const HEAD: usize = 128;

/** First column that step k reads: even, for aligned access. Before column k, v and w are zero. */
// @ts-ignore: decorator
@inline
export function firstColumn(k: i32): i32 {
  return k & ~1;
}

/** z of two rows: τ (row · v), where row is what the pending left reflector makes of it. */
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

/** A number of the step in both lanes. It is loaded, since V8 would build a splat again inside the loop. */
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
  // Two blocks a turn, with an exit in the middle, as in the tridiagonalisation.
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
 * Applies the pending update to rows k…m − 1 and computes c and y on the way; y does not
 * contain row k.
 * @param spare - a row of n zeros, the partner of the last row where rows are odd in number
 */
export function pass(s: Step, a: usize, stride: usize, spare: usize): void {
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
