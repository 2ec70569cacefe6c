/** Numbers, matrices and labels as callers without types may give them: nothing is coerced. */
import { NumericalError, ShapeError } from "./errors.ts";
import { matrix, type Matrix } from "./matrix.ts";

/** Where an entry stands, in words: `in row 1, column 2`. */
type Place = (index: number) => string;

const listed: Place = (index) => `at place ${index}`;

/** Places of a row-major array, whose rows are so long. */
export function placesIn(width: number): Place {
  return (index) => `in row ${Math.floor(index / width)}, column ${index % width}`;
}

/**
 * Checks that every entry is a number. NaN and infinities are numbers. A typed array needs no look at its entries.
 * @param owner - begins the message
 * @throws {NumericalError} naming the first entry that is none: null, a text, true, a hole, a bigint, a Date, a list.
 * @throws {ShapeError} for what is no list.
 */
export function assertNumbers(given: unknown, owner: string, place: Place = listed): void {
  if (isNumeric(given)) return;
  if (!Array.isArray(given))
    throw new ShapeError(`${owner}: expected a typed array or a list of numbers, got ${kindOf(given)}.`);
  for (let index = 0; index < given.length; index++) {
    const entry: unknown = given[index];
    if (typeof entry !== "number") throw notNumber(owner, place(index), entry);
  }
}

/** The numbers themselves; those of a list or of integers in double precision. @throws as `assertNumbers` */
export function numbersOf(given: unknown, owner: string, place?: Place): Float64Array | Float32Array {
  if (given instanceof Float64Array || given instanceof Float32Array) return given;
  assertNumbers(given, owner, place);
  return Float64Array.from(given as ArrayLike<number>);
}

/**
 * A matrix as it was given, its entries checked; a list of entries becomes a typed array.
 * @throws {ShapeError} for what is no matrix, or one that its data do not fill.
 * @throws {NumericalError} as `assertNumbers`, with row and column.
 */
export function givenMatrix(given: Matrix, owner: string): Matrix {
  const { rows, cols, data } = (given ?? {}) as Partial<Matrix>;
  if (!isLength(rows) || !isLength(cols) || typeof data !== "object" || data === null)
    throw new ShapeError(`${owner}: expected a matrix { rows, cols, data }, got ${kindOf(given)}.`);
  const entries = doublesOf(data, owner, placesIn(cols));
  if (entries.length !== rows * cols)
    throw new ShapeError(`${owner}: ${rows} × ${cols} means ${rows * cols} numbers, got ${entries.length}.`);
  return entries === data ? given : { rows, cols, data: entries };
}

/** Lengths of axes as they were given. @throws {ShapeError} unless they are whole numbers from 0. */
export function givenShape(given: unknown, owner: string): readonly number[] {
  if (Array.isArray(given) && Array.from(given).every(isLength)) return given;
  const got = Array.isArray(given) ? Array.from(given, kindOf).join(", ") : kindOf(given);
  throw new ShapeError(`${owner}: expected whole numbers as the lengths of the axes, got ${got}.`);
}

/** Numbers in double precision. @throws as `assertNumbers` */
export function doublesOf(given: unknown, owner: string, place?: Place): Float64Array {
  const numbers = numbersOf(given, owner, place);
  return numbers instanceof Float64Array ? numbers : Float64Array.from(numbers);
}

/**
 * Checks that labels are names or numbers.
 * @param what - the labels, in the plural
 * @throws {ShapeError} naming the first that is neither, or for what is no list.
 */
export function assertLabels(given: unknown, owner: string, what: string): void {
  if (isNumeric(given)) return;
  if (!Array.isArray(given))
    throw new ShapeError(`${owner}: expected a list of ${what}, got ${kindOf(given)}.`);
  for (let index = 0; index < given.length; index++) {
    const label: unknown = given[index];
    if (typeof label === "string" || typeof label === "number") continue;
    throw new ShapeError(
      `${owner}: expected a name or a number for each of the ${what}, got ${kindOf(label)} at place ${index}, counted from 0.`,
    );
  }
}

/** The error for an entry that is no number. */
export function notNumber(owner: string, place: string, entry: unknown): NumericalError {
  const advice = entry === null ? " JSON writes NaN as null: turn it back first." : "";
  return new NumericalError(
    `${owner}: expected a number ${place}, counted from 0, got ${kindOf(entry)}.${advice}`,
  );
}

/** A value that was not expected, in words. */
export function kindOf(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (value === undefined) return "nothing";
  if (typeof value === "string")
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "bigint") return `the bigint ${value}n`;
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  const name = value.constructor?.name;
  return name && name !== "Object" ? `a ${name}` : "an object";
}

function isNumeric(given: unknown): boolean {
  if (!ArrayBuffer.isView(given) || given instanceof DataView) return false;
  return !(given instanceof BigInt64Array || given instanceof BigUint64Array);
}

function isLength(length: unknown): length is number {
  return Number.isInteger(length) && (length as number) >= 0;
}

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
