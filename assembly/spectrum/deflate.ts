// Index lists of divide and conquer, which the symmetric and the singular value problem
// share: order of the values, and grouping of the vectors by where they are nonzero.

import { at, put } from "../vector/lanes";

/** Kind of a vector, by where it is nonzero: in the upper half only, in both halves, in the lower only. */
export const UPPER_HALF: i32 = 0;
export const BOTH_HALVES: i32 = 1;
export const LOWER_HALF: i32 = 2;

/**
 * Merges two lists of indices, each in ascending order of `values`, into one.
 * @param shift - added to the indices of the second list
 */
export function mergeOrder(
  na: i32,
  a: usize,
  nb: i32,
  b: usize,
  shift: i32,
  values: usize,
  merged: usize,
): void {
  let i = 0;
  let j = 0;
  for (let q = 0; q < na + nb; q++) {
    const takeA =
      j >= nb || (i < na && at<f64>(values, at<i32>(a, i)) <= at<f64>(values, at<i32>(b, j) + shift));
    put<i32>(merged, q, takeA ? at<i32>(a, i++) : at<i32>(b, j++) + shift);
  }
}

/** Inserts index x into a list of `count` indices that is in ascending order of `values`. */
export function insertOrdered(count: i32, list: usize, x: i32, values: usize): void {
  const value = at<f64>(values, x);
  let j = count;
  for (; j > 0 && at<f64>(values, at<i32>(list, j - 1)) > value; j--) put<i32>(list, j, at<i32>(list, j - 1));
  put<i32>(list, j, x);
}

/** order := the n indices of `values` in ascending order. By insertion: for small n. */
export function orderOf(n: i32, values: usize, order: usize): void {
  for (let i = 0; i < n; i++) insertOrdered(i, order, i, values);
}

/**
 * Places of k vectors, grouped so that those of the upper half come first, then those of
 * both halves, then those of the lower half. Products can then skip the zero halves.
 *
 * @param kinds - kind of each vector, by its place in `list`
 * @param places - receives k positions
 * @param counts - receives three counts (i32)
 */
export function groupByKind(k: i32, list: usize, kinds: usize, places: usize, counts: usize): void {
  memory.fill(counts, 0, 12);
  for (let j = 0; j < k; j++) {
    const kind = at<i32>(kinds, at<i32>(list, j));
    put<i32>(counts, kind, at<i32>(counts, kind) + 1);
  }
  let upper = 0;
  let both = at<i32>(counts, UPPER_HALF);
  let lower = both + at<i32>(counts, BOTH_HALVES);
  for (let j = 0; j < k; j++) {
    const kind = at<i32>(kinds, at<i32>(list, j));
    put<i32>(places, j, kind == UPPER_HALF ? upper++ : kind == BOTH_HALVES ? both++ : lower++);
  }
}

/**
 * Puts rows and their values into the given order, in place. It follows each cycle of
 * the permutation, with one spare row.
 *
 * @param order - n indices: row i of the result is row order[i]; destroyed
 * @param spare - room for one row of `bytesPerRow`
 */
export function permuteRows(
  n: i32,
  order: usize,
  values: usize,
  z: usize,
  stride: usize,
  bytesPerRow: usize,
  spare: usize,
): void {
  for (let start = 0; start < n; start++) {
    if (at<i32>(order, start) == start) continue;
    const kept = at<f64>(values, start);
    memory.copy(spare, z + <usize>start * stride, bytesPerRow);
    let i = start;
    for (let from = at<i32>(order, i); from != start; from = at<i32>(order, i)) {
      put<f64>(values, i, at<f64>(values, from));
      memory.copy(z + <usize>i * stride, z + <usize>from * stride, bytesPerRow);
      put<i32>(order, i, i);
      i = from;
    }
    put<f64>(values, i, kept);
    memory.copy(z + <usize>i * stride, spare, bytesPerRow);
    put<i32>(order, i, i);
  }
}

/** order := the n indices of `values` in descending order. */
export function orderDescending(n: i32, values: usize, order: usize): void {
  orderOf(n, values, order);
  for (let i = 0, j = n - 1; i < j; i++, j--) {
    const kept = at<i32>(order, i);
    put<i32>(order, i, at<i32>(order, j));
    put<i32>(order, j, kept);
  }
}
