import { powerOfTwo } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { moveAndScale, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Aligned, Alignment } from "../metric.ts";
import { rankOf, rankRule } from "../linear/rank.ts";
import { scaleColumns, weightsOf } from "../linear/whiten.ts";
import { signOfDeterminant } from "./determinant.ts";
import type { ProcrustesOptions } from "./options.ts";
import { withoutReflection } from "./rotation.ts";

/**
 * As `alignProcrustes`, within the ranks of the responses. With X − means = Ux·diag(s)·Vxᵀ, whitening
 * weights w, and Q·diag(σ)·Pᵀ the singular value decomposition of (Ux·diag(w))ᵀ·(Uy·diag(w′)):
 *
 *   X → (X − means)·(Vx·diag(w/s))·Q,  axes in the order of falling σ.
 *
 * There are as many axes as the larger rank. ‖aligned X − aligned Y‖ is the Euclidean distance as
 * well, because directions in which no response varies add nothing. The motion takes them to 0.
 */
export function alignWithinRanks(
  x: Responses,
  y: Responses,
  options: ProcrustesOptions,
  kernels: Kernels,
): Alignment {
  const [fittedX, fittedY] = [fit(x, options, kernels), fit(y, options, kernels)];
  const product = kernels.gemm(fittedX.whitened, fittedY.whitened, { transA: true });
  const axes = Math.max(product.rows, product.cols);
  const { u, vt } = kernels.svd(kernels.place(axes, axes, padded(product, axes)));
  if (options.group === "rotation") barReflection(u, vt, fittedX, fittedY, kernels);
  return {
    x: apply(x, fittedX, kernels.transpose(u), kernels),
    y: apply(y, fittedY, vt, kernels),
  };
}

/** Reflections are free but where both vary in all directions of as many units. */
function barReflection(u: Matrix, vt: Matrix, x: Fit, y: Fit, kernels: Kernels): void {
  if ([x, y].some(({ left }) => left.rows !== left.cols || left.rows !== u.rows)) return;
  withoutReflection(u, vt, kernels, signOfDeterminant(x.left, kernels) * signOfDeterminant(y.left, kernels));
}

interface Fit {
  /** Stimuli × rank. */
  readonly whitened: Matrix;
  /** Units × rank: what takes centred responses to `whitened`. */
  readonly left: Matrix;
  readonly means: Matrix | undefined;
  readonly exponent: number;
}

function fit(input: Responses, { alpha, center, tolerance }: ProcrustesOptions, kernels: Kernels): Fit {
  const measured = scaleAndCenter(input, center, kernels);
  const { matrix: scaled, means, exponent } = measured;
  const { u, values, vt } = kernels.svd(scaled, { overwrite: scaled !== input.responses });
  // Rotations keep weak directions as they are, so only what double precision cannot hold is left out.
  const all = { relative: Math.max(scaled.rows, scaled.cols) * Number.EPSILON, floor: 0 };
  const rule = alpha < 1 ? rankRule(input, measured, tolerance) : all;
  const s = values.subarray(0, Math.max(1, rankOf(values, rule)));
  const weights = alpha < 1 ? weightsOf(s, { alpha, unit: powerOfTwo(-exponent) }) : s;
  const stretch = weights.map((weight, k) => (s[k]! > 0 ? weight / s[k]! : 0));
  const left = scaleColumns(kernels.transpose(vt), stretch, kernels);
  return { whitened: scaleColumns(u, weights, kernels), left, means, exponent };
}

/** @param turn - axes × axes; its first columns belong to the directions of this network */
function apply(
  { responses }: Responses,
  { left, means, exponent }: Fit,
  turn: Matrix,
  kernels: Kernels,
): Aligned {
  const right = kernels.copy(kernels.columns(turn, 0, left.cols));
  const motion = kernels.gemm(left, right, { transB: true });
  const aligned = kernels.gemm(moveAndScale(responses, means, exponent, kernels), motion);
  const scale = powerOfTwo(exponent);
  return {
    aligned: kernels.detach(kernels.scale(aligned, scale)),
    motion: kernels.detach(motion),
    factors: { left: kernels.detach(left), right: kernels.detach(right) },
    means: means ? kernels.detach(kernels.scale(means, scale)) : matrix(1, responses.cols),
  };
}

/** A matrix in the upper left corner of a square one, zeros around it. */
export function padded({ rows, cols, data }: Matrix, width: number): Float64Array {
  const square = new Float64Array(width * width);
  for (let i = 0; i < rows; i++) square.set(data.subarray(i * cols, (i + 1) * cols), i * width);
  return square;
}
