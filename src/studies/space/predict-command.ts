import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import {
  type Classification,
  type Prediction,
  type PredictionMethod,
  predictionMethods,
} from "../../geometry/predict.ts";
import { predict } from "../../geometry/predict.ts";
import { writeCsv, writeNpy } from "../../data/write.ts";
import { type LabelTable, parseLabels } from "../../data/label-table.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import {
  addDistanceOptions,
  type DistanceFlags,
  type NamedDistances,
  readDistances,
} from "./command-distances.ts";
import { UsageError } from "../../cli/errors.ts";
import { checkInputs } from "../../cli/inputs.ts";
import { formatNumber } from "../../cli/numbers.ts";
import {
  addOutputOptions,
  addReportOption,
  given,
  parseNumber,
  parsePlace,
  parseWhole,
} from "../../cli/options.ts";
import { checkOutputs, type Writable } from "../../cli/output.ts";
import { predictSection } from "./predict-section.ts";
import { reportSections } from "../../report/page.ts";
import { unknownName } from "../../base/suggest.ts";

const examples = `
Examples:
  $ repgeom predict D.npy --covariates table.csv --column accuracy --report accuracy.html
  $ repgeom predict D.csv --covariates table.csv --column depth --method neighbors --k 3 --json
  $ repgeom predict D.npy --covariates table.csv --column architecture

Prints the cross-validated R² and the permutation p-value on one line; --out holds the predictions.
A column without any number names classes: R² is then that of their indicators, and the accuracy is told too.
The table has a header and a row for each network: by the names in its first column where the matrix
has names too (.csv), else in the order of the matrix.
`;

/** Flags of `predict`. */
interface PredictFlags extends DistanceFlags {
  readonly covariates: string;
  readonly column: string;
  readonly method: PredictionMethod;
  readonly folds?: number;
  readonly seed?: number;
  readonly permutations?: number;
  readonly ridge?: number;
  readonly bandwidth?: number;
  readonly k?: number;
}

/** `repgeom predict D --covariates TABLE --column NAME`: does the geometry carry it? */
export function addPredict(program: Command, signal: AbortSignal): void {
  const command = program
    .command("predict")
    .summary("a covariate of the networks from their distances")
    .description(
      "Predicts a covariate (accuracy, depth, architecture) from distances: cross-validated R² and a permutation p-value.",
    )
    .argument("<file>", "a matrix of distances, as pairwise writes it")
    .requiredOption("--covariates <table>", "a table with a header: .csv or .tsv", parsePlace("--covariates"))
    .requiredOption("--column <name>", "the column to predict")
    .addOption(new Option("--method <name>", "how").choices(predictionMethods).default("kernel-ridge"))
    .option(
      "--folds <count>",
      "parts, each predicted from the others; default: 10, or the networks if fewer",
      parseWhole("--folds", 2),
    )
    .option("--seed <number>", "decides parts and permutations; default: 1", parseWhole("--seed", 0))
    .option("--permutations <count>", "for the p-value; default: 1000", parseWhole("--permutations", 1))
    .option("--ridge <number>", "kernel-ridge: penalty; default: 0.1", parseNumber("--ridge"))
    .option(
      "--bandwidth <number>",
      "kernel-ridge: in median distances; default: 1",
      parseNumber("--bandwidth"),
    )
    .option("--k <count>", "neighbors: how many; default: 3", parseWhole("--k", 1));
  addReportOption(addDistanceOptions(addOutputOptions(command)), "observed against predicted values")
    .addHelpText("after", examples)
    .action((file: string, flags: PredictFlags) => predictColumn(file, flags, signal));
}

async function predictColumn(file: string, flags: PredictFlags, signal: AbortSignal): Promise<void> {
  await checkOutputs(flags, [file, flags.covariates]);
  await checkInputs([flags.covariates]);
  const distances = await readDistances(file, flags, "predict");
  const table = parseLabels(await readFile(flags.covariates), flags.covariates);
  const covariate = columnOf(table, flags, distances);
  if (isClasses(covariate) && flags.out?.toLowerCase().endsWith(".npy"))
    throw new UsageError(`--out ${flags.out}: predicted classes are names; write .csv or .json.`);
  const { method, folds, seed, permutations, ridge, bandwidth, k } = flags;
  const options = { method, ...given({ folds, seed, permutations, ridge, bandwidth, k }) };
  const found = isClasses(covariate)
    ? predict(distances.square, covariate, options)
    : predict(distances.square, covariate, options);
  const delivery = {
    result: writableOf(found, distances, { column: flags.column, ...options, covariate }),
    numbers: [`${formatNumber(found.r2)}\t${formatNumber(found.p!)}\n`],
    always: true,
    summary: `predictions of ${flags.column} for ${covariate.length} networks`,
    warnings: distances.changes,
    findings: [describe(found, method)],
    report: () => {
      const { names, changes } = distances;
      const shuffles = given({ permuted: found.permuted });
      const { column } = flags;
      const section = predictSection({ found, column, method, covariate, names, changes, ...shuffles });
      return reportSections([section], { title: titleOf([file]) });
    },
  };
  await deliver(delivery, flags, signal);
}

function isClasses(covariate: readonly (number | string)[]): covariate is string[] {
  return typeof covariate[0] === "string";
}

function describe(found: Prediction | Classification, method: PredictionMethod): string {
  const evidence = `cross-validated R² ${found.r2.toPrecision(4)}, permutation p ${found.p!.toPrecision(4)}, by ${method}`;
  if (!("accuracy" in found)) return evidence;
  return `${evidence}; accuracy ${found.accuracy.toPrecision(4)}, by chance ${found.chance.toPrecision(4)}`;
}

/** The column in the order of the matrix: numbers, or names of classes where no cell is a number. */
function columnOf(
  table: LabelTable,
  { column, covariates }: PredictFlags,
  distances: NamedDistances,
): number[] | string[] {
  const at = table.columns.indexOf(column);
  if (at < 0) throw new UsageError(`${covariates}: ${unknownName("column", column, table.columns)}`);
  const rows = rowsFor(table, distances, covariates);
  const isNumber = (cell: string) => cell !== "" && Number.isFinite(Number(cell));
  const other = rows.find((row) => !isNumber(row[at]!));
  if (!other) return rows.map((row) => Number(row[at]));
  const classes = rows.map((row) => row[at]!);
  if (!classes.some((cell) => cell === "" || isNumber(cell))) return classes;
  throw new UsageError(
    `${covariates}: ${column} of ${other[0]} is "${other[at]}"; expected a number, or a name in every row.`,
  );
}

function rowsFor({ rows }: LabelTable, { names, named }: NamedDistances, file: string) {
  const byName = new Map(rows.map((row) => [row[0]!, row]));
  if (named && names.some((name) => byName.has(name))) {
    const missing = names.find((name) => !byName.has(name));
    if (missing !== undefined)
      throw new UsageError(`${file}: there is no row for ${missing} in its first column.`);
    if (byName.size < rows.length) throw new UsageError(`${file}: a name stands twice in its first column.`);
    return names.map((name) => byName.get(name)!);
  }
  if (rows.length === names.length) return rows;
  throw new UsageError(
    `${file} has ${rows.length} rows under its header, the matrix ${names.length}; expected one for each.`,
  );
}

function writableOf(
  found: Prediction | Classification,
  { names, changes }: NamedDistances,
  facts: object,
): Writable {
  const { predicted } = found;
  return {
    toNpy: () => writeNpy([predicted.length], predicted as Float64Array),
    toCsv: () => writeCsv(names, ["predicted"], predicted),
    document: { ...facts, ...found, names, changes },
  };
}
