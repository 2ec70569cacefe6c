// Sorting short arrays of doubles in place.

import { at, put } from "./lanes";

/** Moves element i down until it is the root of a max-heap, in a heap of n elements. */
function siftDown(n: i32, x: usize, i: i32): void {
  const moved = at<f64>(x, i);
  let hole = i;
  for (let child = 2 * hole + 1; child < n; child = 2 * hole + 1) {
    if (child + 1 < n && at<f64>(x, child + 1) > at<f64>(x, child)) child++;
    if (at<f64>(x, child) <= moved) break;
    put<f64>(x, hole, at<f64>(x, child));
    hole = child;
  }
  put<f64>(x, hole, moved);
}

/** Exchanges elements i and j. */
export function exchange(x: usize, i: i32, j: i32): void {
  const kept = at<f64>(x, i);
  put<f64>(x, i, at<f64>(x, j));
  put<f64>(x, j, kept);
}

/** Reverses n elements. */
export function reverse(n: i32, x: usize): void {
  for (let i = 0, j = n - 1; i < j; i++, j--) exchange(x, i, j);
}

/** Ascending order, in place: heapsort, because it needs no scratch at any size. No NaN. */
export function sortAscending(n: i32, x: usize): void {
  for (let i = (n >> 1) - 1; i >= 0; i--) siftDown(n, x, i);
  for (let end = n - 1; end > 0; end--) {
    exchange(x, 0, end);
    siftDown(end, x, 0);
  }
}

/** Descending order, in place. No NaN. */
export function sortDescending(n: i32, x: usize): void {
  sortAscending(n, x);
  reverse(n, x);
}
