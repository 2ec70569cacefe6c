import { mostStarts, resolveOptions, whole, type OptionSchemas } from "../../../base/options.ts";
import {
  assertFolds,
  predictivityOptions,
  type ChosenPredictivity,
  type PredictivityOptions,
} from "../options.ts";

/** Options of `bandedPredictivity`. */
export interface BandedOptions extends Omit<PredictivityOptions, "method" | "components"> {
  readonly candidates?: number | undefined;
}

const { method: _, components: __, ridge, ...shared } = predictivityOptions;

export const bandedOptions = {
  ridge: {
    ...ridge,
    doc: "Penalties to choose from, in mean eigenvalues of the weighted training Gram matrix. Each voxel takes those weights and that penalty with the least leave-one-out error on the training stimuli.",
  },
  candidates: whole(
    60,
    1,
    mostStarts,
    "Weights of the feature spaces to choose from: equal ones, each space alone, then random ones (Dirichlet).",
  ),
  ...shared,
} satisfies OptionSchemas<BandedOptions>;

/** Every option with its default. */
export interface ChosenBanded extends ChosenPredictivity {
  readonly candidates: number;
}

/** @throws {OptionError} naming the option and what it accepts. */
export function chosenBanded(given: BandedOptions, stimuli: number): ChosenBanded {
  const { ridge, ...others } = resolveOptions("bandedPredictivity", bandedOptions, given);
  assertFolds("bandedPredictivity", others.folds, stimuli);
  return { method: "banded-ridge", ridge: [ridge].flat(), ...others };
}
