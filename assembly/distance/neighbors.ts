// The k nearest rows of every row, exactly, without a matrix rows × rows.
//
// Products in single precision, twice as fast, say which rows may be among the nearest; the few that remain are
// compared in double precision. With x the rows in single precision, g = xᵢ·xⱼ and h = |x|²/2,
//
//   key(i, j) = g − hⱼ           (−½ |xᵢ − xⱼ|² + a constant of i; for inner products h = 0)
//
// is known to eᵢ·wⱼ, wⱼ ≥ |xⱼ| and eᵢ = c·wᵢ, where c bounds the roundings of a product. If the k-th greatest of the lower
// bounds of row i is T, k rows have a key of at least T, so one whose upper bound is below T is not among the
// nearest. What is not below goes into the list of its row. A full list finds a better T and drops what is then
// below; a list that stays full (more ties than it has places) is given up, and its row compared with all others.
//
// A tile of products serves the rows of both its sides, so that half of all products are enough. The result is
// a function of the rows in double precision alone, not of tiles.

import { nearestPower } from "../vector/equilibrate";
import { at, bytes, sumLanes } from "../vector/lanes";
import { padded, paddedSize } from "../vector/layout";
import { axpy, dot, scal } from "../vector/level1";
import { SquaredEuclidean } from "./distance-steps";
import { distance } from "./distances";
import { keepLeast, sortHeap } from "./nearest-heap";

/** Rounding to single precision. */
const UNIT: f64 = 0.5 * f32.EPSILON;
/** Terms of a product that are summed straight, as in product/level3.ts. */
const DEPTH: i32 = 256;
/** Length that is added to each row, relative to a largest element of 1: terms that underflow are below its square. */
const UNDERFLOW: f64 = 1e-18;
/** h is stored this much too small, relatively: as much as its rounding may do to a key. */
const BELOW: f64 = 8 * UNIT;
/** What lies between both bounds because of h, relatively. */
const BETWEEN: f32 = 16 * f32.EPSILON;

// `state` holds, one after the other: thresholds T, errors e, lengths w, halves h, counts and limits of lists (4 bytes each,
// padded to 16), a heap of k values and k numbers, and the list of each row: `room` entries of an upper bound and a
// number. A list is shortened when it reaches its limit: early ones cost little and keep most of what follows out.

/** Bytes of `state`. */
export function neighborsWork(m: i32, k: i32, room: i32): f64 {
  return 6 * paddedSize<f32>(m) + 16 * <f64>k + 8 * <f64>m * <f64>room;
}

// @ts-ignore: decorator
@inline
function heapOf(m: i32, state: usize): usize {
  return state + 6 * padded<f32>(m);
}

// @ts-ignore: decorator
@inline
function listOf(row: i32, m: i32, k: i32, room: i32, state: usize): usize {
  return heapOf(m, state) + 2 * bytes<f64>(k) + ((<usize>row * <usize>room) << 3);
}

/**
 * Begins a search.
 *
 * @param rows - m × p f64
 * @param inner - whether near means a great inner product, and not a small distance
 * @param room - places in the list of a row, more than k
 * @param x - receives the rows in single precision: m × p f32. Unless `inner`, their mean is subtracted first: that changes
 *   no distance, and near the origin products keep their digits. Their largest element is brought to about 1
 * @param shift - scratch for p f64
 */
export function startNeighbors(
  m: i32,
  p: i32,
  rows: usize,
  inner: bool,
  k: i32,
  room: i32,
  x: usize,
  shift: usize,
  state: usize,
): void {
  const row = padded<f32>(m);
  memory.fill(shift, 0, bytes<f64>(p));
  if (!inner) meanRow(m, p, rows, shift);
  const factor = nearestPower(largestApart(m, p, rows, shift));
  // Roundings of a sum, of the sums of its parts, of the elements, and of what is done with a product here.
  const error = <f64>(min(p, DEPTH) + (p + DEPTH - 1) / DEPTH + 12) * UNIT;
  const above = 1 + 16 * UNIT;
  const least = UNDERFLOW * sqrt(<f64>p);
  for (let i = 0; i < m; i++, rows += bytes<f64>(p), x += bytes<f32>(p)) {
    const sum = narrow(p, rows, shift, factor, x);
    const length = (sqrt(sum) + least) * above;
    const place = state + bytes<f32>(i);
    store<f32>(place, -Infinity);
    store<f32>(place + row, <f32>(error * length * above));
    store<f32>(place + 2 * row, <f32>length);
    store<f32>(place + 3 * row, inner ? 0 : <f32>(0.5 * sum * (1 - BELOW)));
    store<i32>(place + 4 * row, 0);
    store<i32>(place + 5 * row, limitAfter(0, k, room));
  }
}

