import { powerOfTwo } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import {
  bestCoupling,
  oneToOne,
  prepareUnits,
  shared,
  type Coupling,
  type Matcher,
  type MatchingOptions,
} from "./matching.ts";
import type { Aligned, Alignment } from "../metric.ts";

/**
 * Both networks in common axes, one for each matched pair: motions are permutation
 * matrices. The first network keeps the order of its units, as in netrep's `transform`; where
 * widths differ, the narrower one has columns of zeros beside units without a partner.
 */
export function alignPermutation(
  x: Responses,
  y: Responses,
  options: MatchingOptions,
  kernels: Kernels,
): Alignment {
  return alignedBy(couplingOf(x, y, options, oneToOne, kernels), x, y, options.center, kernels);
}

/** The same by a one-to-one coupling that is known. */
export function alignedBy(
  coupling: Coupling,
  x: Responses,
  y: Responses,
  center: boolean,
  kernels: Kernels,
): Alignment {
  const { rows, cols, weights } = coupling;
  return {
    x: moved(x, rows, rows, weights, center, kernels),
    y: moved(y, cols, rows, weights, center, kernels),
    coupling: asMatrix(coupling, x, y),
  };
}

/**
 * Both networks in common axes, one for each coupled pair k of weight w: √w times unit
 * `rows[k]` of the first and `cols[k]` of the second. Thus ‖aligned X − aligned Y‖ is the Euclidean
 * distance, and motion X · motion Yᵀ the coupling.
 */
export function alignSoftly(
  x: Responses,
  y: Responses,
  options: MatchingOptions,
  kernels: Kernels,
): Alignment {
  const coupling = couplingOf(x, y, options, shared, kernels);
  const axes = Array.from(coupling.weights, (_, k) => k);
  return {
    x: moved(x, coupling.rows, axes, coupling.weights, options.center, kernels),
    y: moved(y, coupling.cols, axes, coupling.weights, options.center, kernels),
    coupling: asMatrix(coupling, x, y),
  };
}

function couplingOf(
  x: Responses,
  y: Responses,
  options: MatchingOptions,
  matcher: Matcher,
  kernels: Kernels,
): Coupling {
  const prepare = (input: Responses) => prepareUnits(input, options, matcher, kernels);
  return bestCoupling(prepare(x), prepare(y), matcher, kernels);
}

/** Units of x × units of y. */
function asMatrix({ rows, cols, weights }: Coupling, x: Responses, y: Responses): Matrix {
  const coupling = matrix(x.responses.cols, y.responses.cols);
  for (let k = 0; k < weights.length; k++) {
    const [i, j] = [rows[k]!, cols[k]!];
    if (i < coupling.rows && j < coupling.cols) coupling.data[i * coupling.cols + j] = weights[k]!;
  }
  return coupling;
}

/** √w times unit `units[k]` of a network goes to axis `axes[k]`, w being `weights[k]`. */
function moved(
  input: Responses,
  units: ArrayLike<number>,
  axes: ArrayLike<number>,
  weights: ArrayLike<number>,
  center: boolean,
  kernels: Kernels,
): Aligned {
  const { rows: m, cols: n } = input.responses;
  const { means, ...scaled } = scaleAndCenter(input, center, kernels);
  const scale = powerOfTwo(scaled.exponent);
  const [motion, aligned] = [matrix(n, units.length), matrix(m, units.length)];
  for (let k = 0; k < units.length; k++) {
    const [unit, axis] = [units[k]!, axes[k]!];
    if (unit >= n) continue;
    const root = Math.sqrt(weights[k]!);
    motion.data[unit * motion.cols + axis] = root;
    copyColumn(scaled.matrix, unit, aligned, axis, root * scale);
  }
  return { aligned, motion, means: means ? kernels.detach(kernels.scale(means, scale)) : matrix(1, n) };
}

function copyColumn(from: Matrix, j: number, to: Matrix, k: number, factor: number): void {
  const [source, target] = [from.data, to.data];
  for (let i = 0; i < from.rows; i++) target[i * to.cols + k] = source[i * from.cols + j]! * factor;
}
