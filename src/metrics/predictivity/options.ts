import { choice, number, optional, seed, whole, type OptionSchemas } from "../../base/options.ts";

export interface LinearPredictivityOptions {
  fit: "ridge" | "pls";
  ridge: number | undefined;
  components: number;
  splits: number;
  seed: number;
}

export const linearPredictivityOptions: OptionSchemas<LinearPredictivityOptions> = {
  fit: choice(["ridge", "pls"], "Ridge regression, or partial least squares of all units at once."),
  ridge: optional(
    number(
      0,
      0,
      1e300,
      "Penalty of ridge, in the unit of squared responses summed over stimuli (1 is that of Brain-Score's ridge). Left out: for each unit that of 0.001, 0.01, … 1000 mean eigenvalues of the training Gram matrix with the least generalised cross-validation error.",
    ),
  ),
  components: whole(
    25,
    1,
    2 ** 31,
    "Components of pls; fewer where the training stimuli do not allow so many.",
  ),
  splits: whole(
    10,
    1,
    1000,
    "Random divisions into nine tenths of the stimuli to fit on and one tenth to predict.",
  ),
  seed: seed("Decides the divisions."),
};
