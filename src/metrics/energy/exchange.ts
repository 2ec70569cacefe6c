import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { shiftRows, shiftsOf, type Pairing, type Side } from "./objective.ts";

/** Exchanges tried in a round at least, for each unit; more where responses are few. */
const perUnit = 4;
/** Distances that a round may compute beyond that. */
const budget = 2e7;
/** A mean of distances is not known better than this, relative, however it was summed. */
const noise = 1e-13;

/**
 * Exchanges partners of two units as long as that lowers the mean distance, those first that
 * the weighted least squares mind least. Such an exchange changes every squared distance by
 * −2·(y_a − y_b)·(x_p(b) − x_p(a)), so a try costs one root for each pair of responses, whatever the width.
 * @param partners - of each unit of y its axis of x
 * @param cross - as `evaluate` gives it there
 * @returns better partners, or undefined if there was no such exchange
 */
export function exchangePartners(
  pairing: Pairing,
  partners: Int32Array,
  motion: Matrix,
  cross: Matrix,
  kernels: Kernels,
): Int32Array | undefined {
  const pairs = pairsOf(pairing, motion, kernels);
  const better = partners.slice();
  let [loss, improved] = [meanRoot(pairs, undefined), false];
  const count = Math.max(perUnit * pairing.width, budget / pairs.squares.length);
  for (const [a, b] of promising(better, cross).slice(0, count)) {
    const change = changeOf(pairing, a, b, better);
    const other = meanRoot(pairs, change);
    if (other >= loss * (1 - noise)) continue;
    [better[a], better[b]] = [better[b]!, better[a]!];
    apply(pairs, change);
    [loss, improved] = [other, true];
  }
  return improved ? better : undefined;
}

/** All pairs of responses to the same stimulus. */
interface Pairs {
  /** Squared distances, stimulus after stimulus, repeats of y × repeats of x. */
  readonly squares: Float64Array;
  readonly countsX: Float64Array;
  readonly countsY: Float64Array;
}

function pairsOf(pairing: Pairing, motion: Matrix, kernels: Kernels): Pairs {
  const { x, y } = pairing;
  const length = x.counts.reduce((sum, count, s) => sum + count * y.counts[s]!, 0);
  const squares = new Float64Array(length);
  let [at, startX, startY] = [0, 0, 0];
  kernels.scope(() => {
    const moved = kernels.gemm(y.rows, motion);
    const shifts = shiftsOf(pairing, motion, kernels);
    if (shifts) shiftRows(moved, y.counts, shifts, 0);
    for (const [s, countX] of x.counts.entries()) {
      const countY = y.counts[s]!;
      const fromY = kernels.rows(moved, startY, startY + countY);
      const fromX = kernels.rows(x.rows, startX, startX + countX);
      kernels.scope(() => squares.set(kernels.euclideanBetween(fromY, fromX, { squared: true }).data, at));
      [at, startX, startY] = [at + countX * countY, startX + countX, startY + countY];
    }
  });
  return { squares, countsX: x.counts, countsY: y.counts };
}

/** What an exchange does to the squared distance of repeats i of y and j of x: −2·left[i]·right[j]. */
interface Change {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

function changeOf({ x, y }: Pairing, a: number, b: number, partners: Int32Array): Change {
  return { left: difference(y, a, b), right: difference(x, partners[b]!, partners[a]!) };
}

/** Axis j less axis k of every response. */
function difference(
  { rows: { rows, cols: n, data }, centres, counts }: Side,
  j: number,
  k: number,
): Float64Array {
  const result = new Float64Array(rows);
  const centre = centres?.data;
  for (let s = 0, i = 0; s < counts.length; s++) {
    const shift = centre ? centre[s * n + j]! - centre[s * n + k]! : 0;
    for (const end = i + counts[s]!; i < end; i++) result[i] = shift + data[i * n + j]! - data[i * n + k]!;
  }
  return result;
}

/** Mean over stimuli of the mean distance, after a change if one is given. */
function meanRoot({ squares, countsX, countsY }: Pairs, change: Change | undefined): number {
  let [total, at, startX, startY] = [0, 0, 0, 0];
  for (let s = 0; s < countsX.length; s++) {
    const [countX, countY] = [countsX[s]!, countsY[s]!];
    let sum = 0;
    for (let i = 0; i < countY; i++) {
      const factor = change ? -2 * change.left[startY + i]! : 0;
      for (let j = 0; j < countX; j++, at++) {
        const square = squares[at]! + (change ? factor * change.right[startX + j]! : 0);
        sum += square > 0 ? Math.sqrt(square) : 0;
      }
    }
    total += sum / (countX * countY);
    [startX, startY] = [startX + countX, startY + countY];
  }
  return total / countsX.length;
}

function apply({ squares, countsX, countsY }: Pairs, { left, right }: Change): void {
  let [at, startX, startY] = [0, 0, 0];
  for (let s = 0; s < countsX.length; s++) {
    for (let i = startY; i < startY + countsY[s]!; i++) {
      for (let j = startX; j < startX + countsX[s]!; j++) squares[at++]! -= 2 * left[i]! * right[j]!;
    }
    [startX, startY] = [startX + countsX[s]!, startY + countsY[s]!];
  }
}

/** Pairs of units by falling gain of the weighted inner product, were their partners exchanged. */
function promising(partners: Int32Array, { cols: n, data: c }: Matrix): [a: number, b: number][] {
  const gain = (a: number, b: number) =>
    c[a * n + partners[b]!]! + c[b * n + partners[a]!]! - c[a * n + partners[a]!]! - c[b * n + partners[b]!]!;
  const pairs: [a: number, b: number, gain: number][] = [];
  for (let a = 0; a < n; a++) for (let b = a + 1; b < n; b++) pairs.push([a, b, gain(a, b)]);
  return pairs.sort((p, q) => q[2] - p[2]).map(([a, b]) => [a, b]);
}
