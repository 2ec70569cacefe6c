// Optimal transport between uniform weights: each of m rows gives `supply`, each of n
// columns takes `demand`, m·supply = n·demand, at the least total cost. Assignment is the
// case m = n.
//
// The method is successive shortest paths (shortest-paths.ts). Reduced costs are never
// negative, and 0 where something flows. A path may go from a row to any column, at the
// reduced cost, and from a full column back to any row that gives to it, at no cost. Flows
// are whole numbers, so only prices are rounded.
//
// Source: Ahuja, Magnanti & Orlin, "Network Flows", 1993, §9.7 (successive shortest paths).

import { at, bytes, put } from "../vector/lanes";
import { aligned, padded, paddedSize } from "../vector/layout";
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

/** What transport needs besides the prices and paths of `State`. */
// @ts-ignore: decorator
@unmanaged
class Flows {
  m: i32;
  /** i32 of n × m: what column j takes from row i, at j·m + i. */
  flow: usize;
  /** What is left to give and to take: i32 of m and n. */
  supply: usize;
  demand: usize;
  /** Rows that the search has reached, i32, in that order, and the lengths of their paths. */
  rows: usize;
  rowLength: usize;
  rowCount: i32;
  /** Column before each row on its path, i32 of m; FREE where there is no path. */
  fromCol: usize;
}

/** Marks the row that a search starts from in `fromCol`. */
const START: i32 = -2;
/** In `State.colToRow`: marks a column whose demand is met; FREE marks the others. */
const FULL: i32 = 0;

/** Bytes of scratch for `transport`. */
export function transportWork(m: i32, n: i32): f64 {
  return stateWork(m, n) + <f64>aligned(offsetof<Flows>()) + 5 * paddedSize<f64>(m) + paddedSize<f64>(n);
}

function beginFlows(s: State, m: i32, supply: i32, demand: i32, flow: usize, work: usize): Flows {
  const f = changetype<Flows>(work);
  f.m = m;
  f.flow = flow;
  f.rowLength = work + aligned(offsetof<Flows>());
  f.rows = f.rowLength + padded<f64>(m);
  f.fromCol = f.rows + padded<f64>(m);
  f.supply = f.fromCol + padded<f64>(m);
  f.demand = f.supply + padded<f64>(m);
  memory.fill(flow, 0, 4 * <usize>m * <usize>s.n);
  for (let i = 0; i < m; i++) put<i32>(f.supply, i, supply);
  for (let j = 0; j < s.n; j++) put<i32>(f.demand, j, demand);
  return f;
}

/** Address of what column j takes from row i. */
// @ts-ignore: decorator
@inline
function flowAt(f: Flows, i: i32, j: i32): usize {
  return f.flow + 4 * (<usize>j * <usize>f.m + <usize>i);
}

/** Adds to what column j takes from row i. */
// @ts-ignore: decorator
@inline
function addFlow(f: Flows, i: i32, j: i32, amount: i32): void {
  const address = flowAt(f, i, j);
  store<i32>(address, load<i32>(address) + amount);
}

/** Counts what row i gave to column j, and marks the column once it is full. */
function settle(s: State, f: Flows, i: i32, j: i32, amount: i32): void {
  put<i32>(f.supply, i, at<i32>(f.supply, i) - amount);
  const left = at<i32>(f.demand, j) - amount;
  put<i32>(f.demand, j, left);
  if (left == 0) put<i32>(s.colToRow, j, FULL);
}

/** The cost of row i and column j. */
// @ts-ignore: decorator
@inline
function costOf(s: State, i: i32, j: i32): f64 {
  return costAt(s, s.cost + <usize>i * s.stride + bytes<f64>(j));
}

/**
 * Sets the price of each column to its least cost, then that of each row to its least c − v.
 * @returns whether all prices are finite: a row or column has none if all its pairs are forbidden
 */
function priceAll(s: State, m: i32): bool {
  for (let j = 0; j < s.n; j++) put<f64>(s.v, j, Infinity);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < s.n; j++) put<f64>(s.v, j, min(at<f64>(s.v, j), costOf(s, i, j)));
  }
  for (let j = 0; j < s.n; j++) if (at<f64>(s.v, j) == Infinity) return false;
  for (let i = 0; i < m; i++) {
    let least = Infinity;
    for (let j = 0; j < s.n; j++) least = min(least, costOf(s, i, j) - at<f64>(s.v, j));
    if (least == Infinity) return false;
    put<f64>(s.u, i, least);
  }
  return true;
}

/** Lets every row give to its cheapest columns, as much as they still take. */
function giveToCheapest(s: State, f: Flows): void {
  for (let i = 0; i < f.m; i++) {
    for (let j = 0; j < s.n && at<i32>(f.supply, i) > 0; j++) {
      if (costOf(s, i, j) - at<f64>(s.v, j) != at<f64>(s.u, i)) continue;
      const amount = min(at<i32>(f.supply, i), at<i32>(f.demand, j));
      addFlow(f, i, j, amount);
      settle(s, f, i, j, amount);
    }
  }
}

/**
 * Reaches row i by a path of that length, and shortens paths to columns.
 * @returns the least length to a column
 */
