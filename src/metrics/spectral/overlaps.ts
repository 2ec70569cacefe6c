import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Steps of the iteration: more of them fit the noise of a single sample. */
const steps = 60;
/** No overlap is smaller: a quotient of two of 0 says nothing. */
const least = 1e-300;

/**
 * Squared cosines of the directions of two populations, of which those of two samples are blurred: found ≈ Qx·M·Qyᵀ. M is found by
 * the multiplicative iteration of Richardson (1972) and Lucy (1974), which keeps it above 0, from all directions alike.
 *
 * @param found - squared cosines of the samples' directions
 * @param blurX, blurY - sample directions × directions of the population; undefined where that side is no sample
 * @returns directions of x × directions of y
 */
export function overlapsOf(
  found: Matrix,
  blurX: Matrix | undefined,
  blurY: Matrix | undefined,
  kernels: Kernels,
): Matrix {
  const [p, q] = [blurX?.cols ?? found.rows, blurY?.cols ?? found.cols];
  const sumsX = columnSums(blurX, p);
  const sumsY = columnSums(blurY, q);
  const values = new Float64Array(p * q).fill(1 / Math.max(p, q));
  for (let step = 0; step < steps; step++)
    kernels.scope(() => {
      const blurred = along(blurX, kernels.place(p, q, values), blurY, false, kernels);
      const quotient = new Float64Array(found.data.length);
      const made = blurred.data;
      for (let k = 0; k < quotient.length; k++) quotient[k] = found.data[k]! / Math.max(made[k]!, least);
      const back = along(blurX, kernels.place(found.rows, found.cols, quotient), blurY, true, kernels).data;
      for (let i = 0, at = 0; i < p; i++)
        for (let j = 0; j < q; j++, at++) values[at]! *= back[at]! / Math.max(sumsX[i]! * sumsY[j]!, least);
    });
  return matrix(p, q, values);
}

/** Qx·M·Qyᵀ, or QxᵀM·Qy. */
function along(
  blurX: Matrix | undefined,
  middle: Matrix,
  blurY: Matrix | undefined,
  transposed: boolean,
  kernels: Kernels,
): Matrix {
  const half = blurX ? kernels.gemm(blurX, middle, { transA: transposed }) : middle;
  return blurY ? kernels.gemm(half, blurY, { transB: !transposed }) : half;
}

function columnSums(blur: Matrix | undefined, cols: number): Float64Array {
  const sums = new Float64Array(cols).fill(blur ? 0 : 1);
  blur?.data.forEach((value, k) => (sums[k % cols]! += value));
  return sums;
}
