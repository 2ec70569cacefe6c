import { definePairMetric } from "../metric.ts";
import { alignGaussians } from "./align.ts";
import { gaussianHeldOut } from "./held-out.ts";
import { gaussianDistance, gaussianSearch } from "./compare.ts";
import { gaussianOptions, type GaussianOptions } from "./options.ts";
import { prepareGaussians, type PreparedGaussians } from "./prepare.ts";
import { gaussianOperations, gaussianProperties, warnOfSingular } from "./properties.ts";

/**
 * Distance between responses that vary from repeat to repeat, each taken as a Gaussian.
 *
 *   d(X, Y)² = min over T of mean over stimuli of  alpha·‖μx − Tᵀμy‖² + (2 − alpha)·B²(Σx, TᵀΣyT)
 *   B²(A, B) = tr A + tr B − 2·tr (A^½·B·A^½)^½                      (squared Bures distance)
 *
 * with the means μ and covariances Σ of the responses to each stimulus. alpha = 1 is the
 * 2-Wasserstein distance. With any roots A = GᵀG, B = HᵀH the last trace is the nuclear norm of
 * G·Hᵀ, so the roots of one network are found once. Networks of unequal width are compared in the
 * larger space, the narrower with units that never respond.
 */
export const gaussianWasserstein = definePairMetric<PreparedGaussians, GaussianOptions>({
  name: "gaussian-wasserstein",
  title: "Stochastic shape distance, Wasserstein",
  summary: "How far two networks' Gaussian responses, means and covariances, lie apart after alignment.",
  source: "Duong, Zhou, Nassar, Berman, Olieslagers & Williams, ICLR 2023, arXiv:2211.11665, §2.2–2.3",
  family: "Noise and time",
  cost: { network: "m·n³", pair: "m·n³ a step of the search" },
  blindTo: "Noise beyond means and covariances.",
  accepts: ["repeats", "gaussians"],
  sharedAxes: ({ group }) => (group === "identity" ? ["units"] : []),
  options: gaussianOptions,
  testedWith: [
    { restarts: 1 },
    { alpha: 0, restarts: 1 },
    { alpha: 2, restarts: 1 },
    { group: "permutation", restarts: 1 },
    { group: "identity" },
    { shrinkage: "ledoit-wolf", restarts: 1 },
  ],
  properties: gaussianProperties,
  operations: gaussianOperations,
  prepare: (input, options, kernels) => prepareGaussians(input, 1, options, kernels),
  compare: gaussianDistance,
  search: gaussianSearch,
  align: (x, y, options, kernels) => alignGaussians(x, y, [1, 1], options, kernels),
  warn: warnOfSingular,
  heldOut: gaussianHeldOut(() => 1),
});
