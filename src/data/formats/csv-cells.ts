import type { ByteReader } from "./bytes.ts";

/** One cell of a text table. */
export interface Cell {
  readonly text: string;
  /** Whether it stood in quotes: then an empty one is text and not a missing number. */
  readonly quoted: boolean;
  /** Position in bytes from the start of the file. */
  readonly offset: number;
  /** Line it begins in, from 1. */
  readonly line: number;
}

const quote = 34;
const newline = 10;
const carriageReturn = 13;

/**
 * Cuts a table into rows, one at a time, so that memory is one row's.
 * Cells in quotes may hold delimiters, line ends and doubled quotes.
 *
 * Source: RFC 4180; line ends are LF or CRLF, the last one is optional.
 */
export function* readRows(reader: ByteReader, delimiter: number): Generator<Cell[]> {
  const scanner = new Scanner(reader, delimiter);
  while (!scanner.done) yield scanner.row();
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

  constructor(reader: ByteReader, delimiter: number) {
    this.#reader = reader;
    this.#bytes = reader.bytes;
    this.#delimiter = delimiter;
    this.#at = reader.offset;
    let end = this.#bytes.length;
    while (end > this.#at && isLineEnd(this.#bytes[end - 1]!)) end--;
    this.#end = end;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  row(): Cell[] {
    const cells = [this.#cell()];
    while (this.#at < this.#end && this.#bytes[this.#at] === this.#delimiter) {
      this.#at++;
      cells.push(this.#cell());
    }
    this.#lineEnd();
    return cells;
  }

  #cell(): Cell {
    const start = this.#at;
    if (this.#bytes[start] === quote) return this.#quotedCell(start);
    while (this.#at < this.#end && !this.#endsCell(this.#at)) this.#at++;
    return { text: this.#decode(start, this.#at).trim(), quoted: false, offset: start, line: this.#line };
  }

  #quotedCell(start: number): Cell {
    const line = this.#line;
    let doubled = false;
    for (this.#at = start + 1; this.#at < this.#end; this.#at++) {
      if (this.#bytes[this.#at] === newline) this.#line++;
      if (this.#bytes[this.#at] !== quote) continue;
      if (this.#bytes[this.#at + 1] !== quote) break;
      doubled = true;
      this.#at++;
    }
    if (this.#at >= this.#end) throw this.#reader.problem("a closing quote", "the end of the file", start);
    const text = this.#decode(start + 1, this.#at++);
    if (this.#at < this.#end && !this.#endsCell(this.#at)) {
      throw this.#reader.problem(
        "a delimiter or the end of the line after a closing quote",
        "more text",
        this.#at,
      );
    }
    return { text: doubled ? text.replaceAll('""', '"') : text, quoted: true, offset: start, line };
  }

  #endsCell(at: number): boolean {
    const byte = this.#bytes[at]!;
    if (byte === this.#delimiter || byte === newline) return true;
    return byte === carriageReturn && this.#bytes[at + 1] === newline;
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
