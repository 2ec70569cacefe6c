// Concordant less discordant pairs of two vectors, from their orders:
//
//   all − tied in x − tied in y + tied in both − 2 · discordant
//
// Numbers are put in the order of x, those equal in x in the order of y. Their places in y,
// those equal in y counted on, are then a permutation: its inversions are the discordant
// pairs. Source: Knight, J. Am. Stat. Assoc. 61, 1966.

import { at, bytes, put } from "../vector/lanes";
import { padded, paddedSize } from "../vector/layout";
import { INVERSION_COUNTERS, inversions } from "./inversions";
import { pairsOf, placesOf, sortedOf, tiedOf } from "./order";

/** Bytes of scratch for `concordance`. */
export function concordanceWork(n: i32): f64 {
  return 2 * paddedSize<i32>(n) + <f64>INVERSION_COUNTERS;
}

/** sequence := places in y in the order of x, where no two are equal in x. */
function inOrder(n: i32, x: usize, y: usize, sequence: usize): void {
  const sorted = sortedOf(x);
  const places = placesOf(y, n);
  for (let k = 0; k < n; k++) put<i32>(sequence, k, at<i32>(places, at<i32>(sorted, k)));
}

/**
 * The same where some are equal in x: those in the order of y.
 * @param taken - receives n i32: how many are equal in x where such a run begins, 0 elsewhere
 */
function inOrderOfBoth(n: i32, x: usize, y: usize, sequence: usize, taken: usize): void {
  const sorted = sortedOf(y);
  const ofX = placesOf(x, n);
  const ofY = placesOf(y, n);
  memory.fill(taken, 0, bytes<i32>(n));
  for (let k = 0; k < n; k++) {
    const number = at<i32>(sorted, k);
    const start = at<i32>(ofX, number);
    const before = at<i32>(taken, start);
    put<i32>(taken, start, before + 1);
    put<i32>(sequence, start + before, at<i32>(ofY, number));
  }
}

/** Pairs equal in both. @param begins - not 0 where a run of equal ones in x begins */
function tiedInBoth(n: i32, sequence: usize, begins: usize): i64 {
  let total: i64 = 0;
  let run: i64 = 0;
  for (let k = 1; k < n; k++) {
    const same = at<i32>(begins, k) == 0 && at<i32>(sequence, k) == at<i32>(sequence, k - 1);
    run = same ? run + 1 : 0;
    total += run;
  }
  return total;
}

/** Equal places count on, in the order of the sequence. @param taken - n i32 */
function countOn(n: i32, sequence: usize, taken: usize): void {
  memory.fill(taken, 0, bytes<i32>(n));
  for (let k = 0; k < n; k++) {
    const place = at<i32>(sequence, k);
    const before = at<i32>(taken, place);
    put<i32>(taken, place, before + 1);
    put<i32>(sequence, k, place + before);
  }
}

/**
 * Concordant less discordant pairs, exact up to 2⁵³.
 *
 * @param n - numbers, 0 ≤ n ≤ 2³⁰
 * @param x - n + 1 f64: an order
 * @param y - n + 1 f64: an order
 * @param work - concordanceWork(n) bytes
 */
export function concordance(n: i32, x: usize, y: usize, work: usize): f64 {
  const sequence = work;
  const spare = sequence + padded<i32>(n);
  const counters = spare + padded<i32>(n);
  const tiedX = <i64>tiedOf(x);
  const tiedY = <i64>tiedOf(y);
  let both: i64 = 0;
  if (tiedX == 0) {
    inOrder(n, x, y, sequence);
  } else {
    inOrderOfBoth(n, x, y, sequence, spare);
    if (tiedY > 0) both = tiedInBoth(n, sequence, spare);
  }
  if (tiedY > 0) countOn(n, sequence, spare);
  const discordant = inversions(n, sequence, spare, counters);
  return <f64>(pairsOf(n) - tiedX - tiedY + both - 2 * discordant);
}
