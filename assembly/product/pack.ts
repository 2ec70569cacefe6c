// Packing: copies op(A) and op(B) into panels, in exactly the order in which the
// micro-kernel reads them. No other file handles a transpose in a product.
//
//   op(A), m × k, MR rows a panel          op(B), k × n, NR columns a panel
//   ┌ 0 4 8  … ┐ panel 0                   ┌ 0 1 2 3 │ ┐
//   │ 1 5 9  … │                           │ 4 5 6 7 │ │
//   │ 2 6 10 … │   (number: position       │ 8 …     │ │
//   └ 3 7 11 … ┘    in the panel)          └ panel 0 │ ┘
//
// Both are the same layout: `width` elements side by side ("across"), k times
// ("along"). A panel is filled in strips of one v128 across.

import { bytes, lanes } from "../vector/lanes";

/**
 * Packs count × k elements into ⌈count / width⌉ panels of width × k. Element (w, p) of
 * the source is at src + w·across + p·along; across or along is the size of one element.
 *
 * The last panel is filled up with zeros: what stands beyond the operand may not even be
 * memory. The zeros never reach C, whose tile is cut to size.
 *
 * @param dst - ⌈count / width⌉·width·k elements, 16-byte aligned
 * @param width - multiple of the lanes of one v128
 * @param across - bytes from one element to the next across the panel
 * @param along - bytes from one step of k to the next
 */
export function packPanels<T>(
  dst: usize,
  width: i32,
  src: usize,
  across: usize,
  along: usize,
  count: i32,
  k: i32,
): void {
  const step = bytes<T>(width);
  let w = 0;
  if (across == sizeof<T>()) {
    const line = 4 * lanes<T>();
    w = count - (count % line);
    for (let s = 0; s < w; s += line) copyLines<T>(dst, step, src + bytes<T>(s), along, s, k);
  }
  for (const end = ((count + width - 1) / width) * width; w < end; w += lanes<T>()) {
    packStrip<T>(
      dst + place(bytes<T>(w), step, k),
      step,
      src + <usize>w * across,
      across,
      along,
      count - w,
      k,
    );
  }
}

/**
 * Place in the panels, in bytes, of the first element of the strip that is `offset` bytes
 * across.
 * @param step - bytes across a panel
 */
// @ts-ignore: decorator
@inline
function place(offset: usize, step: usize, k: i32): usize {
  return (offset / step) * step * <usize>k + (offset % step);
}

/**
 * Four strips from element w on, where the source too lies across. Together they are one
 * cache line in each step. Each line is read once, even when rows of the source share the
 * sets of the first-level cache.
 */
function copyLines<T>(dst: usize, step: usize, src: usize, along: usize, w: i32, k: i32): void {
  const first = bytes<T>(w);
  const d0 = dst + place(first, step, k);
  const d1 = dst + place(first + 16, step, k);
  const d2 = dst + place(first + 32, step, k);
  const d3 = dst + place(first + 48, step, k);
  for (let at: usize = 0, end = step * <usize>k; at < end; at += step, src += along) {
    const x1 = v128.load(src, 16);
    const x2 = v128.load(src, 32);
    const x3 = v128.load(src, 48);
    v128.store(d0 + at, v128.load(src));
    v128.store(d1 + at, x1);
    v128.store(d2 + at, x2);
    v128.store(d3 + at, x3);
  }
}

/** One strip of `lanes` elements across and k along; `valid` of them exist. */
function packStrip<T>(
  dst: usize,
  step: usize,
  src: usize,
  across: usize,
  along: usize,
  valid: i32,
  k: i32,
): void {
  if (valid < lanes<T>()) packEdge<T>(dst, step, src, across, along, max(valid, 0), k);
  else if (across == sizeof<T>()) copyStrip(dst, step, src, along, k);
  else transposeStrip<T>(dst, step, src, across, k);
}

/** A strip where the source too lies across: one v128 a step. */
function copyStrip(dst: usize, step: usize, src: usize, along: usize, k: i32): void {
  for (let p = 0; p < k; p++) {
    v128.store(dst, v128.load(src));
    dst += step;
    src += along;
  }
}

/** A strip where the source lies along: square blocks of one v128 a side are transposed. */
function transposeStrip<T>(dst: usize, step: usize, src: usize, across: usize, k: i32): void {
  const whole = k - (k % lanes<T>());
  for (let p = 0; p < whole; p += lanes<T>()) {
    transposeBlock<T>(dst, step, src, across);
    dst += step * <usize>lanes<T>();
    src += 16;
  }
  packEdge<T>(dst, step, src, across, sizeof<T>(), lanes<T>(), k - whole);
}

/** A strip, element by element; zeros beyond the first `valid`. */
function packEdge<T>(
  dst: usize,
  step: usize,
  src: usize,
  across: usize,
  along: usize,
  valid: i32,
  k: i32,
): void {
  for (let p = 0; p < k; p++) {
    for (let w = 0; w < lanes<T>(); w++) {
      const x = w < valid ? load<T>(src + <usize>w * across) : <T>0;
      store<T>(dst + bytes<T>(w), x);
    }
    dst += step;
    src += along;
  }
}

/** dst := srcᵀ for a square block of one v128 a side; both strides in bytes. */
// @ts-ignore: decorator
@inline
export function transposeBlock<T>(dst: usize, ldd: usize, src: usize, lds: usize): void {
  const r0 = v128.load(src);
  const r1 = v128.load(src + lds);
  if (sizeof<T>() == 8) {
    v128.store(dst, v128.shuffle<f64>(r0, r1, 0, 2));
    v128.store(dst + ldd, v128.shuffle<f64>(r0, r1, 1, 3));
    return;
  }
  const r2 = v128.load(src + 2 * lds);
  const r3 = v128.load(src + 3 * lds);
  const lo01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const hi01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const lo23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const hi23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(dst, v128.shuffle<f64>(lo01, lo23, 0, 2));
  v128.store(dst + ldd, v128.shuffle<f64>(lo01, lo23, 1, 3));
  v128.store(dst + 2 * ldd, v128.shuffle<f64>(hi01, hi23, 0, 2));
  v128.store(dst + 3 * ldd, v128.shuffle<f64>(hi01, hi23, 1, 3));
}
