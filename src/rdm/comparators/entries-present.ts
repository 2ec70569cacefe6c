import { matrix, type Matrix } from "../../base/matrix.ts";
import { exponentToRemove, scaleByPowerOfTwo } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/**
 * Euclidean distances of each row of x with each of y over the entries that both have, as if the others
 * differed as much; NaN where no entry is present in both.
 */
export function nanEuclideanBetween(x: Matrix, y: Matrix, kernels: Kernels): Matrix {
  return atSafeScale(x, y, kernels, (a, b) =>
    a.data.some(Number.isNaN) || b.data.some(Number.isNaN)
      ? overPresent(a, b)
      : kernels.euclideanBetween(a, b),
  );
}

/** Values outside of these, 0 too, may come from squares that overflowed or vanished. */
const [least, most] = [2 ** -450, 2 ** 450];

/** Distances of x and y; again at another scale where their squares are no doubles. */
export function atSafeScale(
  x: Matrix,
  y: Matrix,
  kernels: Kernels,
  distances: (x: Matrix, y: Matrix) => Matrix,
): Matrix {
  const plain = distances(x, y);
  if (plain.data.every((value) => (value > least && value < most) || Number.isNaN(value))) return plain;
  const exponent = exponentToRemove(Math.max(largest(x.data), largest(y.data)));
  if (exponent === 0) return plain;
  const [a, b] = [x, y].map((rows) => scaleByPowerOfTwo(rows, -exponent, kernels));
  return scaleByPowerOfTwo(distances(a!, b!), exponent, kernels);
}

/** In magnitude, of the entries that are there. */
function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}

/** NaN where no entry is present in both. */
function overPresent(x: Matrix, y: Matrix): Matrix {
  const result = matrix(x.rows, y.rows);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < y.rows; j++) result.data[i * y.rows + j] = distanceOverPresent(x, i, y, j);
  }
  return result;
}

function distanceOverPresent(x: Matrix, i: number, y: Matrix, j: number): number {
  const length = x.cols;
  const [a, b] = [x.data, y.data];
  let [sum, present] = [0, 0];
  for (let k = 0; k < length; k++) {
    const difference = a[i * length + k]! - b[j * length + k]!;
    if (Number.isNaN(difference)) continue;
    sum += difference * difference;
    present++;
  }
  return Math.sqrt((length / present) * sum);
}
