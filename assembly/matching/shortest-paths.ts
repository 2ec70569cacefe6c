// What assignment and transport share: dual prices u of the rows and v of the columns,
// and the search for shortest paths from a row to the columns. The length of a step is
// its reduced cost c[i, j] − u[i] − v[j], which is never negative.

import { at, bytes } from "../vector/lanes";
import { aligned, padded, paddedSize } from "../vector/layout";

/** What `linearAssignment` and `transport` return. */
export const SOLVED: i32 = 0;
export const INFEASIBLE: i32 = 1;
export const INVALID: i32 = 2;
/** Column or row that has no partner. */
export const FREE: i32 = -1;
const SIGN_BIT: u64 = 1 << 63;

/**
 * The state of one problem, at the start of `work`: sizes, and the addresses of the
 * vectors that the search shares.
 */
// @ts-ignore: decorator
@unmanaged
export class State {
  /** Columns. */
  n: i32;
  /** Costs, and bytes from one row to the next. */
  cost: usize;
  stride: usize;
  /** Bits that are flipped in every cost: the sign, to maximise. */
  flip: u64;
  /** Prices: f64 of m rows and n columns. */
  u: usize;
  v: usize;
  /** v, but −∞ at the columns that the search has finished: no path to them is ever shorter. */
  open: usize;
  /** Length of the shortest known path to each column; +∞ where unknown or finished. */
  length: usize;
  /** Last row of that path, i64 of n: as wide as the lengths, for v128. */
  from: usize;
  /** Columns that the search has finished, i32, in that order, and the lengths of their paths. */
  done: usize;
  doneLength: usize;
  /** Partners: i32 of m and n. */
  rowToCol: usize;
  colToRow: usize;
  /** Least and second least of c − v in the row that `findTwoLeast` saw last. */
  least: f64;
  second: f64;
}

/** Bytes of scratch for a `State`. */
export function stateWork(m: i32, n: i32): f64 {
  return <f64>aligned(offsetof<State>()) + paddedSize<f64>(m) + 7 * paddedSize<f64>(n);
}

/** Places the vectors in `work`; prices are 0, and nothing has a partner. */
export function begin(
  m: i32,
  n: i32,
  cost: usize,
  ld: i32,
  maximize: bool,
  rowToCol: usize,
  work: usize,
): State {
  const s = changetype<State>(work);
  s.n = n;
  s.cost = cost;
  s.stride = bytes<f64>(ld);
  s.flip = maximize ? SIGN_BIT : 0;
  s.rowToCol = rowToCol;
  s.u = work + aligned(offsetof<State>());
  s.v = s.u + padded<f64>(m);
  s.open = s.v + padded<f64>(n);
  s.length = s.open + padded<f64>(n);
  s.doneLength = s.length + padded<f64>(n);
  s.from = s.doneLength + padded<f64>(n);
  s.done = s.from + padded<f64>(n);
  s.colToRow = s.done + padded<f64>(n);
  memory.fill(s.u, 0, padded<f64>(m) + padded<f64>(n));
  memory.fill(s.rowToCol, 0xff, 4 * <usize>m);
  memory.fill(s.colToRow, 0xff, 4 * <usize>n);
  return s;
}

/** The cost at `address`, its sign flipped to maximise. */
// @ts-ignore: decorator
@inline
export function costAt(s: State, address: usize): f64 {
  return reinterpret<f64>(load<u64>(address) ^ s.flip);
}

/**
 * Lets row i shorten the paths to the open columns.
 * @param base - length of the path to row i, less u[i]
 * @returns the least length of a path to an open column
 */
export function relax(s: State, i: i32, base: f64): f64 {
  const size = bytes<f64>(s.n);
  const row = s.cost + <usize>i * s.stride;
  const open = s.open;
  const length = s.length;
  const from = s.from;
  const flips = i64x2.splat(s.flip);
  const bases = f64x2.splat(base);
  const rows = i64x2.splat(i);
  let least = f64x2.splat(Infinity);
  let j: usize = 0;
  for (; j + 16 <= size; j += 16) {
    const reduced = f64x2.sub(v128.xor(v128.load(row + j), flips), v128.load(open + j));
    const via = f64x2.add(reduced, bases);
    const known = v128.load(length + j);
    const shorter = f64x2.lt(via, known);
    const now = f64x2.pmin(known, via);
    if (v128.any_true(shorter)) {
      v128.store(length + j, now);
      v128.store(from + j, v128.bitselect(rows, v128.load(from + j), shorter));
    }
    least = f64x2.pmin(least, now);
  }
  let result = min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
  for (; j < size; j += 8) {
    const via = costAt(s, row + j) - load<f64>(open + j) + base;
    if (via < load<f64>(length + j)) {
      store<f64>(length + j, via);
      store<i64>(from + j, i);
    }
    result = min(result, load<f64>(length + j));
  }
  return result;
}

/**
 * The first free column whose path has length `value`, since it ends the search; if none is
 * free, the first. This saves steps where costs have many ties.
 */
export function columnAt(s: State, value: f64): i32 {
  const values = f64x2.splat(value);
  let first = FREE;
  for (let j = 0; j < s.n; j += 2) {
    // the last vector of an odd n reads padding, which `search` keeps at +∞
    const equal = f64x2.eq(v128.load(s.length + bytes<f64>(j)), values);
    if (!v128.any_true(equal)) continue;
    for (let k = j; k < j + 2; k++) {
      if (at<f64>(s.length, k) != value) continue;
      if (at<i32>(s.colToRow, k) == FREE) return k;
      if (first == FREE) first = k;
    }
  }
  return first;
}

/** Whether a cost is NaN or, to be minimised, −∞. */
export function invalid(s: State, m: i32): bool {
  for (let i = 0; i < m; i++) {
    const row = s.cost + <usize>i * s.stride;
    for (let j = 0; j < s.n; j++) {
      if (!(costAt(s, row + bytes<f64>(j)) > -Infinity)) return true;
    }
  }
  return false;
}
