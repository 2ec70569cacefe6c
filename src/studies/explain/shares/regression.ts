import { square } from "../../../base/math/powers.ts";
import { norm, type Matrix } from "../../../base/matrix.ts";
import { shrinkage } from "../../../metrics/linear/reduce.ts";
import type { LinearRegressionOptions } from "../../../metrics/linear/regression-options.ts";
import { scaleColumns } from "../../../metrics/linear/whiten.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explain } from "../explanation.ts";
import { decomposed } from "../shapes/shape.ts";
import { sumOf, sumsOf, times } from "../shapes/sums.ts";

const explainedOf = "the share of y's variance that x predicts, R², which is the value";
const residual = "the share of y's variance that x does not predict, 1 − R²: squared residuals";

/**
 * With X = U·diag(s)·Vᵀ, g = s²/(s² + ridge) and Y at norm 1, R² = Σᵢ (2gᵢ − gᵢ²)·‖uᵢᵀY‖²:
 *
 *   units of Y   what is explained of each; over its own variance it is the R² of that unit (`own`)
 *   units of X   ‖x̃ⱼᵀY‖², of X̃ = U·diag(√(2g − g²))·Vᵀ, the units of X made uncorrelated with as little change as can be
 *   directions    the terms of the sum, principal axes of X
 *   stimuli      ‖yᵢ − ŷᵢ‖², which add to 1 − R²
 *
 * Units of X as the CAR scores of Zuber & Strimmer (Stat. Appl. Genet. Mol. Biol. 10, 2011), here of units that keep their variances.
 */
export const explainRegression: Explain<LinearRegressionOptions> = (x, y, { ridge, tolerance }, kernels) => {
  const how = { center: true, tolerance, cut: true };
  const [{ u, s, axes, exponent }, target] = [decomposed(x, how, kernels), decomposed(y, how, kernels)];
  const shrunk = shrinkage(s, ridge, exponent);
  const size = norm(target.s);
  const responses = kernels.gemm(scaleColumns(target.u, times(target.s, 1 / size), kernels), target.axes);
  const along = kernels.gemm(u, responses, { transA: true });
  const weights = shrunk.map((g) => g * (2 - g));
  const { rows: directions, cols: unitsY } = squaresOf(along, weights);
  const own = squaresOf(responses);
  const predicted = kernels.gemm(scaleColumns(u, shrunk, kernels), along);
  const left = squaresOf(kernels.subtract(responses, predicted)).rows;
  const part = (shares: Float64Array) => ({ of: explainedOf, total: sumOf(directions), shares });
  return {
    stimuli: { of: residual, total: sumOf(left), shares: left },
    unitsX: part(ofPredictors(along, weights, axes, kernels)),
    unitsY: { ...part(unitsY), own: unitsY.map((share, j) => (own.cols[j]! > 0 ? share / own.cols[j]! : 0)) },
    directions: part(directions),
  };
};

/** Sums of squares, each row times its weight. */
function squaresOf(a: Matrix, weights?: Float64Array) {
  const { data, cols } = a;
  return sumsOf(a, (k) => square(data[k]!) * (weights ? weights[Math.floor(k / cols)]! : 1));
}

/** ‖x̃ⱼᵀY‖² = vⱼᵀ·C·Cᵀ·vⱼ, with C = diag(√weights)·UᵀY. */
function ofPredictors(along: Matrix, weights: Float64Array, axes: Matrix, kernels: Kernels): Float64Array {
  const roots = weights.map(Math.sqrt);
  const c = kernels.transpose(scaleColumns(kernels.transpose(along), roots, kernels));
  const spread = kernels.gemm(kernels.syrk(c), axes);
  const [p, q] = [spread.data, axes.data];
  return sumsOf(axes, (k) => p[k]! * q[k]!).cols;
}
