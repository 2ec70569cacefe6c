import { csvText } from "../base/csv-text.ts";
import { assertLabels, assertNumbers } from "../base/numbers.ts";
import { ShapeError } from "../base/errors.ts";
import { writeZip } from "./formats/zip/zip-write.ts";
import { kindOf } from "./formats/text/csv-kinds.ts";
import { sizeOf } from "./formats/shapes.ts";

/**
 * A `.npy` file, version 1.0, row-major and little-endian.
 *
 * @param shape - length of each axis; `[]` for a scalar
 * @param data - row-major, `shape` multiplied out long
 * @param dtype - double precision, or single, to which values are rounded
 * @throws {ShapeError} if the data does not fill the shape.
 */
export function writeNpy(
  shape: readonly number[],
  data: ArrayLike<number>,
  dtype: "f8" | "f4" = "f8",
): Uint8Array<ArrayBuffer> {
  assertNumbers(data, "writeNpy");
  checkLength("writeNpy", shape, data.length);
  const header = npyHeader(shape, dtype);
  const given = dtype === "f8" && data instanceof Float64Array; // then a copy would only take memory
  const body = given ? data : dtype === "f8" ? Float64Array.from(data) : Float32Array.from(data);
  const file = new Uint8Array(header.length + body.byteLength);
  file.set(header);
  file.set(new Uint8Array(body.buffer, body.byteOffset, body.byteLength), header.length);
  return file;
}

/** An array under a name. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/**
 * A `.npz` archive as `numpy.savez` writes it.
 * @param arrays - each with its name, and its numbers in row-major order
 * @param dtype - double precision, or single, to which values are rounded
 * @throws {ShapeError} if data does not fill its shape. @throws {RangeError} for 4 GiB or more.
 */
export function writeNpz(arrays: readonly NamedArray[], dtype: "f8" | "f4" = "f8"): Uint8Array<ArrayBuffer> {
  return writeZip(
    arrays.map(({ name, shape, data }) => ({ name: `${name}.npy`, bytes: writeNpy(shape, data, dtype) })),
  );
}

/**
 * A table in CSV: names in the first row and column, an empty corner, LF line ends. A name with which
 * a formula would begin in a spreadsheet (=, +, -, @, tab, line end) stands in quotes with an apostrophe
 * before it; `read` takes that away. Numbers are no names, and stay as they are.
 *
 * @param values - rowNames.length × colNames.length, row-major: numbers or names
 * @throws {ShapeError} if the values do not fill that.
 */
export function writeCsv(
  rowNames: readonly string[],
  colNames: readonly string[],
  values: ArrayLike<number | string>,
): string {
  return [...csvLines(rowNames, colNames, values)].join("");
}

/** The lines of `writeCsv`, for a table that is too large to be one text. @throws {ShapeError} as it does. */
export function* csvLines(
  rowNames: readonly string[],
  colNames: readonly string[],
  values: ArrayLike<number | string>,
): Generator<string> {
  assertLabels(values, "writeCsv", "values");
  checkLength("writeCsv", [rowNames.length, colNames.length], values.length);
  const cols = colNames.length;
  yield csvHead(colNames);
  for (const [i, name] of rowNames.entries()) yield csvRow(name, values, i * cols, cols);
}

/** The first line of `csvLines`. */
export function csvHead(colNames: readonly string[]): string {
  return `${["", ...colNames.map(csvName)].join(",")}\n`;
}

/** The line of one row. @param from - where its values begin in `values` */
export function csvRow(name: string, values: ArrayLike<number | string>, from: number, cols: number): string {
  const row = Array.from({ length: cols }, (_, j) => csvCell(values[from + j]!));
  return `${[csvName(name), ...row].join(",")}\n`;
}

function csvCell(value: number | string): string {
  return typeof value === "number" ? formatNumber(value) : csvName(value);
}

/**
 * The shortest decimal that reads back as the same double: up to 17 significant
 * digits, as many as it takes. `NaN`, `Infinity` and `-0` are spelt so.
 */
export function formatNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/**
 * JSON with typed arrays as lists. JSON has no NaN and no infinities: they
 * become the strings "NaN", "Infinity" and "-Infinity", which `Number` and
 * Python's `float` read back, rather than the silent null of `JSON.stringify`.
 *
 * @param indent - spaces a level; 0 gives one line
 */
export function writeJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, plainJson, indent);
}

/** Numbers in one piece of `jsonPieces`. */
const pieceLength = 4096;

/** The text of `writeJson(value, 0)` in pieces, for a document that is too large to be one text. */
export function* jsonPieces(value: object): Generator<string> {
  const plain = "toJSON" in value ? (value as { toJSON(): object }).toJSON() : value;
  if (!isList(plain)) yield* objectPieces(plain);
  else if (typeof plain[0] === "object" && plain[0] !== null) yield* listPieces(plain as readonly object[]);
  else yield* numberPieces(plain);
}

function* objectPieces(value: object): Generator<string> {
  let before = "{";
  for (const [key, part] of Object.entries(value)) {
    const isLarge = typeof part === "object" && part !== null;
    const text = isLarge ? "" : writeJson(part, 0);
    if (text === undefined) continue; // as JSON.stringify leaves out what is undefined
    yield `${before}${JSON.stringify(key)}:${text}`;
    if (isLarge) yield* jsonPieces(part as object);
    before = ",";
  }
  yield before === "{" ? "{}" : "}";
}

function* listPieces(list: readonly unknown[]): Generator<string> {
  let before = "[";
  for (const part of list) {
    yield before;
    if (typeof part === "object" && part !== null) yield* jsonPieces(part);
    else yield writeJson(part, 0) ?? "null";
    before = ",";
  }
  yield "]";
}

/** Of numbers and words, many in one piece. */
function* numberPieces(list: ArrayLike<unknown>): Generator<string> {
  yield "[";
  for (let from = 0; from < list.length; from += pieceLength) {
    const part = Array.prototype.slice.call(list, from, from + pieceLength);
    yield `${from > 0 ? "," : ""}${writeJson(part, 0).slice(1, -1)}`;
  }
  yield "]";
}

function isList(value: object): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function plainJson(_key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  return value;
}

/** In quotes, too, where the reader would take it for a number or for a missing one. */
function csvName(name: string): string {
  return csvText(name, kindOf(name) !== "name");
}

/** Magic bytes, version, length and the literal, padded with spaces so that the data starts at a multiple of 64. */
export function npyHeader(shape: readonly number[], dtype: string): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const literal = `{'descr': '<${dtype}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const prefix = 10;
  const total = Math.ceil((prefix + literal.length + 1) / 64) * 64;
  const length = total - prefix;
  const text = `\x93NUMPY\x01\x00${String.fromCharCode(length & 255, length >> 8)}${literal.padEnd(length - 1)}\n`;
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** @throws {ShapeError} if so many values do not fill that shape */
export function checkLength(name: string, shape: readonly number[], length: number): void {
  if (sizeOf(shape) === length) return;
  throw new ShapeError(`${name}: shape ${shape.join(" × ")} needs ${sizeOf(shape)} values, got ${length}.`);
}
