import type { Matrix } from "../../../base/matrix.ts";
import { signOfDeterminant } from "../../../metrics/procrustes/determinant.ts";
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

/**
 * The same where reflections are not allowed: the last axis of the second network is turned round if both fill as many units and
 * the best orthogonal map of these reflects. Changed in place.
 */
export function withoutReflection(both: Matched, x: Shape, y: Shape, kernels: Kernels): Matched {
  const [ofX, ofY] = [x.axes!, y.axes!];
  if ([ofX, ofY].some(({ rows, cols }) => rows !== cols) || ofX.rows !== ofY.rows) return both;
  const signs = [ofX, ofY, both.turnX, both.turnY].map((a) => signOfDeterminant(a, kernels));
  if (signs.reduce<number>((product, sign) => product * sign, 1) >= 0) return both;
  for (const { data, cols } of [both.b, both.turnY])
    for (let at = cols - 1; at < data.length; at += cols) data[at] = -data[at]!;
  const last = both.values.length - 1;
  return { ...both, values: both.values.map((value, k) => (k === last ? -value : value)) };
}

/** What stands in common axes, in the units of one network: (moved · turnᵀ) · axes, stimuli × units. */
export function inUnits(moved: Matrix, turn: Matrix, axes: Matrix, kernels: Kernels): Matrix {
  return kernels.gemm(kernels.gemm(moved, turn, { transB: true }), axes);
}
