import { cube } from "../base/math/powers.ts";
import { beat } from "../base/beat.ts";
import { givenMatrix } from "../base/numbers.ts";
import { ShapeError } from "../base/errors.ts";
import { matrix, shapeOf, type Matrix } from "../base/matrix.ts";
import { inTurn, onePart, step, type PartWork, type Steps } from "./parts.ts";
import { squareOf } from "./square.ts";

/**
 * The order in which a tree's leaves are drawn. Either child of every merge may
 * come first: of the 2^(n−1) orders, the optimal one has the least sum of
 * distances between neighbours.
 *
 * Source: Bar-Joseph, Gifford & Jaakkola, "Fast optimal leaf ordering for
 * hierarchical clustering", Bioinformatics 17(S1), 2001. SciPy's function of the
 * same name returns orders that are not optimal (scipy/scipy#11227), so sums here may be lower.
 */

/** Cluster of the positions [start, end) in the plain order; its children meet at `mid`. */
interface Span {
  readonly start: number;
  readonly mid: number;
  readonly end: number;
  /** Absent for a single leaf. */
  readonly children?: readonly [Span, Span];
  /** Row of the linkage. */
  readonly row: number;
}

/**
 * The n leaves from first to last, the first child of every merge before the second.
 *
 * @param z - linkage, (n−1) × 4
 * @throws {ShapeError} if it has not 4 columns.
 */
export function leaves(z: Matrix): Int32Array {
  givenMatrix(z, "leaves");
  if (z.cols !== 4) throw new ShapeError(`A linkage is (n−1) × 4; got ${shapeOf(z)}.`);
  const n = z.rows + 1;
  const order = new Int32Array(n);
  const pending = [2 * n - 2]; // a stack: a tree may be as deep as it has leaves
  let next = 0;
  while (pending.length > 0) {
    const id = pending.pop()!;
    if (id < n) order[next++] = id;
    else pending.push(z.data[4 * (id - n) + 1]!, z.data[4 * (id - n)]!);
  }
  return order;
}

/**
 * The same tree with the children of each merge in the optimal order, so that
 * `leaves` of it is the optimal leaf order. O(n³) time at worst, O(n²) memory.
 *
 * @param z - linkage, (n−1) × 4
 * @param distances - the distances it was made from: n × n, or condensed
 * @returns linkage, (n−1) × 4
 * @throws {ShapeError} if the tree and the distances are not of the same items.
 * @throws {NumericalError} if a distance is negative, infinite or NaN, or the square is not symmetric.
 */
export function optimalLeafOrder(z: Matrix, distances: Matrix | Float64Array): Matrix {
  return inTurn(leafOrderSteps(z, distances));
}

/** A tree, (n−1) × 4, and its distances, n × n. */
interface LeafOrderSetup {
  readonly z: Matrix;
  readonly d: Matrix;
}

/** The steps of `optimalLeafOrder`. */
export function* leafOrderSteps(z: Matrix, distances: Matrix | Float64Array): Steps<Matrix> {
  const d = squareOf(distances);
  const count = leaves(z).length;
  if (d.rows !== count)
    throw new ShapeError(`The tree has ${count} leaves, the distances are ${shapeOf(d)}.`);
  return yield* step(leafOrders, onePart({ z, d }, cube(d.rows) / 6));
}

/** The tree with its children in the optimal order. */
export const leafOrders: PartWork<LeafOrderSetup, null, Matrix> = {
  name: "leaf-order",
  open: (setup) => () => ordered(setup),
};

function ordered({ z, d: given }: LeafOrderSetup): Matrix {
  const plain = leaves(z);
  const d = reorder(given, plain);
  const spans = spansOf(z, plain.length);
  const cost = matrix(d.rows, d.rows);
  for (const span of spans) {
    beat();
    fillCosts(span, cost, d);
  }
  return turn(z, spans, cost, d);
}

/** Distances by position in `order`. */
function reorder(d: Matrix, order: Int32Array): Matrix {
  const out = matrix(d.rows, d.rows);
  order.forEach((row, i) => {
    order.forEach((col, j) => (out.data[i * d.rows + j] = d.data[row * d.rows + col]!));
  });
  return out;
}

