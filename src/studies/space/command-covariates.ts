import { type Command, Option } from "commander";
import { unknownName } from "../../base/suggest.ts";
import { quoted } from "../../base/text.ts";
import { readTable } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { speaker } from "../../cli/say.ts";
import { checkInputs } from "../../cli/inputs.ts";
import { parsePlace } from "../../cli/options.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { collected } from "../../cli/schema-flags.ts";
import { kindOf } from "../../data/formats/text/csv-kinds.ts";
import { isOfNumbers } from "../../data/formats/text/csv-layout.ts";
import { parseNumber } from "../../data/formats/text/csv-numbers.ts";
import { labelTable, type NetworkTable } from "../../data/groups/network-table.ts";
import type { LabelTable } from "../../data/label-table.ts";
import {
  type DistanceFile,
  type DistanceFlags,
  readDistances,
  readNetworkDistances,
} from "./command-distances.ts";

/** Flags that name columns of a table of the networks. */
export interface CovariateFlags {
  readonly covariates?: string;
  readonly column?: readonly string[];
  readonly confound?: readonly string[];
}

/** Flags that name the columns of what is held out together, and of what is exchanged. */
export interface TieFlags {
  readonly together?: string;
  readonly within?: string;
}

/** One column in the order of the networks: numbers, or names of classes. */
export interface Column {
  readonly name: string;
  readonly values: number[] | string[];
}

/** Networks in an order, by names that come from files or not. */
export interface Items {
  readonly names: readonly string[];
  /** Whether the names are known; otherwise rows are taken in their order. */
  readonly named: boolean;
  /** What the networks come in, for messages: `the matrix`. */
  readonly holder: string;
}

/** What `--column` and `--confound` mean to a command. */
interface CovariateTexts {
  readonly column: string;
  readonly confound: string;
  /** Whether a column must be named. */
  readonly isRequired: boolean;
}

/** Of a command that predicts. */
export const predictionTexts = {
  column: "the column to predict, or several, separated by commas.",
  confound:
    "columns that are partialled out of the covariate by a linear fit to the training networks; classes through indicators.",
};

/** `--covariates`, `--column` and `--confound`. */
export function addCovariateOptions(
  command: Command,
  { column, confound, isRequired }: CovariateTexts,
): Command {
  return command
    .option(
      "--covariates <table>",
      "a table of the networks with a header, .csv or .tsv, or .json; or give it as --table, or --pattern",
      parsePlace("--covariates"),
    )
    .addOption(collected(new Option("--column <names>", column)).makeOptionMandatory(isRequired))
    .addOption(collected(new Option("--confound <names>", confound)));
}

/** `--together` and `--within`. */
export function addTieOptions(command: Command): Command {
  return command
    .option(
      "--together <name>",
      "a column: networks of one value, as the seeds of one configuration, are held out together and permuted as a whole",
    )
    .option("--within <name>", "a column: permutations exchange networks of one value alone");
}

/** The columns that `--together` and `--within` name. @throws {UsageError} as `columnsIn` */
export function tiesIn(
  table: LabelTable,
  flags: TieFlags & PictureFlags,
  items: Items,
): { together?: Column; within?: Column } {
  const file = flags.table ?? "--pattern";
  const column = (name: string, flag: string) =>
    columnOf(table, rowsFor(table, items, file), namesIn(table, [name], file, flag)[0]!, file);
  return {
    ...(flags.together === undefined ? {} : { together: column(flags.together, "--together") }),
    ...(flags.within === undefined ? {} : { within: column(flags.within, "--within") }),
  };
}

/** `--covariates` and `--table` are two spellings of one flag. @throws {UsageError} for both, or for no table. */
export function oneTable<F extends CovariateFlags & PictureFlags>(
  command: string,
  { covariates, ...flags }: F,
): Omit<F, "covariates"> {
  if (covariates !== undefined && flags.table !== undefined)
    throw new UsageError("--covariates and --table name the same table: give one of them.");
  const table = covariates ?? flags.table;
  if (table === undefined && flags.pattern === undefined)
    throw new UsageError(
      `${command} needs a table of covariates: give --covariates table.csv, or --pattern.`,
    );
  return { ...flags, ...(table === undefined ? {} : { table }) };
}

