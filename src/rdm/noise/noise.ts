/**
 * The covariance of the noise in the units, from residuals: never made as stimuli × units ×
 * units, and as units × units only where that is the smaller side.
 *
 * Every estimate has one form, with Z the residuals (rows × units) over unit deviations:
 *
 *   Σ = diag(d) · (ridge · I + slope · ZᵀZ) · diag(d)
 */
import { square } from "../../base/math/powers.ts";
import { NumericalError, ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { divideInPlace } from "./columns.ts";
import { assertComplete, type NoiseMethod } from "./kinds.ts";

/** Σ = diag(d) · (ridge · I + slope · ZᵀZ) · diag(d). */
export interface NoiseModel {
  /** d, where it is not all ones. */
  readonly deviations?: Float64Array;
  readonly ridge: number;
  readonly slope: number;
  /** Z, rows × units, in wasm memory; absent where `slope` is 0. */
  readonly residuals?: Matrix;
  /** Columns or rows of Z that can be independent. */
  readonly rank: number;
}

/**
 * An estimate of the noise.
 *
 * - `full`: XᵀX / dof;
 * - `diagonal`: its diagonal;
 * - `shrinkage-eye`: Ledoit & Wolf, J. Multivariate Analysis 88, 2004: towards the mean
 *   variance times the identity;
 * - `shrinkage-diag`: Schäfer & Strimmer, Stat. Appl. Genet. Mol. Biol. 4(1), 2005: correlations
 *   towards 0. The variance of the correlations is that of rsatoolbox, n / dof² · (r₂ − r²).
 *
 * @param residuals - rows × units, in wasm memory, their means already subtracted; may be overwritten
 * @param dof - rows that are free
 * @throws {NumericalError} for fewer than one free row, or a unit without noise where deviations divide.
 */
export function estimateNoise(
  name: string,
  residuals: Matrix,
  dof: number,
  method: NoiseMethod,
  kernels: Kernels,
): NoiseModel {
  if (!(dof >= 1)) {
    throw new NumericalError(
      `${name}: noise is estimated from ${residuals.rows} rows with ${dof} degrees of freedom; at least 1 is needed: more repeats, or residuals.`,
    );
  }
  const rank = Math.min(residuals.rows, dof);
  if (method === "full") return { ridge: 0, slope: 1 / dof, residuals, rank };
  if (method === "shrinkage-eye") return towardsIdentity(name, residuals, dof, rank, kernels);
  const deviations = deviationsOf(name, residuals, dof);
  if (method === "diagonal") return { deviations, ridge: 1, slope: 0, rank };
  return towardsDiagonal(residuals, deviations, dof, rank, kernels);
}

/** Shares of the sums over all pairs of units come from the Gram matrix of the smaller side. */
function towardsIdentity(
  name: string,
  residuals: Matrix,
  dof: number,
  rank: number,
  kernels: Kernels,
): NoiseModel {
  const { rows: n, cols: p } = residuals;
  const squares = kernels.scope(
    () => squaredNorm(kernels.syrk(residuals, { trans: p < n }), kernels) / square(n),
  );
  const { rowNorms } = squaresOf(residuals);
  const mean = rowNorms.reduce((sum, value) => sum + value, 0) / n / p;
  if (!(mean > 0))
    throw new NumericalError(`${name}: the residuals are all 0, so there is no noise to estimate.`);
  const fourth = rowNorms.reduce((sum, value) => sum + value * value, 0) / n;
  const spread = squares - p * mean * mean;
  const share = spread > 0 ? Math.min((fourth - squares) / n, spread) / spread : 1;
  return { ridge: (share * mean * n) / dof, slope: (1 - share) / dof, residuals, rank };
}

function towardsDiagonal(
  residuals: Matrix,
  deviations: Float64Array,
  dof: number,
  rank: number,
  kernels: Kernels,
): NoiseModel {
  const { rows: n, cols: p } = residuals;
  const z = residuals;
  divideInPlace(z, deviations);
  // Sums over pairs of different units: all pairs, minus each unit with itself.
  const squares = kernels.scope(() => squaredNorm(kernels.syrk(z, { trans: p < n }), kernels));
  const { columnNorms: squareSums, rowNorms, fourth } = squaresOf(z);
  const r2 = (squares - squareSums.reduce((sum, value) => sum + value * value, 0)) / square(n - 1);
  const products = (rowNorms.reduce((sum, value) => sum + value * value, 0) - fourth) / (n - 1);
  const variance = (n / square(dof)) * (products - r2);
  const share = r2 > 0 ? Math.min(Math.max(variance / r2, 0), 1) : 1;
  return { deviations, ridge: share, slope: (1 - share) / dof, residuals: z, rank };
}

/** Units × units; only for whoever asks for the covariance itself. */
export function covarianceOf(model: NoiseModel, units: number, kernels: Kernels): Matrix {
  const { deviations, ridge, slope, residuals } = model;
  const covariance =
    residuals && slope > 0
      ? kernels.syrk(residuals, { trans: true })
      : kernels.place(units, units, new Float64Array(units * units));
  const { data } = covariance;
  for (let i = 0, at = 0; i < units; i++) {
    for (let j = 0; j < units; j++, at++) {
      const core = slope * data[at]! + (i === j ? ridge : 0);
      data[at] = core * (deviations ? deviations[i]! * deviations[j]! : 1);
    }
  }
  return covariance;
}

/** Root of the variance of each unit. */
function deviationsOf(name: string, residuals: Matrix, dof: number): Float64Array {
  const deviations = squaresOf(residuals).columnNorms.map((norm) => Math.sqrt(norm / dof));
  const still = deviations.findIndex((deviation) => !(deviation > 0));
  if (still < 0) return deviations;
  throw new NumericalError(
    `${name}: singular noise covariance: unit ${still} never varies in the residuals. Leave it out, or take noise "shrinkage-eye".`,
  );
}

/** Free of the mean over rows, in wasm memory: what an estimate from residuals starts with. */
export function centredResiduals(name: string, residuals: Matrix, units: number, kernels: Kernels): Matrix {
  if (residuals.cols !== units) {
    throw new ShapeError(
      `${name}: the residuals are ${shapeOf(residuals)} (rows × units), the data have ${units} units; the units must be the same.`,
    );
  }
  assertComplete(`${name}, residuals`, residuals);
  return kernels.centerColumns(residuals).centered;
}

const squaredNorm = (a: Matrix, kernels: Kernels) => kernels.dot(a, a);

/** Sums of squares of each row and column, and of all fourth powers. */
function squaresOf({ rows, cols, data }: Matrix) {
  const [rowNorms, columnNorms] = [new Float64Array(rows), new Float64Array(cols)];
  let fourth = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    let [norm, fourths] = [0, 0];
    for (let k = 0; k < cols; k++, at++) {
      const square = data[at]! * data[at]!;
      norm += square;
      fourths += square * square;
      columnNorms[k]! += square;
    }
    rowNorms[i] = norm;
    fourth += fourths;
  }
  return { rowNorms, columnNorms, fourth };
}
