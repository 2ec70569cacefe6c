import { fromCsvText } from "../../../base/csv-text.ts";
import type { FormatError } from "../../../base/errors.ts";
import { finish, inRanges, type Steps } from "../../../base/steps.ts";
import type { Representation } from "../../representation.ts";
import { ByteReader, checkMemory, defaultLimits, quoted, stemOf } from "../bytes.ts";
import type { Limits } from "../bytes.ts";
import { cellsOf, type Cell } from "./csv-cells.ts";
import { kindOf } from "./csv-kinds.ts";
import { isOfNumbers, layoutOf, mixedColumn, type Layout } from "./csv-layout.ts";
import { tableBytes } from "./csv-memory.ts";
import { parseNumber } from "./csv-numbers.ts";
import type { TableOptions } from "./table-options.ts";

/** A representation whose columns have names too; `read` needs them to transpose. */
export interface Table extends Representation {
  readonly columns?: readonly string[];
  /** Of an array that holds no real numbers: what it holds. Its `data` is empty. */
  readonly type?: string;
  readonly refused?: string;
}

/** How a table is read, how much memory it may take, and which arrays of several are wanted. */
export type TableReading = Limits &
  TableOptions & { readonly wanted?: ((path: string) => boolean) | undefined };

/** Comma-separated values; see `tableSteps`. */
export function parseCsv(bytes: Uint8Array, file: string, how: TableReading = defaultLimits): Table[] {
  return finish(csvSteps(bytes, file, how));
}

/** Tab-separated values; see `tableSteps`. */
export function parseTsv(bytes: Uint8Array, file: string, how: TableReading = defaultLimits): Table[] {
  return finish(tsvSteps(bytes, file, how));
}

/** `parseCsv` in steps. */
export function csvSteps(bytes: Uint8Array, file: string, how: TableReading): Steps<Table[]> {
  return tableSteps(bytes, file, ",", how);
}

/** `parseTsv` in steps. */
export function tsvSteps(bytes: Uint8Array, file: string, how: TableReading): Steps<Table[]> {
  return tableSteps(bytes, file, "\t", how);
}

/**
 * A table of numbers in UTF-8, one row a line.
 *
 * Where `header` and `rowNames` say nothing, the cells show what they are (`csv-layout.ts`):
 * The first row is a header if the cells after its first are names, or if its
 * first cell is empty and the others are counted from 0 or 1 or stand in quotes.
 * (A single column has a header if its first cell is a name.)
 * The first column holds names if the header's first cell is empty, or if its
 * cells below the header are names; they become `stimuli`.
 * Numbers are decimal, or NaN, Inf, Infinity in any case; nothing else. A missing
 * value, or a number in another spelling (0x10, 1_000, "1,5"), makes no name of a cell.
 *
 * @returns one table; `taken` says what was read as names
 * @throws {FormatError} for a ragged row, an empty cell or a cell that is no
 *   number, naming line and column, counted from 1; for a first row or first
 *   column of names and numbers, with both readings.
 */
function* tableSteps(bytes: Uint8Array, file: string, delimiter: string, how: TableReading): Steps<Table[]> {
  const reader = new ByteReader(bytes, file);
  skipByteOrderMark(reader);
  const code = delimiter.charCodeAt(0);
  const most = yield* countCells(bytes, code);
  checkMemory(reader, tableBytes(bytes.length, most), how);
  const rows = new Rows(reader, yield* layoutOf(reader, code, how), how, most);
  for (const cells of cellsOf(reader, code)) {
    for (const cell of cells) rows.add(cell);
    yield;
  }
  return [{ name: stemOf(file), ...(yield* rows.table()) }];
}

/** @throws {FormatError} for text in UTF-16. */
export function skipByteOrderMark(reader: ByteReader): void {
  const [a, b, c] = reader.bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw reader.problem("text in UTF-8", "a byte order mark of UTF-16; save the table as UTF-8");
  }
  if (a === 0xef && b === 0xbb && c === 0xbf) reader.offset = 3;
}

/** Delimiters and line ends inside quotes count too: an upper bound. */
export function* countCells(bytes: Uint8Array, delimiter: number): Steps<number> {
  let cells = 1;
  const count = (from: number, to: number) => {
    let found = 0;
    for (let at = from; at < to; at++) if (bytes[at] === delimiter || bytes[at] === 10) found++;
    cells += found;
  };
  yield* inRanges(bytes.length, count, 2 ** 20);
  return cells;
}

