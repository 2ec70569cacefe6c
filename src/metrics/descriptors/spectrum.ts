import type { Matrix } from "../../base/matrix.ts";
import { assertVaries, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { positiveRankOf, rankRule } from "../linear/rank.ts";

/**
 * Singular values of the responses, falling, without those that rounding of the stored numbers can make; at some scale.
 * @param squares - only their squares matter: small ones may lose digits, and it is faster
 * @throws {NumericalError} if nothing is left.
 */
export function spectrumOf(
  input: Responses,
  center: boolean,
  kernels: Kernels,
  squares = false,
): Float64Array {
  const measured = scaleAndCenter(input, center, kernels);
  assertVaries(input, kernels.norm(measured.matrix), center);
  const values = squares
    ? rootsOf(measured.matrix, kernels)
    : kernels.singularValues(measured.matrix).slice();
  return values.subarray(0, positiveRankOf(input, values, rankRule(input, measured, undefined)));
}

/** Roots of the eigenvalues of X·Xᵀ or XᵀX, falling. */
function rootsOf(x: Matrix, kernels: Kernels): Float64Array {
  const eigenvalues = kernels.eigenvalues(kernels.syrk(x, { trans: x.cols < x.rows }));
  return eigenvalues.map((value) => Math.sqrt(Math.max(0, value))).reverse();
}
