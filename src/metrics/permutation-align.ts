import { matrix, type Matrix } from "../matrix.ts";
import { scaleAndCenter, type Responses } from "../responses.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { bestCoupling, correlatedUnits, oneToOne, plainUnits } from "./matching.ts";
import type { Aligned, Alignment } from "./metric.ts";
import type { PermutationOptions } from "./permutation.ts";

/**
 * Both networks in common axes, one for each matched pair: motions are permutation
 * matrices. The first network keeps the order of its units, as in netrep's `transform`; where
 * widths differ, the narrower one has columns of zeros beside units without a partner.
 */
export function alignPermutation(
  x: Responses,
  y: Responses,
  { ground, center }: PermutationOptions,
  kernels: Kernels,
): Alignment {
  const prepare = ground === "correlation" ? correlatedUnits : plainUnits;
  const [fittedX, fittedY] = [prepare(x, center, kernels), prepare(y, center, kernels)];
  const { rows, cols } = bestCoupling(fittedX, fittedY, oneToOne, kernels);
  return { x: moved(x, rows, rows, center, kernels), y: moved(y, cols, rows, center, kernels) };
}

/** Unit `units[k]` of a network goes to axis `axes[k]`. */
function moved(
  input: Responses,
  units: ArrayLike<number>,
  axes: ArrayLike<number>,
  center: boolean,
  kernels: Kernels,
): Aligned {
  const { rows: m, cols: n } = input.responses;
  const { means, ...scaled } = scaleAndCenter(input, center, kernels);
  const scale = 2 ** scaled.exponent;
  const [motion, aligned] = [matrix(n, units.length), matrix(m, units.length)];
  for (let k = 0; k < units.length; k++) {
    const [unit, axis] = [units[k]!, axes[k]!];
    if (unit >= n) continue;
    motion.data[unit * motion.cols + axis] = 1;
    copyColumn(scaled.matrix, unit, aligned, axis, scale);
  }
  return { aligned, motion, means: means ? kernels.detach(kernels.scale(means, scale)) : matrix(1, n) };
}

function copyColumn(from: Matrix, j: number, to: Matrix, k: number, factor: number): void {
  const [source, target] = [from.data, to.data];
  for (let i = 0; i < from.rows; i++) target[i * to.cols + k] = source[i * from.cols + j]! * factor;
}
