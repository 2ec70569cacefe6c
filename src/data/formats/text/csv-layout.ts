/** Which cells of a table are names and which are numbers: as the caller says, or as the cells show. */
import type { FormatError } from "../../../base/errors.ts";
import type { Steps } from "../../../base/steps.ts";
import { shortened } from "../../../base/text.ts";
import { quoted, type ByteReader } from "../bytes.ts";
import { cellsOf, type Cell } from "./csv-cells.ts";
import { kindOf } from "./csv-kinds.ts";
import type { Said, TableOptions } from "./table-options.ts";

/** What is known of a table before its values are read. */
export interface Layout {
  readonly header: boolean;
  readonly rowNames: boolean;
  /** Cells in each row, names included. */
  readonly width: number;
  /** The cell that spoke for names or numbers in the first column; absent where nothing had to be guessed. */
  readonly guess?: Cell | undefined;
}

/** @throws {FormatError} for a first row of names and numbers: which are meant cannot be told. */
export function* layoutOf(
  reader: ByteReader,
  delimiter: number,
  { header: aboutHeader = "auto", rowNames: aboutNames = "auto" }: TableOptions,
): Steps<Layout> {
  const first = yield* firstRow(reader, delimiter);
  const width = first.length;
  if (width === 1 && aboutNames === "yes")
    throw reader.problem('numbers beside the names (rowNames "yes")', "a single column", first[0]!.offset);
  const header =
    aboutHeader === "auto" ? yield* isHeader(reader, first, delimiter, aboutNames) : aboutHeader === "yes";
  if (aboutNames !== "auto" || width === 1) return { header, rowNames: aboutNames === "yes", width };
  if (header && first[0]!.text === "") return { header, rowNames: true, width };
  const guess = yield* speakerOfColumn(reader, delimiter, header);
  return { header, rowNames: guess !== undefined && kindOf(guess.text) === "name", width, guess };
}

function* firstRow(reader: ByteReader, delimiter: number): Steps<Cell[]> {
  const row: Cell[] = [];
  for (const cells of cellsOf(reader, delimiter)) {
    for (const cell of cells) {
      row.push(cell);
      if (cell.last) return row;
    }
    yield;
  }
  throw reader.problem("at least one row", "an empty file");
}

/** The first row is a header if it holds names, or if its first cell is empty and the others are labels. */
function* isHeader(
  reader: ByteReader,
  first: readonly Cell[],
  delimiter: number,
  aboutNames: Said,
): Steps<boolean> {
  const hasCorner = first.length > 1 && aboutNames !== "no";
  const cells = hasCorner ? first.slice(1) : first;
  const isEmptyCorner = hasCorner && first[0]!.text === "";
  const name = yield* firstWhere(cells, ({ text }) => kindOf(text) === "name");
  if (!name) return isEmptyCorner && areLabels(cells);
  const mark = String.fromCharCode(delimiter);
  // Quotes make a name of a number, unless it needs them for the delimiter inside.
  const isValue = ({ text, quoted: inQuotes }: Cell) =>
    isOfNumbers(text) && (!inQuotes || (text.includes(mark) && !isEmptyCorner));
  const corner = hasCorner && aboutNames === "auto" ? first.slice(0, 1) : [];
  const value = (yield* firstWhere(cells, isValue)) ?? corner.find(isValue);
  if (value) throw mixedRow(reader, name, value);
  return true;
}

function* firstWhere(cells: readonly Cell[], test: (cell: Cell) => boolean): Steps<Cell | undefined> {
  for (const [k, cell] of cells.entries()) {
    if (k % 2048 === 2047) yield;
    if (test(cell)) return cell;
  }
  return undefined;
}

/** Numbers that must be names: in quotes, or counted from 0 or 1 as pandas does. */
function areLabels(cells: readonly Cell[]): boolean {
  const counted = (start: number) => cells.every(({ text }, i) => text === String(i + start));
  return counted(0) || counted(1) || cells.every((cell) => cell.quoted);
}

/** The first cell of the first column that is no missing value; an empty one decides for numbers, too. */
function* speakerOfColumn(reader: ByteReader, delimiter: number, header: boolean): Steps<Cell | undefined> {
  let row = header ? -1 : 0;
  let isFirst = true;
  for (const cells of cellsOf(reader, delimiter)) {
    for (const cell of cells) {
      if (isFirst && row >= 0 && (cell.text === "" || kindOf(cell.text) !== "missing")) return cell;
      isFirst = cell.last;
      if (cell.last) row++;
    }
    yield;
  }
  return undefined;
}

/** Whether a text is a number, or means one in another spelling. */
export function isOfNumbers(text: string): boolean {
  const kind = kindOf(text);
  return kind === "number" || kind === "number-like";
}

function mixedRow(reader: ByteReader, name: Cell, value: Cell): FormatError {
  return reader.problem(
    "numbers alone or names alone in the first row (names that look like numbers in quotes)",
    `${quoted(name.text)} and ${shortened(value.text, 40)} in line ${name.line}`,
    name.offset,
    `Say header "yes" to read it as the names of the columns, or header "no" to read it as numbers, of which ${quoted(name.text)} is none.`,
  );
}

/** The error for a first column of which some cells are names and some are numbers. */
export function mixedColumn(reader: ByteReader, width: number, name: Cell, value: Cell): FormatError {
  const [earlier, later] = name.offset < value.offset ? [name, value] : [value, name];
  const place = ({ text, line }: Cell) => `${quoted(text)} in line ${line}`;
  return reader.problem(
    "names alone or numbers alone in the first column",
    `${place(earlier)} and ${place(later)}`,
    later.offset,
    `Say rowNames "yes" to read it as the names of the rows, beside ${columns(width - 1)} of numbers; or rowNames "no" to read ${columns(width)} of numbers, of which ${quoted(name.text)} is none.`,
  );
}

function columns(count: number): string {
  return count === 1 ? "1 column" : `${count} columns`;
}
