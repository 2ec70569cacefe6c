import { matrix, type Matrix } from "../matrix.ts";
import type { Kernels } from "../wasm/kernels.ts";
import type { PreparedEnergy } from "./energy-prepare.ts";

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

interface Side {
  /** rows × width. */
  readonly deviations: Matrix;
  /** stimuli × width. */
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
   * the mean: −C is the gradient of the loss, and the loss lies under loss + ½·(quadratic with these w).
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
  const side = (one: PreparedEnergy): Side => {
    const scale = 2 ** (one.exponent - exponent);
    const fit = (a: Matrix) => widened(scale === 1 ? a : kernels.scale(a, scale), width, kernels);
    return {
      deviations: fit(one.deviations),
      means: fit(one.means),
      counts: one.counts.data.slice(),
      within: one.within * scale,
      size: one.size * scale,
    };
  };
  const [left, right] = [side(x), side(y)];
  const floor = Math.max(relativeFloor * Math.max(left.size, right.size), Number.MIN_VALUE);
  return { x: left, y: right, width, floor, exponent };
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
  const { x, y, width } = pairing;
  return kernels.scope(() => {
    const shifts = kernels.subtract(kernels.gemm(y.means, motion), x.means);
    const sums = { loss: 0, cross: matrix(width, width), pulls: matrix(y.means.rows, width) };
    for (const block of blocksOf(pairing)) {
      kernels.scope(() => addBlock(pairing, block, motion, shifts, sums, kernels));
    }
    add(kernels.gemm(y.means, sums.pulls, { transA: true }), sums.cross.data);
    return { motion, loss: sums.loss, cross: sums.cross };
  });
}

/** Stimuli first … last − 1, and where their rows begin. */
interface Block {
  readonly first: number;
  readonly last: number;
  readonly startX: number;
  readonly startY: number;
}

interface Sums {
  loss: number;
  readonly cross: Matrix;
  /** Σ w·x over all pairs of a stimulus: stimuli × width. */
  readonly pulls: Matrix;
}

function* blocksOf({ x, y }: Pairing): Generator<Block> {
  let [first, startX, startY] = [0, 0, 0];
  for (let last = 0, rowsX = 0, rowsY = 0; last < y.counts.length;) {
    rowsX += x.counts[last]!;
    rowsY += y.counts[last]!;
    last++;
    if (rowsY < blockRows && last < y.counts.length) continue;
    yield { first, last, startX, startY };
    [first, startX, startY] = [last, startX + rowsX, startY + rowsY];
    rowsX = rowsY = 0;
  }
}

function addBlock(
  { x, y, floor }: Pairing,
  { first, last, startX, startY }: Block,
  motion: Matrix,
  shifts: Matrix,
  sums: Sums,
  kernels: Kernels,
): void {
  const rows = y.counts.subarray(first, last).reduce((sum, count) => sum + count, 0);
  const deviations = kernels.rows(y.deviations, startY, startY + rows);
  const moved = kernels.gemm(deviations, motion);
  const pulled = kernels.uninitialized(rows, moved.cols);
  let [atX, atY] = [startX, 0];
  for (let s = first; s < last; s++) {
    const [countX, countY] = [x.counts[s]!, y.counts[s]!];
    const fromX = kernels.rows(x.deviations, atX, atX + countX);
    kernels.scope(() => {
      const fromY = kernels.rows(moved, atY, atY + countY);
      shiftRows(fromY, shifts, s);
      const weights = kernels.euclideanBetween(fromY, fromX);
      const share = 1 / (countX * countY * y.counts.length);
      sums.loss += share * weigh(weights, floor, share);
      const pull = kernels.gemm(weights, fromX);
      storePull(pull, weights, x.means, s, pulled, atY, sums.pulls);
    });
    [atX, atY] = [atX + countX, atY + countY];
  }
  add(kernels.gemm(deviations, pulled, { transA: true }), sums.cross.data);
}

/** Adds row s of `shifts` to every row. */
function shiftRows({ rows, cols, data }: Matrix, shifts: Matrix, s: number): void {
  const shift = shifts.data;
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = s * cols; j < (s + 1) * cols; j++) data[k++]! += shift[j]!;
  }
}

/** Distances become weights. @returns the sum of the distances */
function weigh({ data }: Matrix, floor: number, share: number): number {
  let sum = 0;
  for (let k = 0; k < data.length; k++) {
    const distance = data[k]!;
    sum += distance;
    data[k] = share / (distance > floor ? distance : floor);
  }
  return sum;
}

/** Σ w·x for each repeat of y: what the deviations of x give, and their mean times the sum of weights. */
function storePull(
  pull: Matrix,
  weights: Matrix,
  means: Matrix,
  s: number,
  pulled: Matrix,
  start: number,
  pulls: Matrix,
): void {
  const [n, from, to, mean, total, w] = [
    pull.cols,
    pull.data,
    pulled.data,
    means.data,
    pulls.data,
    weights.data,
  ];
  for (let i = 0; i < pull.rows; i++) {
    let weight = 0;
    for (let j = i * weights.cols; j < (i + 1) * weights.cols; j++) weight += w[j]!;
    for (let k = 0; k < n; k++) {
      const value = from[i * n + k]! + weight * mean[s * n + k]!;
      to[(start + i) * n + k] = value;
      total[s * n + k]! += value;
    }
  }
}

function add({ data }: Matrix, sum: Float64Array): void {
  for (let k = 0; k < sum.length; k++) sum[k]! += data[k]!;
}
