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

// Sizes of scratch memory. They are counted in f64: whole numbers are exact up to 2⁵³, and a product
// of sizes is never reduced modulo 2³², as it would be in usize. So the host sees that a request is beyond
// 4 GiB. What it has granted fits in a usize, and the functions above give its places.

/** Bytes of a count of elements. */
// @ts-ignore: decorator
@inline
export function sizeOf<T>(elements: f64): f64 {
  return elements * <f64>sizeof<T>();
}

/** `padded`, as a size. */
export function paddedSize<T>(n: i32): f64 {
  return 16 * ceil(sizeOf<T>(n) / 16);
}

/** `paddedBytes`, as a size. */
export function vectorSize(n: i32): f64 {
  return 16 * floor((<f64>n + 9) / 2);
}

/** Size of a row of n doubles at the stride `paddedStride`. */
export function rowSize(n: i32): f64 {
  return 64 * (2 * floor(ceil(<f64>n / 8) / 2) + 1);
}

/** Row stride for rows of n doubles: an odd number of cache lines, so that neighbours share no cache set. */
export function paddedStride(n: i32): i32 {
  return (((n + 7) >> 3) | 1) << 3;
}
