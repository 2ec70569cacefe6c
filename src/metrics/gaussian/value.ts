import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { alignedGap } from "../procrustes/aligned-gap.ts";
import { movedRoots, type Pairing } from "./objective.ts";

/** Below this share of both variances, their difference from the nuclear norm has lost half of its digits. */
const nearlyEqual = 1e-4;

/** The loss at a motion, each of its terms to full accuracy. */
export function lossAt(pairing: Pairing, motion: Matrix, kernels: Kernels): number {
  const { x, y, stimuli, alpha } = pairing;
  return kernels.scope(() => {
    const gap = kernels.norm(kernels.subtract(x.means, kernels.gemm(y.means, motion)));
    if (alpha === 2) return alpha * square(gap);
    const moved = movedRoots(pairing, motion, kernels);
    let bures = 0;
    for (let i = 0; i < stimuli; i++) {
      const own = kernels.rows(x.roots, i * x.rank, (i + 1) * x.rank);
      const other = kernels.rows(moved, i * y.rank, (i + 1) * y.rank);
      bures += kernels.scope(() => squaredBures(own, other, kernels));
    }
    return alpha * square(gap) + (2 - alpha) * bures;
  });
}

/**
 * ‖A‖² + ‖B‖² − 2·‖A·Bᵀ‖_*, the least ‖A − Q·B‖² over matrices Q of orthonormal rows or columns. Where
 * that cancels the best Q is applied and the difference taken.
 */
function squaredBures(a: Matrix, b: Matrix, kernels: Kernels): number {
  const [p, q] = [kernels.norm(a), kernels.norm(b)];
  const total = square(p) + square(q);
  if (p === 0 || q === 0) return total;
  const squared = total - 2 * kernels.nuclearNorm(kernels.gemm(a, b, { transB: true }));
  if (squared > nearlyEqual * total) return squared;
  const norm = Math.sqrt(total);
  const [left, right] = [a, b].map((root) => ({ factor: kernels.transpose(root), norm }));
  return square(alignedGap(left!, right!, kernels).apart * norm);
}
