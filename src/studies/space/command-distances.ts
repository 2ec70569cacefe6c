import { indexNames } from "../../base/lists.ts";
import { type Command, Option } from "commander";
import type { Matrix } from "../../base/matrix.ts";
import { comparisons, type Comparisons } from "../../data/comparisons.ts";
import type { NetworkTable } from "../../data/groups/network-table.ts";
import type { Representation } from "../../data/representation.ts";
import { expand, itemsOf } from "../../geometry/square.ts";
import { type ConversionName, conversionNames } from "../../geometry/to-distances.ts";
import { onlyOne, readFiles } from "../../cli/engine.ts";
import { addCheckpointOption } from "../../cli/checkpoint/flags.ts";
import { UsageError } from "../../cli/errors.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { joined, networksOf, readNetworks } from "../../cli/pictures/networks.ts";
import { noteRenames, renaming } from "../../cli/reading/names.ts";
import { speaker } from "../../cli/say.ts";
import {
  addTableOptions,
  addThreadOptions,
  maxMemoryHelp,
  parseSize,
  type RunFlags,
} from "../../cli/options.ts";

/** Flags of the commands that take a matrix of distances. */
export interface DistanceFlags extends RunFlags {
  readonly toDistance?: ConversionName;
  readonly rename?: string;
}

/** A file of distances, or of similarities with the conversion that was named for them. */
export interface DistanceFile {
  /** Its values as a result, which every function of the space of networks takes. */
  readonly given: Comparisons;
  /** Whether the names come from the file; otherwise they are 0 … n − 1. */
  readonly named: boolean;
}

/** `--to-distance`, for matrices of similarities; `--rename`, for names that a table or a second matrix has otherwise. */
export function addDistanceOptions(command: Command): Command {
  return addThreadOptions(addCheckpointOption(addTableOptions(command)))
    .addOption(
      new Option("--to-distance <name>", "what to do with similarities: arccos(value) or 1 - value").choices(
        conversionNames,
      ),
    )
    .option(
      "--rename <how>",
      "changes the names in a matrix that has some, to those of a table or of another matrix: s/pattern/replacement/ as in sed, e.g. s/.repeats$//, or a table of old and new names",
    )
    .option("--max-memory <size>", maxMemoryHelp, parseSize)
    .option("--quiet", "no progress and no messages, only errors");
}

/**
 * Reads a matrix of distances: square, or condensed as one axis.
 *
 * @throws {UsageError} if it holds similarities and no conversion was named, or distances and one was.
 */
export async function readDistances(
  file: string,
  flags: DistanceFlags,
  command: string,
  signal: AbortSignal,
): Promise<DistanceFile> {
  const { rename, ...reading } = flags;
  const read = onlyOne(command, await readFiles([file], reading, signal));
  const values = squareFrom(read, file);
  checkFinite(values, file);
  checkDiagonal(values, file, flags.toDistance);
  const found = read.shape.length === 2 ? read.stimuli : undefined;
  const names = rename === undefined ? found : await otherNames(found, rename, file, signal);
  return {
    given: resultOf(read.name, values, names ?? indexNames(values.rows), flags.toDistance),
    named: names !== undefined,
  };
}

/** @throws {UsageError} where there are no names, or two become one. */
async function otherNames(
  names: readonly string[] | undefined,
  rename: string,
  file: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!names) throw new UsageError(`--rename: ${file} has no names. A .csv of pairwise has them.`);
  const changed = names.map(await renaming(rename, signal));
  noteRenames(names, changed);
  const twice = changed.findIndex((name, k) => changed.indexOf(name) !== k);
  if (twice < 0) return changed;
  const [one, other] = [names[changed.indexOf(changed[twice]!)], names[twice]];
  throw new UsageError(`--rename: ${file}: ${one} and ${other} would both be called ${changed[twice]}.`);
}

/** Distances, and what is known of the networks they are between. */
export interface NetworkDistances extends DistanceFile {
  readonly table: NetworkTable | undefined;
}

/**
 * As `readDistances`, with the table of the networks. Where the file has no names, the rows of `--table` are
 * taken in its order, and name them.
 *
 * @throws {UsageError} as `readDistances` and `networksOf`; for a table of other length, if the file has no names.
 */
export async function readNetworkDistances(
  file: string,
  flags: DistanceFlags & PictureFlags,
  command: string,
  signal: AbortSignal,
): Promise<NetworkDistances> {
  const read = await readDistances(file, flags, command, signal);
  if (read.named || flags.table === undefined) {
    const table = await networksOf([{ names: read.given.names, files: [] }], flags, signal);
    return { ...read, table };
  }
  const rows = await readNetworks(flags.table, flags, signal);
  const given = renamed(read.given, rows.names, file, flags.table);
  speaker(flags)(`note: ${file} has no names: the rows of ${flags.table} are taken in its order`);
  return { given, named: true, table: joined(rows, [{ names: rows.names, files: [] }], flags) };
}

function renamed(given: Comparisons, names: readonly string[], file: string, table: string): Comparisons {
  if (names.length === given.names.length) return comparisons({ ...given, rowNames: names, colNames: names });
  throw new UsageError(
    `${table} has ${names.length} rows, ${file} ${given.names.length} items without names; expected a row for each, in the order of the matrix. A .csv of pairwise has names.`,
  );
}

/** What `pairwise` would have given. Of the metric no more is known than the name of the file. */
function resultOf(
  metric: string,
  { data }: Matrix,
  names: readonly string[],
  toDistance: ConversionName | undefined,
): Comparisons {
  return comparisons({
    metric,
    options: {},
    kind: toDistance ? "similarity" : "dissimilarity",
    range: [-Infinity, Infinity],
    ...(toDistance ? { toDistance } : {}),
    rowNames: names,
    colNames: names,
    values: data,
    warnings: [],
  });
}

function squareFrom({ shape, data }: Representation, file: string): Matrix {
  const [rows = 0, cols = 0] = shape;
  if (shape.length === 2 && rows === cols) return { rows, cols, data: Float64Array.from(data) };
  if (shape.length === 1 && itemsOf(data) !== undefined) return expand(data);
  throw new UsageError(
    `${file} is ${shape.join(" × ")}; expected distances: a square, or n(n - 1)/2 numbers. repgeom pairwise makes them.`,
  );
}

function checkFinite({ cols, data }: Matrix, file: string): void {
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const at = `row ${Math.floor(bad / cols)}, column ${bad % cols}`;
  throw new UsageError(
    `${file}: the value at ${at}, counted from 0, is ${data[bad]}; expected a finite number.`,
  );
}

/** Rounding is forgiven: a computed angle to itself may be 1e-8. */
function checkDiagonal({ rows, data }: Matrix, file: string, conversion: ConversionName | undefined): void {
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = Array.from({ length: rows }, (_, i) => Math.abs(data[i * rows + i]!)).findIndex(
    (value) => value > 1e-6 * largest,
  );
  if (worst >= 0 && !conversion) {
    throw new UsageError(
      `${file}: item ${worst} is at ${data[worst * rows + worst]} from itself, so these are no distances. ` +
        `Similarities need --to-distance ${conversionNames.join(" or ")}; responses become distances by repgeom pairwise.`,
    );
  }
  if (worst < 0 && conversion) {
    throw new UsageError(
      `${file}: the diagonal is 0, so these are distances already. Leave out --to-distance.`,
    );
  }
}
