import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Both networks in the leading axes in which they vary. */
export interface CommonAxes {
  /** Of the stimuli. */
  readonly names: readonly string[];
  /** stimuli × axes. */
  readonly x: Matrix;
  readonly y: Matrix;
  /** Share of the squares of both that each axis has, falling. */
  readonly explained: Float64Array;
  /** Which metric moved one network onto the other: the one that was asked for, or `procrustes` where that moves none. */
  readonly movedBy: string;
}

/**
 * The leading principal axes of two networks that were moved onto each other, of one above the other: [X; Y] = U·diag(s)·Vᵀ,
 * coordinates [X; Y]·V. An axis points to where its largest coordinate of x is above 0.
 */
export function commonAxes(
  x: Matrix,
  y: Matrix,
  count: number,
  kernels: Kernels,
): Omit<CommonAxes, "names" | "movedBy"> {
  return kernels.scope(() => {
    const stacked = kernels.uninitialized(x.rows + y.rows, x.cols);
    stacked.data.set(x.data);
    stacked.data.set(y.data, x.data.length);
    const { values, vt } = kernels.rightSvd(stacked);
    const axes = kernels.rows(vt, 0, Math.min(count, vt.rows));
    const of = (one: Matrix) => kernels.detach(kernels.gemm(one, axes, { transB: true }));
    const placed = [of(x), of(y)] as const;
    turnUp(placed);
    const all = values.reduce((sum, value) => sum + square(value), 0);
    return {
      x: placed[0],
      y: placed[1],
      explained: values.slice(0, axes.rows).map((value) => (all > 0 ? square(value) / all : 0)),
    };
  });
}

/** Signs of singular vectors are open. */
function turnUp([x, y]: readonly [Matrix, Matrix]): void {
  for (let k = 0; k < x.cols; k++) {
    if (largestIn(x, k) >= 0) continue;
    for (const { data, cols } of [x, y]) for (let at = k; at < data.length; at += cols) data[at] = -data[at]!;
  }
}

/** The entry of a column that is largest in magnitude. */
function largestIn({ data, cols }: Matrix, column: number): number {
  let largest = 0;
  for (let at = column; at < data.length; at += cols)
    if (Math.abs(data[at]!) > Math.abs(largest)) largest = data[at]!;
  return largest;
}
