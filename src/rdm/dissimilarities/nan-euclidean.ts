import { exponentOf, powerOfTwo, square } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { nanEuclideanBetween } from "../comparators/entries-present.ts";
import type { Dissimilarity } from "./dissimilarity.ts";
import { exactStep, isOnGrid } from "./shared/grid.ts";
import { inOneRow } from "./shared/directions.ts";

/**
 * Euclidean distance over the units that both stimuli have, as if the others differed as
 * much: `sklearn.metrics.pairwise.nan_euclidean_distances`. NaN for two stimuli without a
 * common unit.
 *
 * Prepared rows are the responses, 0 where missing, and beside them a mask of 1 and 0:
 * the sum over common units and their number are then products.
 */
export const nanEuclidean: Dissimilarity = {
  title: "Euclidean distance with missing responses",
  equation: "√(n / present · Σ (aₖ − bₖ)²) over units that both have",
  accepts: "matrix",
  missing: true,
  options: ["perUnit"],
  range: [0, Infinity],
  degree: 1,
  properties: () => ({ kind: "distance", invariantTo: ["orthogonal", "translation"] }),
  prepare(input, kernels, { perUnit }) {
    const { responses } = input;
    const exponent = exponentToRemove(responses.data);
    const masked = responsesAndMask(
      responses,
      powerOfTwo(-exponent),
      perUnit ? 1 / Math.sqrt(responses.cols) : 1,
    );
    return { rows: kernels.place(masked.rows, masked.cols, masked.data), exponent };
  },
  between(rows, count, kernels) {
    const n = rows.cols / 2;
    const { squares, sizes, common } = products(rows, count, kernels);
    const { data } = rows;
    return matrix(
      count,
      rows.rows,
      squares.map((square, at) => {
        const [i, j] = [Math.floor(at / rows.rows), at % rows.rows];
        if (j <= i) return 0;
        const sum = square < cancels * sizes[at]! ? direct(data, n, i, j) : square;
        return Math.sqrt((n / common[at]!) * sum);
      }),
    );
  },
  vectors: {
    ignoresScale: false,
    prepare: inOneRow,
    compare: (a, b, kernels) => nanEuclideanBetween(a, b, kernels).data[0]!,
  },
};

/** Below this share of what is subtracted, a difference of products has lost four digits. */
const cancels = 1e-4;

/** Sums of squared differences over common units, what they are differences of, and the numbers of units. */
function products(rows: Matrix, count: number, kernels: Kernels) {
  return kernels.scope(() => {
    const n = rows.cols / 2;
    const [values, mask] = [kernels.columns(rows, 0, n), kernels.columns(rows, n, 2 * n)];
    const squared = kernels.copy(values);
    squared.data.forEach((value, k, all) => (all[k] = value * value));
    const top = (a: Matrix) => kernels.rows(a, 0, count);
    const common = kernels.gemm(top(mask), mask, { transB: true });
    const mine = kernels.gemm(top(squared), mask, { transB: true });
    const theirs = kernels.gemm(top(mask), squared, { transB: true });
    const cross = kernels.gemm(top(values), values, { transB: true, alpha: 2 });
    const sizes = mine.data.map((value, k) => value + theirs.data[k]!);
    return { squares: sizes.map((size, k) => size - cross.data[k]!), sizes, common: common.data.slice() };
  });
}

/** Σ (aₖ − bₖ)² over common units, one by one. */
function direct(data: Float64Array, n: number, i: number, j: number): number {
  const [a, b] = [i * 2 * n, j * 2 * n];
  let sum = 0;
  for (let k = 0; k < n; k++) {
    if (data[a + n + k] && data[b + n + k]) sum += square(data[a + k]! - data[b + k]!);
  }
  // NaN where there is no common unit, as 0 · n / 0 is
  return sum;
}

/** Each unit minus its mean, so that products keep their digits; beside it whether there is a response. */
function responsesAndMask({ rows: m, cols: n, data }: Matrix, scale: number, factor: number): Matrix {
  const masked = matrix(m, 2 * n);
  const means = Float64Array.from({ length: n }, (_, k) => meanOf(data, k, n, scale));
  const nearest = nearestOnGrid(data, means, scale);
  for (let k = 0; k < n; k++) {
    const mean = nearest[k]!;
    for (let i = 0; i < m; i++) {
      const value = data[i * n + k]!;
      if (Number.isNaN(value)) continue;
      masked.data[i * 2 * n + k] = (value * scale - mean) * factor;
      masked.data[i * 2 * n + n + k] = 1;
    }
  }
  return masked;
}

/** The means; of whole numbers the whole numbers that are nearest, so that equal distances stay equal. */
function nearestOnGrid(data: Float64Array, means: Float64Array, scale: number): Float64Array {
  let largest = 0;
  for (let k = 0; k < data.length; k++) {
    const size = Math.abs(data[k]! * scale - means[k % means.length]!);
    if (size > largest) largest = size;
  }
  const step = exactStep(largest, means.length);
  if (!step || !isOnGrid(data, step / scale)) return means;
  return means.map((mean) => Math.round(mean / step) * step);
}

/** Mean of the responses that unit k has; 0 if it has none. */
function meanOf(data: Float64Array, k: number, n: number, scale: number): number {
  let [sum, count] = [0, 0];
  for (let at = k; at < data.length; at += n) {
    if (Number.isNaN(data[at]!)) continue;
    sum += data[at]! * scale;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** Power of two near the largest response, where squares would overflow or vanish. */
function exponentToRemove(data: Float64Array): number {
  let largest = 0;
  for (const value of data) if (Math.abs(value) > largest) largest = Math.abs(value);
  const exponent = largest > 0 ? exponentOf(largest) : 0;
  // 2^1022 is the largest power whose inverse is a normal number
  return Math.abs(exponent) <= 64 ? 0 : Math.max(-1022, Math.min(1022, exponent));
}
