import { OptionError, ShapeError } from "../../base/errors.ts";
import {
  between,
  choice,
  optional,
  mostDraws,
  seed,
  whole,
  type Chosen,
  type OptionSchemas,
} from "../../base/options.ts";
import type { Crossvalidation } from "../../geometry/crossvalidate.ts";
import { namesOption } from "./given.ts";

export const predictionMethods = ["kernel-ridge", "neighbors"] as const;
export type PredictionMethod = (typeof predictionMethods)[number];

/** How `predict` predicts and tests. */
export interface PredictOptions {
  readonly method?: PredictionMethod | undefined;
  readonly folds?: number | undefined;
  readonly seed?: number | undefined;
  readonly permutations?: number | undefined;
  readonly ridge?: number | undefined;
  readonly bandwidth?: number | undefined;
  readonly k?: number | undefined;
  readonly names?: readonly string[] | undefined;
}

/** Parts of the items where no number is given, if there are so many items. */
const usualFolds = 10;

export const predictOptions = {
  method: choice(
    predictionMethods,
    "kernel-ridge: from all other items, by a Gaussian of their distance. neighbors: the mean of the nearest items.",
  ),
  folds: optional(
    whole(
      usualFolds,
      2,
      1e9,
      `Parts of the items, each predicted from the others. Without it ${usualFolds}, or the number of items if that is smaller.`,
    ),
  ),
  seed: seed("Decides the parts and the permutations."),
  permutations: whole(1000, 0, mostDraws, "Permutations of the covariate for the p-value; 0 for no test."),
  ridge: between(0.1, 0, Infinity, "kernel-ridge: added to the diagonal of the kernel, which is 1."),
  bandwidth: between(
    1,
    0,
    Infinity,
    "kernel-ridge: σ in exp(−d²/2σ²), in median distances of the training part.",
  ),
  k: whole(3, 1, 1e9, "neighbors: how many; at most as many as the smallest training part has."),
  names: namesOption,
} satisfies OptionSchemas<PredictOptions>;

/** Every option with its value for these items. */
type ChosenPrediction = Chosen<typeof predictOptions> & Crossvalidation;

/**
 * What depends on the number of items: the usual number of folds, and whether there are enough.
 * @throws {OptionError} naming the option and what it accepts.
 * @throws {ShapeError} for fewer than 3 items.
 */
export function fittedTo(items: number, chosen: Chosen<typeof predictOptions>): ChosenPrediction {
  const { folds = Math.min(usualFolds, items), method, k } = chosen;
  if (items < 3) throw new ShapeError(`predict needs 3 items or more; got ${items}.`);
  if (folds > items) throw tooMany("folds", folds, `from 2 to ${items}, the number of items`);
  const training = items - Math.ceil(items / folds);
  if (method === "neighbors" && k > training)
    throw tooMany("k", k, `from 1 to ${training}, the items of the smallest training part`);
  return { ...chosen, folds };
}

function tooMany(option: string, value: number, accepted: string): OptionError {
  return new OptionError(`predict: ${option} is ${value}; accepted: a whole number ${accepted}.`, option);
}
