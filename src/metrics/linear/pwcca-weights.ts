import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/**
 * αᵢ = Σⱼ |⟨hᵢ, xⱼ⟩| of each canonical variable hᵢ.
 * @param u - the variables in the network's own axes, a column each
 * @param values - their correlations, falling
 * @param loadings - what each unit has along these axes: axes × units
 */
export function projectionWeights(
  u: Matrix,
  values: Float64Array,
  loadings: Matrix,
  kernels: Kernels,
): number[] {
  const used = kernels.gemm(u, loadings, { transA: true });
  const common = commonTo(values);
  return [
    ...sumsOfRows(principalAxes(kernels.rows(used, 0, common), kernels)),
    ...sumsOfRows(kernels.rows(used, common, used.rows)),
  ];
}

/** How many of the variables are directions that both networks span. @param values - correlations, falling */
export function commonTo(values: Float64Array): number {
  return values.findLastIndex((correlation) => correlation > 1 - sharedWithin) + 1;
}

/** Correlations this close to 1 are those of a direction that both networks span. */
const sharedWithin = 1e-11;

/** The same rows turned into orthogonal ones, by falling norm. */
function principalAxes(a: Matrix, kernels: Kernels): Matrix {
  if (a.rows < 2) return a;
  return kernels.gemm(kernels.leftSvd(a).u, a, { transA: true });
}

/** Σ |element| of each row. */
function sumsOfRows({ rows, cols, data }: Matrix): Float64Array {
  const sums = new Float64Array(rows);
  for (let k = 0; k < data.length; k++) sums[Math.floor(k / cols)]! += Math.abs(data[k]!);
  return sums;
}
