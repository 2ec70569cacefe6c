/** Matrices as lists of rows. */
import { ShapeError } from "./errors.ts";
import { matrix, type Matrix } from "./matrix.ts";
import { assertNumbers, kindOf } from "./numbers.ts";

/**
 * `[[1, 2], [3, 4]]`: one matrix, where `[[[1, 2], [3, 4]]]` is a list of one. What stands in
 * place of a number, such as null, is looked at later.
 */
export function isRowsOfNumbers(list: readonly unknown[]): boolean {
  const [first] = list;
  if (!isRow(first)) return typeof first === "number";
  return first.length > 0 && !isRow(first[0]) && !hasData(first[0]);
}

/**
 * @param name - begins messages
 * @throws {ShapeError} for a row that is no list, or of another length than the first.
 * @throws {NumericalError} naming row and column of an entry that is no number.
 */
export function matrixFrom(rows: readonly ArrayLike<number>[], name: string): Matrix {
  for (const [i, row] of rows.entries()) assertRow(row, i, name);
  const [m, n] = [rows.length, rows[0]?.length ?? 0];
  const ragged = rows.findIndex((row) => row.length !== n);
  if (ragged >= 0)
    throw new ShapeError(`${name}: row 0 has ${n} numbers, row ${ragged} has ${rows[ragged]!.length}.`);
  const all = matrix(m, n);
  for (const [i, row] of rows.entries()) all.data.set(row, i * n);
  return all;
}

function assertRow(row: unknown, at: number, name: string): void {
  if (!isRow(row))
    throw new ShapeError(`${name}: expected a list of numbers as row ${at}, got ${kindOf(row)}.`);
  assertNumbers(row, name, (column) => `in row ${at}, column ${column}`);
}

function isRow(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

/** Whether it is a representation itself. */
function hasData(value: unknown): boolean {
  return typeof value === "object" && value !== null && "data" in value;
}
