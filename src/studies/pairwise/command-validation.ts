import { Option, type Command } from "commander";
import type { Comparisons } from "../../data/comparisons.ts";
import { UsageError } from "../../cli/errors.ts";
import { parseNumber, parsePlaces, parseWhole } from "../../cli/options.ts";

/** Flags about how far the values of `pairwise` can be relied on. */
export interface ValidationFlags {
  readonly test?: readonly string[];
  readonly folds?: number;
  readonly bootstrap?: "stimuli";
  readonly permutation?: "stimuli";
  readonly samples?: number;
  readonly confidence?: number;
  readonly seed?: number;
}

export function addValidationOptions(command: Command): Command {
  return command
    .option(
      "--test <files...>",
      "responses to held-out stimuli, same names in the same order: what was fitted is tried on them",
      parsePlaces("--test"),
    )
    .option(
      "--folds <count>",
      "cross-validate over stimuli: means and standard errors",
      parseWhole("--folds", 2),
    )
    .addOption(
      new Option(
        "--bootstrap <what>",
        "an interval for each value, from drawing the stimuli again with replacement",
      ).choices(["stimuli"]),
    )
    .addOption(
      new Option(
        "--permutation <what>",
        "a p-value for each value, from giving each network its stimuli in another order",
      ).choices(["stimuli"]),
    )
    .option(
      "--samples <count>",
      "resamples of bootstrap and permutation; default: 1000",
      parseWhole("--samples", 2),
    )
    .option(
      "--confidence <share>",
      "share of the bootstrap inside the interval; default: 0.95",
      parseNumber("--confidence"),
    )
    .option("--seed <number>", "decides folds and resamples; default: 1", parseWhole("--seed", 0));
}

/**
 * @param isSeeded - whether the metric takes the seed
 * @throws {UsageError} for flags that exclude each other, or mean nothing alone.
 */
export function checkValidation(flags: ValidationFlags, isSeeded: boolean): void {
  const { test, folds, seed, samples, confidence, bootstrap } = flags;
  const resampled = isResampled(flags);
  if (test && folds !== undefined) {
    throw new UsageError(
      "--test and --folds exclude each other: folds hold out part of the stimuli themselves.",
    );
  }
  if (resampled && (test || folds !== undefined))
    throw new UsageError("--bootstrap and --permutation resample all stimuli: leave out --test and --folds.");
  if (samples !== undefined && !resampled)
    throw new UsageError("--samples counts resamples: give --bootstrap or --permutation.");
  if (confidence !== undefined && !bootstrap)
    throw new UsageError("--confidence is that of an interval: give --bootstrap.");
  if (seed !== undefined && folds === undefined && !resampled && !isSeeded)
    throw new UsageError("--seed decides folds and resamples: give --folds, --bootstrap or --permutation.");
}

function isResampled({ bootstrap, permutation }: ValidationFlags): boolean {
  return bootstrap !== undefined || permutation !== undefined;
}

/** Words of the files that will stand beside `--out`. */
export function wordsBeside({ test, folds, bootstrap, permutation }: ValidationFlags): string[] {
  return [
    ...(test ? ["test"] : []),
    ...(folds === undefined ? [] : ["se"]),
    ...(bootstrap ? ["se", "lower", "upper"] : []),
    ...(permutation ? ["p"] : []),
  ];
}

/** What a result holds beside its values, under those words. */
export function matricesBeside(result: Comparisons): { word: string; values: Comparisons }[] {
  const { test, standardError, interval, p } = result;
  const all = { test, se: standardError, lower: interval?.lower, upper: interval?.upper, p };
  return Object.entries(all).flatMap(([word, values]) => (values ? [{ word, values }] : []));
}
