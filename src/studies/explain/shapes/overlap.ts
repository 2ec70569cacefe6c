import type { Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explained, SharedOut } from "../explanation.ts";
import { inUnits, type Matched } from "./matched.ts";
import type { Shape } from "./shape.ts";
import { sumOf, sumsOf } from "./sums.ts";

/**
 * A weighted sum of the inner products on common axes, shared out:
 *
 *   Σₖ wₖ·⟨aₖ, bₖ⟩ = Σᵢ (Σₖ wₖ·aᵢₖ·bᵢₖ)  over stimuli, Σⱼ ⟨x̃ⱼ, ŷⱼ⟩  over units of X
 *
 * with X̃ the whitened responses of X and Ŷ = B·diag(w) moved onto its units; likewise for Y.
 *
 * @param weights - one for each axis
 * @param of - what the sum is
 */
export function sharedOverlap(
  { x, y, both }: { readonly x: Shape; readonly y: Shape; readonly both: Matched },
  weights: ArrayLike<number>,
  of: string,
  kernels: Kernels,
): Explained {
  const { a, b, turnX, turnY } = both;
  const sums = products(a, weighed(b, weights, kernels));
  const total = sumOf(sums.cols);
  const part = (shares: Float64Array): SharedOut => ({ of, total, shares });
  const ofUnits = (own: Shape, other: Matrix, turn: Matrix) =>
    own.axes &&
    part(
      products(
        kernels.gemm(own.factor, own.axes),
        inUnits(weighed(other, weights, kernels), turn, own.axes, kernels),
      ).cols,
    );
  const [unitsX, unitsY] = [ofUnits(x, b, turnX), ofUnits(y, a, turnY)];
  return {
    stimuli: part(sums.rows),
    directions: part(sums.cols),
    ...(unitsX && { unitsX }),
    ...(unitsY && { unitsY }),
  };
}

/** Columns times their weights. */
function weighed(a: Matrix, weights: ArrayLike<number>, kernels: Kernels): Matrix {
  const copy = kernels.copy(a);
  const { data, cols } = copy;
  for (let k = 0; k < data.length; k++) data[k]! *= weights[k % cols]!;
  return copy;
}

/** Sums of the rows and columns of the products of entries. */
function products(a: Matrix, b: Matrix) {
  const [p, q] = [a.data, b.data];
  return sumsOf(a, (k) => p[k]! * q[k]!);
}
