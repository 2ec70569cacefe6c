import { atanh, tanh } from "../../../base/math/hyperbolic.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { isPerfect } from "../summary.ts";

/**
 * tanh(Σ w·artanh r / Σ |w|), over the correlations that are there. Those of ±1 are left out,
 * unless nothing else weighs.
 * @param values - rows × units, NaN where there is none
 * @param weights - samples × rows
 * @returns samples × units, NaN where nothing weighs
 */
export function weightedMeans(values: Matrix, weights: Matrix, kernels: Kernels): Matrix {
  const { rows, cols, data } = values;
  const isFinite = (value: number) => !Number.isNaN(value) && !isPerfect(value);
  const there = matrix(
    rows,
    cols,
    data.map((value) => Number(isFinite(value))),
  );
  const z = matrix(
    rows,
    cols,
    data.map((value) => (isFinite(value) ? atanh(value) : 0)),
  );
  const sizes = matrix(
    weights.rows,
    weights.cols,
    weights.data.map((weight) => Math.abs(weight)),
  );
  return kernels.scope(() => {
    const sums = kernels.gemm(weights, z);
    const counts = kernels.gemm(sizes, there);
    const [sum, count] = [sums.data, counts.data];
    const means = matrix(sums.rows, sums.cols);
    for (let k = 0; k < sum.length; k++)
      means.data[k] = count[k]! > 0 ? tanh(sum[k]! / count[k]!) : perfectMean(values, weights, k);
    return means;
  });
}

/** Weighted mean of the correlations of ±1 in one sample and unit; NaN if there is none. */
function perfectMean(values: Matrix, weights: Matrix, at: number): number {
  const [sample, unit] = [Math.floor(at / values.cols), at % values.cols];
  let [sum, size] = [0, 0];
  for (let row = 0; row < values.rows; row++) {
    const value = values.data[row * values.cols + unit]!;
    if (!isPerfect(value)) continue;
    const weight = weights.data[sample * weights.cols + row]!;
    sum += weight * Math.sign(value);
    size += Math.abs(weight);
  }
  return sum / size;
}
