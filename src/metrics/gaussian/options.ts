import { choice, number, seed, whole, type OptionSchemas } from "../../base/options.ts";
import type { Group } from "./motions.ts";

/** Options of the metrics between Gaussian responses. */
export interface GaussianOptions {
  alpha: number;
  group: Group;
  init: "means" | "random";
  restarts: number;
  seed: number;
  tolerance: number;
  iterations: number;
  epsilon: number;
  shrinkage: "none" | "ledoit-wolf";
}

export const gaussianOptions: OptionSchemas<GaussianOptions> = {
  alpha: number(
    1,
    0,
    2,
    "Weight of the means; covariances have 2 − alpha. 0: covariances only, 1: the 2-Wasserstein distance, 2: means only.",
  ),
  group: choice(
    ["orthogonal", "permutation", "identity"],
    "What may be done to the units before comparing: rotations and reflections, reorderings, nothing.",
  ),
  init: choice(
    ["means", "random"],
    "Where the search starts besides the Procrustes solution of the means: from the networks' principal axes and then at random, or at random only.",
  ),
  restarts: whole(
    12,
    1,
    10_000,
    "Starts in all; the best end wins. From 2 on, it is also tried with single axes reflected, or units exchanged.",
  ),
  seed: seed("Decides the random starts."),
  tolerance: number(
    1e-6,
    0,
    1,
    "A search ends where no more than this share of the derivative of the loss lies along motions of the group, and the last step gained next to nothing.",
  ),
  iterations: whole(1000, 1, 1e9, "Most steps of one search."),
  epsilon: number(
    0,
    0,
    Infinity,
    "Added to the diagonal of every covariance, in squared units of the responses; netrep's pairwise_distances adds 1e-6.",
  ),
  shrinkage: choice(
    ["none", "ledoit-wolf"],
    "What is done to covariances estimated from repeats: nothing, or the shrinkage of Ledoit & Wolf (2004) towards the mean variance times the identity.",
  ),
};
