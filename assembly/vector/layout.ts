// Sizes and places in scratch memory.

import { bytes } from "./lanes";

/** The next multiple of 16 from `address` on. */
// @ts-ignore: decorator
@inline
export function aligned(address: usize): usize {
  return (address + 15) & ~15;
}

/** Bytes of n elements, a multiple of 16. */
// @ts-ignore: decorator
@inline
export function padded<T>(n: i32): usize {
  return aligned(bytes<T>(n));
}

/** Bytes of n doubles with room to read one v128 past the end; a multiple of 16. */
export function paddedBytes(n: i32): usize {
  return bytes<f64>((n + 9) & ~1);
}

/** Row stride for rows of n doubles: an odd number of cache lines, so that neighbours share no cache set. */
export function paddedStride(n: i32): i32 {
  return (((n + 7) >> 3) | 1) << 3;
}
