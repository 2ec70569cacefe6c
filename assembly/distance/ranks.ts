// Ranks of a vector, from its sorted keys.

import { padded, paddedSize } from "../vector/layout";
import { COUNTERS, sortKeys } from "./radix";

/** Bytes of scratch for `ranks`. */
export function ranksWork(n: i32): f64 {
  return paddedSize<u64>(n) + 2 * paddedSize<i32>(n) + <f64>COUNTERS;
}

/** Gives all numbers of a run of equal keys their mean rank. */
function spreadRanks(n: i32, keys: usize, indices: usize, ranks: usize): void {
  for (let start = 0; start < n;) {
    const key = load<u64>(keys + ((<usize>start) << 3));
    let end = start + 1;
    while (end < n && load<u64>(keys + ((<usize>end) << 3)) == key) end++;
    const rank = (<f64>start + 1 + <f64>end) / 2;
    for (; start < end; start++) {
      store<f64>(ranks + ((<usize>load<i32>(indices + ((<usize>start) << 2))) << 3), rank);
    }
  }
}

/**
 * ranks[i] := rank of x[i], from 1. Equal numbers, also −0 and 0, get their mean rank.
 *
 * @param n - numbers, n ≥ 0
 * @param x - n f64; may be infinite
 * @param ranks - n f64, not the memory of x; also used as scratch
 * @param work - ranksWork(n) bytes
 * @returns 0, or 1 where a number is NaN; `ranks` is then undefined
 */
export function ranks(n: i32, x: usize, ranks: usize, work: usize): i32 {
  const keys = work;
  const indices = keys + padded<u64>(n);
  const spareIndices = indices + padded<i32>(n);
  const counters = spareIndices + padded<i32>(n);
  if (sortKeys(n, x, keys, indices, ranks, spareIndices, counters)) return 1;
  spreadRanks(n, keys, indices, ranks);
  return 0;
}
