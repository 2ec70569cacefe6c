/**
 * Whole numbers (spike counts, one-hot codes), or multiples of another power of two that are few
 * enough: sums of their products are exact in double precision. Their means are not. Centred on
 * means such data would have distances that differ by rounding where they are equal.
 */
import { exponentOf, powerOfTwo } from "../../../base/math/powers.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";

/**
 * The same responses near the origin, every unit less the multiple of the step that is nearest to
 * its mean. All squared distances between such rows are exact, up to 2^53 steps.
 *
 * @param responses - stimuli × units, finite
 * @param centered - the same less their means
 * @param means - 1 × units
 * @returns undefined for data that have no such step
 */
export function centredOnGrid(
  responses: Matrix,
  centered: Matrix,
  means: Matrix,
  kernels: Kernels,
): Matrix | undefined {
  const step = exactStep(kernels.maxAbs(centered), responses.cols);
  if (!step || !isOnGrid(responses.data, step)) return undefined;
  const nearest = kernels.place(
    1,
    means.cols,
    means.data.map((mean) => Math.round(mean / step) * step),
  );
  return kernels.addRow(responses, nearest, -1);
}

/**
 * The least power of two such that multiples of it up to `largest` have exact squared distances:
 * |a|² + |b|² − 2 ab is at most 4 · units · (largest / step)², which must not exceed 2^53.
 */
export function exactStep(largest: number, units: number): number | undefined {
  if (!(largest > 0)) return undefined;
  // 32 − clz32 (units − 1) is ⌈log₂ units⌉.
  const bits = Math.floor((51 - (32 - Math.clz32(units - 1))) / 2);
  const step = powerOfTwo(exponentOf(largest) + 1 - bits);
  return bits > 0 && step > 0 ? step : undefined;
}

/** Whether all numbers that are not missing are multiples. Most data are not, and the first few numbers show it. */
export function isOnGrid(data: Float64Array, step: number): boolean {
  const scale = 1 / step;
  for (let k = 0; k < data.length; k++) {
    const value = data[k]!;
    if (!Number.isInteger(value * scale) && !Number.isNaN(value)) return false;
  }
  return scale < Infinity;
}