/** One span a merge, in the order of the linkage: children before parents. */
function spansOf(z: Matrix, n: number): Span[] {
  const size = (id: number) => (id < n ? 1 : z.data[4 * (id - n) + 3]!);
  const start = new Int32Array(2 * n - 1);
  for (let k = n - 2; k >= 0; k--) {
    const [a, b] = [z.data[4 * k]!, z.data[4 * k + 1]!];
    start[a] = start[n + k]!;
    start[b] = start[n + k]! + size(a);
  }
  const spans: Span[] = [];
  const spanOf = (id: number): Span =>
    spans[id - n] ?? { start: start[id]!, mid: start[id]!, end: start[id]! + 1, row: -1 };
  for (let k = 0; k < n - 1; k++) {
    const children = [spanOf(z.data[4 * k]!), spanOf(z.data[4 * k + 1]!)] as const;
    spans.push({ start: start[n + k]!, mid: children[1].start, end: children[1].end, children, row: k });
  }
  return spans;
}

/** Positions that can stand at the other end of the span when `u` stands at one. */
function opposite(span: Span, u: number): [start: number, end: number] {
  if (!span.children) return [span.start, span.end];
  return u < span.mid ? [span.mid, span.end] : [span.start, span.mid];
}

/**
 * cost(u, w), for u in the first child and w in the second: the least sum over
 * the orders of the span that begin with u and end with w. With m and k where the children meet,
 *
 *   cost(u, w) = min over m, k of  cost(u, m) + d(m, k) + cost(k, w)
 *
 * which is taken in two steps, first over m and then over k. A pair has only one
 * smallest span around it, so a single n × n table holds the costs of all spans. Both tables
 * are symmetric and read along their rows.
 */
function fillCosts(span: Span, { rows: n, data: cost }: Matrix, { data: d }: Matrix): void {
  const [a, b] = span.children!;
  const reach = new Float64Array(n);
  for (let u = a.start; u < a.end; u++) {
    const [mStart, mEnd] = opposite(a, u);
    for (let k = b.start; k < b.end; k++) {
      let least = Infinity;
      for (let m = mStart; m < mEnd; m++) least = Math.min(least, cost[u * n + m]! + d[k * n + m]!);
      reach[k] = least;
    }
    for (let w = b.start; w < b.end; w++) {
      const [kStart, kEnd] = opposite(b, w);
      let least = Infinity;
      for (let k = kStart; k < kEnd; k++) least = Math.min(least, reach[k]! + cost[w * n + k]!);
      cost[u * n + w] = cost[w * n + u] = least;
    }
  }
}

/** Walks down from the best pair of ends and swaps the children where the last end is in the first one. */
function turn(z: Matrix, spans: Span[], cost: Matrix, d: Matrix): Matrix {
  const turned = matrix(z.rows, 4, z.data.slice());
  const root = spans.at(-1);
  if (!root) return turned;
  const pending = [{ span: root, ends: bestEnds(root, cost) }];
  while (pending.length > 0) {
    const { span, ends } = pending.pop()!;
    if (!span.children) continue;
    const swapped = ends[0] >= span.mid;
    if (swapped) swapChildren(turned, span.row);
    const [first, last] = swapped ? [span.children[1], span.children[0]] : span.children;
    const [m, k] = bestMeeting(first, last, ends, cost, d);
    pending.push({ span: first, ends: [ends[0], m] }, { span: last, ends: [k, ends[1]] });
  }
  return turned;
}

function swapChildren(z: Matrix, row: number): void {
  const [a, b] = [z.data[4 * row]!, z.data[4 * row + 1]!];
  z.data[4 * row] = b;
  z.data[4 * row + 1] = a;
}

function bestEnds(span: Span, { rows: n, data: cost }: Matrix): [number, number] {
  let best: [number, number] = [span.start, span.mid];
  for (let u = span.start; u < span.mid; u++) {
    for (let w = span.mid; w < span.end; w++) {
      if (cost[u * n + w]! < cost[best[0] * n + best[1]]!) best = [u, w];
    }
  }
  return best;
}

/** The m and k of `fillCosts`, found again for one pair of ends: cheaper than storing them for all. */
function bestMeeting(
  first: Span,
  last: Span,
  [u, w]: readonly [number, number],
  { rows: n, data: cost }: Matrix,
  { data: d }: Matrix,
): [number, number] {
  const [mStart, mEnd] = opposite(first, u);
  const [kStart, kEnd] = opposite(last, w);
  let least = Infinity;
  let best: [number, number] = [mStart, kStart];
  for (let m = mStart; m < mEnd; m++) {
    for (let k = kStart; k < kEnd; k++) {
      const sum = cost[u * n + m]! + d[m * n + k]! + cost[k * n + w]!;
      if (sum < least) [least, best] = [sum, [m, k]];
    }
  }
  return best;
}
