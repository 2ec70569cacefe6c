import { alignedCosine } from "../../../metrics/alignment/aligned-cosine.ts";
import type { AlignedCosineOptions } from "../../../metrics/alignment/options.ts";
import { rotatedCosines } from "../../../metrics/alignment/best-rotation.ts";
import {
  matchedCosines,
  permutationAlignedCosine,
} from "../../../metrics/alignment/permutation-aligned-cosine.ts";
import type { Explain, Explained } from "../explanation.ts";
import { sumOf } from "../shapes/sums.ts";

/** A mean over stimuli: each has its cosine / m, and misses (1 − cosine) / m to 1. */
export const explainAlignedCosine: Explain<AlignedCosineOptions> = (x, y, options, kernels) => {
  const [p, q] = [x, y].map((one) => alignedCosine.prepare(one, options, kernels));
  return sharedMean(rotatedCosines(p!, q!, kernels));
};

/** The same after the best matching of units. */
export const explainPermutationAlignedCosine: Explain<AlignedCosineOptions> = (x, y, options, kernels) => {
  const [p, q] = [x, y].map((one) => permutationAlignedCosine.prepare(one, options, kernels));
  return sharedMean(matchedCosines(p!, q!, kernels));
};

function sharedMean(cosines: Float64Array): Explained {
  const m = cosines.length;
  const part = (of: string, shares: Float64Array) => ({ of, total: sumOf(shares), shares });
  return {
    stimuli: part(
      "the mean cosine itself",
      cosines.map((cosine) => cosine / m),
    ),
    differences: part(
      "what is missing to 1: 1 less the cosine of each stimulus, in the mean",
      cosines.map((cosine) => (1 - cosine) / m),
    ),
  };
}
