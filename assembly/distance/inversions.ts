// Inversions of a permutation: i < j with values[i] > values[j].
//
// Values are dealt into blocks by their digits, the highest first, as in a radix sort. A block
// of 2^k values is a range of whole numbers, so it stands where these numbers would stand in
// order, and its size is known. While a value is dealt, it counts the values of its block that
// came before with a greater digit. Two values meet in this way once: where their digits first
// differ. In the last blocks, of 64 values, a set of bits takes the place of the counters.
//
// So 500,000 values take three passes without a branch that depends on them, where a merge
// sort takes nineteen with one.

import { at, bytes, put } from "../vector/lanes";

/** Bits of the digits by which values are dealt: 8 groups of 16 digits. */
const DIGIT: i32 = 7;
/** Bits of the last digit: values of a block are bits of one u64. */
const LAST: i32 = 6;

/** Of each digit the place of its next value, the values of greater groups, and those of greater digits in its group. */
const NEXT: usize = 128 * 4;
const GROUPS: usize = 8 * 4;
const INSIDE: usize = 128 * 4;
/** Bytes of the counters for `inversions`. */
export const INVERSION_COUNTERS: usize = NEXT + GROUPS + INSIDE;

/** Counters four at a time: adds 1 to those whose number is below `limit`. */
// @ts-ignore: decorator
@inline
function raise(counters: usize, limit: v128, first: i32): void {
  const numbers = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
  // a lane that is true is −1
  v128.store(counters, i32x4.sub(v128.load(counters), i32x4.gt_s(limit, numbers)));
}

/**
 * Deals the values of one block, `start` … `end` − 1, by their digit at `shift`.
 * @returns the inversions between different digits
 */
function dealBlock(start: i32, end: i32, shift: i32, values: usize, to: usize, counters: usize): i64 {
  const groups = counters + NEXT;
  const inside = groups + GROUPS;
  memory.fill(groups, 0, GROUPS + INSIDE);
  for (let d = 0; d < 1 << DIGIT; d++) put<i32>(counters, d, start + (d << shift));
  let inversions: i64 = 0;
  for (let i = start; i < end; i++) {
    const value = at<i32>(values, i);
    const digit = (value >> shift) & ((1 << DIGIT) - 1);
    const next = counters + bytes<i32>(digit);
    const place = load<i32>(next);
    put<i32>(to, place, value);
    store<i32>(next, place + 1);

    const group = digit >> 4;
    const ofGroup = inside + bytes<i32>(group << 4);
    inversions += <i64>(at<i32>(groups, group) + at<i32>(ofGroup, digit & 15));
    const limit = i32x4.splat(group);
    raise(groups, limit, 0);
    raise(groups + 16, limit, 4);
    const limitInside = i32x4.splat(digit & 15);
    raise(ofGroup, limitInside, 0);
    raise(ofGroup + 16, limitInside, 4);
    raise(ofGroup + 32, limitInside, 8);
    raise(ofGroup + 48, limitInside, 12);
  }
  return inversions;
}

/** Inversions inside of blocks of 64 values. */
function countInBlocks(n: i32, values: usize): i64 {
  let inversions: i64 = 0;
  for (let start = 0; start < n; start += 1 << LAST) {
    const end = min(n, start + (1 << LAST));
    let seen: u64 = 0;
    for (let i = start; i < end; i++) {
      const value = <u64>at<i32>(values, i);
      // wasm shifts by the lowest six bits of the value
      inversions += <i64>popcnt<u64>(seen >> value);
      seen |= (<u64>1) << value;
    }
  }
  return inversions;
}

/**
 * Pairs in the wrong order.
 *
 * @param n - values, 0 ≤ n ≤ 2³⁰
 * @param values - n i32: 0 … n − 1, each once; also used as scratch
 * @param spare - n i32
 * @param counters - INVERSION_COUNTERS bytes, 16-byte aligned
 */
export function inversions(n: i32, values: usize, spare: usize, counters: usize): i64 {
  let shift = LAST;
  while (<i64>n > (<i64>1) << shift) shift += DIGIT;
  let total: i64 = 0;
  for (shift -= DIGIT; shift >= LAST; shift -= DIGIT) {
    const step = (<i64>1) << (shift + DIGIT);
    for (let start: i64 = 0; start < <i64>n; start += step)
      total += dealBlock(<i32>start, <i32>min<i64>(<i64>n, start + step), shift, values, spare, counters);
    const dealt = spare;
    spare = values;
    values = dealt;
  }
  return total + countInBlocks(n, values);
}
