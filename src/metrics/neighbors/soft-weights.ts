/** Weights of neighbours that fall smoothly with similarity. */
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { probabilityKernels } from "../../wasm/parts/probabilities.ts";
import type { Range } from "../metric.ts";
import { fromHalf, type SoftHalf } from "./soft-half.ts";
import type { SoftKnnOptions, SoftRows } from "./soft-rows.ts";

/**
 * √p of some stimuli: rows of norm 1, 0 for each with itself.
 * @returns (end − start) × stimuli
 */
export function rootWeights(
  prepared: SoftRows | SoftHalf,
  range: Range,
  { temperature }: Pick<SoftKnnOptions, "temperature">,
  kernels: Kernels,
): Matrix {
  const { unit, isEuclidean } = prepared;
  const products =
    "half" in prepared ? fromHalf(prepared, range, kernels) : between(prepared, range, kernels);
  // Half of the similarity, because the root of a weight is wanted.
  const half = 0.5 / temperature / unit;
  const factor = isEuclidean ? -half : half;
  const how = { factor, own: range.start, over: "norm", overwrite: true } as const;
  return kernels.part(probabilityKernels).softmaxRows(products, how);
}

/** Inner products, or squared distances, of some stimuli with all. */
function between({ rows, isEuclidean }: SoftRows, { start, end }: Range, kernels: Kernels): Matrix {
  const some = kernels.rows(rows, start, end);
  return isEuclidean
    ? kernels.euclideanBetween(some, rows, { squared: true })
    : kernels.gemm(some, rows, { transB: true });
}
