import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/**
 * How much of the mean variance times the identity replaces a covariance estimate S = XᵀX/N:
 *
 *   b² / d²,  d² = ‖S − μI‖²,  b² = min(d², Σₖ ‖xₖxₖᵀ − S‖² / N²),  μ = tr S / n
 *
 * Source: Ledoit & Wolf, "A well-conditioned estimator for large-dimensional covariance
 * matrices", Journal of Multivariate Analysis 88, 2004, §3.
 *
 * @param centered - N repeats × n units, each unit's mean subtracted
 * @returns in [0, 1]
 */
export function shrinkageOf(centered: Matrix, kernels: Kernels): number {
  const { rows: count, cols: n } = centered;
  const gram = kernels.syrk(centered, { trans: n < count });
  const squares = square(kernels.norm(gram) / count); // ‖S‖², the same for XᵀX and XXᵀ
  const mean = square(kernels.norm(centered)) / count / n;
  const spread = squares - n * square(mean);
  const scatter = (fourthMoments(centered) / count - squares) / count;
  return spread > 0 ? Math.min(1, Math.max(0, scatter) / spread) : 0;
}

/** Σ ‖x‖⁴ over the rows. */
function fourthMoments({ rows, cols, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    let size = 0;
    for (let j = i * cols; j < (i + 1) * cols; j++) size += square(data[j]!);
    sum += square(size);
  }
  return sum;
}
