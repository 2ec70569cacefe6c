import { isNumber, parseNumber } from "./csv-numbers.ts";
import type { FormatError } from "../../base/errors.ts";
import type { Representation } from "../representation.ts";
import { ByteReader, checkMemory, defaultLimits, quoted, stemOf } from "./bytes.ts";
import type { Limits } from "./bytes.ts";
import { readRows } from "./csv-cells.ts";
import type { Cell } from "./csv-cells.ts";
import { tableBytes } from "./csv-memory.ts";

/** A representation whose columns have names too; `read` needs them to transpose. */
export interface Table extends Representation {
  readonly columns?: readonly string[];
}

/** What the first rows say about the rest. */
interface Layout {
  readonly header: boolean;
  readonly rowNames: boolean;
  /** Cells in each row, names included. */
  readonly width: number;
}

/** Comma-separated values; see `parseTable`. */
export function parseCsv(bytes: Uint8Array, file: string, limits: Limits = defaultLimits): Table[] {
  return [parseTable(bytes, file, ",", limits)];
}

/** Tab-separated values; see `parseTable`. */
export function parseTsv(bytes: Uint8Array, file: string, limits: Limits = defaultLimits): Table[] {
  return [parseTable(bytes, file, "\t", limits)];
}

/**
 * A table of numbers in UTF-8, one row a line.
 *
 * The first row is a header if the cells after its first are names, or if its
 * first cell is empty and the others are counted from 0 or 1 or stand in quotes.
 * (A single column has a header if its first cell is no number.)
 * The first column holds names if the header's first cell is empty or the first
 * cell below the header is no number; they become `stimuli`.
 * Numbers are decimal, or NaN, Inf, Infinity in any case; nothing else.
 *
 * @throws {FormatError} for a ragged row, an empty cell or a cell that is no
 *   number, naming line and column, counted from 1.
 */
function parseTable(bytes: Uint8Array, file: string, delimiter: string, limits: Limits): Table {
  const reader = new ByteReader(bytes, file);
  skipByteOrderMark(reader);
  const code = delimiter.charCodeAt(0);
  // Delimiters and line ends inside quotes count too: an upper bound.
  let cells = 1;
  for (const byte of bytes) if (byte === code || byte === 10) cells++;
  checkMemory(reader, tableBytes(bytes.length, cells), limits);
  const rows = new Rows(reader, layoutOf(reader, code), cells);
  for (const row of readRows(reader, code)) rows.add(row);
  return { name: stemOf(file), ...rows.table() };
}

function skipByteOrderMark(reader: ByteReader): void {
  const [a, b, c] = reader.bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw reader.problem("text in UTF-8", "a byte order mark of UTF-16; save the table as UTF-8");
  }
  if (a === 0xef && b === 0xbb && c === 0xbf) reader.offset = 3;
}

function layoutOf(reader: ByteReader, delimiter: number): Layout {
  const rows = readRows(reader, delimiter);
  const first = rows.next().value;
  if (!first) throw reader.problem("at least one row", "an empty file");
  const header = isHeader(reader, first);
  const below = header ? rows.next().value : first;
  const corner = header && first.length > 1 && first[0]!.text === "";
  const rowNames =
    corner || (below && below.length > 1 && !isNumber(below[0]!.text) && below[0]!.text !== "");
  return { header, rowNames: !!rowNames, width: first.length };
}

/** @throws {FormatError} for a row of names and numbers: which are meant cannot be told. */
function isHeader(reader: ByteReader, first: readonly Cell[]): boolean {
  const [corner, ...rest] = first;
  if (rest.length === 0) return corner!.text !== "" && !isNumber(corner!.text);
  const name = rest.find(({ text }) => text !== "" && !isNumber(text));
  const value = rest.find((cell) => !cell.quoted && isNumber(cell.text));
  if (name && value) {
    const got = `${quoted(name.text)} and ${value.text} in line ${name.line}`;
    throw reader.problem(
      "numbers alone or names alone (those that look like numbers in quotes)",
      got,
      name.offset,
    );
  }
  return name !== undefined || (corner!.text === "" && areLabels(rest));
}

/** Numbers that must be names: in quotes, or counted from 0 or 1 as pandas does. */
function areLabels(cells: readonly Cell[]): boolean {
  const counted = (start: number) => cells.every(({ text }, i) => text === String(i + start));
  return counted(0) || counted(1) || cells.every((cell) => cell.quoted);
}

/** Collects the values, row by row. */
class Rows {
  readonly #reader: ByteReader;
  readonly #layout: Layout;
  readonly #values: Float64Array;
  readonly #names: string[] = [];
  #columns: string[] | undefined;
  #filled = 0;
  #rows = 0;

  constructor(reader: ByteReader, layout: Layout, capacity: number) {
    this.#reader = reader;
    this.#layout = layout;
    this.#values = new Float64Array(capacity);
  }

  add(row: readonly Cell[]): void {
    const { header, rowNames, width } = this.#layout;
    if (row.length !== width) {
      throw this.#problem(
        row[0]!,
        `${width} cells, as in the first row`,
        `${row.length} in line ${row[0]!.line}`,
      );
    }
    const from = rowNames ? 1 : 0;
    if (header && !this.#columns) {
      this.#columns = row.slice(from).map(({ text }) => text);
      return;
    }
    if (rowNames) this.#names.push(row[0]!.text);
    for (let column = from; column < width; column++)
      this.#values[this.#filled++] = this.#number(row[column]!, column);
    this.#rows++;
  }

  table(): Omit<Table, "name"> {
    const { rowNames, width } = this.#layout;
    return {
      shape: [this.#rows, width - (rowNames ? 1 : 0)],
      data: this.#values.slice(0, this.#filled),
      ...(rowNames && { stimuli: this.#names }),
      ...(this.#columns && { columns: this.#columns }),
    };
  }

  #number(cell: Cell, column: number): number {
    const value = parseNumber(cell.text);
    if (value !== undefined) return value;
    const got = cell.text === "" ? "an empty cell" : quoted(cell.text);
    throw this.#problem(
      cell,
      "a number in double precision",
      `${got} in line ${cell.line}, column ${column + 1}`,
    );
  }

  #problem(cell: Cell, expected: string, got: string): FormatError {
    return this.#reader.problem(expected, got, cell.offset);
  }
}
