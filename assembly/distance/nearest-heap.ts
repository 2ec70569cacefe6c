// The k least of a stream of numbered values, by value and then by number. They stand in two arrays of
// doubles, as a heap with the greatest at the root, so that one comparison turns most values away.

import { at, put } from "../vector/lanes";

/** Whether the first of two comes after the second. */
// @ts-ignore: decorator
@inline
function after(value: f64, number: f64, other: f64, otherNumber: f64): bool {
  return value > other || (value == other && number > otherNumber);
}

/** Puts a value at the root of a heap of n and moves it down to its place. */
function replaceRoot(n: i32, values: usize, numbers: usize, value: f64, number: f64): void {
  let hole = 0;
  for (let child = 1; child < n; child = 2 * hole + 1) {
    const next = child + 1;
    if (
      next < n &&
      after(at<f64>(values, next), at<f64>(numbers, next), at<f64>(values, child), at<f64>(numbers, child))
    )
      child = next;
    if (!after(at<f64>(values, child), at<f64>(numbers, child), value, number)) break;
    put<f64>(values, hole, at<f64>(values, child));
    put<f64>(numbers, hole, at<f64>(numbers, child));
    hole = child;
  }
  put<f64>(values, hole, value);
  put<f64>(numbers, hole, number);
}

/** Appends a value to a heap of n and moves it up to its place. */
function append(n: i32, values: usize, numbers: usize, value: f64, number: f64): void {
  let hole = n;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (!after(value, number, at<f64>(values, parent), at<f64>(numbers, parent))) break;
    put<f64>(values, hole, at<f64>(values, parent));
    put<f64>(numbers, hole, at<f64>(numbers, parent));
    hole = parent;
  }
  put<f64>(values, hole, value);
  put<f64>(numbers, hole, number);
}

/**
 * Keeps a value if it is among the k least so far.
 * @param n - how many are kept, 0 ≤ n ≤ k
 * @returns how many are kept now
 */
export function keepLeast(k: i32, n: i32, values: usize, numbers: usize, value: f64, number: f64): i32 {
  if (n < k) {
    append(n, values, numbers, value, number);
    return n + 1;
  }
  if (after(load<f64>(values), load<f64>(numbers), value, number))
    replaceRoot(n, values, numbers, value, number);
  return n;
}

/** Brings a heap of n into ascending order. */
export function sortHeap(n: i32, values: usize, numbers: usize): void {
  for (let end = n - 1; end > 0; end--) {
    const value = at<f64>(values, end);
    const number = at<f64>(numbers, end);
    put<f64>(values, end, load<f64>(values));
    put<f64>(numbers, end, load<f64>(numbers));
    replaceRoot(end, values, numbers, value, number);
  }
}
