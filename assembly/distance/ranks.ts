// Ranks of a vector by a radix sort: numbers become whole numbers of the same order,
// which are dealt into place one digit at a time, least significant first. Digits
// that are the same everywhere (exponents, the zeros of small whole numbers) are
// skipped.

import { padded } from "../vector/layout";

/** Below this many numbers, insertion is faster than clearing the counters. */
const INSERTION_BELOW: i32 = 48;
/** From this many numbers on, 6 digits of 11 bits are faster than 8 of 8. */
const WIDE_DIGITS_FROM: i32 = 8192;
/**
 * Digits that put nearly all numbers in order; insertion does the rest, in fewer steps than
 * further passes. Numbers that differ in the lowest digits only need them all.
 */
const ROUGH_PASSES: i32 = 3;
/** Bytes of the counters, which 6 digits of 2048 values need. */
const COUNTERS: usize = 6 * 2048 * 4;

/**
 * A whole number with the order of x: negative numbers are turned over, the others put
 * above them. −0 becomes 0, so that the two tie.
 */
// @ts-ignore: decorator
@inline
function orderedBits(x: f64): u64 {
  const bits = reinterpret<i64>(x + 0);
  return <u64>(bits ^ ((bits >> 63) | i64.MIN_VALUE));
}

// @ts-ignore: decorator
@inline
function digitOf(key: u64, shift: u64, mask: u64): usize {
  return <usize>((key >> shift) & mask);
}

/** Bytes of scratch for `ranks`. */
export function ranksWork(n: i32): usize {
  return padded<u64>(n) + 2 * padded<i32>(n) + COUNTERS;
}

/**
 * Counts the values of every digit.
 * @param bits - bits of a digit
 * @param counters - for each digit 2^bits u32
 * @returns whether a number is NaN
 */
function countDigits(n: i32, x: usize, bits: u64, counters: usize): bool {
  const mask: u64 = (1 << bits) - 1;
  const size = (<usize>4) << (<usize>bits);
  memory.fill(counters, 0, size * <usize>((64 + bits - 1) / bits));
  let nan: bool = false;
  for (let i = 0; i < n; i++) {
    const value = load<f64>(x + ((<usize>i) << 3));
    nan = nan || value != value;
    let key = orderedBits(value);
    let counter = counters;
    for (let shift: u64 = 0; shift < 64; shift += bits) {
      const place = counter + ((<usize>(key & mask)) << 2);
      store<u32>(place, load<u32>(place) + 1);
      key >>= bits;
      counter += size;
    }
  }
  return nan;
}

/** Counts → the place where the first key of each digit value goes. */
function placesOf(counter: usize, size: usize): void {
  let next: u32 = 0;
  for (let end = counter + size; counter < end; counter += 4) {
    const count = load<u32>(counter);
    store<u32>(counter, next);
    next += count;
  }
}

/** Deals the numbers themselves into keys and indices by one digit. */
function dealFirst(
  n: i32,
  x: usize,
  shift: u64,
  mask: u64,
  places: usize,
  keys: usize,
  indices: usize,
): void {
  for (let i = 0; i < n; i++) {
    const key = orderedBits(load<f64>(x + ((<usize>i) << 3)));
    const place = places + (digitOf(key, shift, mask) << 2);
    const to = <usize>load<u32>(place);
    store<u32>(place, <u32>to + 1);
    store<u64>(keys + (to << 3), key);
    store<i32>(indices + (to << 2), i);
  }
}

/** Deals keys and their indices by one digit; equal digits keep their order. */
function deal(
  n: i32,
  keys: usize,
  indices: usize,
  shift: u64,
  mask: u64,
  places: usize,
  keysTo: usize,
  indicesTo: usize,
): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    const key = load<u64>(keys + (i << 3));
    const place = places + (digitOf(key, shift, mask) << 2);
    const to = <usize>load<u32>(place);
    store<u32>(place, <u32>to + 1);
    store<u64>(keysTo + (to << 3), key);
    store<i32>(indicesTo + (to << 2), load<i32>(indices + (i << 2)));
  }
}

/** Whether all n keys have the digit value that `key` has. */
// @ts-ignore: decorator
@inline
function constantDigit(n: i32, key: u64, shift: u64, mask: u64, counter: usize): bool {
  return load<u32>(counter + (digitOf(key, shift, mask) << 2)) == n;
}

/** Digits that differ somewhere. */
function varyingDigits(n: i32, sample: u64, bits: u64, counters: usize): i32 {
  const size = (<usize>4) << (<usize>bits);
  let varying = 0;
  for (let shift: u64 = 0; shift < 64; shift += bits, counters += size) {
    if (!constantDigit(n, sample, shift, (1 << bits) - 1, counters)) varying++;
  }
  return varying;
}

