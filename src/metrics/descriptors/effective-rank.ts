import { exp } from "../../base/math/exp.ts";
import { log } from "../../base/math/log.ts";
import { boolean, choice } from "../../base/options.ts";
import { differenceOf, type Descriptor } from "./descriptor.ts";
import { spectrumOf } from "./spectrum.ts";

export interface EffectiveRankOptions {
  spectrum: "singular-values" | "eigenvalues";
  center: boolean;
}

/**
 * Exponential of the entropy of the spectrum:
 *
 *   exp(−Σ p_k·ln p_k),   p_k = s_k/Σs (singular values of the responses), or s_k²/Σs² (eigenvalues of their covariance)
 */
export const effectiveRankOf: Descriptor<EffectiveRankOptions> = {
  name: "effective-rank",
  title: "Effective rank",
  unit: "directions",
  range: [1, Infinity],
  source: "Roy & Vetterli, EUSIPCO 2007, definition 1 (of singular values, not centred)",
  summary: "How many directions the responses vary in, each counted as its singular value is large.",
  of(input, { spectrum, center }, kernels) {
    const squared = spectrum === "eigenvalues";
    return entropyRank(spectrumOf(input, center, kernels, squared), squared);
  },
};

/** exp of the entropy of these singular values, or of their squares, over their sum. */
export function entropyRank(values: Float64Array, squared: boolean): number {
  const weights = values.map((value) => (squared ? value * value : value));
  const sum = weights.reduce((total, one) => total + one, 0);
  let entropy = 0;
  for (const one of weights) if (one > 0) entropy -= (one / sum) * log(one / sum);
  return exp(entropy);
}

export const effectiveRank = differenceOf(effectiveRankOf, {
  title: "Difference of effective ranks",
  summary: "In how many more directions the responses of one network vary.",
  cost: "m·n·r",
  blindTo:
    "Which directions these are. With few stimuli it is a share of their number; small noise in many units raises it.",
  options: {
    spectrum: choice(
      ["singular-values", "eigenvalues"],
      "What is normalised to a distribution. singular-values: those of the responses, as in the paper. eigenvalues: those of their covariance, the variances of components, of which small ones count less.",
    ),
    center: boolean(true, "Subtract each unit's mean over stimuli first; the paper does not."),
  },
  testedWith: [{}, { spectrum: "eigenvalues" }, { center: false }],
  invariantTo: ({ center }) => [
    "permutation",
    "orthogonal",
    "isotropic-scaling",
    ...(center ? (["translation"] as const) : []),
  ],
});
