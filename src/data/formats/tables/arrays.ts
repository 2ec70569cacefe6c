import { numbersFor, type Numbers } from "../dtypes.ts";
import { quoted } from "../bytes.ts";
import type { OpenedFile, RowRange, StoredArray } from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import { rowNamesOf, type RowNames } from "./row-names.ts";
import { tableProblem } from "./problem.ts";
import { commonType, type TableColumn, type TableFile } from "./table-file.ts";

/**
 * The arrays of a table: its columns of numbers together are one, rows × columns; each column of lists is one of
 * its own by its name, rows × the lengths of its lists. Both have the names of the rows. Other columns
 * are an error, or listed as refused where there are lists to read.
 * @throws {FormatError} for a table without numbers, or with columns that are neither numbers nor names.
 */
export async function openTable(
  file: TableFile,
  close: () => Promise<void>,
  signal?: AbortSignal,
): Promise<OpenedFile> {
  const names = await rowNamesOf(file, signal);
  const left = [...file.columns.keys()].filter((k) => k !== names?.column);
  const lists = left.filter((k) => file.columns[k]!.inner && file.columns[k]!.kind === "numbers");
  const scalars = left.filter((k) => !file.columns[k]!.inner && file.columns[k]!.kind === "numbers");
  const others = left.filter((k) => file.columns[k]!.kind !== "numbers");
  if (lists.length === 0) checkColumns(file, scalars, others);
  const arrays = lists.map((k) => listArray(file, k, names));
  if (scalars.length > 0)
    arrays.unshift(scalarArray(file, scalars, lists.length > 0 ? freePath(file) : "", names));
  return { arrays: [...arrays, ...others.map((k) => refusedArray(file, k))], close };
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
  const { type, stored, isSingle } = commonType(columns.map((k) => file.columns[k]!.type));
  return {
    path,
    shape: [file.rows, units],
    type,
    ...(stored && { stored }),
    ...named(names),
    columns: columns.map((k) => file.columns[k]!.name),
    bytes: file.rows * units * (isSingle ? 4 : 8),
    scratch: columns.reduce((most, k) => Math.max(most, file.scratch(k)), 0),
    async read(rows, signal, memory) {
      const to = roomFor(rows, units, isSingle, memory);
      for (const [offset, k] of columns.entries()) {
        signal?.throwIfAborted();
        await file.fill(k, { to, rows, offset, stride: units }, signal);
      }
      return to;
    },
  };
}

function listArray(file: TableFile, k: number, names?: RowNames): StoredArray {
  const { name, type: only, inner } = file.columns[k] as TableColumn & { inner: readonly number[] };
  const stride = sizeOf(inner);
  const { type, stored, isSingle } = commonType([only]);
  return {
    path: name,
    shape: [file.rows, ...inner],
    type,
    ...(stored && { stored }),
    ...named(names),
    bytes: file.rows * stride * (isSingle ? 4 : 8),
    scratch: file.scratch(k),
    async read(rows, signal, memory) {
      const to = roomFor(rows, stride, isSingle, memory);
      await file.fill(k, { to, rows, offset: 0, stride }, signal);
      return to;
    },
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

function roomFor({ start, end }: RowRange, each: number, isSingle: boolean, memory?: ArrayBuffer): Numbers {
  return numbersFor(isSingle ? "f4" : "f8", (end - start) * each, memory);
}
