/** The flags of `repgeom rdm` that are its own. */
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { Option, type Command } from "commander";
import { choice, optional } from "../../base/options.ts";
import { dissimilarityOptions, type DissimilarityOptions } from "../../rdm/dissimilarities/dissimilarity.ts";
import type { DissimilarityName } from "../../rdm/dissimilarities/registry.ts";
import { noiseMethods } from "../../rdm/noise/kinds.ts";
import { noiseEstimateOptions } from "../../rdm/noise/noise-option.ts";
import { rdmOptions } from "../../rdm/options.ts";
import type { Pooling } from "../../rdm/pair-sums.ts";
import { UsageError } from "../../cli/errors.ts";
import { parsePlace, parsePlaces } from "../../cli/options.ts";
import { addSchemaFlags, collected } from "../../cli/schema-flags.ts";
import { mapOption, type MapChoice } from "./map.ts";
import type { RowFlags } from "./command-rows.ts";

/** Flags of `rdm`. */
export interface RdmFlags
  extends RowFlags, Pick<PictureFlags, "title" | "color" | "shape" | "label">, DissimilarityOptions {
  readonly dissimilarity?: DissimilarityName;
  readonly square?: boolean;
  readonly noise?: (typeof noiseMethods)[number] | "none";
  readonly residuals?: string;
  readonly precision?: readonly string[];
  readonly precisionAt?: string;
  readonly dof?: number;
  readonly pooling?: Pooling;
  readonly mds?: MapChoice;
  readonly bins?: readonly (readonly number[])[];
}

/** What the rows are: labels come from a table, so these flags name its columns. */
export function addRowOptions(command: Command): Command {
  return command
    .optionsGroup("Rows:")
    .option(
      "--labels <table>",
      "a table with a header and a row for each row of the data: .csv or .tsv",
      parsePlace("--labels"),
    )
    .option(
      "--average <column>",
      'mean of the rows of each value of that column; "repeats" for stimuli × repeats × units',
    )
    .addOption(collected(new Option("--select <column=values>", "rows that have one of these values.")))
    .option("--split <column>", "an RDM for each value of that column: a stack")
    .option("--run <column>", "the column that says which run a row is of; default: run, where there is one")
    .option("--stack", "one RDM over the rows of several files, named file:stimulus")
    .option(
      "--frame",
      "add two reference patterns to the stimuli, the origin and a constant, so that the RDM keeps where the patterns lie and their mean (framed RSA)",
    )
    .option("--bins <times>", "with axes of time: ranges of times to average, e.g. 0-2,3-5", parseBins);
}

/** In which order the stimuli stand, and what a page shows of them. */
export function addPageOptions(command: Command): Command {
  command
    .optionsGroup("Stimuli and page:")
    .option("--order <column>", "stimuli in the order of that column of --labels, in the result too")
    .option(
      "--blocks <column>",
      "categories of the stimuli: they stand together (or as --order says), lines divide them on the page, and mean dissimilarities within and between them are computed",
    );
  return addSchemaFlags(command, { mds: mapOption });
}

/** What is measured, as far as a command line spells it as the library does. */
export const measureOptions = {
  dissimilarity: rdmOptions.dissimilarity,
  ...dissimilarityOptions,
  pooling: rdmOptions.pooling,
};

/** The flags of noise have names only: matrices are files, in flags of their own. */
const noiseOptions = {
  noise: optional(choice(["none", ...noiseMethods], rdmOptions.noise.doc)),
  dof: noiseEstimateOptions.dof,
};

/** What is measured between the rows. */
export function addMeasureOptions(command: Command): Command {
  command.optionsGroup("Measure:");
  addSchemaFlags(command, measureOptions, { without: ["dissimilarity"] });
  return addSchemaFlags(command, noiseOptions, { notes: { dof: "For --residuals." } })
    .option("--residuals <file>", "rows × units without the stimuli", parsePlace("--residuals"))
    .option(
      "--precision <file>",
      "inverse of the noise covariance, units × units; given once for each run, one each",
      parsePlaces("--precision"),
    )
    .option(
      "--precision-at <file>",
      "with axes of time: the inverse of the noise covariance at each time, or of each bin, times × units × units; --residuals of rows × times × units are also of each time",
      parsePlace("--precision-at"),
    );
}

/** All ranges together name no more times than this: each becomes a number of a list. */
const mostTimes = 1e6;

/** `0-2,5` → [[0, 1, 2], [5]]. */
function parseBins(text: string): number[][] {
  let left = mostTimes;
  return text.split(",").map((range) => {
    const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(range.trim()) ?? [];
    const [from, to] = [Number(first), Number(last ?? first)];
    if (first === undefined || to < from) {
      throw new UsageError(`--bins takes ranges of times counted from 0, e.g. 0-2,3-5; got "${range}".`);
    }
    left -= to - from + 1;
    if (!(left >= 0)) {
      throw new UsageError(
        `--bins takes ranges of ${mostTimes.toLocaleString("en")} times in all at most; "${range}" leads past that. Times are counted from 0, up to the last of the file.`,
      );
    }
    return Array.from({ length: to - from + 1 }, (_, k) => from + k);
  });
}
