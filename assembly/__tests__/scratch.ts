// Memory and numbers for the specs.

import { put } from "../vector/lanes";
import { aligned } from "../vector/layout";

/** Address of n zero elements of T, 16-byte aligned. */
export function zeros<T>(n: i32): usize {
  const size = <usize>n * sizeof<T>();
  const at = aligned(heap.alloc(size + 16));
  memory.fill(at, 0, size);
  return at;
}

/** n elements, exact small integers from −8 to 8, so that products and sums have no rounding. */
export function integers<T>(n: i32, seed: i32): usize {
  const at = zeros<T>(n);
  for (let i = 0; i < n; i++) put<T>(at, i, <T>(((i * 31 + seed * 17) % 17) - 8));
  return at;
}
