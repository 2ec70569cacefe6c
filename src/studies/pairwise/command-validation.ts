import type { Command } from "commander";
import { parsePlaces } from "../../cli/options.ts";
import { addSchemaFlags } from "../../cli/schema-flags.ts";
import { formatRows } from "../../cli/numbers.ts";
import { UsageError } from "../../cli/errors.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import { pairwiseOptions, type PairwiseOptions } from "./options.ts";

/** Flags about how far values can be relied on; `--test` names files. */
export interface ValidationFlags extends Omit<PairwiseOptions, "test" | "extend"> {
  readonly test?: readonly string[];
  readonly sample?: number | undefined;
}

export function addValidationOptions(command: Command): Command {
  const { test } = pairwiseOptions;
  command.option("--test <files...>", `Files of the same names. ${test.doc}`, parsePlaces("--test"));
  return addSchemaFlags(command, pairwiseOptions);
}

/**
 * @param isSeeded - whether the metric takes the seed
 * @param hasFolds - whether the command has `--folds`
 * @throws {UsageError} for flags that exclude each other, or mean nothing alone.
 */
export function checkValidation(flags: ValidationFlags, isSeeded: boolean, hasFolds = true): void {
  const { test, folds, seed, sample, samples, confidence, bootstrap, interval, extrapolate } = flags;
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
  if (interval !== undefined && !bootstrap)
    throw new UsageError("--interval says how intervals are made: give --bootstrap.");
  if (extrapolate && (resampled || test || folds !== undefined))
    throw new UsageError(
      "--extrapolate has a standard error of its own: leave out --bootstrap, --permutation, --test and --folds.",
    );
  if (
    seed !== undefined &&
    folds === undefined &&
    !resampled &&
    !extrapolate &&
    !isSeeded &&
    sample === undefined
  )
    throw new UsageError(
      hasFolds
        ? "--seed decides folds, resamples and samples: give --folds, --bootstrap, --permutation or --sample."
        : "--seed decides resamples and samples: give --bootstrap, --permutation or --sample.",
    );
}

function isResampled({ bootstrap, permutation }: ValidationFlags): boolean {
  return bootstrap !== undefined || permutation !== undefined;
}

/** Words of the files that will stand beside `--out`. */
export function wordsBeside({ test, folds, bootstrap, permutation, extrapolate }: ValidationFlags): string[] {
  return [
    ...(test ? ["test"] : []),
    ...(folds === undefined ? [] : ["se"]),
    ...(bootstrap ? ["se", "lower", "upper"] : []),
    ...(permutation ? ["p", "p-family-wise", "p-fdr"] : []),
    ...(extrapolate ? ["extrapolated", "extrapolated-se"] : []),
  ];
}

/** What a result holds beside its values, under those words. */
export function matricesBeside(result: Comparisons): { word: string; values: Comparisons }[] {
  const { test, standardError, interval, p, pFamilyWise, pFdr, extrapolation } = result;
  const all = {
    test,
    se: standardError,
    lower: interval?.lower,
    upper: interval?.upper,
    p,
    "p-family-wise": pFamilyWise,
    "p-fdr": pFdr,
    extrapolated: extrapolation?.limit,
    "extrapolated-se": extrapolation?.standardError,
  };
  return Object.entries(all).flatMap(([word, values]) => (values ? [{ word, values }] : []));
}

/**
 * A matrix as lines, then those beside it, each after an empty line and its name: readers of numbers
 * pass over lines with # before them.
 */
export function* matrixLines(
  { values, colNames }: Comparisons,
  beside: readonly { readonly word: string; readonly values: Comparisons }[],
): Generator<string> {
  yield* formatRows(values, colNames.length);
  for (const { word, values: further } of beside) {
    yield `\n# ${word}\n`;
    yield* formatRows(further.values, further.colNames.length);
  }
}
