import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";

/** The correlations of one unit that there are, in the rising order of their sizes. */
interface Ranked {
  /** In which row each is. */
  readonly rows: Int32Array;
  readonly sizes: Float64Array;
  /** 1 or −1. */
  readonly signs: Float64Array;
}

/**
 * Medians of each correlation as often as it weighs, with the sign of the weight. How many are then
 * negative follows for all units and samples from one product, and the middle is found by counting
 * from 0 outwards through the sizes: no sample is sorted.
 * @param values - rows × units, NaN where there is none
 * @param weights - samples × rows, whole numbers
 * @returns samples × units, NaN where nothing weighs
 */
export function weightedMedians(values: Matrix, weights: Matrix, kernels: Kernels): Matrix {
  const { balances, totals } = countsOf(values, weights, kernels);
  const medians = matrix(weights.rows, values.cols);
  for (let unit = 0; unit < values.cols; unit++) {
    const ranked = rankedBySize(values, unit);
    for (let sample = 0, k = unit; sample < weights.rows; sample++, k += values.cols) {
      const total = totals[k]!;
      const negative = (total - balances[k]!) / 2;
      medians.data[k] = medianOf(ranked, weights.data, sample * weights.cols, total, negative);
    }
  }
  return medians;
}

/** How many there are in each sample and unit, and how many more of them are positive than negative. */
function countsOf({ rows, cols, data }: Matrix, weights: Matrix, kernels: Kernels) {
  const signs = matrix(
    rows,
    cols,
    data.map((value) => (value < 0 ? -1 : Number(value >= 0))),
  );
  const there = matrix(rows, cols, signs.data.map(Math.abs));
  const sizes = matrix(weights.rows, weights.cols, weights.data.map(Math.abs));
  return kernels.scope(() => ({
    balances: kernels.detach(kernels.gemm(weights, signs)).data,
    totals: kernels.detach(kernels.gemm(sizes, there)).data,
  }));
}

function rankedBySize({ rows, cols, data }: Matrix, unit: number): Ranked {
  const of = (row: number) => data[row * cols + unit]!;
  const there = Array.from({ length: rows }, (_, row) => row).filter((row) => !Number.isNaN(of(row)));
  const order = Int32Array.from(there.sort((a, b) => Math.abs(of(a)) - Math.abs(of(b))));
  return {
    rows: order,
    sizes: Float64Array.from(order, (row) => Math.abs(of(row))),
    signs: Float64Array.from(order, (row) => (of(row) < 0 ? -1 : 1)),
  };
}

function medianOf(ranked: Ranked, weights: Float64Array, at: number, total: number, negative: number) {
  const upper = elementAt(ranked, weights, at, (total >> 1) - negative);
  return total % 2 === 1 ? upper : (elementAt(ranked, weights, at, (total >> 1) - 1 - negative) + upper) / 2;
}

/** NaN if nothing weighs. @param place - in the rising order, from the first that is not negative */
function elementAt({ rows, sizes, signs }: Ranked, weights: Float64Array, at: number, place: number): number {
  const side = place < 0 ? -1 : 1;
  let left = place < 0 ? -place - 1 : place;
  for (let k = 0; k < rows.length; k++) {
    const weight = weights[at + rows[k]!]! * signs[k]! * side;
    if (weight > 0) left -= weight;
    if (left < 0) return side * sizes[k]!;
  }
  return Number.NaN;
}
