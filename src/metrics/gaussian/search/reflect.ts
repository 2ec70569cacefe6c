import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Evaluation } from "../objective.ts";

/** Axes that are reflected in a round: those with the least to lose, where there are more. */
export const axesTried = 16;

/**
 * U·Vᵀ − 2·u·vᵀ for one direction of the derivative U·S·Vᵀ at a maximum, `weak` = 0 being the weakest.
 * Local maxima of the gain differ mostly in the directions of a few axes, and a reflected one
 * is a better start than a random motion.
 */
export function reflected({ cross }: Pick<Evaluation, "cross">, weak: number, kernels: Kernels): Matrix {
  return kernels.scope(() => {
    const n = cross.rows;
    const k = n - 1 - weak;
    const { u, vt } = kernels.svd(cross);
    const motion = kernels.gemm(u, vt);
    const [left, right, result] = [u.data, vt.data, motion.data.slice()];
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) result[i * n + j]! -= 2 * left[i * n + k]! * right[k * n + j]!;
    return matrix(n, n, result);
  });
}
