import type { CcaOptions } from "../../../metrics/linear/cca-options.ts";
import { shrinkage } from "../../../metrics/linear/reduce.ts";
import { scaleColumns } from "../../../metrics/linear/whiten.ts";
import type { Responses } from "../../../data/responses.ts";
import { norm } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explain, Explained } from "../explanation.ts";
import { sharedGap } from "../shapes/gap.ts";
import { decomposed, type Shape } from "../shapes/shape.ts";
import { sharedCorrelations, type Mixture } from "../shapes/correlations.ts";

/** The means of correlations are sums over canonical variables; the distances are those of `procrustes` at alpha 0. */
export const explainCca: Explain<CcaOptions> = (x, y, options, kernels) => {
  if (options.estimator !== "plug-in") return {}; // an estimate is no sum over stimuli
  const of = (input: Responses) => sphered(input, options, kernels);
  return sharedOnGround([of(x), of(y)], options, kernels);
};

/** Of shapes whose LxᵀLy has the correlations as its singular values, each with the norm that it has as a distance sees it. */
export function sharedOnGround(
  [x, y]: readonly [Sphered, Sphered],
  { ground, ridge }: Pick<CcaOptions, "ground" | "ridge">,
  kernels: Kernels,
): Explained {
  if (ground === "mean" || ground === "mean-squared") {
    const count = Math.min(x.factor.cols, y.factor.cols);
    return sharedCorrelations(x, y, ground === "mean" ? meanOf(count, ridge) : meanSquareOf(count), kernels);
  }
  const kept = (one: Sphered): Shape => ({
    ...one,
    factor: kernels.scale(one.factor, one.size / kernels.norm(one.factor)),
  });
  return sharedGap(kept(x), kept(y), ground, kernels);
}

/** A shape without scale, and the norm of the network. */
export interface Sphered extends Shape {
  readonly size: number;
}

/** A ridge makes variables shorter than 1. */
const meanOf = (count: number, ridge: number): Mixture => ({
  of: "the mean canonical correlation, which is the value",
  weight: () => 1 / count,
  isMean: ridge === 0,
});

const meanSquareOf = (count: number): Mixture => ({
  of: "the mean squared canonical correlation, which is the value",
  weight: (rho) => rho / count,
  isMean: false,
});

/** U·diag(√(s² / (s² + ridge))). */
function sphered(input: Responses, { ridge, center, tolerance }: CcaOptions, kernels: Kernels): Sphered {
  const { u, s, axes, exponent } = decomposed(input, { center, tolerance, cut: true }, kernels);
  const weights = shrinkage(s, ridge, exponent).map(Math.sqrt);
  return { factor: scaleColumns(u, weights, kernels), axes, exponent, size: norm(s) };
}