/** Collects the values, cell by cell. */
class Rows {
  readonly #reader: ByteReader;
  readonly #layout: Layout;
  readonly #said: TableOptions;
  readonly #values: Float64Array;
  readonly #names: string[] = [];
  readonly #columns: string[] = [];
  #filled = 0;
  /** Rows that are finished, the header among them. */
  #rows = 0;
  /** Where the next cell stands in its row, and the first cell of that row. */
  #column = 0;
  #first: Cell | undefined;
  /** What is wrong in this row. That the row has another length explains it, so that is said first. */
  #fault: FormatError | undefined;

  constructor(reader: ByteReader, layout: Layout, said: TableOptions, capacity: number) {
    this.#reader = reader;
    this.#layout = layout;
    this.#said = said;
    this.#values = new Float64Array(capacity);
  }

  add(cell: Cell): void {
    const column = this.#column++;
    if (column === 0) this.#first = cell;
    if (this.#rows === 0 && this.#layout.header) this.#columns.push(nameIn(cell));
    else if (column === 0 && this.#layout.rowNames) this.#addName(cell);
    else this.#addValue(cell, column);
    if (cell.last) this.#endRow();
  }

  *table(): Steps<Omit<Table, "name">> {
    const { rowNames, header, width } = this.#layout;
    const columns = rowNames ? this.#columns.slice(1) : this.#columns;
    const taken = { ...(header && { header: columns }), ...(rowNames && { rowNames: this.#names }) };
    return {
      shape: [this.#rows - (header ? 1 : 0), width - (rowNames ? 1 : 0)],
      data: yield* this.#data(),
      ...(rowNames && { stimuli: this.#names }),
      ...(header && { columns }),
      ...((header || rowNames) && { taken }),
    };
  }

  *#data(): Steps<Float64Array> {
    if (this.#filled === this.#values.length) return this.#values;
    const data = new Float64Array(this.#filled);
    yield* inRanges(data.length, (from, to) => data.set(this.#values.subarray(from, to), from));
    return data;
  }

  #endRow(): void {
    const first = this.#first!;
    if (this.#column !== this.#layout.width) {
      throw this.#reader.problem(
        `${this.#layout.width} cells, as in the first row`,
        `${this.#column} in line ${first.line}`,
        first.offset,
      );
    }
    if (this.#fault) throw this.#fault;
    this.#column = 0;
    this.#rows++;
  }

  #addName(cell: Cell): void {
    const { guess, width } = this.#layout;
    if (guess && isOfNumbers(cell.text)) this.#fault ??= mixedColumn(this.#reader, width, guess, cell);
    else if (guess && cell.text === "" && !cell.quoted) this.#fault ??= this.#noName(cell);
    this.#names.push(nameIn(cell));
  }

  #addValue(cell: Cell, column: number): void {
    const value = parseNumber(cell.text);
    // A row that is too long has no room, and is refused at its end.
    if (value === undefined) this.#fault ??= this.#noNumber(cell, column);
    else this.#values[this.#filled++] = value;
  }

  #noName(cell: Cell): FormatError {
    const got = `an empty cell in line ${cell.line}, column 1`;
    return this.#reader.problem("a name, as in the rows before", got, cell.offset);
  }

  #noNumber(cell: Cell, column: number): FormatError {
    const { guess, width } = this.#layout;
    const kind = kindOf(cell.text);
    if (column === 0 && guess && kind === "name" && isOfNumbers(guess.text))
      return mixedColumn(this.#reader, width, cell, guess);
    const text = kind === "missing" ? `the missing value ${quoted(cell.text)}` : quoted(cell.text);
    return this.#reader.problem(
      `a number in double precision${kind === "number-like" ? ", in digits and with a decimal point" : ""}`,
      `${cell.text === "" ? "an empty cell" : text} in line ${cell.line}, column ${column + 1}`,
      cell.offset,
      this.#advice(kind === "missing", column),
    );
  }

  /** How to say that the cell is meant as a name, and what is written where a number is missing. */
  #advice(isMissing: boolean, column: number): string {
    const { header = "auto", rowNames = "auto" } = this.#said;
    const advice = [
      isMissing && "Write NaN where a measure can leave out what is missing.",
      this.#rows === 0 && header === "auto" && 'If the first row names the columns, say header "yes".',
      column === 0 && rowNames === "auto" && 'If the first column names the rows, say rowNames "yes".',
    ];
    return advice.filter(Boolean).join(" ");
  }
}

/** A name as its writer had it: what was put before it to keep spreadsheets from running it is gone. */
function nameIn({ text, quoted: inQuotes }: Cell): string {
  return inQuotes ? fromCsvText(text) : text;
}