function reach(s: State, f: Flows, i: i32, fromCol: i32, length: f64): f64 {
  put<i32>(f.fromCol, i, fromCol);
  put<i32>(f.rows, f.rowCount, i);
  put<f64>(f.rowLength, f.rowCount++, length);
  return relax(s, i, length - at<f64>(s.u, i));
}

/** Reaches every row that gives to column j. @returns the least length of a path to an open column */
function reachGivers(s: State, f: Flows, j: i32, length: f64): f64 {
  let least = NaN;
  for (let i = 0; i < f.m; i++) {
    if (load<i32>(flowAt(f, i, j)) == 0 || at<i32>(f.fromCol, i) != FREE) continue;
    least = reach(s, f, i, j, length);
  }
  return isNaN(least) ? leastLength(s) : least;
}

function leastLength(s: State): f64 {
  let least = Infinity;
  for (let j = 0; j < s.n; j++) least = min(least, at<f64>(s.length, j));
  return least;
}

/**
 * Searches the shortest path from a row to a column with demand left (Dijkstra).
 * `State.done` receives the columns it has finished; the one with demand is the last.
 * @returns how many columns it finished; 0 where no path is finite
 */
function search(s: State, f: Flows, row: i32): i32 {
  memory.copy(s.open, s.v, bytes<f64>(s.n));
  for (let j = 0; j < s.n + (s.n & 1); j++) put<f64>(s.length, j, Infinity);
  memory.fill(f.fromCol, 0xff, 4 * <usize>f.m);
  f.rowCount = 0;
  let count = 0;
  let reached = reach(s, f, row, START, 0);
  while (reached < Infinity) {
    const j = columnAt(s, reached);
    put<i32>(s.done, count, j);
    put<f64>(s.doneLength, count++, reached);
    if (at<i32>(s.colToRow, j) == FREE) return count;
    put<f64>(s.open, j, -Infinity);
    put<f64>(s.length, j, Infinity);
    reached = reachGivers(s, f, j, reached);
  }
  return 0;
}

/** Changes the prices so that the reduced costs on the path become 0 and none is negative. */
function reprice(s: State, f: Flows, count: i32): void {
  const reached = at<f64>(s.doneLength, count - 1);
  for (let k = 0; k < f.rowCount; k++) {
    const i = at<i32>(f.rows, k);
    put<f64>(s.u, i, at<f64>(s.u, i) + (reached - at<f64>(f.rowLength, k)));
  }
  for (let k = 0; k < count - 1; k++) {
    const j = at<i32>(s.done, k);
    put<f64>(s.v, j, at<f64>(s.v, j) - (reached - at<f64>(s.doneLength, k)));
  }
}

/** The largest amount that can go along the path that ends at column j. */
function capacity(s: State, f: Flows, row: i32, j: i32): i32 {
  let least = min(at<i32>(f.supply, row), at<i32>(f.demand, j));
  let i = <i32>at<i64>(s.from, j);
  while (i != row) {
    const through = at<i32>(f.fromCol, i);
    least = min(least, load<i32>(flowAt(f, i, through)));
    i = <i32>at<i64>(s.from, through);
  }
  return least;
}

/** Sends the largest possible amount from a row along the path that ends at `column`. */
function send(s: State, f: Flows, row: i32, column: i32): void {
  const amount = capacity(s, f, row, column);
  let j = column;
  let i = <i32>at<i64>(s.from, j);
  addFlow(f, i, j, amount);
  while (i != row) {
    j = at<i32>(f.fromCol, i);
    addFlow(f, i, j, -amount);
    i = <i32>at<i64>(s.from, j);
    addFlow(f, i, j, amount);
  }
  settle(s, f, row, column, amount);
}

/**
 * flow[j·m + i] := what goes from row i to column j, at the least (or greatest) total cost.
 *
 * @param m - rows
 * @param n - columns
 * @param cost - m × n f64; +∞ forbids a pair (−∞, to maximise)
 * @param supply - what each row gives, ≥ 1
 * @param demand - what each column takes; m·supply = n·demand
 * @param flow - n × m i32
 * @param work - transportWork(m, n) bytes
 * @returns 0; 1 where the forbidden pairs leave no way; 2 where a cost is NaN or the
 *   infinity that would always be chosen
 */
export function transport(
  m: i32,
  n: i32,
  cost: usize,
  ld: i32,
  maximize: bool,
  supply: i32,
  demand: i32,
  flow: usize,
  work: usize,
): i32 {
  const rest = work + <usize>stateWork(m, n);
  // `rowToCol` of the State is not used here: any scratch of its size will do
  const s = begin(m, n, cost, ld, maximize, rest + aligned(offsetof<Flows>()), work);
  if (invalid(s, m)) return INVALID;
  const f = beginFlows(s, m, supply, demand, flow, rest);
  if (!priceAll(s, m)) return INFEASIBLE;
  giveToCheapest(s, f);
  for (let row = 0; row < m; row++) {
    while (at<i32>(f.supply, row) > 0) {
      const count = search(s, f, row);
      if (count == 0) return INFEASIBLE;
      reprice(s, f, count);
      send(s, f, row, at<i32>(s.done, count - 1));
    }
  }
  return SOLVED;
}