/** The mean of m rows; `mean` holds zeros. */
function meanRow(m: i32, p: i32, rows: usize, mean: usize): void {
  for (let i = 0; i < m; i++, rows += bytes<f64>(p)) axpy<f64>(p, 1, rows, mean);
  scal<f64>(p, 1 / <f64>m, mean);
}

/** The largest |row − shift| of all elements. */
function largestApart(m: i32, p: i32, rows: usize, shift: usize): f64 {
  let most = f64x2.splat(0);
  let rest: f64 = 0;
  for (let i = 0; i < m; i++) {
    let j = 0;
    for (; j + 2 <= p; j += 2, rows += 16)
      most = f64x2.pmax(most, f64x2.abs(f64x2.sub(v128.load(rows), v128.load(shift + bytes<f64>(j)))));
    for (; j < p; j++, rows += 8) rest = max(rest, abs(load<f64>(rows) - at<f64>(shift, j)));
  }
  return max(rest, max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1)));
}

/** One row less the shift, times a factor, in single precision. @returns the sum of the squares of the result */
function narrow(p: i32, row: usize, shift: usize, factor: f64, x: usize): f64 {
  const factors = f64x2.splat(factor);
  let squares = f64x2.splat(0);
  let j = 0;
  for (; j + 2 <= p; j += 2, row += 16, x += 8) {
    const apart = f64x2.sub(v128.load(row), v128.load(shift + bytes<f64>(j)));
    const single = f32x4.demote_f64x2_zero(f64x2.mul(apart, factors));
    v128.store64_lane(x, single, 0);
    const v = f64x2.promote_low_f32x4(single);
    squares = f64x2.add(squares, f64x2.mul(v, v));
  }
  let sum = sumLanes<f64>(squares);
  for (; j < p; j++, row += 8, x += 4) {
    const v = <f32>((load<f64>(row) - at<f64>(shift, j)) * factor);
    store<f32>(x, v);
    sum += <f64>v * <f64>v;
  }
  return sum;
}

/** How long a list of `kept` entries becomes before it is shortened. */
// @ts-ignore: decorator
@inline
function limitAfter(kept: i32, k: i32, room: i32): i32 {
  return min(room, max(kept, k) + (k >> 1) + 8);
}

/**
 * Takes in the products of rows i0 … i0 + rows − 1 and rows j0 … j0 + cols − 1, of which only those with i < j.
 * @param tile - rows × cols f32
 */
export function scanNeighbors(
  rows: i32,
  cols: i32,
  tile: usize,
  i0: i32,
  j0: i32,
  m: i32,
  k: i32,
  room: i32,
  state: usize,
): void {
  const row = padded<f32>(m);
  for (let i = i0; i < i0 + rows; i++, tile += bytes<f32>(cols)) {
    const own = state + bytes<f32>(i);
    const error = v128.load32_splat(own + row);
    const length = v128.load32_splat(own + 2 * row);
    const half = v128.load32_splat(own + 3 * row);
    let threshold = v128.load32_splat(own);
    let j = max(0, i + 1 - j0);
    for (; j + 4 <= cols; j += 4) {
      const other = state + bytes<f32>(j0 + j);
      const g = v128.load(tile + bytes<f32>(j));
      const forth = f32x4.add(
        f32x4.sub(g, v128.load(other + 3 * row)),
        f32x4.mul(error, v128.load(other + 2 * row)),
      );
      const back = f32x4.add(f32x4.sub(g, half), f32x4.mul(length, v128.load(other + row)));
      const wanted = f32x4.ge(forth, threshold);
      const wanting = f32x4.ge(back, v128.load(other));
      if (!v128.any_true(v128.or(wanted, wanting))) continue;
      for (let mask = i32x4.bitmask(wanted); mask != 0; mask &= mask - 1) {
        const lane = <i32>ctz<i32>(mask);
        offer(i, j0 + j + lane, load<f32>(tile + bytes<f32>(j + lane)), m, k, room, state);
      }
      for (let mask = i32x4.bitmask(wanting); mask != 0; mask &= mask - 1) {
        const lane = <i32>ctz<i32>(mask);
        offer(j0 + j + lane, i, load<f32>(tile + bytes<f32>(j + lane)), m, k, room, state);
      }
      threshold = v128.load32_splat(own);
    }
    for (; j < cols; j++) {
      const g = load<f32>(tile + bytes<f32>(j));
      offer(i, j0 + j, g, m, k, room, state);
      offer(j0 + j, i, g, m, k, room, state);
    }
  }
}

