import { powerOfTwo } from "../../base/math/powers.ts";
import { beat } from "../../base/beat.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { PreparedEnergy } from "./prepare.ts";
import { groupKernels } from "../../wasm/parts/groups.ts";

/** Two networks in one space: the narrower has columns of zeros. */
export interface Pairing {
  readonly x: Side;
  readonly y: Side;
  /** Axes of the common space. */
  readonly width: number;
  /** Distances below this count as this much where one divides by them. */
  readonly floor: number;
  /** Power of two that was divided out of both. */
  readonly exponent: number;
}

/** One network: response k of stimulus s is row k of `rows`, plus row s of `centres` if there are any. */
export interface Side {
  /** rows × width. */
  readonly rows: Matrix;
  /** stimuli × width. */
  readonly centres?: Matrix;
  /** Of the responses to each stimulus, stimuli × width. */
  readonly means: Matrix;
  readonly counts: Float64Array;
  readonly within: number;
  readonly size: number;
}

/** A motion, and what the objective is there. */
export interface Evaluation {
  /** Q, width × width; y is moved to y·Q. */
  readonly motion: Matrix;
  /** Mean distance between the responses of x and of y·Q, over pairs of repeats and stimuli. */
  readonly loss: number;
  /**
   * C = Σ w·yᵀx over the same pairs, width × width, w being 1 / distance times the pair's share in
   * the mean: the gradient of the loss is −C, and as a root lies under its tangent, the loss falls
   * wherever the least squares with these w do.
   */
  readonly cross: Matrix;
}

/** What a distance of 0 counts as in weights 1 / distance, relative to the size of the responses. */
const relativeFloor = 1e-10;
/** Rows that are moved together: products large enough to be fast, blocks that stay in cache. */
const blockRows = 64;

/** Both networks in the larger of their spaces and at one scale. */
export function pairUp(x: PreparedEnergy, y: PreparedEnergy, kernels: Kernels): Pairing {
  const width = Math.max(x.means.cols, y.means.cols);
  const exponent = Math.max(x.exponent, y.exponent);
  const centred = isOffset(x) || isOffset(y);
  const side = (one: PreparedEnergy): Side => {
    const scale = powerOfTwo(one.exponent - exponent);
    const fit = (a: Matrix) => widened(scale === 1 ? a : kernels.scale(a, scale), width, kernels);
    const counts = one.counts.data.slice();
    const [rows, means] = [fit(one.rows), fit(one.means)];
    const responses = centred
      ? { rows: subtractMeans(rows, means, counts, kernels), centres: means }
      : { rows };
    return { ...responses, means, counts, within: one.within * scale, size: one.size * scale };
  };
  const [left, right] = [side(x), side(y)];
  const floor = Math.max(relativeFloor * Math.max(left.size, right.size), Number.MIN_VALUE);
  return { x: left, y: right, width, floor, exponent };
}

/** Whether repeats lie so close together, for how far they are from the origin, that products lose digits of distances. */
function isOffset({ within, size }: PreparedEnergy): boolean {
  return within < size / 4;
}

function subtractMeans(rows: Matrix, means: Matrix, counts: Float64Array, kernels: Kernels): Matrix {
  const deviations = kernels.copy(rows);
  shiftRows(deviations, counts, kernels.scale(means, -1), 0);
  return deviations;
}

function widened(a: Matrix, width: number, kernels: Kernels): Matrix {
  if (a.cols === width) return a;
  const wide = kernels.uninitialized(a.rows, width);
  const [from, to] = [a.data, wide.data.fill(0)];
  for (let i = 0; i < a.rows; i++) to.set(from.subarray(i * a.cols, (i + 1) * a.cols), i * width);
  return wide;
}

/**
 * The objective at a motion. Per stimulus a matrix of repeats × repeats distances, its
 * weights in its place, and one product with the responses: nothing as long as
 * stimuli · repeats² is ever made.
 */
