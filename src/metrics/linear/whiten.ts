import type { Matrix } from "../../base/matrix.ts";
import type { Kernels, Overwrite } from "../../wasm/kernels.ts";
import { orthonormalized } from "./orthonormal.ts";
import { rankOf, type RankRule } from "./rank.ts";

/** How a network is whitened. */
export interface Whitening {
  /** 1: not at all; 0: fully. */
  readonly alpha: number;
  /** The unit of the responses at the scale of X: 2^−exponent. */
  readonly unit: number;
  /** Which singular values are zero. */
  readonly rule: RankRule;
}

/**
 * X·Z without the rotation that no comparison sees: with X = U·diag(s)·Vᵀ,
 *
 *   X·Z = c·U·diag(alpha·s + (1 − alpha))·Vᵀ  →  c·U·diag(alpha·s + (1 − alpha)),
 *
 * c such that the total variance Σs² stays. Directions below the rank threshold stay
 * without variance (Moore–Penrose).
 *
 * @param x - rows × n
 * @returns rows × rank
 */
export function whiten(x: Matrix, whitening: Whitening, kernels: Kernels, how?: Overwrite): Matrix {
  // At alpha 0 all singular values become equal, and c·Q is c·U up to a rotation, at a fraction of
  // the cost; only if X has full rank, or Q has too many columns.
  if (whitening.alpha === 0 && x.rows >= x.cols) {
    const mark = kernels.usage.used;
    const sphere = orthonormalized(x, whitening.rule, kernels);
    if (sphere) return sphere;
    kernels.release(mark);
  }
  const { u, values } = kernels.leftSvd(x, how);
  const s = values.subarray(0, rankOf(values, whitening.rule));
  return scaleColumns(u, weightsOf(s, whitening), kernels, { overwrite: true });
}

/** c · (alpha·s + (1 − alpha)), through weights relative to the largest so that no square overflows. */
export function weightsOf(s: Float64Array, { alpha, unit }: Pick<Whitening, "alpha" | "unit">): Float64Array {
  // In units in which neither is beyond the largest double: of subnormal responses, 1 may be at their scale.
  const [own, one] = unit > 1 ? [1 / unit, 1] : [1, unit];
  const weights = s.map((value) => alpha * (value * own) + (1 - alpha) * one);
  const relative = weights.map((weight) => weight / weights[0]!);
  const keep = Math.sqrt(sumOfSquares(s) / sumOfSquares(relative));
  return relative.map((weight) => keep * weight);
}

/** The first weights.length columns, each times its weight. */
export function scaleColumns(
  a: Matrix,
  weights: Float64Array,
  kernels: Kernels,
  { overwrite = false }: Overwrite = {},
): Matrix {
  const { rows, cols } = a;
  const scaled = overwrite
    ? kernels.columns(a, 0, weights.length, { overwrite })
    : kernels.uninitialized(rows, weights.length);
  const [from, to] = overwrite ? [scaled.data, scaled.data] : [a.data, scaled.data];
  const stride = overwrite ? weights.length : cols;
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < weights.length; j++) to[k++] = weights[j]! * from[i * stride + j]!;
  }
  return scaled;
}

/** What whitening does to a direction in which the data do not vary: c · alpha, as the root of 0 is 0. */
export function weightOfNothing(
  s: Float64Array,
  weights: Float64Array,
  { alpha, unit }: Pick<Whitening, "alpha" | "unit">,
): number {
  return s.length === 0 ? alpha : (alpha * weights[0]!) / (alpha * s[0]! + (1 - alpha) * unit);
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