/**
 * Sorts: `keys` receives the ordered bits, `indices` where each came from. Passes go to
 * and fro between these and the spare ones, so that the last ends in the right place.
 * @param counters - from countDigits
 * @param most - passes to make: of the digits that vary, those that count most
 * @returns whether digits were left out
 */
function radixSort(
  n: i32,
  x: usize,
  bits: u64,
  counters: usize,
  keys: usize,
  indices: usize,
  spareKeys: usize,
  spareIndices: usize,
  most: i32,
): bool {
  const mask: u64 = (1 << bits) - 1;
  const size = (<usize>4) << (<usize>bits);
  const sample = orderedBits(load<f64>(x));
  const varying = varyingDigits(n, sample, bits, counters);
  const passes = min(most, max(1, varying));
  let skip = varying - passes;
  let left = passes;
  for (let shift: u64 = 0; left > 0; shift += bits, counters += size) {
    // all equal: the lowest digit is dealt nevertheless, which copies
    if (varying > 0 && constantDigit(n, sample, shift, mask, counters)) continue;
    if (skip-- > 0) continue;
    const first = left-- == passes;
    const odd = left & 1;
    const toKeys = odd ? spareKeys : keys;
    const toIndices = odd ? spareIndices : indices;
    placesOf(counters, size);
    if (first) dealFirst(n, x, shift, mask, counters, toKeys, toIndices);
    else
      deal(n, odd ? keys : spareKeys, odd ? indices : spareIndices, shift, mask, counters, toKeys, toIndices);
  }
  return varying > passes;
}

/**
 * Sorts by insertion: few keys, or many that agree in the digits they were sorted by.
 * @param moves - to make at most
 * @returns false where that is not enough; the keys are then in no order
 */
function settle(n: i32, keys: usize, indices: usize, moves: i32): bool {
  for (let i: usize = 1; i < <usize>n; i++) {
    const key = load<u64>(keys + (i << 3));
    if (load<u64>(keys + ((i - 1) << 3)) <= key) continue;
    const index = load<i32>(indices + (i << 2));
    let to = i;
    for (; to > 0; to--) {
      const before = load<u64>(keys + ((to - 1) << 3));
      if (before <= key) break;
      if (moves-- == 0) return false;
      store<u64>(keys + (to << 3), before);
      store<i32>(indices + (to << 2), load<i32>(indices + ((to - 1) << 2)));
    }
    store<u64>(keys + (to << 3), key);
    store<i32>(indices + (to << 2), index);
  }
  return true;
}

/** The keys as the numbers stand. @returns whether a number is NaN */
function keysInOrder(n: i32, x: usize, keys: usize, indices: usize): bool {
  let nan: bool = false;
  for (let i = 0; i < n; i++) {
    const value = load<f64>(x + ((<usize>i) << 3));
    nan = nan || value != value;
    store<u64>(keys + ((<usize>i) << 3), orderedBits(value));
    store<i32>(indices + ((<usize>i) << 2), i);
  }
  return nan;
}

/** Gives each run of equal keys the mean of its places. */
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
 * ranks[i] := rank of x[i], from 1; equal numbers (and −0 with 0) share the mean of
 * their places.
 *
 * @param n - numbers, n ≥ 0
 * @param x - n f64; infinities have their place
 * @param ranks - n f64, not x; also used as scratch
 * @param work - ranksWork(n) bytes
 * @returns 0, or 1 where a number is NaN; `ranks` is then undefined
 */
export function ranks(n: i32, x: usize, ranks: usize, work: usize): i32 {
  const keys = work;
  const indices = keys + padded<u64>(n);
  const spareIndices = indices + padded<i32>(n);
  const counters = spareIndices + padded<i32>(n);
  if (n < INSERTION_BELOW) {
    if (keysInOrder(n, x, keys, indices)) return 1;
    settle(n, keys, indices, n * n);
  } else {
    const bits: u64 = n < WIDE_DIGITS_FROM ? 8 : 11;
    if (countDigits(n, x, bits, counters)) return 1;
    const rough = radixSort(n, x, bits, counters, keys, indices, ranks, spareIndices, ROUGH_PASSES);
    if (rough && !settle(n, keys, indices, n << 2)) {
      countDigits(n, x, bits, counters);
      radixSort(n, x, bits, counters, keys, indices, ranks, spareIndices, 8);
    }
  }
  spreadRanks(n, keys, indices, ranks);
  return 0;
}
