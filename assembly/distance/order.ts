// The order of a vector: all that Kendall's tau needs of it. In memory it is
//
//   tied     1 f64   pairs of equal numbers
//   sorted   n i32   the places in x of the numbers, from the smallest to the largest
//   places   n i32   for each number, where in `sorted` the numbers equal to it begin
//
// that is n + 1 doubles.

import { at, bytes, put } from "../vector/lanes";
import { padded } from "../vector/layout";
import { ranksWork } from "./ranks";
import { sortKeys } from "./radix";

/** Pairs of equal numbers. */
// @ts-ignore: decorator
@inline
export function tiedOf(order: usize): f64 {
  return load<f64>(order);
}

/** Address of `sorted`. */
// @ts-ignore: decorator
@inline
export function sortedOf(order: usize): usize {
  return order + 8;
}

/** Address of `places`. */
// @ts-ignore: decorator
@inline
export function placesOf(order: usize, n: i32): usize {
  return order + 8 + bytes<i32>(n);
}

/** Pairs among n. */
// @ts-ignore: decorator
@inline
export function pairsOf(n: i32): i64 {
  return (<i64>n * (<i64>n - 1)) >> 1;
}

/** Bytes of scratch for `order`. */
export function orderWork(n: i32): f64 {
  return ranksWork(n);
}

/** Gives all numbers of a run of equal keys the place of the first. @returns pairs of equal keys */
function spreadPlaces(n: i32, keys: usize, indices: usize, places: usize): i64 {
  let tied: i64 = 0;
  for (let start = 0; start < n;) {
    const key = at<u64>(keys, start);
    let end = start;
    for (; end < n && at<u64>(keys, end) == key; end++) put<i32>(places, at<i32>(indices, end), start);
    tied += pairsOf(end - start);
    start = end;
  }
  return tied;
}

/**
 * order := the order of x. −0 and 0 are equal.
 *
 * @param n - numbers, n ≥ 0
 * @param x - n f64; may be infinite
 * @param order - n + 1 f64, not the memory of x
 * @param work - orderWork(n) bytes
 * @returns 0, or 1 where a number is NaN; `order` is then undefined
 */
export function order(n: i32, x: usize, order: usize, work: usize): i32 {
  const keys = work;
  const indices = keys + padded<u64>(n);
  const spareIndices = indices + padded<i32>(n);
  const counters = spareIndices + padded<i32>(n);
  if (sortKeys(n, x, keys, indices, sortedOf(order), spareIndices, counters)) return 1;
  memory.copy(sortedOf(order), indices, bytes<i32>(n));
  store<f64>(order, <f64>spreadPlaces(n, keys, indices, placesOf(order, n)));
  return 0;
}
