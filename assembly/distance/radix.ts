// Sorting a vector by radix. Numbers become keys: whole numbers with the same
// order. Each pass sorts the keys by one digit, least significant digit first. A digit that
// all keys share (exponents, the zeros of small whole numbers) needs no pass.

/** Below this many numbers, insertion is faster than clearing the counters. */
const INSERTION_BELOW: i32 = 48;
/** From this many numbers on, 6 digits of 11 bits are faster than 8 of 8. */
const WIDE_DIGITS_FROM: i32 = 8192;
/**
 * So many of the highest digits put nearly all numbers in order. Insertion does the rest in
 * fewer steps than further passes. Only numbers that agree in these digits need all passes.
 */
const ROUGH_PASSES: i32 = 3;
/** Bytes of the counters: u32 for 6 digits of 2048 values. */
export const COUNTERS: usize = 6 * 2048 * 4;

/**
 * The key of x: a whole number with the order of x. All other bits of negative numbers are
 * flipped, and the sign bit of all numbers. −0 becomes 0, so that the two tie.
 */
// @ts-ignore: decorator
@inline
function orderedBits(x: f64): u64 {
  const bits = reinterpret<i64>(x + 0);
  return <u64>(bits ^ ((bits >> 63) | i64.MIN_VALUE));
}

/** The number of a key. */
// @ts-ignore: decorator
@inline
export function numberOf(key: u64): f64 {
  const bits = (<i64>key) ^ i64.MIN_VALUE;
  return reinterpret<f64>(bits ^ ((bits >> 63) & i64.MAX_VALUE));
}

// @ts-ignore: decorator
@inline
function digitOf(key: u64, shift: u64, mask: u64): usize {
  return <usize>((key >> shift) & mask);
}

/**
 * Counts how often each digit has each value.
 * @param bits - bits of a digit
 * @param counters - 2^bits u32 for each digit
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

/** Replaces the counts of a digit by the place of the first key with each value. */
function placesOf(counter: usize, size: usize): void {
  let next: u32 = 0;
  for (let end = counter + size; counter < end; counter += 4) {
    const count = load<u32>(counter);
    store<u32>(counter, next);
    next += count;
  }
}

/** First pass: sorts the numbers by one digit into keys and indices. */
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

/** Later pass: sorts keys and their indices by one digit. Keys with equal digits keep their order. */
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

/** Whether all n keys have the same digit as `key`. */
// @ts-ignore: decorator
@inline
function constantDigit(n: i32, key: u64, shift: u64, mask: u64, counter: usize): bool {
  return load<u32>(counter + (digitOf(key, shift, mask) << 2)) == n;
}

/** Number of digits that not all keys share. */
function varyingDigits(n: i32, sample: u64, bits: u64, counters: usize): i32 {
  const size = (<usize>4) << (<usize>bits);
  let varying = 0;
  for (let shift: u64 = 0; shift < 64; shift += bits, counters += size) {
    if (!constantDigit(n, sample, shift, (1 << bits) - 1, counters)) varying++;
  }
  return varying;
}

/**
 * Sorts: `keys` receives the keys in order, `indices` their places in x. Passes alternate
 * between these and the spare arrays so that the last pass ends in `keys`.
 * @param counters - from countDigits
 * @param most - passes at most, for the highest of the digits that vary
 * @returns whether lower digits were left out
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
    // if all keys are equal, the lowest digit gets a pass all the same, which copies them
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
 * Sorts by insertion: few keys, or many keys that are nearly in order.
 * @param moves - moves at most
 * @returns false where these are not enough; the order of the keys is then undefined
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

/** Writes keys and indices in the order of x. @returns whether a number is NaN */
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

/**
 * Sorts the keys of x. Equal numbers, also −0 and 0, have equal keys and keep their order.
 *
 * @param n - numbers, n ≥ 0
 * @param x - n f64; may be infinite
 * @param keys - receives n u64 in order
 * @param indices - receives n i32, the places in x of the keys
 * @param spareKeys - n u64
 * @param spareIndices - n i32
 * @param counters - COUNTERS bytes
 * @returns whether a number is NaN; the keys are then undefined
 */
export function sortKeys(
  n: i32,
  x: usize,
  keys: usize,
  indices: usize,
  spareKeys: usize,
  spareIndices: usize,
  counters: usize,
): bool {
  if (n < INSERTION_BELOW) {
    if (keysInOrder(n, x, keys, indices)) return true;
    settle(n, keys, indices, n * n);
    return false;
  }
  const bits: u64 = n < WIDE_DIGITS_FROM ? 8 : 11;
  if (countDigits(n, x, bits, counters)) return true;
  const rough = radixSort(n, x, bits, counters, keys, indices, spareKeys, spareIndices, ROUGH_PASSES);
  if (rough && !settle(n, keys, indices, n << 2)) {
    countDigits(n, x, bits, counters);
    radixSort(n, x, bits, counters, keys, indices, spareKeys, spareIndices, 8);
  }
  return false;
}
