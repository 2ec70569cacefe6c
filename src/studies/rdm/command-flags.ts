/** The flags of `repgeom rdm` that are its own. */
import { type Command, Option } from "commander";
import type { DissimilarityName } from "../../rdm/dissimilarities/registry.ts";
import { noiseMethods } from "../../rdm/noise/noise.ts";
import { poolings } from "../../rdm/row-pairs.ts";
import { UsageError } from "../../cli/errors.ts";
import { parseNumber, parsePlace, parsePlaces } from "../../cli/options.ts";
import type { RowFlags } from "./command-rows.ts";

/** Flags of `rdm`. */
export interface RdmFlags extends RowFlags {
  readonly dissimilarity: DissimilarityName;
  readonly square?: boolean;
  readonly p?: number;
  readonly perUnit?: boolean;
  readonly removeMean?: boolean;
  readonly priorLambda?: number;
  readonly priorWeight?: number;
  readonly noise?: (typeof noiseMethods)[number] | "none";
  readonly residuals?: string;
  readonly precision?: readonly string[];
  readonly dof?: number;
  readonly pooling?: (typeof poolings)[number];
  readonly bins?: readonly (readonly number[])[];
}

/** What the rows are. */
export function addRowOptions(command: Command): Command {
  const group = (flags: string, text: string, parse?: (text: string, earlier?: never) => unknown) => {
    const option = new Option(flags, text).helpGroup("Rows:");
    command.addOption(parse ? option.argParser(parse as never) : option);
  };
  group(
    "--labels <table>",
    "a table with a header and a row for each row of the data: .csv or .tsv",
    parsePlace("--labels"),
  );
  group(
    "--average <column>",
    'mean of the rows of each value of that column; "repeats" for stimuli × repeats × units',
  );
  group(
    "--select <column=values>",
    "rows that have one of these values; may be given several times",
    collect,
  );
  group("--split <column>", "an RDM for each value of that column: a stack");
  group("--run <column>", "the column that says which run a row is of; default: run, where there is one");
  group("--stack", "one RDM over the rows of several files, named file:stimulus");
  group("--bins <times>", "with axes of time: ranges of times to average, e.g. 0-2,3-5", parseBins);
  return command;
}

/** What is measured between them. */
export function addMeasureOptions(command: Command): Command {
  const add = (option: Option) => command.addOption(option.helpGroup("Measure:"));
  const number = (flag: string, text: string) =>
    add(new Option(`${flag} <number>`, text).argParser(parseNumber(flag)));
  number("--p", "minkowski: the order; default: 2");
  add(new Option("--per-unit", "means over units in place of sums, as rsatoolbox has them"));
  add(new Option("--remove-mean", "subtract from each stimulus its own mean over units"));
  number("--prior-lambda", "poisson: rate taken for granted; default: 1");
  number("--prior-weight", "poisson: observations that the prior counts as; default: 0.1");
  add(
    new Option(
      "--noise <name>",
      "mahalanobis, crossnobis: covariance of the noise, from repeats or --residuals",
    ).choices(["none", ...noiseMethods]),
  );
  add(
    new Option("--residuals <file>", "rows × units without the stimuli").argParser(parsePlace("--residuals")),
  );
  add(
    new Option(
      "--precision <file>",
      "inverse of the noise covariance, units × units; given once for each run, one each",
    ).argParser(parsePlaces("--precision")),
  );
  number("--dof", "free rows of --residuals; default: one less than there are");
  add(
    new Option(
      "--pooling <name>",
      "several rows of a stimulus: their mean, or all pairs of rows, which take missing responses",
    ).choices(poolings),
  );
  return command;
}

const collect = (text: string, earlier: readonly string[] = []) => [...earlier, text];

/** `0-2,5` → [[0, 1, 2], [5]]. */
function parseBins(text: string): number[][] {
  return text.split(",").map((range) => {
    const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(range.trim()) ?? [];
    const [from, to] = [Number(first), Number(last ?? first)];
    if (first === undefined || to < from) {
      throw new UsageError(`--bins takes ranges of times counted from 0, e.g. 0-2,3-5; got "${range}".`);
    }
    return Array.from({ length: to - from + 1 }, (_, k) => from + k);
  });
}
