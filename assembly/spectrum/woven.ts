// Four vectors woven into one, for passes that read the same places of all of them:
//
//   W₀ W₁ | V₀ V₁ | X₀ X₁ | Y₀ Y₁ ║ W₂ W₃ | V₂ V₃ | …
//
// A block of 64 bytes holds two elements of each. So a loop increments one address instead
// of four; the rest are constant offsets, which cost no instruction.

import { bytes, fma, fnma } from "../vector/lanes";

/** Bytes of a block, and where the vectors stand in it. */
export const BLOCK: usize = 64;
export const W: usize = 0;
export const V: usize = 16;
export const X: usize = 32;
export const Y: usize = 48;

/** Bytes of four vectors of n elements. */
export function wovenBytes(n: i32): usize {
  return BLOCK * <usize>((n + 1) >> 1);
}

/** `wovenBytes`, as a size. */
export function wovenSize(n: i32): f64 {
  return <f64>BLOCK * ceil(<f64>n / 2);
}

/** Address of element j of W; V, X and Y add theirs. */
// @ts-ignore: decorator
@inline
export function place(woven: usize, j: i32): usize {
  return woven + BLOCK * <usize>(j >> 1) + bytes<f64>(j & 1);
}

/** Two elements less x·w and z·v, stored and returned. */
// @ts-ignore: decorator
@inline
export function update(element: usize, x: v128, w: v128, z: v128, v: v128): v128 {
  const updated = fnma<f64>(x, w, fnma<f64>(z, v, v128.load(element)));
  v128.store(element, updated);
  return updated;
}

/** Two elements of y in the block at p: y + a·c + b·d. */
// @ts-ignore: decorator
@inline
export function accumulate(p: usize, a: v128, c: v128, b: v128, d: v128): void {
  v128.store(p, fma<f64>(b, d, fma<f64>(a, c, v128.load(p, Y))), Y);
}

/** The scalar form of `update`. */
// @ts-ignore: decorator
@inline
export function updateOne(element: usize, x: f64, z: f64, p: usize): f64 {
  const updated = load<f64>(element) - x * load<f64>(p, W) - z * load<f64>(p, V);
  store<f64>(element, updated);
  return updated;
}

/** y := y + term, one element. */
// @ts-ignore: decorator
@inline
export function addTo(p: usize, term: f64): void {
  store<f64>(p, load<f64>(p, Y) + term, Y);
}
