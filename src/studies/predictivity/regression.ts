import { square } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { StoredType } from "../../data/stored.ts";
import { roundingFloor } from "../../metrics/linear/rank.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** A regression from units to other units: how it is fitted. */
export interface Regression {
  readonly method: "ridge" | "pls";
  /** Penalties to choose from, as shares of the mean eigenvalue of the training Gram matrix. */
  readonly ridges: readonly number[];
  /** Components of `pls`, at most. */
  readonly components: number;
  /** How the units were stored, where that is less than double precision. */
  readonly stored?: StoredType | undefined;
}

/**
 * Predictions for test stimuli.
 * @param train, targets - stimuli × units and stimuli × voxels to fit on
 * @param test - other stimuli × the same units
 * @returns test stimuli × voxels, in wasm memory
 */
export function regress(
  train: Matrix,
  targets: Matrix,
  test: Matrix,
  regression: Regression,
  kernels: Kernels,
): Matrix {
  const { centered: x, means } = kernels.centerColumns(train);
  const { centered: y, means: level } = kernels.centerColumns(targets);
  const moved = kernels.addRow(test, means, -1);
  const fit = regression.method === "ridge" ? ridge : pls;
  const rounding = roundingFloor(train.rows, train.cols, kernels.norm(train), 0, regression.stored);
  return kernels.addRow(fit(x, y, moved, regression, rounding, kernels), level, 1);
}

/**
 * Ridge regression; each voxel takes the penalty with the least leave-one-out error on the
 * training stimuli, which the singular value decomposition gives in closed form:
 *
 *   ŷ = U diag(s² / (s² + λ)) Uᵀy,   error of stimulus i = (y − ŷ)ᵢ / (1 − 1/n − hᵢᵢ)
 *
 * Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed., §3.4.1, §7.10.
 */
function ridge(
  x: Matrix,
  y: Matrix,
  test: Matrix,
  { ridges }: Regression,
  rounding: number,
  kernels: Kernels,
): Matrix {
  const { u, values, vt } = kernels.svd(x, { overwrite: true });
  const squares = values.map((value) => value * value);
  // Centring takes one direction away, and stored numbers are rounded: what is left of such directions must not be divided by.
  const floor = Math.max(squares[0]! * square(Math.max(x.rows, x.cols) * Number.EPSILON), square(rounding));
  const scale = squares.reduce((sum, value) => sum + value, 0) / x.rows;
  const rotated = kernels.gemm(u, y, { transA: true });
  const shrink = (penalty: number) =>
    squares.map((square) => (square <= floor ? 0 : square / (square + penalty)));
  const penalties = ridges.map((share) => share * scale);
  const chosen = choosePenalties(u, rotated, y, penalties.map(shrink), kernels);
  const { rows, cols } = rotated;
  const weights = kernels.uninitialized(rows, cols);
  for (let r = 0; r < rows; r++) {
    for (let v = 0; v < cols; v++) {
      const penalty = penalties[chosen[v]!]!;
      const gain = squares[r]! <= floor ? 0 : values[r]! / (squares[r]! + penalty);
      weights.data[r * cols + v] = gain * rotated.data[r * cols + v]!;
    }
  }
  return kernels.gemm(kernels.gemm(test, vt, { transB: true }), weights);
}

/** For each voxel the number of the penalty with the least leave-one-out error. */
function choosePenalties(
  u: Matrix,
  rotated: Matrix,
  y: Matrix,
  shrinkages: readonly Float64Array[],
  kernels: Kernels,
): Int32Array {
  const chosen = new Int32Array(y.cols);
  if (shrinkages.length === 1) return chosen;
  const least = new Float64Array(y.cols).fill(Infinity);
  shrinkages.forEach((shrinkage, p) => {
    const errors = kernels.scope(() => leaveOneOutErrors(u, rotated, y, shrinkage, kernels));
    errors.forEach((error, v) => {
      if (error < least[v]!) [least[v], chosen[v]] = [error, p];
    });
  });
  return chosen;
}

/**
 * For each voxel the sum of squared errors with which each training stimulus is predicted from the others.
 * @param u - stimuli × components, orthonormal columns
 * @param rotated - uᵀy, components × voxels
 * @param y - stimuli × voxels, centred
 * @param shrinkage - one a component, s² / (s² + λ)
 */
export function leaveOneOutErrors(
  u: Matrix,
  rotated: Matrix,
  y: Matrix,
  shrinkage: Float64Array,
  kernels: Kernels,
): Float64Array {
  const shrunk = kernels.copy(u);
  for (let k = 0; k < shrunk.data.length; k++) shrunk.data[k]! *= shrinkage[k % u.cols]!;
  const residual = kernels.subtract(y, kernels.gemm(shrunk, rotated));
  const errors = new Float64Array(y.cols);
  for (let i = 0; i < y.rows; i++) {
    let leverage = 1 / y.rows;
    for (let r = 0; r < u.cols; r++) leverage += shrinkage[r]! * square(u.data[i * u.cols + r]!);
    const factor = 1 / square(Math.max(1 - leverage, Number.EPSILON));
    for (let v = 0; v < y.cols; v++) errors[v]! += factor * square(residual.data[i * y.cols + v]!);
  }
  return errors;
}

/**
 * Partial least squares with several responses: each component is the direction of the units
 * with the largest covariance with all voxels, and is taken out of the units before the next.
 *
 * Source: Wold, Sjöström & Eriksson, Chemom. Intell. Lab. Syst. 58, 2001 (NIPALS, PLS2).
 */
function pls(
  x: Matrix,
  y: Matrix,
  test: Matrix,
  { components }: Regression,
  rounding: number,
  kernels: Kernels,
): Matrix {
  let [left, outside] = [x, test];
  let prediction = kernels.copy(matrix(test.rows, y.cols));
  const smallest = Math.max(Number.EPSILON * Math.max(x.rows, x.cols) * kernels.norm(x), rounding);
  for (let c = 0; c < Math.min(components, x.rows - 1, x.cols); c++) {
    const direction = leadingDirection(kernels.gemm(left, y, { transA: true }), kernels);
    if (!direction) break;
    const scores = kernels.gemm(left, direction);
    const square = kernels.dot(scores, scores);
    if (!(Math.sqrt(square) > smallest)) break;
    const loadings = kernels.gemm(scores, left, { transA: true, alpha: 1 / square });
    const weights = kernels.gemm(scores, y, { transA: true, alpha: 1 / square });
    const tested = kernels.gemm(outside, direction);
    prediction = kernels.subtract(prediction, kernels.gemm(tested, weights, { alpha: -1 }));
    left = kernels.subtract(left, kernels.gemm(scores, loadings));
    outside = kernels.subtract(outside, kernels.gemm(tested, loadings));
  }
  return prediction;
}

/** The left singular vector of the largest singular value, units × 1; undefined if there is nothing left. */
function leadingDirection(covariance: Matrix, kernels: Kernels): Matrix | undefined {
  const { rows, cols } = covariance;
  const wide = rows <= cols;
  const { values, vectors } = kernels.eigh(kernels.syrk(covariance, { trans: !wide }));
  if (!(values.at(-1)! > 0)) return undefined;
  const last = kernels.rows(vectors, vectors.rows - 1, vectors.rows);
  if (wide) return kernels.transpose(last);
  const direction = kernels.gemm(covariance, last, { transB: true });
  return kernels.scale(direction, 1 / kernels.norm(direction));
}
