import { NumericalError } from "../../base/errors.ts";
import { square } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { rankOf, rankRule } from "../linear/rank.ts";
import { reduce, shrinkage } from "../linear/reduce.ts";
import type { LinearRegressionOptions } from "../linear/regression-options.ts";
import { scaleColumns } from "../linear/whiten.ts";
import { dropMeanDirection, scaleAndCenter } from "../../data/responses.ts";
import { atScaleOf, type MetricGradient } from "./gradient.ts";
import { withMeanDirection } from "./mean-direction.ts";

/**
 * Of R² = 1 − ‖E‖²/‖Y‖², E = Y − H·Y, H = X·C·Xᵀ, C = (XᵀX + ridge·I)⁻¹, B = C·XᵀY:
 *
 *   ∂R²/∂X = 2·((I − H)·E·Bᵀ + E·Eᵀ·X·C)/‖Y‖²
 *
 * which without a ridge is 2·E·Bᵀ/‖Y‖², for then the residuals E are orthogonal to X. With X = U·diag(s)·Vᵀ,
 * g = s²/(s² + ridge) and h = g/s it is X·C = U·diag(h)·Vᵀ.
 */
export const linearRegressionGradient: MetricGradient<LinearRegressionOptions> = {
  makesValue: () => false,
  differentiate(x, y, { ridge, tolerance }, kernels) {
    const measured = scaleAndCenter(x, true, kernels);
    const rows = dropMeanDirection(measured.matrix, kernels, { overwrite: true });
    const { u, values, vt } = kernels.svd(rows, { overwrite: true });
    const rank = rankOf(values, rankRule(x, measured, tolerance));
    if (ridge === 0) assertFullRank(x, rank, values.length);
    // As many directions as stimuli predict everything, and go on to do so.
    if (ridge === 0 && rank === u.rows) return { gradient: matrix(x.responses.rows, x.responses.cols) };
    const s = values.subarray(0, rank);
    const shrunk = shrinkage(s, ridge, measured.exponent);
    const left = kernels.columns(u, 0, rank);
    const fit: Fit = { u: left, shrunk, isExact: ridge === 0 };
    const slopes = scaleColumns(
      slopesOf(fit, reduce(y, true, kernels).matrix, kernels),
      shrunk.map((g, k) => g / s[k]!),
      kernels,
      { overwrite: true },
    );
    const gradient = kernels.gemm(slopes, kernels.rows(vt, 0, rank));
    return { gradient: atScaleOf(x, withMeanDirection(gradient, kernels), measured.exponent, kernels) };
  },
};

interface Fit {
  /** rows × rank. */
  readonly u: Matrix;
  /** g, of each direction. */
  readonly shrunk: Float64Array;
  /** Whether all are 1. */
  readonly isExact: boolean;
}

/** 2·((I − H)·E·(UᵀY)ᵀ + E·(UᵀE)ᵀ)/‖Y‖², rows × rank. @param y - rows × any number */
function slopesOf({ u, shrunk, isExact }: Fit, y: Matrix, kernels: Kernels): Matrix {
  const factor = 2 / square(kernels.norm(y));
  const shared = kernels.gemm(u, y, { transA: true });
  const residual = without(u, shrunk, shared, y, kernels);
  if (isExact) return kernels.gemm(residual, shared, { transB: true, alpha: factor });
  const left = kernels.gemm(u, residual, { transA: true });
  const twice = without(u, shrunk, left, residual, kernels);
  const first = kernels.gemm(twice, shared, { transB: true, alpha: factor });
  return kernels.subtract(first, kernels.gemm(residual, left, { transB: true, alpha: -factor }), {
    overwrite: true,
  });
}

/** a − U·diag(g)·(Uᵀa). @param within - Uᵀa */
function without(u: Matrix, shrunk: Float64Array, within: Matrix, a: Matrix, kernels: Kernels): Matrix {
  return kernels.subtract(a, kernels.gemm(scaleColumns(u, shrunk, kernels), within));
}

/** @throws {NumericalError} for a network that a small change would give a new direction to predict with. */
function assertFullRank({ name }: Responses, rank: number, full: number): void {
  if (rank === full) return;
  throw new NumericalError(
    `gradient: ${name} varies in ${rank} of ${full} directions, and without a ridge each new one predicts at once: the value jumps there and has no gradient. ` +
      `Take a ridge, or let it vary in more directions (no constant or repeated units).`,
  );
}
