// Linear assignment: each of m rows gets a column of its own, n ≥ m, at the least total
// cost. The method is shortest augmenting paths (shortest-paths.ts): reduced costs are 0
// on assigned pairs, rows are added one at a time, and each row searches the shortest
// path to a free column.
//
// Sources: Jonker & Volgenant, "A shortest augmenting path algorithm for dense and
// sparse linear assignment problems", Computing 38:325-340, 1987; Crouse, "On
// implementing 2D rectangular assignment algorithms", IEEE TAES 52(4):1679-1696, 2016.

import { at, bytes, put } from "../vector/lanes";
import {
  begin,
  columnAt,
  costAt,
  FREE,
  INFEASIBLE,
  INVALID,
  invalid,
  relax,
  SOLVED,
  State,
  stateWork,
} from "./shortest-paths";

/** Bids that a row may make on average before the searches begin. */
const BIDS_PER_ROW: i32 = 4;

/** Bytes of scratch for `linearAssignment`. */
export function linearAssignmentWork(m: i32, n: i32): f64 {
  return stateWork(m, n);
}

/** prices (m + n f64) := those of the rows, then of the columns, that the last linearAssignment has left in `work`. */
export function assignmentPrices(m: i32, n: i32, work: usize, prices: usize): void {
  const s = changetype<State>(work);
  memory.copy(prices, s.u, bytes<f64>(m));
  memory.copy(prices + bytes<f64>(m), s.v, bytes<f64>(n));
}

/**
 * Searches the shortest path from a free row to a free column (Dijkstra over columns).
 * `done` receives the columns it has finished; the free one is the last.
 * @returns how many columns it finished; 0 where no path is finite
 */
function search(s: State, row: i32): i32 {
  memory.copy(s.open, s.v, bytes<f64>(s.n));
  for (let j = 0; j < s.n + (s.n & 1); j++) put<f64>(s.length, j, Infinity);
  let i = row;
  let reached: f64 = 0;
  let count = 0;
  while (i != FREE) {
    reached = relax(s, i, reached - at<f64>(s.u, i));
    if (reached == Infinity) return 0;
    const j = columnAt(s, reached);
    put<i32>(s.done, count, j);
    put<f64>(s.doneLength, count++, reached);
    put<f64>(s.open, j, -Infinity);
    put<f64>(s.length, j, Infinity);
    i = at<i32>(s.colToRow, j);
  }
  return count;
}

/** Changes the prices so that the reduced costs on the path become 0 and none is negative. */
function reprice(s: State, row: i32, count: i32): void {
  const reached = at<f64>(s.doneLength, count - 1);
  put<f64>(s.u, row, at<f64>(s.u, row) + reached);
  for (let k = 0; k < count - 1; k++) {
    const j = at<i32>(s.done, k);
    const i = at<i32>(s.colToRow, j);
    const shift = reached - at<f64>(s.doneLength, k);
    put<f64>(s.u, i, at<f64>(s.u, i) + shift);
    put<f64>(s.v, j, at<f64>(s.v, j) - shift);
  }
}

/** Walks the path back from its free column and gives each row the column that follows it. */
function augment(s: State, row: i32, column: i32): void {
  let j = column;
  let i: i32;
  do {
    i = <i32>at<i64>(s.from, j);
    const next = at<i32>(s.rowToCol, i);
    put<i32>(s.colToRow, j, i);
    put<i32>(s.rowToCol, i, j);
    j = next;
  } while (i != row);
}

/** Least and second least of c[i, ·] − v into `s.least` and `s.second`. */
function findTwoLeast(s: State, i: i32): void {
  const row = s.cost + <usize>i * s.stride;
  const flips = i64x2.splat(s.flip);
  let first = f64x2.splat(Infinity);
  let next = first;
  let j = 0;
  for (; j + 2 <= s.n; j += 2) {
    const cost = v128.xor(v128.load(row + bytes<f64>(j)), flips);
    const x = f64x2.sub(cost, v128.load(s.v + bytes<f64>(j)));
    next = f64x2.pmin(next, f64x2.pmax(first, x));
    first = f64x2.pmin(first, x);
  }
  if (j < s.n) {
    const x = f64x2.replace_lane(f64x2.splat(Infinity), 0, reduced(s, row, j));
    next = f64x2.pmin(next, f64x2.pmax(first, x));
    first = f64x2.pmin(first, x);
  }
  const first0 = f64x2.extract_lane(first, 0);
  const first1 = f64x2.extract_lane(first, 1);
  s.least = min(first0, first1);
  s.second = min(max(first0, first1), min(f64x2.extract_lane(next, 0), f64x2.extract_lane(next, 1)));
}