/** Adds a row to the list of another, if it may be among the nearest. */
function offer(i: i32, j: i32, g: f32, m: i32, k: i32, room: i32, state: usize): void {
  const row = padded<f32>(m);
  const own = state + bytes<f32>(i);
  const other = state + bytes<f32>(j);
  const upper: f32 = g - load<f32>(other + 3 * row) + load<f32>(own + row) * load<f32>(other + 2 * row);
  if (upper < load<f32>(own)) return;
  const list = listOf(i, m, k, room, state);
  let count = load<i32>(own + 4 * row);
  const place = list + ((<usize>count) << 3);
  store<f32>(place, upper);
  store<i32>(place + 4, j);
  if (++count >= load<i32>(own + 5 * row)) {
    count = shorten(i, count, m, k, room, state);
    if (count > room - ((room - k) >> 2)) {
      store<f32>(own, Infinity); // given up: nothing more is taken in
      count = 0;
    }
    store<i32>(own + 5 * row, limitAfter(count, k, room));
  }
  store<i32>(own + 4 * row, count);
}

/** Finds the threshold of a row from its list, of n ≥ k, and drops what is below it. @returns how many are left */
function shorten(i: i32, n: i32, m: i32, k: i32, room: i32, state: usize): i32 {
  const row = padded<f32>(m);
  const own = state + bytes<f32>(i);
  const list = listOf(i, m, k, room, state);
  const heap = heapOf(m, state);
  const numbers = heap + bytes<f64>(k);
  const error = load<f32>(own + row);
  let kept = 0;
  for (let place = list, end = list + ((<usize>n) << 3); place < end; place += 8) {
    const other = state + bytes<f32>(load<i32>(place + 4));
    const apart: f32 = 2 * error * load<f32>(other + 2 * row) + BETWEEN * load<f32>(other + 3 * row);
    kept = keepLeast(k, kept, heap, numbers, -(<f64>(load<f32>(place) - apart)), 0);
  }
  const threshold = <f32>-load<f64>(heap);
  store<f32>(own, threshold);
  let to = list;
  for (let place = list, end = list + ((<usize>n) << 3); place < end; place += 8) {
    if (load<f32>(place) < threshold) continue;
    store<u64>(to, load<u64>(place));
    to += 8;
  }
  return <i32>((to - list) >> 3);
}

/**
 * Ends a search whose tiles were all taken in.
 *
 * @param rows - m × p f64; of them x is a copy in single precision, moved (not for inner products) and scaled
 * @param self - whether a row is among its own neighbours
 * @param table - receives the numbers of the k nearest of each row, nearest first, of equals the lower number: m × k f64
 */
export function finishNeighbors(
  m: i32,
  p: i32,
  rows: usize,
  k: i32,
  room: i32,
  inner: bool,
  self: bool,
  table: usize,
  state: usize,
): void {
  const row = padded<f32>(m);
  const values = heapOf(m, state);
  for (let i = 0; i < m; i++, table += bytes<f64>(k)) {
    const own = state + bytes<f32>(i);
    const all = load<f32>(own) == Infinity;
    let count = load<i32>(own + 4 * row);
    if (count > k) count = shorten(i, count, m, k, room, state);
    if (all) count = m;
    const list = listOf(i, m, k, room, state);
    let found = self ? take(i, i, p, rows, k, 0, inner, values, table) : 0;
    for (let n = 0; n < count; n++) {
      const j = all ? n : load<i32>(list + ((<usize>n) << 3) + 4);
      if (j != i) found = take(i, j, p, rows, k, found, inner, values, table);
    }
    sortHeap(found, values, table);
  }
}

/** Compares two rows in double precision, and keeps the second if it is among the nearest so far. @returns how many are kept */
function take(
  i: i32,
  j: i32,
  p: i32,
  rows: usize,
  k: i32,
  found: i32,
  inner: bool,
  values: usize,
  table: usize,
): i32 {
  const a = rows + <usize>i * bytes<f64>(p);
  const b = rows + <usize>j * bytes<f64>(p);
  const value = inner ? -dot<f64>(p, a, b) : distance<f64, SquaredEuclidean<f64>>(p, a, b, 2);
  return keepLeast(k, found, values, table, value, <f64>j);
}

/** out[i, r] := inner product, or squared distance, of row i and row table[i, r] of an m × p matrix. */
export function alongTable(
  m: i32,
  p: i32,
  rows: usize,
  k: i32,
  table: usize,
  squares: bool,
  out: usize,
): void {
  for (let i = 0; i < m; i++) {
    const a = rows + <usize>i * bytes<f64>(p);
    for (let r = 0; r < k; r++, table += 8, out += 8) {
      const b = rows + <usize>load<f64>(table) * bytes<f64>(p);
      store<f64>(out, squares ? distance<f64, SquaredEuclidean<f64>>(p, a, b, 2) : dot<f64>(p, a, b));
    }
  }
}
