// Four vectors woven into one, for passes that read the same places of all of them:
//
//   W₀ W₁ | V₀ V₁ | X₀ X₁ | Y₀ Y₁ ║ W₂ W₃ | V₂ V₃ | …
//
// A block of 64 bytes holds two elements of each. A loop then counts up one address
// instead of four, and the rest are constant offsets, which cost no instruction.

import { bytes } from "../vector/lanes";

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

/** Where the four elements j stand, in steps of 16 bytes from here. */
// @ts-ignore: decorator
@inline
export function place(woven: usize, j: i32): usize {
  return woven + BLOCK * <usize>(j >> 1) + bytes<f64>(j & 1);
}
