// The order of a vector: all that Kendall's tau needs of it. In memory it is
//
//   tied      1 f64   pairs of equal elements
//   distinct  1 f64   different values
//   sorted    n i32   the places in x of its elements, from the smallest to the largest
//   numbers   n i32   of each element: how many different values are below it
//
// that is n + 2 doubles.

import { at, bytes, put } from "../vector/lanes";
import { padded } from "../vector/layout";
import { ranksWork } from "./ranks";
import { numberOf, sortKeys } from "./radix";

/** Pairs of equal elements. */
// @ts-ignore: decorator
@inline
export function tiedOf(order: usize): f64 {
  return load<f64>(order);
}

/** Different values. */
// @ts-ignore: decorator
@inline
export function distinctOf(order: usize): i32 {
  return <i32>load<f64>(order, 8);
}

/** Address of `sorted`. */
// @ts-ignore: decorator
@inline
export function sortedOf(order: usize): usize {
  return order + 16;
}

/** Address of `numbers`. */
// @ts-ignore: decorator
@inline
export function numbersOf(order: usize, n: i32): usize {
  return order + 16 + bytes<i32>(n);
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

/** What counts as rounding, relative. */
const ROUNDING: f64 = 8 * f64.EPSILON;

/** Whether numbers of two keys, the second not smaller, are equal up to the rounding of the larger, or of `floor`. */
// @ts-ignore: decorator
@inline
function isSame(below: u64, above: u64, floor: f64): bool {
  if (below == above) return true;
  if (floor < 0) return false;
  const low = numberOf(below);
  const high = numberOf(above);
  return high - low < ROUNDING * max(floor, max(abs(low), abs(high)));
}

/** Numbers the runs of keys that are the same as the one before, and counts them and the pairs in them. */
function numberRuns(n: i32, keys: usize, indices: usize, floor: f64, order: usize): void {
  const numbers = numbersOf(order, n);
  let tied: i64 = 0;
  let distinct = 0;
  for (let start = 0; start < n; distinct++) {
    let key = at<u64>(keys, start);
    let end = start;
    for (; end < n && isSame(key, at<u64>(keys, end), floor); end++) {
      key = at<u64>(keys, end);
      put<i32>(numbers, at<i32>(indices, end), distinct);
    }
    tied += pairsOf(end - start);
    start = end;
  }
  store<f64>(order, <f64>tied);
  store<f64>(order, <f64>distinct, 8);
}

/**
 * order := the order of x. −0 and 0 are equal. So are numbers that differ by rounding alone, where it is
 * asked for: neighbours a < b with b − a < 8ε · max(floor, |a|, |b|), and all that are joined by such.
 *
 * @param n - elements, n ≥ 0
 * @param x - n f64; may be infinite
 * @param floor - the size to which rounding is relative at least; below 0, only equal numbers are equal
 * @param order - n + 2 f64, not the memory of x
 * @param work - orderWork(n) bytes
 * @returns 0, or 1 where an element is NaN; `order` is then undefined
 */
export function order(n: i32, x: usize, floor: f64, order: usize, work: usize): i32 {
  const keys = work;
  const indices = keys + padded<u64>(n);
  const spareIndices = indices + padded<i32>(n);
  const counters = spareIndices + padded<i32>(n);
  if (sortKeys(n, x, keys, indices, sortedOf(order), spareIndices, counters)) return 1;
  memory.copy(sortedOf(order), indices, bytes<i32>(n));
  numberRuns(n, keys, indices, floor, order);
  return 0;
}
