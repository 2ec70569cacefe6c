import type { Responses } from "../../data/responses.ts";
import { definePairMetric } from "../metric.ts";
import { alignGaussians } from "./align.ts";
import { gaussianHeldOut } from "./held-out.ts";
import { gaussianDistance, gaussianSearch } from "./compare.ts";
import { gaussianOptions, type GaussianOptions } from "./options.ts";
import { prepareGaussians, type PreparedGaussians } from "./prepare.ts";
import { gaussianOperations, gaussianProperties, warnOfSingular } from "./properties.ts";

/**
 * `gaussian-wasserstein` between trajectories: the responses to a stimulus at all times are
 * one Gaussian, with covariances between times too, and one motion of the units is the same at every time.
 *
 *   d(X, Y)² = min over T of mean over stimuli of  alpha·‖μx − Kᵀμy‖² + (2 − alpha)·B²(Σx, KᵀΣyK),  K = I ⊗ T
 *
 * with μ of times · units and Σ of (times · units)². Sums over times are not divided by their number.
 */
export const gaussianProcess = definePairMetric<PreparedGaussians, GaussianOptions>({
  name: "gaussian-process",
  title: "Stochastic shape distance of trajectories",
  summary: "How far two networks' noisy trajectories, as Gaussian processes, lie apart after alignment.",
  source:
    "Duong, Zhou, Nassar, Berman, Olieslagers & Williams, ICLR 2023, arXiv:2211.11665, §2.2 and appendix",
  family: "Noise and time",
  cost: { network: "m·(t·n)³", pair: "m·(t·n)³ a step of the search" },
  blindTo: "Noise beyond means and covariances over time.",
  accepts: "trajectories",
  sharedAxes: ({ group }) => (group === "identity" ? ["time", "units"] : ["time"]),
  options: gaussianOptions,
  testedWith: [
    { restarts: 1 },
    { alpha: 0.5, restarts: 1 },
    { group: "permutation", restarts: 1 },
    { group: "identity" },
  ],
  properties: gaussianProperties,
  operations: gaussianOperations,
  prepare: (input, options, kernels) => prepareGaussians(input, timesOf(input), options, kernels),
  compare: gaussianDistance,
  search: gaussianSearch,
  align: (x, y, options, kernels) => alignGaussians(x, y, [timesOf(x), timesOf(y)], options, kernels),
  warn: warnOfSingular,
  heldOut: gaussianHeldOut(timesOf),
});

/** Time is the axis before units, of repeats and of means. */
function timesOf({ shape }: Responses): number {
  return shape.at(-2)!;
}