/**
 * The columns that the flags name.
 * @throws {UsageError} for an unknown column, one that is asked for twice, a network without a row, or a
 *   cell that is no number where others are.
 */
export function columnsIn(
  table: LabelTable,
  flags: CovariateFlags & PictureFlags & { readonly quiet?: boolean },
  items: Items,
): { columns: Column[]; confounds: Column[] } {
  const file = flags.table ?? "--pattern";
  const column = namesIn(table, flags.column ?? [], file, "--column");
  const confound = namesIn(table, flags.confound ?? [], file, "--confound");
  const both = column.find((name) => confound.includes(name));
  if (both !== undefined)
    throw new UsageError(`${quoted(both)} is both --column and --confound; nothing of it would be left.`);
  if (items.named && !items.names.some((name) => table.rows.some(([first]) => first === name)))
    speaker(flags)(
      `note: none of the names in ${items.holder} (${items.names[0]} …) stands in the first column of ${file}: its rows are taken in their order. Names that differ in a part are mapped by --rename.`,
    );
  const rows = rowsFor(table, items, file);
  const read = (name: string) => columnOf(table, rows, name, file);
  return { columns: column.map(read), confounds: confound.map(read) };
}

export function isClasses(covariate: readonly (number | string)[]): covariate is string[] {
  return typeof covariate[0] === "string";
}

/** Each text is a column, or columns between commas. */
function namesIn({ columns }: LabelTable, given: readonly string[], file: string, flag: string): string[] {
  const names = given.flatMap((text) =>
    columns.includes(text) ? [text] : text.split(",").map((name) => name.trim()),
  );
  const unknown = names.find((name) => !columns.includes(name));
  if (unknown !== undefined) throw new UsageError(`${file}: ${unknownName("column", unknown, columns)}`);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw new UsageError(`${flag} names the column ${quoted(twice)} twice.`);
  const same = names.find((name) => columns.lastIndexOf(name) !== columns.indexOf(name));
  if (same !== undefined) throw new UsageError(`${file} has two columns "${same}"; rename one.`);
  return names;
}

/** The column in the order of the networks: numbers, or names of classes where no cell is a number. */
function columnOf(
  table: LabelTable,
  rows: readonly (readonly string[])[],
  name: string,
  file: string,
): Column {
  const at = table.columns.indexOf(name);
  const cells = rows.map((row) => row[at]!);
  const values = cells.map((cell) => parseNumber(cell) ?? NaN);
  if (values.every(Number.isFinite)) return { name, values };
  if (cells.every((cell) => kindOf(cell) === "name")) return { name, values: cells };
  const isFine = cells.some(isOfNumbers)
    ? (k: number) => Number.isFinite(values[k])
    : (k: number) => kindOf(cells[k]!) === "name";
  const other = rows.findIndex((_, k) => !isFine(k));
  throw new UsageError(
    `${file}: ${name} of ${rows[other]![0]} is ${quoted(cells[other]!)}; expected a number, or a name in every row.`,
  );
}

/** A row of the table for each network: by name where the names are known, else in its order. */
function rowsFor({ rows }: LabelTable, { names, named, holder }: Items, file: string) {
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
    `${file} has ${rows.length} rows under its header, ${holder} ${names.length}; expected one for each.`,
  );
}

/** Distances and the cells of covariates; where pictures show columns, or names are needed, also the table of the networks. */
export interface WithTable extends DistanceFile {
  readonly labels: LabelTable;
  readonly table?: NetworkTable;
}

/** Reads distances and the table of their networks. @throws {UsageError} as `readNetworkDistances` */
export async function readWithTable(
  file: string,
  flags: DistanceFlags & PictureFlags,
  command: string,
  signal: AbortSignal,
): Promise<WithTable> {
  const { table: path = "", pattern, color, shape, label, order } = flags;
  const isPlain = [pattern, color, shape, label, order].every((flag) => flag === undefined);
  if (isPlain && !path.toLowerCase().endsWith(".json")) {
    await checkInputs([path]);
    const distances = await readDistances(file, flags, command, signal);
    return { ...distances, labels: await readTable(path, flags, signal) };
  }
  const { table, ...distances } = await readNetworkDistances(file, flags, command, signal);
  return { ...distances, table: table!, labels: labelTable(table!) };
}
