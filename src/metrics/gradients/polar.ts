import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** The network that moves. */
export interface Side {
  /** F: rows × rank. */
  readonly factor: Matrix;
  /** ‖F‖. */
  readonly norm: number;
  /** cos θ, where it is known with more digits; NaN to be filled in. */
  cosine: number;
}

/**
 * scale · ∂(cos θ)/∂F, cos θ = ‖FᵀG‖_* / (‖F‖ ‖G‖).
 *
 * The nuclear norm has a gradient where the polar factor U·Vᵀ of FᵀG is the only one for G: where FᵀG has the rank of
 * G, or as many directions as F has columns. Elsewhere a direction of G that F does not see may be turned either way.
 *
 * @returns rows × rank
 * @throws {NumericalError} elsewhere.
 */
export function polarCosine(
  x: Responses,
  y: Responses,
  side: Side,
  { factor: other, norm: otherNorm }: { readonly factor: Matrix; readonly norm: number },
  scale: number,
  kernels: Kernels,
): Matrix {
  const { factor, norm } = side;
  const { u, values, vt } = kernels.svd(kernels.gemm(factor, other, { transA: true }), { overwrite: true });
  const rounding = Math.max(factor.rows, u.rows, vt.cols) * Number.EPSILON;
  const rank = values.findLastIndex((s) => s > rounding * values[0]!) + 1;
  if (rank < factor.cols && rank < other.cols) assertSeesAll(x, y, rank, other, rounding, kernels);
  if (Number.isNaN(side.cosine)) side.cosine = sumOf(values) / norm / otherNorm;
  const [left, right] = [kernels.columns(u, 0, rank), kernels.rows(vt, 0, rank)];
  // G·(V·Uᵀ): the product in brackets is the smaller one.
  const turn = kernels.gemm(right, left, { transA: true, transB: true, alpha: scale / norm / otherNorm });
  const theirs = kernels.gemm(other, turn);
  return kernels.subtract(theirs, kernels.scale(factor, (scale * side.cosine) / norm / norm), {
    overwrite: true,
  });
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** @throws {NumericalError} unless the product has as many directions as the second network. */
function assertSeesAll(
  x: Responses,
  y: Responses,
  rank: number,
  other: Matrix,
  rounding: number,
  kernels: Kernels,
): void {
  const values = kernels.singularValues(other);
  const full = values.findLastIndex((s) => s > rounding * values[0]!) + 1;
  if (rank >= full) return;
  throw new NumericalError(
    `gradient: the cross product of ${x.name} and ${y.name} has rank ${rank}, but ${y.name} varies in ${full} directions and ${x.name} has units to follow more of them: ` +
      `the rotation between them is not unique, so the value has a kink and no gradient. ` +
      `Let ${x.name} vary in more directions (no constant or repeated units), or start from another point.`,
  );
}
