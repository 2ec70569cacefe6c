import { largestOf, smallestOf } from "../../base/lists.ts";
import { NumericalError, ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { divideInPlace, multiplyInPlace } from "./columns.ts";
import type { NoiseModel } from "./noise.ts";

/**
 * Changes rows (any number × units) so that their Euclidean distances are Mahalanobis
 * distances: rows · W with W·Wᵀ = Σ⁻¹. The result lies in wasm memory.
 */
export type Whitening = (rows: Matrix) => Matrix;

/**
 * The whitening for an inverse covariance P = L·Lᵀ: rows · L.
 * @throws {ShapeError} if P is not units × units.
 * @throws {NumericalError} if it is not symmetric and positive definite.
 */
export function whitenWithPrecision(
  name: string,
  precision: Matrix,
  units: number,
  kernels: Kernels,
): Whitening {
  if (precision.rows !== units || precision.cols !== units) {
    throw new ShapeError(
      `${name}: the noise precision is ${shapeOf(precision)}, the data have ${units} units; it must be ${units} × ${units}.`,
    );
  }
  assertSymmetric(name, precision);
  const factor = choleskyOf(name, "precision", precision, kernels);
  return (rows) => kernels.gemm(rows, factor);
}

/**
 * The whitening for an estimated covariance. With more units than twice the residuals, from
 * the eigenvectors of the residuals' Gram matrix: (aI + bZᵀZ)^(−1/2) = a^(−1/2)·I + Zᵀ·U·diag(g)·Uᵀ·Z.
 * @throws {NumericalError} if the covariance is singular.
 */
export function whitenWithModel(name: string, model: NoiseModel, units: number, kernels: Kernels): Whitening {
  const { deviations, slope, residuals } = model;
  const standardise: Whitening = (rows) => (deviations ? divideColumns(rows, deviations, kernels) : rows);
  if (!residuals || slope === 0) {
    return (rows) => kernels.scale(standardise(rows), 1 / Math.sqrt(model.ridge));
  }
  if (model.ridge === 0 && model.rank < units)
    throw singular(name, `${model.rank} free rows for ${units} units`);
  const core =
    residuals.rows * 2 < units ? gramWhitening(model, kernels) : choleskyWhitening(name, model, kernels);
  return (rows) => core(standardise(rows));
}

/** For rows fewer than units: nothing of units × units is made. */
function gramWhitening({ ridge, slope, residuals: z }: NoiseModel, kernels: Kernels): Whitening {
  const { values, vectors } = kernels.eigh(kernels.syrk(z!));
  // Rows of `vectors` are the eigenvectors u: their images uᵀZ, n × units.
  const images = kernels.gemm(vectors, z!);
  const root = Math.sqrt(ridge);
  const gains = values.map((value) => {
    const whole = Math.sqrt(ridge + slope * Math.max(value, 0));
    // (1 / whole − 1 / root) / value without its cancellation
    return -slope / (root * whole * (root + whole));
  });
  return (rows) => {
    const parts = kernels.gemm(rows, images, { transB: true });
    multiplyInPlace(parts, gains);
    const moved = kernels.gemm(parts, images, { alpha: -1 });
    return kernels.subtract(kernels.scale(rows, 1 / root), moved, { overwrite: true });
  };
}

/** For units fewer than rows: the triangle of the covariance. */
function choleskyWhitening(
  name: string,
  { ridge, slope, residuals: z }: NoiseModel,
  kernels: Kernels,
): Whitening {
  const covariance = kernels.scale(kernels.syrk(z!, { trans: true }), slope);
  const n = covariance.rows;
  for (let i = 0; i < n; i++) covariance.data[i * (n + 1)]! += ridge;
  const factor = choleskyOf(name, "covariance", covariance, kernels);
  return (rows) => kernels.transpose(kernels.solveTriangular(factor, kernels.transpose(rows)));
}

/** @throws {NumericalError} where the smallest pivot is rounding beside the largest. */
function choleskyOf(name: string, what: "precision" | "covariance", a: Matrix, kernels: Kernels): Matrix {
  const factor = tryCholesky(name, what, a, kernels);
  const pivots = Array.from({ length: a.rows }, (_, i) => factor.data[i * (a.rows + 1)]!);
  const [least, most] = [smallestOf(pivots), largestOf(pivots)];
  if (least * least > a.rows * Number.EPSILON * most * most) return factor;
  throw singular(
    name,
    `pivots of its ${what} from ${(least * least).toPrecision(2)} to ${(most * most).toPrecision(2)}`,
  );
}

function tryCholesky(name: string, what: string, a: Matrix, kernels: Kernels): Matrix {
  try {
    return kernels.cholesky(a);
  } catch (error) {
    if (!(error instanceof NumericalError)) throw error;
    throw singular(name, `its ${what} is not positive definite`);
  }
}

function singular(name: string, found: string): NumericalError {
  return new NumericalError(
    `${name}: singular noise covariance (${found}), so it has no inverse. Take noise "shrinkage-diag", "shrinkage-eye" or "diagonal", or more residuals.`,
  );
}

function assertSymmetric(name: string, { rows: n, data }: Matrix): void {
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(data[i * n + j]! - data[j * n + i]!) <= 1e-8 * largest) continue;
      throw new NumericalError(
        `${name}: the noise precision is not symmetric or not finite: entry (${i}, ${j}) is ${data[i * n + j]}, (${j}, ${i}) is ${data[j * n + i]}.`,
      );
    }
  }
}

function divideColumns(rows: Matrix, by: Float64Array, kernels: Kernels): Matrix {
  const divided = kernels.copy(rows);
  divideInPlace(divided, by);
  return divided;
}
