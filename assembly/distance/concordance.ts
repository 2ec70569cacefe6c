// Concordant less discordant pairs of two vectors, from their orders:
//
//   all − tied in x − tied in y + tied in both − 2 · discordant
//
// Elements are put in the order of x, those equal in x in the order of y. Their places in the
// order of y, those equal in y as they come, are then a permutation: its inversions are the
// discordant pairs. Source: Knight, J. Am. Stat. Assoc. 61, 1966. Where values are few, elements
// are counted in a table by their values in x and in y instead.

import { at, bytes, put } from "../vector/lanes";
import { padded, paddedSize } from "../vector/layout";
import { INVERSION_COUNTERS, inversions } from "./inversions";
import { distinctOf, numbersOf, pairsOf, sortedOf, tiedOf } from "./order";

/** Bytes of scratch for `concordance`. */
export function concordanceWork(n: i32): f64 {
  return 2 * paddedSize<i32>(n) + <f64>INVERSION_COUNTERS;
}

/** starts[v] := where elements with the value of number v begin in order. @param starts - room for n i32 */
function startsOf(n: i32, order: usize, starts: usize): void {
  const numbers = numbersOf(order, n);
  const distinct = distinctOf(order);
  memory.fill(starts, 0, bytes<i32>(distinct));
  for (let i = 0; i < n; i++) {
    const count = starts + bytes<i32>(at<i32>(numbers, i));
    store<i32>(count, load<i32>(count) + 1);
  }
  let start = 0;
  for (let v = 0; v < distinct; v++) {
    const count = at<i32>(starts, v);
    put<i32>(starts, v, start);
    start += count;
  }
}

/** Takes the next place of number v. */
// @ts-ignore: decorator
@inline
function take(places: usize, v: i32): i32 {
  const next = places + bytes<i32>(v);
  const place = load<i32>(next);
  store<i32>(next, place + 1);
  return place;
}

/** sequence := numbers in y in the order of x, where no two are equal in x. */
function inOrder(n: i32, x: usize, y: usize, sequence: usize): void {
  const sorted = sortedOf(x);
  const numbers = numbersOf(y, n);
  for (let k = 0; k < n; k++) put<i32>(sequence, k, at<i32>(numbers, at<i32>(sorted, k)));
}

/** The same where some are equal in x: those in the order of y. @param ends - receives where each value of x ends */
function inOrderOfBoth(n: i32, x: usize, y: usize, sequence: usize, ends: usize): void {
  const sorted = sortedOf(y);
  const ofX = numbersOf(x, n);
  const ofY = numbersOf(y, n);
  startsOf(n, x, ends);
  for (let k = 0; k < n; k++) {
    const i = at<i32>(sorted, k);
    put<i32>(sequence, take(ends, at<i32>(ofX, i)), at<i32>(ofY, i));
  }
}

/** Pairs equal in both, which follow one another. @param ends - of each value of x */
function tiedInBoth(n: i32, sequence: usize, ends: usize): i64 {
  let total: i64 = 0;
  let run: i64 = 0;
  let value = 0;
  for (let k = 1; k < n; k++) {
    const begins = k == at<i32>(ends, value);
    if (begins) value++;
    run = !begins && at<i32>(sequence, k) == at<i32>(sequence, k - 1) ? run + 1 : 0;
    total += run;
  }
  return total;
}

/** Numbers become places, of equal ones as they come. @param next - room for n i32 */
function placed(n: i32, y: usize, sequence: usize, next: usize): void {
  startsOf(n, y, next);
  for (let k = 0; k < n; k++) put<i32>(sequence, k, take(next, at<i32>(sequence, k)));
}

/** Tied in both − 2 · discordant, by sorting. @param spare - n i32 */
function bySorting(n: i32, x: usize, y: usize, sequence: usize, spare: usize, counters: usize): i64 {
  const isTied = tiedOf(y) > 0;
  let both: i64 = 0;
  if (tiedOf(x) > 0) {
    inOrderOfBoth(n, x, y, sequence, spare);
    if (isTied) both = tiedInBoth(n, sequence, spare);
  } else {
    inOrder(n, x, y, sequence);
  }
  if (isTied) placed(n, y, sequence, spare);
  return both - 2 * inversions(n, sequence, spare, counters);
}

/** table (values of x × values of y, i32) := elements with both. */
function fillTable(n: i32, x: usize, y: usize, table: usize): void {
  const cols = distinctOf(y);
  const ofX = numbersOf(x, n);
  const ofY = numbersOf(y, n);
  memory.fill(table, 0, bytes<i32>(distinctOf(x) * cols));
  for (let i = 0; i < n; i++) take(table, at<i32>(ofX, i) * cols + at<i32>(ofY, i));
}

/**
 * Tied in both − 2 · discordant, from the table.
 * @param smaller - values of y, i32: how many elements of smaller x have each
 */
function byTable(n: i32, x: usize, y: usize, table: usize, smaller: usize): i64 {
  const cols = distinctOf(y);
  const cells = distinctOf(x) * cols;
  fillTable(n, x, y, table);
  memory.fill(smaller, 0, bytes<i32>(cols));
  let total: i64 = 0;
  for (let row = 0; row < cells; row += cols) {
    let above: i64 = 0;
    for (let j = cols - 1; j >= 0; j--) {
      const count = at<i32>(table, row + j);
      const before = at<i32>(smaller, j);
      total += pairsOf(count) - 2 * <i64>count * above;
      above += before;
      put<i32>(smaller, j, before + count);
    }
  }
  return total;
}

/**
 * Concordant less discordant pairs, exact up to 2⁵³.
 *
 * @param n - elements, 0 ≤ n ≤ 2³⁰
 * @param x - n + 2 f64: an order
 * @param y - n + 2 f64: an order
 * @param work - concordanceWork(n) bytes
 */
export function concordance(n: i32, x: usize, y: usize, work: usize): f64 {
  const sequence = work;
  const spare = sequence + padded<i32>(n);
  const counters = spare + padded<i32>(n);
  const few = <i64>distinctOf(x) * <i64>distinctOf(y) <= <i64>n;
  const rest = few ? byTable(n, x, y, sequence, spare) : bySorting(n, x, y, sequence, spare, counters);
  return <f64>(pairsOf(n) - <i64>tiedOf(x) - <i64>tiedOf(y) + rest);
}