/** c[i, j] − v[j]. @param row - address of row i of the costs */
// @ts-ignore: decorator
@inline
function reduced(s: State, row: usize, j: i32): f64 {
  return costAt(s, row + bytes<f64>(j)) - at<f64>(s.v, j);
}

/** The first column where c[i, ·] − v is `value`; the first free one if `free`. FREE where there is none. */
function columnOf(s: State, i: i32, value: f64, free: bool): i32 {
  const row = s.cost + <usize>i * s.stride;
  for (let j = 0; j < s.n; j++) {
    if (reduced(s, row, j) == value && (!free || at<i32>(s.colToRow, j) == FREE)) return j;
  }
  return FREE;
}

/**
 * Gives row i its cheapest column, at the price that makes the second cheapest as good. If
 * several are cheapest, the row takes a free one and changes no price; if none of them is
 * free, it is left to `search`.
 * @returns the row that had the column before, or FREE
 */
function bid(s: State, i: i32): i32 {
  const tied = s.least == s.second;
  const j = columnOf(s, i, s.least, tied);
  if (j == FREE) return FREE;
  const loser = at<i32>(s.colToRow, j);
  put<f64>(s.v, j, at<f64>(s.v, j) - (s.second - s.least));
  put<f64>(s.u, i, s.second);
  put<i32>(s.rowToCol, i, j);
  put<i32>(s.colToRow, j, i);
  if (loser != FREE) put<i32>(s.rowToCol, loser, FREE);
  return loser;
}

/**
 * Jonker and Volgenant's augmenting row reduction: rows bid for columns, and a row that
 * loses its column bids again at once. This assigns most rows, in time proportional to n
 * for each; `search` does the rest. The number of bids is limited, because rounding can let
 * prices change by tiny steps. Only columns that stay assigned change their price, so the
 * result is also right when columns are left over.
 */
function reduceRows(s: State, m: i32): void {
  let bids = BIDS_PER_ROW * m;
  for (let round = 0; round < 2; round++) {
    for (let row = 0; row < m; row++) {
      let i = at<i32>(s.rowToCol, row) == FREE ? row : FREE;
      while (i != FREE && bids-- > 0) {
        findTwoLeast(s, i);
        // a row with fewer than two allowed columns has no second price to bid
        if (s.second == Infinity) break;
        i = bid(s, i);
      }
    }
  }
}

/**
 * rowToCol[i] := column of row i, of least (or greatest) total cost.
 *
 * @param m - rows
 * @param n - columns, n ≥ m
 * @param cost - m × n f64; +∞ forbids a pair (−∞, to maximise)
 * @param rowToCol - m i32
 * @param work - linearAssignmentWork(m, n) bytes
 * @returns 0; 1 where the forbidden pairs leave no assignment; 2 where a cost is NaN or
 *   the infinity that would always be chosen
 */
export function linearAssignment(
  m: i32,
  n: i32,
  cost: usize,
  ld: i32,
  maximize: bool,
  rowToCol: usize,
  work: usize,
): i32 {
  const s = begin(m, n, cost, ld, maximize, rowToCol, work);
  if (invalid(s, m)) return INVALID;
  reduceRows(s, m);
  for (let row = 0; row < m; row++) {
    if (at<i32>(s.rowToCol, row) != FREE) continue;
    const count = search(s, row);
    if (count == 0) return INFEASIBLE;
    reprice(s, row, count);
    augment(s, row, at<i32>(s.done, count - 1));
  }
  return SOLVED;
}
