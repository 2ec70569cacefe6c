import { powerOfTwo } from "../../../base/math/powers.ts";
import { scaleAndCenter, type Responses } from "../../../data/responses.ts";
import { positiveRankOf, rankOf, rankRule } from "../../../metrics/linear/rank.ts";
import { scaleColumns, weightsOf } from "../../../metrics/linear/whiten.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";

/** A network as a metric that rotates compares it. */
export interface Shape {
  /** L: stimuli × rank, at a scale near 1. The network is 2^exponent · L, rotated in any way. */
  readonly factor: Matrix;
  readonly exponent: number;
  /** rank × units, orthonormal rows: L·axes has a column for each unit, whitened as the metric does. Absent where features are no units. */
  readonly axes?: Matrix;
}

/** Responses taken apart, X = 2^exponent · U·diag(s)·axes, within their rank. */
export interface Decomposed {
  /** stimuli × rank. */
  readonly u: Matrix;
  /** Falling. */
  readonly s: Float64Array;
  readonly axes: Matrix;
  readonly exponent: number;
}

/**
 * @param cut - whether what is no more than the rounding of the stored numbers is left out, as metrics do that
 *   divide by singular values
 */
export function decomposed(
  input: Responses,
  { center, tolerance, cut }: { center: boolean; tolerance?: number | undefined; cut: boolean },
  kernels: Kernels,
): Decomposed {
  const measured = scaleAndCenter(input, center, kernels);
  const { matrix: x, exponent } = measured;
  const { u, values, vt } = kernels.svd(x, { overwrite: x !== input.responses });
  const rank = cut
    ? positiveRankOf(input, values, rankRule(input, measured, tolerance))
    : Math.max(1, rankOf(values, { relative: Math.max(x.rows, x.cols) * Number.EPSILON, floor: 0 }));
  return {
    u: kernels.columns(u, 0, rank),
    s: values.slice(0, rank),
    axes: kernels.rows(vt, 0, rank),
    exponent,
  };
}

/** A network partially whitened, as `procrustes` does. */
export function whitenedShape(
  input: Responses,
  { alpha, center, tolerance }: { alpha: number; center: boolean; tolerance?: number | undefined },
  kernels: Kernels,
): Shape {
  const { u, s, axes, exponent } = decomposed(input, { center, tolerance, cut: alpha < 1 }, kernels);
  const weights = alpha < 1 ? weightsOf(s, { alpha, unit: powerOfTwo(-exponent) }) : s;
  return { factor: scaleColumns(u, weights, kernels), axes, exponent };
}

/**
 * Rows of centred responses again, from those that `dropMeanDirection` left: the reflection undone.
 * @param rest - (stimuli − 1) × columns
 * @returns stimuli × columns; each column sums to 0
 */
export function withMeanDirection({ rows, cols, data }: Matrix): Matrix {
  const m = rows + 1;
  const whole = matrix(m, cols);
  for (let j = 0; j < cols; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += data[i * cols + j]!;
    whole.data[j] = -sum / Math.sqrt(m);
    const shift = sum / (m + Math.sqrt(m));
    for (let i = 0; i < rows; i++) whole.data[(i + 1) * cols + j] = data[i * cols + j]! - shift;
  }
  return whole;
}

/** L at norm 1. */
export function atNormOne(shape: Shape, kernels: Kernels): Shape {
  return { ...shape, factor: kernels.scale(shape.factor, 1 / kernels.norm(shape.factor)), exponent: 0 };
}
