import { OptionError, ShapeError } from "../../base/errors.ts";
import {
  between,
  choice,
  data,
  optional,
  mostDraws,
  seed,
  whole,
  type OptionSchema,
  type OptionSchemas,
} from "../../base/options.ts";
import { largestOf } from "../../base/lists.ts";
import { foldsOfItems, type Crossvalidation } from "../../geometry/crossvalidate.ts";
import { unitsOf } from "../../geometry/exchange.ts";
import { tiesOf, type Covariate, type TiedBy } from "./covariate.ts";
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
  readonly confounds?: readonly Covariate[] | undefined;
  readonly together?: Covariate | undefined;
  readonly within?: Covariate | undefined;
  readonly names?: readonly string[] | undefined;
}

/** Parts of the items where no number is given, if there are so many items. */
const usualFolds = 10;

const confoundsOption: OptionSchema<readonly Covariate[] | undefined> = data(
  "a list of confounds, each with a number for each item or the name of a class",
  "What is partialled out of the covariate by a linear fit to the training items; classes through indicators.",
  Array.isArray,
);

const ofItems = "a number or a name for each item";

const togetherOption: OptionSchema<Covariate | undefined> = data(
  ofItems,
  "Items of one value, as the seeds of one configuration, are held out together and permuted as a whole.",
  isList,
);

const withinOption: OptionSchema<Covariate | undefined> = data(
  ofItems,
  "Permutations exchange items of one value alone.",
  isList,
);

function isList(value: unknown): boolean {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

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
  confounds: confoundsOption,
  together: togetherOption,
  within: withinOption,
  names: namesOption,
} satisfies OptionSchemas<PredictOptions>;

/** How `regress` predicts and tests. */
export interface RegressOptions extends Omit<PredictOptions, "method" | "bandwidth" | "k"> {}

const { method: _, bandwidth: _bandwidth, k: _k, ...shared } = predictOptions;

export const regressOptions = {
  ...shared,
  ridge: between(
    0.1,
    0,
    Infinity,
    "Added to the diagonal of the inner products of the training items about their mean, whose mean is 1.",
  ),
} satisfies OptionSchemas<RegressOptions>;

/** The options that depend on the number of items, and the items of the smallest training part. */
type Fitted<Asked> = Omit<Asked, "together" | "within"> &
  Pick<Crossvalidation, "folds" | "ties"> & { readonly training: number };

/**
 * What depends on the number of items: the usual number of folds, and whether there are enough.
 * @throws {OptionError} naming the option and what it accepts.
 * @throws {ShapeError} for fewer than 3 items.
 */
export function fittedTo<
  Asked extends Omit<Crossvalidation, "folds" | "ties"> & { readonly folds: number | undefined } & TiedBy,
>(owner: string, items: number, { together, within, ...chosen }: Asked): Fitted<Asked> {
  if (items < 3) throw new ShapeError(`${owner} needs 3 items or more; got ${items}.`);
  const ties = tiesOf(owner, items, { together, within }, chosen.permutations > 0);
  const units = unitsOf(items, ties ?? {}).length;
  const { folds = Math.min(usualFolds, units), method, k } = chosen;
  const tooMany = (option: string, value: number, accepted: string) =>
    new OptionError(`${owner}: ${option} is ${value}; accepted: a whole number ${accepted}.`, option);
  const what = units < items ? "values of together" : "items";
  if (folds > units) throw tooMany("folds", folds, `from 2 to ${units}, the number of ${what}`);
  const training = smallestTraining(items, { folds, seed: chosen.seed, ...(ties ? { ties } : {}) });
  if (method === "neighbors" && k > training)
    throw tooMany("k", k, `from 1 to ${training}, the items of the smallest training part`);
  return { ...chosen, ...(ties ? { ties } : {}), folds, training };
}

function smallestTraining(items: number, chosen: Pick<Crossvalidation, "folds" | "seed" | "ties">): number {
  const held = new Int32Array(chosen.folds);
  for (const fold of foldsOfItems(items, chosen)) held[fold]!++;
  return items - largestOf(held);
}
