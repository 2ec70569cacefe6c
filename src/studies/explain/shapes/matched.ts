import type { Matrix } from "../../../base/matrix.ts";
import { padded } from "../../../metrics/procrustes/procrustes-align-wide.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Shape } from "./shape.ts";

/** Two shapes in the common axes of the best rotation: a = Lx·turnX, b = Ly·turnY. */
export interface Matched {
  /** stimuli × axes; as many as the larger rank, by falling singular value. */
  readonly a: Matrix;
  readonly b: Matrix;
  /** Singular values of LxᵀLy, one for each axis: the inner product of column k of a with column k of b. */
  readonly values: Float64Array;
  /** rank × axes, orthonormal rows. */
  readonly turnX: Matrix;
  readonly turnY: Matrix;
}

/** LxᵀLy = U·diag(values)·Vᵀ; where ranks differ, the smaller is given axes of zeros. */
export function matched(x: Shape, y: Shape, kernels: Kernels): Matched {
  const product = kernels.gemm(x.factor, y.factor, { transA: true });
  const axes = Math.max(product.rows, product.cols);
  const { u, values, vt } = kernels.svd(kernels.place(axes, axes, padded(product, axes)));
  const turnX = kernels.rows(u, 0, x.factor.cols);
  const turnY = kernels.rows(kernels.transpose(vt), 0, y.factor.cols);
  return {
    a: kernels.gemm(x.factor, turnX),
    b: kernels.gemm(y.factor, turnY),
    values,
    turnX,
    turnY,
  };
}

/** What stands in common axes, in the units of one network: (moved · turnᵀ) · axes, stimuli × units. */
export function inUnits(moved: Matrix, turn: Matrix, axes: Matrix, kernels: Kernels): Matrix {
  return kernels.gemm(kernels.gemm(moved, turn, { transB: true }), axes);
}
