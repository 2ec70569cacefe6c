import type { Steps } from "../../../base/steps.ts";
import type { ByteReader } from "../bytes.ts";

/** One cell of a text table. */
export interface Cell {
  readonly text: string;
  /** Whether it stood in quotes: then an empty one is text and not a missing number. */
  readonly quoted: boolean;
  /** Position in bytes from the start of the file. */
  readonly offset: number;
  /** Line it begins in, from 1. */
  readonly line: number;
  /** Whether it is the last of its row. */
  readonly last: boolean;
}

const quote = 34;
const newline = 10;
const carriageReturn = 13;

/** Cells and bytes that are read between two pauses. */
const [mostCells, mostBytes] = [2 ** 11, 2 ** 16];

/**
 * Cuts a table into cells, some thousands at a time, of as many rows as they are; a list may be
 * empty where a cell is very long. Cells in quotes may hold delimiters, line ends and doubled quotes.
 *
 * Source: RFC 4180; line ends are LF or CRLF, the last one is optional.
 */
export function* cellsOf(reader: ByteReader, delimiter: number): Generator<Cell[]> {
  const scanner = new Scanner(reader, delimiter);
  while (!scanner.done) yield scanner.some();
}

/** All rows in one list, for tables that are read as texts. */
export function* rowsOf(reader: ByteReader, delimiter: number): Steps<Cell[][]> {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  for (const cells of cellsOf(reader, delimiter)) {
    for (const cell of cells) {
      row.push(cell);
      if (!cell.last) continue;
      rows.push(row);
      row = [];
    }
    yield;
  }
  return rows;
}

class Scanner {
  readonly #reader: ByteReader;
  readonly #bytes: Uint8Array;
  readonly #delimiter: number;
  /** Line ends at the end of the file belong to no row. */
  readonly #end: number;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #at: number;
  #line = 1;
  /** Where the cell begins that is being read, and in which line. */
  #start: number;
  #startLine = 1;
  /** Of a cell in quotes: whether there were doubled ones, and whether the closing one was found. */
  #doubled = false;
  #closed = false;
  /** A cell must follow, be it empty: a delimiter stands before it. */
  #isDue = false;

  constructor(reader: ByteReader, delimiter: number) {
    this.#reader = reader;
    this.#bytes = reader.bytes;
    this.#delimiter = delimiter;
    this.#at = this.#start = reader.offset;
    let end = this.#bytes.length;
    while (end > this.#at && isLineEnd(this.#bytes[end - 1]!)) end--;
    this.#end = end;
  }

  get done(): boolean {
    return this.#at >= this.#end && !this.#isDue;
  }

  some(): Cell[] {
    const cells: Cell[] = [];
    const limit = Math.min(this.#end, this.#at + mostBytes);
    while (cells.length < mostCells && !this.done) {
      const cell = this.#cell(limit);
      if (!cell) break;
      cells.push(cell);
      if (this.#at >= limit) break;
    }
    return cells;
  }

  /** The cell at `start`. Undefined if it does not end before `limit`: it is read on from there next time. */
  #cell(limit: number): Cell | undefined {
    const isQuoted = this.#bytes[this.#start] === quote && this.#start < this.#end;
    if (isQuoted ? !this.#toClosingQuote(limit) : !this.#toEnd(limit)) return undefined;
    const [offset, line] = [this.#start, this.#startLine];
    const text = isQuoted ? this.#unquoted(offset) : this.#decode(offset, this.#at).trim();
    const last = this.#step();
    return { text, quoted: isQuoted, offset, line, last };
  }

  #toEnd(limit: number): boolean {
    let at = this.#at;
    while (at < limit && !this.#endsCell(at)) at++;
    this.#at = at;
    return at < limit || limit === this.#end;
  }

  #toClosingQuote(limit: number): boolean {
    if (this.#at === this.#start) this.#at++;
    for (; this.#at < limit; this.#at++) {
      if (this.#bytes[this.#at] === newline) this.#line++;
      if (this.#bytes[this.#at] !== quote) continue;
      if (this.#bytes[this.#at + 1] !== quote) {
        this.#closed = true;
        return true;
      }
      this.#doubled = true;
      this.#at++;
    }
    return limit === this.#end;
  }

  #unquoted(start: number): string {
    if (!this.#closed) throw this.#reader.problem("a closing quote", "the end of the file", start);
    const text = this.#decode(start + 1, this.#at++);
    if (this.#at < this.#end && !this.#endsCell(this.#at)) {
      throw this.#reader.problem(
        "a delimiter or the end of the line after a closing quote",
        "more text",
        this.#at,
      );
    }
    return this.#doubled ? text.replaceAll('""', '"') : text;
  }

  #endsCell(at: number): boolean {
    const byte = this.#bytes[at]!;
    if (byte === this.#delimiter || byte === newline) return true;
    return byte === carriageReturn && this.#bytes[at + 1] === newline;
  }

  /** Over what stands behind a cell. @returns whether that ends the row */
  #step(): boolean {
    this.#isDue = this.#at < this.#end && this.#bytes[this.#at] === this.#delimiter;
    if (this.#isDue) this.#at++;
    else this.#lineEnd();
    this.#start = this.#at;
    this.#startLine = this.#line;
    this.#doubled = this.#closed = false;
    return !this.#isDue;
  }

  #lineEnd(): void {
    if (this.#bytes[this.#at] === carriageReturn) this.#at++;
    if (this.#bytes[this.#at] === newline) this.#at++;
    this.#line++;
  }

  #decode(start: number, end: number): string {
    return (end - start < 32 && this.#ascii(start, end)) || this.#utf8(start, end);
  }

  /** Several times faster on short cells than a decoder. Undefined beyond ASCII. */
  #ascii(start: number, end: number): string | undefined {
    let text = "";
    for (let at = start; at < end; at++) {
      const byte = this.#bytes[at]!;
      if (byte > 127) return undefined;
      text += String.fromCharCode(byte);
    }
    return text;
  }

  #utf8(start: number, end: number): string {
    try {
      return this.#decoder.decode(this.#bytes.slice(start, end));
    } catch {
      throw this.#reader.problem("text in UTF-8", "bytes that are none", start);
    }
  }
}

function isLineEnd(byte: number): boolean {
  return byte === newline || byte === carriageReturn;
}
