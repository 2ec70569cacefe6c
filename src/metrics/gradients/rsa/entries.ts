import { NumericalError } from "../../../base/errors.ts";
import type { Matrix } from "../../../base/matrix.ts";
import { stimulusName, type Responses } from "../../../data/responses.ts";
import { pairAt } from "../../../rdm/condensed.ts";

/** One network's RDM with what it was made from. */
export interface DifferentiableRdm {
  readonly input: Responses;
  /** As the dissimilarity prepared them: stimuli × any number. */
  readonly rows: Matrix;
  /** Power of two by which distances between these rows are too small. */
  readonly exponent: number;
  /** Dissimilarities of these rows, condensed. */
  readonly entries: Float64Array;
}

/** @param at - the place of the pair in the condensed RDM */
export function equalStimuli(input: Responses, stimuli: number, at: number): NumericalError {
  const [i, j] = pairAt(stimuli, at);
  return new NumericalError(
    `gradient: ${input.name}: ${stimulusName(input, i)} and ${stimulusName(input, j)} have equal responses, where their distance has a kink and no gradient. ` +
      `Leave one out, or take squared-euclidean.`,
  );
}
