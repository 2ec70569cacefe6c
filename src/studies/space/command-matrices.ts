import { matrix, type Matrix } from "../../base/matrix.ts";
import { UsageError } from "../../cli/errors.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { toDistances } from "../../geometry/to-distances.ts";
import {
  columnsIn,
  readWithTable,
  type Column,
  type CovariateFlags,
  type WithTable,
} from "./command-covariates.ts";
import { type DistanceFile, type DistanceFlags, readDistances } from "./command-distances.ts";

/** Distances between items under a name. */
export interface NamedDistances {
  readonly name: string;
  /** n × n. */
  readonly square: Matrix;
}

/** What `mantel` compares: the first matrix with each of the others, given those that are partialled out. */
export interface MantelMatrices {
  readonly first: NamedDistances;
  readonly others: readonly NamedDistances[];
  readonly partial: readonly NamedDistances[];
  readonly names: readonly string[];
}

type Flags = DistanceFlags & PictureFlags & CovariateFlags & { readonly partial?: readonly string[] };

/**
 * Reads the matrices and the columns that stand for some.
 * @throws {UsageError} unless there are two to compare, all of the same items.
 */
export async function readMatrices(
  files: readonly string[],
  flags: Flags,
  signal: AbortSignal,
): Promise<MantelMatrices> {
  checkAsked(files, flags);
  const [first, ...rest] = files as [string, ...string[]];
  const needsTable = flags.column !== undefined || flags.confound !== undefined;
  const read: DistanceFile & Partial<WithTable> = needsTable
    ? await readWithTable(first, flags, "mantel", signal)
    : await readDistances(first, flags, "mantel", signal);
  const { columns, confounds } = columnsOf(read, flags);
  const further = async (paths: readonly string[]) => {
    const found: NamedDistances[] = [];
    for (const path of paths) found.push(await readAlike(path, read, first, flags, signal));
    return found;
  };
  return {
    first: namedOf(read),
    others: [...(await further(rest)), ...columns.map(distancesBy)],
    partial: [...(await further(flags.partial ?? [])), ...confounds.map(distancesBy)],
    names: read.given.rowNames,
  };
}

function checkAsked(files: readonly string[], { column, confound, table, pattern }: Flags): void {
  if (files.length > 2)
    throw new UsageError(
      `mantel takes one or two matrices, got ${files.length}: ${files.join(", ")}. For all pairs of many, use compare-metrics --mantel.`,
    );
  if (files.length === 2 && column !== undefined)
    throw new UsageError(
      "mantel compares two: give two files, or one and --column. What is partialled out are --partial and --confound.",
    );
  if (files.length === 1 && column === undefined)
    throw new UsageError(
      "mantel compares two: give a second matrix, or --covariates table.csv --column name.",
    );
  const asked = column ? "--column" : confound ? "--confound" : undefined;
  if (asked && table === undefined && pattern === undefined)
    throw new UsageError(`${asked} names a column of a table: give --covariates table.csv, or --pattern.`);
  if (!asked && (table !== undefined || pattern !== undefined))
    throw new UsageError("A table is read for --column or --confound; give one of them, or leave it out.");
}

function columnsOf({ given, named, labels }: DistanceFile & Partial<WithTable>, flags: Flags) {
  if (!labels) return { columns: [], confounds: [] };
  return columnsIn(labels, flags, { names: given.rowNames, named, holder: "the matrix" });
}

function namedOf({ given }: DistanceFile): NamedDistances {
  return { name: given.metric, square: toDistances(given).square };
}

/** A further matrix, of the same items. */
async function readAlike(
  path: string,
  { given, named }: DistanceFile,
  first: string,
  flags: Flags,
  signal: AbortSignal,
): Promise<NamedDistances> {
  const other = await readDistances(path, flags, "mantel", signal);
  const [expected, got] = [given.rowNames, other.given.rowNames];
  if (got.length !== expected.length)
    throw new UsageError(
      `${first} has ${expected.length} items, ${path} ${got.length}; expected the same items.`,
    );
  const at = named && other.named ? got.findIndex((name, i) => name !== expected[i]) : -1;
  if (at < 0) return namedOf(other);
  throw new UsageError(
    `Item ${at} is ${JSON.stringify(expected[at])} in ${first} but ${JSON.stringify(got[at])} in ${path}; they must be the same, in the same order.`,
  );
}

/** Differences of numbers; 0 within a class and 1 between classes. */
function distancesBy({ name, values }: Column): NamedDistances {
  const n = values.length;
  const square = matrix(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const [a, b] = [values[i]!, values[j]!];
      square.data[i * n + j] =
        typeof a === "number" && typeof b === "number" ? Math.abs(a - b) : Number(a !== b);
    }
  return { name, square };
}
