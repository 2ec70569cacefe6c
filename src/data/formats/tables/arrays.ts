import { numbersFor, type Numbers } from "../dtypes.ts";
import { quoted } from "../bytes.ts";
import type { OpenedFile, RowRange, StoredArray } from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import { mostKept, readingByParts } from "./parts.ts";
import { rowNamesOf, type RowNames } from "./row-names.ts";
import { tableProblem } from "./problem.ts";
import { commonType, type TableColumn, type TableFile } from "./table-file.ts";

/** Fills an array with the numbers of some rows. */
type Fill = (to: Numbers, rows: RowRange, signal?: AbortSignal) => Promise<void>;

/**
 * The arrays of a table: its columns of numbers together are one, rows × columns; each column of lists is one of
 * its own by its name, rows × the lengths of its lists. Both have the names of the rows. Other columns
 * are an error, or listed as refused where there are lists to read.
 * @throws {FormatError} for a table without numbers, or with columns that are neither numbers nor names.
 */
export async function openTable(file: TableFile, signal?: AbortSignal): Promise<OpenedFile> {
  const names = await rowNamesOf(file, signal);
  const left = [...file.columns.keys()].filter((k) => k !== names?.column);
  const lists = left.filter((k) => file.columns[k]!.inner && file.columns[k]!.kind === "numbers");
  const scalars = left.filter((k) => !file.columns[k]!.inner && file.columns[k]!.kind === "numbers");
  const others = left.filter((k) => file.columns[k]!.kind !== "numbers");
  if (lists.length === 0) checkColumns(file, scalars, others);
  const arrays = lists.map((k) => listArray(file, k, names));
  if (scalars.length > 0)
    arrays.unshift(scalarArray(file, scalars, lists.length > 0 ? freePath(file) : "", names));
  return { arrays: [...arrays, ...others.map((k) => refusedArray(file, k))], close: async () => {} };
}

/** Without lists every column must be of numbers: to leave out one silently would change the table. */
function checkColumns(
  { path, columns }: TableFile,
  scalars: readonly number[],
  others: readonly number[],
): void {
  const other = others[0];
  if (other !== undefined) {
    const { name, type } = columns[other]!;
    const advice =
      type === "text"
        ? "One column of names may stand first, or be the index of pandas."
        : "Leave it out, or write its numbers as floats.";
    throw tableProblem(path, "columns of numbers", `${type} in column ${quoted(name)}`, advice);
  }
  if (scalars.length === 0) throw tableProblem(path, "columns of numbers", "none");
}

/** What the columns of numbers are called beside those of lists. */
function freePath({ columns }: TableFile): string {
  let path = "columns";
  while (columns.some(({ name }) => name === path)) path += "_";
  return path;
}

function scalarArray(
  file: TableFile,
  columns: readonly number[],
  path: string,
  names?: RowNames,
): StoredArray {
  const units = columns.length;
  const types = commonType(columns.map((k) => file.columns[k]!.type));
  const scratch = columns.reduce((most, k) => Math.max(most, file.scratch(k)), 0);
  const fill = async (to: Numbers, rows: RowRange, signal?: AbortSignal) => {
    for (const [offset, k] of columns.entries()) {
      signal?.throwIfAborted();
      await file.fill(k, { to, rows, offset, stride: units }, signal);
    }
  };
  const titles = columns.map((k) => file.columns[k]!.name);
  return { path, columns: titles, ...tableArray(file, [units], types, scratch, fill), ...named(names) };
}

function listArray(file: TableFile, k: number, names?: RowNames): StoredArray {
  const { name, type, inner } = file.columns[k] as TableColumn & { inner: readonly number[] };
  const fill = (to: Numbers, rows: RowRange, signal?: AbortSignal) =>
    file.fill(k, { to, rows, offset: 0, stride: sizeOf(inner) }, signal);
  return {
    path: name,
    ...tableArray(file, inner, commonType([type]), file.scratch(k), fill),
    ...named(names),
  };
}

/** What arrays of columns and of lists share. @param inner - lengths of the axes behind that of rows */
function tableArray(
  file: TableFile,
  inner: readonly number[],
  { type, stored, isSingle }: ReturnType<typeof commonType>,
  scratch: number,
  fill: Fill,
): Omit<StoredArray, "path"> {
  const each = sizeOf(inner);
  const rowBytes = each * (isSingle ? 4 : 8);
  const partBytes = file.parts.reduce((most, rows) => Math.max(most, rows), 0) * rowBytes;
  const byRows = file.parts.length > 1 && partBytes <= mostKept;
  const make = (rows: RowRange, memory?: ArrayBuffer) =>
    numbersFor(isSingle ? "f4" : "f8", (rows.end - rows.start) * each, memory);
  const whole = async (rows: RowRange, signal?: AbortSignal, memory?: ArrayBuffer) => {
    const to = make(rows, memory);
    await fill(to, rows, signal);
    return to;
  };
  return {
    shape: [file.rows, ...inner],
    type,
    ...(stored && { stored }),
    bytes: file.rows * rowBytes,
    scratch: scratch + (byRows ? partBytes : 0),
    byRows,
    read: byRows ? readingByParts(file.parts, each, make, whole) : whole,
  };
}

function refusedArray({ columns, rows }: TableFile, k: number): StoredArray {
  const { name, type, inner = [] } = columns[k]!;
  return {
    path: name,
    shape: [rows, ...inner],
    type,
    refused: type,
    bytes: 0,
    scratch: 0,
    read: () => Promise.reject(new TypeError(`${name}: ${type}`)),
  };
}

function named(names: RowNames | undefined): Pick<StoredArray, "stimuli" | "taken"> {
  if (!names) return {};
  return { stimuli: names.names, taken: { rowNames: names.names, column: names.title } };
}
