import { powerOfTwo } from "../../base/math/powers.ts";
import { identity, matrix, type Matrix } from "../../base/matrix.ts";
import { moveAndScale, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Alignment } from "../metric.ts";
import type { ProcrustesOptions } from "./options.ts";
import { alignWithinRanks, padded } from "./procrustes-align-wide.ts";
import { rankOf, rankRule } from "../linear/rank.ts";
import { withoutReflection } from "./rotation.ts";
import { weightOfNothing, weightsOf, type Whitening } from "../linear/whiten.ts";

/** Networks of more units get no square motion unless it is asked for: at 4096 units it takes 134 MB and minutes. */
export const widestSquare = 1024;

/**
 * Both networks in common axes: X → (X − mean)·Wx with Wx = Zx·U, Y → (Y − mean)·Wy
 * with Wy = Zy·V, where U·diag(s)·Vᵀ = (X·Zx)ᵀ·(Y·Zy), as netrep's `transform`. The
 * axes come in the order of falling s; where widths differ, the narrower network is
 * given columns of zeros, so that ‖aligned X − aligned Y‖ is the Euclidean distance. Without reflections U·Vᵀ has
 * determinant 1, by the sign of the last axis of Y.
 *
 * @param full - a square motion for wide networks as well
 */
export function alignProcrustes(
  x: Responses,
  y: Responses,
  options: ProcrustesOptions,
  kernels: Kernels,
  full = true,
): Alignment {
  const widest = Math.max(x.responses.cols, y.responses.cols);
  if (!full && widest > widestSquare) return alignWithinRanks(x, y, options, kernels);
  const [fittedX, fittedY] = [fit(x, options, kernels), fit(y, options, kernels)];
  const width = widest;
  const product = kernels.gemm(fittedX.whitened, fittedY.whitened, { transA: true });
  const { u, vt } = kernels.svd(kernels.place(width, width, padded(product, width)));
  if (options.group === "rotation") withoutReflection(u, vt, kernels);
  return {
    x: apply(x, fittedX, u, kernels),
    y: apply(y, fittedY, kernels.transpose(vt), kernels),
  };
}

interface Fit {
  whitened: Matrix;
  /** Z, symmetric, units × units, of responses as they were scaled. */
  whitener: Matrix;
  means: Matrix | undefined;
  exponent: number;
}

function fit(input: Responses, { alpha, center, tolerance }: ProcrustesOptions, kernels: Kernels): Fit {
  const measured = scaleAndCenter(input, center, kernels);
  const { matrix: scaled, means, exponent } = measured;
  const whitening = { alpha, unit: powerOfTwo(-exponent), rule: rankRule(input, measured, tolerance) };
  const whitener = alpha < 1 ? symmetricWhitener(scaled, whitening, kernels) : identity(scaled.cols);
  return { whitened: kernels.gemm(scaled, whitener), whitener, means, exponent };
}

/** Z = V·diag(weights / s)·Vᵀ within the range of the data, c·alpha outside it. */
function symmetricWhitener(x: Matrix, whitening: Whitening, kernels: Kernels): Matrix {
  const { values, vt } = kernels.rightSvd(x);
  const s = values.subarray(0, rankOf(values, whitening.rule));
  const weights = weightsOf(s, whitening);
  const outside = weightOfNothing(s, weights, whitening);
  const axes = kernels.copy(kernels.rows(vt, 0, s.length));
  const stretched = kernels.copy(axes);
  for (let k = 0; k < stretched.data.length; k++) {
    const axis = Math.floor(k / x.cols);
    stretched.data[k]! *= weights[axis]! / s[axis]! - outside;
  }
  const whitener = kernels.gemm(stretched, axes, { transA: true });
  for (let i = 0; i < x.cols; i++) whitener.data[i * x.cols + i]! += outside;
  return whitener;
}

function apply({ responses }: Responses, { whitener, means, exponent }: Fit, axes: Matrix, kernels: Kernels) {
  const motion = kernels.gemm(whitener, kernels.rows(axes, 0, whitener.rows));
  const aligned = kernels.gemm(moveAndScale(responses, means, exponent, kernels), motion);
  const scale = powerOfTwo(exponent);
  return {
    aligned: kernels.detach(kernels.scale(aligned, scale)),
    motion: kernels.detach(motion),
    means: means ? kernels.detach(kernels.scale(means, scale)) : matrix(1, responses.cols),
  };
}
