/** The inner products that are pooled over pairs of rows. */
import { identity, matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { noiseOf } from "../../noise/input-noise.ts";
import type { InnerProduct, RdmInput } from "../dissimilarity.ts";

export function linearProduct(kernels: Kernels): InnerProduct {
  return (x, y) => kernels.gemm(x, y, { transB: true });
}

/** aᵀ Σ⁻¹ b: of the inverse noise covariance, the part of the common units. */
export function precisionProduct(input: RdmInput, kernels: Kernels): InnerProduct {
  if (!hasCorrelatedNoise(input)) return linearProduct(kernels);
  const n = input.responses.cols;
  const { whiten } = noiseOf(input, input.noise!, 0, kernels);
  const precision = kernels.detach(kernels.syrk(whiten(kernels.place(n, n, identity(n).data))));
  return (x, y, units) => kernels.gemm(kernels.gemm(x, pick(precision, units, units)), y, { transB: true });
}

/** Whether noise is given that is not alike and independent in all units. */
export function hasCorrelatedNoise({ noise }: RdmInput): boolean {
  return noise !== undefined && !("independent" in noise);
}

/** These rows and columns of x, in ordinary memory. */
export function pick(x: Matrix, rows: readonly number[], cols: readonly number[]): Matrix {
  const part = matrix(rows.length, cols.length);
  let next = 0;
  for (const row of rows) for (const col of cols) part.data[next++] = x.data[row * x.cols + col]!;
  return part;
}