export function evaluate(pairing: Pairing, motion: Matrix, kernels: Kernels): Evaluation {
  const { y, width } = pairing;
  beat();
  return kernels.scope(() => {
    const shifts = shiftsOf(pairing, motion, kernels);
    const sums = { distance: 0, cross: matrix(width, width), pulls: matrix(y.means.rows, width) };
    for (const block of blocksOf(pairing)) {
      kernels.scope(() => addBlock(pairing, block, motion, shifts, sums, kernels));
    }
    if (y.centres) add(kernels.gemm(y.centres, sums.pulls, { transA: true }), sums.cross.data);
    const share = 1 / y.counts.length;
    const cross = sums.cross.data;
    for (let k = 0; k < cross.length; k++) cross[k]! *= share;
    return { motion, loss: sums.distance * share, cross: sums.cross };
  });
}

/** What to add to moved rows of y, stimulus by stimulus, to have them around the centres of x. */
export function shiftsOf({ x, y }: Pairing, motion: Matrix, kernels: Kernels): Matrix | undefined {
  return x.centres && y.centres && kernels.subtract(kernels.gemm(y.centres, motion), x.centres);
}

interface Sums {
  /** Of the mean distances of stimuli. */
  distance: number;
  readonly cross: Matrix;
  /** Σ w·x over all pairs of a stimulus: stimuli × width. */
  readonly pulls: Matrix;
}

/** Stimuli first … last − 1, and where their rows begin and end. */
interface Block {
  readonly first: number;
  readonly last: number;
  readonly x: readonly [start: number, end: number];
  readonly y: readonly [start: number, end: number];
}

function blocksOf({ x, y }: Pairing): Block[] {
  const blocks: Block[] = [];
  let [first, startX, startY, endX, endY] = [0, 0, 0, 0, 0];
  for (const [s, count] of y.counts.entries()) {
    endX += x.counts[s]!;
    endY += count;
    const last = s + 1;
    if (endY - startY < blockRows && last < y.counts.length) continue;
    blocks.push({ first, last, x: [startX, endX], y: [startY, endY] });
    [first, startX, startY] = [last, endX, endY];
  }
  return blocks;
}

function addBlock(
  { x, y, floor }: Pairing,
  { first, last, x: rowsX, y: rowsY }: Block,
  motion: Matrix,
  shifts: Matrix | undefined,
  sums: Sums,
  kernels: Kernels,
): void {
  const [countsX, countsY] = [x.counts.subarray(first, last), y.counts.subarray(first, last)];
  const fromY = kernels.rows(y.rows, ...rowsY);
  const moved = kernels.gemm(fromY, motion);
  if (shifts) shiftRows(moved, countsY, shifts, first);
  const fromX = kernels.rows(x.rows, ...rowsX);
  const { distances, weights, pulled } = kernels
    .part(groupKernels)
    .pullGroups(fromX, countsX, moved, countsY, floor);
  sums.distance += distances.reduce((sum, distance) => sum + distance, 0);
  if (x.centres) addCentres(pulled, weights, countsY, x.centres, first, sums.pulls);
  add(kernels.gemm(fromY, pulled, { transA: true }), sums.cross.data);
}

/** Adds to the rows of each stimulus its row of `shifts`, the first stimulus being `first`. */
export function shiftRows(
  { cols: n, data }: Matrix,
  counts: Float64Array,
  shifts: Matrix,
  first: number,
): void {
  const shift = shifts.data;
  for (let g = 0, k = 0; g < counts.length; g++) {
    const start = (first + g) * n;
    for (let row = 0; row < counts[g]!; row++) {
      for (let j = 0; j < n; j++) data[k++]! += shift[start + j]!;
    }
  }
}

/** Σ w·x from Σ w·(x − centre), Σ w and the centre; and the sum of these over each stimulus. */
function addCentres(
  { cols: n, data }: Matrix,
  weights: Float64Array,
  counts: Float64Array,
  centres: Matrix,
  first: number,
  pulls: Matrix,
): void {
  const [centre, total] = [centres.data, pulls.data];
  for (let g = 0, row = 0, k = 0; g < counts.length; g++) {
    const start = (first + g) * n;
    for (const end = row + counts[g]!; row < end; row++) {
      const weight = weights[row]!;
      for (let j = 0; j < n; j++, k++) {
        data[k]! += weight * centre[start + j]!;
        total[start + j]! += data[k]!;
      }
    }
  }
}

function add({ data }: Matrix, sum: Float64Array): void {
  for (let k = 0; k < sum.length; k++) sum[k]! += data[k]!;
}
