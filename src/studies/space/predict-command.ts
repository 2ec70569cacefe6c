import type { Command } from "commander";
import { unknownName } from "../../base/suggest.ts";
import { quoted } from "../../base/text.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { UsageError } from "../../cli/errors.ts";
import { readTable, withControl } from "../../cli/engine.ts";
import { checkInputs } from "../../cli/inputs.ts";
import { formatColumns, formatNumber } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption, parsePlace } from "../../cli/options.ts";
import { asWritable, checkOutputs, holdsNumbers } from "../../cli/output.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { kindOf } from "../../data/formats/csv-kinds.ts";
import { isOfNumbers } from "../../data/formats/csv-layout.ts";
import { parseNumber } from "../../data/formats/csv-numbers.ts";
import type { LabelTable } from "../../data/label-table.ts";
import { reportSections } from "../../report/page.ts";
import {
  addDistanceOptions,
  type DistanceFile,
  type DistanceFlags,
  readDistances,
} from "./command-distances.ts";
import { type PredictOptions, predictOptions } from "./predict-options.ts";
import { predictSection } from "./predict-section.ts";
import { type Classification, predictAsync, type Prediction } from "./predict.ts";

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
interface PredictFlags extends DistanceFlags, PredictOptions {
  readonly covariates: string;
  readonly column: string;
}

/** `repgeom predict D --covariates TABLE --column NAME`: how well distances predict a covariate. */
export function addPredict(program: Command, signal: AbortSignal): void {
  const command = program
    .command("predict")
    .summary("a covariate of the networks from their distances")
    .description(
      "Predicts a covariate (accuracy, depth, architecture) from distances: cross-validated R² and a permutation p-value.",
    )
    .argument("<file>", "a matrix of distances, as pairwise writes it")
    .requiredOption("--covariates <table>", "a table with a header: .csv or .tsv", parsePlace("--covariates"))
    .requiredOption("--column <name>", "the column to predict");
  addSchemaFlags(command, predictOptions);
  addReportOption(addDistanceOptions(addOutputOptions(command)), "observed against predicted values")
    .addHelpText("after", examples)
    .action((file: string, flags: PredictFlags) => predictColumn(file, flags, signal));
}

async function predictColumn(file: string, flags: PredictFlags, signal: AbortSignal): Promise<void> {
  await checkOutputs(flags, [file, flags.covariates]);
  await checkInputs([flags.covariates]);
  const distances = await readDistances(file, flags, "predict", signal);
  const table = await readTable(flags.covariates, flags, signal);
  const covariate = columnOf(table, flags, distances);
  if (isClasses(covariate) && flags.out !== undefined && holdsNumbers(flags.out))
    throw new UsageError(`--out ${flags.out}: predicted classes are names; write .csv or .json.`);
  const { column } = flags;
  const options = schemaOptions(flags, predictOptions);
  const found = await withControl<Prediction | Classification>(flags, signal, (control) =>
    isClasses(covariate)
      ? predictAsync(distances.given, covariate, options, control)
      : predictAsync(distances.given, covariate, options, control),
  );
  const delivery = {
    result: asWritable(found, { column, ...options, covariate }),
    numbers: numbersOf(found),
    always: true,
    summary: `predictions of ${column} for ${covariate.length} networks`,
    warnings: found.changes,
    findings: [describe(found)],
    report: () => reportSections([predictSection({ found, column, covariate })], { title: titleOf([file]) }),
  };
  await deliver(delivery, flags, signal);
}

/** The share explained alone is one number; with its p it is a table. */
function numbersOf({ r2, p }: Pick<Prediction, "r2" | "p">): Iterable<string> {
  return p === undefined ? [`${formatNumber(r2)}\n`] : formatColumns(["R2", "p"], [[r2, p]]);
}

function isClasses(covariate: readonly (number | string)[]): covariate is string[] {
  return typeof covariate[0] === "string";
}

function describe(found: Prediction | Classification): string {
  const { r2, p, method } = found;
  const test = p === undefined ? "" : `, permutation p ${p.toPrecision(4)}`;
  const evidence = `cross-validated R² ${r2.toPrecision(4)}${test}, by ${method}`;
  if (!("accuracy" in found)) return evidence;
  return `${evidence}; accuracy ${found.accuracy.toPrecision(4)}, by chance ${found.chance.toPrecision(4)}`;
}

/** The column in the order of the matrix: numbers, or names of classes where no cell is a number. */
function columnOf(
  table: LabelTable,
  { column, covariates }: PredictFlags,
  distances: DistanceFile,
): number[] | string[] {
  const at = table.columns.indexOf(column);
  if (at < 0) throw new UsageError(`${covariates}: ${unknownName("column", column, table.columns)}`);
  if (table.columns.lastIndexOf(column) !== at)
    throw new UsageError(`${covariates} has two columns "${column}"; rename one.`);
  const rows = rowsFor(table, distances, covariates);
  const cells = rows.map((row) => row[at]!);
  const values = cells.map((cell) => parseNumber(cell) ?? NaN);
  if (values.every(Number.isFinite)) return values;
  if (cells.every((cell) => kindOf(cell) === "name")) return cells;
  const isFine = cells.some(isOfNumbers)
    ? (k: number) => Number.isFinite(values[k])
    : (k: number) => kindOf(cells[k]!) === "name";
  const other = rows.findIndex((_, k) => !isFine(k));
  throw new UsageError(
    `${covariates}: ${column} of ${rows[other]![0]} is ${quoted(cells[other]!)}; expected a number, or a name in every row.`,
  );
}

/** A row of the table for each item: by name where the matrix has names, else in its order. */
function rowsFor({ rows }: LabelTable, { given: { names }, named }: DistanceFile, file: string) {
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
