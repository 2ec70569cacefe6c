import type { Matrix } from "../../base/matrix.ts";
import { choice, data, number, type OptionSchemas } from "../../base/options.ts";
import { comparatorNames } from "../../rdm/comparators/registry.ts";
import type { CompareRdmsOptions } from "../../rdm/comparators/resolve.ts";

/** Of the options besides `comparator`, each comparator takes those that it reads. */
export const compareRdmsOptions = {
  comparator: choice(comparatorNames, "Between two RDMs."),
  p: number(2, Number.MIN_VALUE, Infinity, "Of minkowski: its order; a distance from 1 on."),
  sigmaK: data<Float64Array | Matrix>(
    "a Float64Array of one number a stimulus, or a matrix of stimuli × stimuli",
    "Of the whitened comparators and riemannian: covariance of the estimated responses of the stimuli, its diagonal or whole, positive definite on differences between stimuli; without it the identity. Diedrichsen et al., Neurons Behav. Data Anal. Theory 2021, arXiv:2007.02789.",
  ),
  ground: choice(
    ["similarity", "euclidean"],
    "Of bures: its similarity in [0, 1], or the distance of the two Gram matrices.",
  ),
} satisfies OptionSchemas<CompareRdmsOptions>;
