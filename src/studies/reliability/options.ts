import { mostDraws, seed, whole, type OptionSchemas } from "../../base/options.ts";
import { dissimilarityOptions, type DissimilarityOptions } from "../../rdm/dissimilarities/dissimilarity.ts";
import type { DissimilarityName } from "../../rdm/dissimilarities/registry.ts";
import type { NoiseOption } from "../../rdm/noise/noise-option.ts";
import { rdmOptions } from "../../rdm/options.ts";

/** Options of `reliability`; of those of `DissimilarityOptions`, the ones that the dissimilarity takes. */
export interface ReliabilityOptions extends DissimilarityOptions {
  readonly dissimilarity?: DissimilarityName | undefined;
  readonly noise?: NoiseOption | undefined;
  readonly permutations?: number | undefined;
  readonly seed?: number | undefined;
}

export const reliabilityOptions = {
  dissimilarity: {
    ...rdmOptions.dissimilarity,
    doc: "Between a stimulus in one run and a stimulus in another; one that compares two rows (crossnobis compares runs itself).",
  },
  ...dissimilarityOptions,
  noise: rdmOptions.noise,
  permutations: whole(
    1000,
    0,
    mostDraws,
    "Permutations of the stimuli of each run, for the p-value of each subject. 0: none. p ≤ 0.05 without any information about the stimuli, simulated: 0.06; t over subjects 0.04.",
  ),
  seed: seed("Decides the permutations."),
} satisfies OptionSchemas<ReliabilityOptions>;
