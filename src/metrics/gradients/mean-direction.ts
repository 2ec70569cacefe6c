import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/**
 * The way back from `dropMeanDirection`: Q·G, Q stimuli × (stimuli − 1) with orthonormal columns that sum to 0.
 * @returns stimuli × units
 */
export function withMeanDirection(gradient: Matrix, kernels: Kernels): Matrix {
  const { rows, cols: n } = gradient;
  const m = rows + 1;
  const raised = kernels.uninitialized(m, n);
  const [to, from] = [raised.data, gradient.data];
  const sums = new Float64Array(n);
  for (let k = 0, j = 0; k < from.length; k++, j = j + 1 === n ? 0 : j + 1) sums[j]! += from[k]!;
  // Rows of Q: −1/√m · 1, the first; the others I − c·11ᵀ.
  const [first, c] = [-1 / Math.sqrt(m), 1 / (Math.sqrt(m) * (1 + Math.sqrt(m)))];
  for (let j = 0; j < n; j++) to[j] = first * sums[j]!;
  for (let k = 0, j = 0; k < from.length; k++, j = j + 1 === n ? 0 : j + 1)
    to[n + k] = from[k]! - c * sums[j]!;
  return raised;
}
