import type { Pieces } from "../../source.ts";
import { assertFits, type ByteReader, type Limits } from "../bytes.ts";
import { unpackerOf } from "../compression/unpack.ts";
import type { RowRange } from "../opened.ts";
import { inexact, nullIn, tableProblem, unequalList } from "../tables/problem.ts";
import type { Target } from "../tables/table-file.ts";
import type { Footer } from "./footer.ts";
import { pagesOf, type Page } from "./pages.ts";
import type { Leaf } from "./schema.ts";
import { isOfDictionary, readNumbers, readPlaces, readTexts } from "./values.ts";

/** A Parquet file that is being read. */
export interface ParquetFile {
  readonly path: string;
  readonly pieces: Pieces;
  readonly footer: Footer;
  readonly limits: Limits;
}

/** The pages of a column, with the row at which each row group begins. */
async function* pagesIn(
  { path, pieces, footer, limits }: ParquetFile,
  leaf: Leaf,
  rows: RowRange,
  signal?: AbortSignal,
): AsyncGenerator<{ page: Page; groupStart: number; isNewGroup: boolean }> {
  let start = 0;
  for (const { rows: count, chunks } of footer.groups) {
    const groupStart = start;
    start += count;
    if (start <= rows.start || groupStart >= rows.end) continue;
    signal?.throwIfAborted();
    const chunk = chunks[leaf.place]!;
    assertFits(path, chunk.size, limits, chunk.start);
    const bytes = new Uint8Array(chunk.size);
    await pieces.readInto(bytes, chunk.start);
    const unpack = chunk.codec && (await unpackerOf(chunk.codec, path));
    let isNewGroup = true;
    for (const page of pagesOf(bytes, { file: path, leaf, chunk, unpack, limits })) {
      yield { page, groupStart, isNewGroup };
      isNewGroup = false;
    }
  }
}

/** The texts of a column, row by row. */
export async function textsOf(file: ParquetFile, leaf: Leaf, signal?: AbortSignal): Promise<string[]> {
  const all = { start: 0, end: file.footer.rows };
  const texts: string[] = [];
  let dictionary: string[] = [];
  for await (const { page, isNewGroup } of pagesIn(file, leaf, all, signal)) {
    if (isNewGroup) dictionary = [];
    const { definitions, values } = page.open();
    const missing = definitions?.findIndex((level) => level < leaf.definitions) ?? -1;
    if (missing >= 0) throw noName(file.path, texts.length + missing, leaf.name);
    if (page.isDictionary) dictionary = readTexts(values, 0, page.count);
    else if (isOfDictionary(page.encoding)) {
      for (const place of readPlaces(values, page.count, dictionary.length)) texts.push(dictionary[place]!);
    } else {
      for (const text of readTexts(values, page.encoding, page.count)) texts.push(text);
    }
  }
  if (texts.length !== all.end) throw tableProblem(file.path, `${all.end} names of rows`, `${texts.length}`);
  return texts;
}

function noName(file: string, row: number, column: string) {
  return tableProblem(file, `a name in every row of column "${column}"`, `a null in row ${row}`);
}

/** How a column of lists begins: the lengths of its first row's. @throws {FormatError} for a first row that is ragged or null. */
export async function innerOf(file: ParquetFile, leaf: Leaf, signal?: AbortSignal): Promise<number[]> {
  const found: number[] = [];
  let isFirst = true;
  for await (const { page } of pagesIn(file, leaf, { start: 0, end: 1 }, signal)) {
    if (page.isDictionary) continue;
    const { repetitions, definitions } = page.open();
    for (let k = 0; k < page.count; k++) {
      if (repetitions![k] === 0 && !isFirst) return lengthsOf(file.path, leaf, found);
      if (!isValue(leaf, definitions![k]!))
        throw tableProblem(
          file.path,
          `lists of numbers in column "${leaf.name}"`,
          "an empty one or a null in row 0",
        );
      found.push(repetitions![k]!);
      isFirst = false;
    }
  }
  return lengthsOf(file.path, leaf, found);
}

/** Whether an entry is a number or a null, and not an empty list or a missing one. */
function isValue({ definitions, nullable }: Leaf, level: number): boolean {
  return level >= definitions - (nullable ? 1 : 0);
}

/** From the levels of repetition of a row: level d continues the list at depth d. */
function lengthsOf(file: string, leaf: Leaf, levels: readonly number[]): number[] {
  if (levels.length === 0) return Array.from({ length: leaf.lists }, () => 0);
  const inner = Array.from({ length: leaf.lists }, (_, d) => {
    const end = levels.findIndex((level, k) => k > 0 && level <= d);
    return 1 + levels.slice(1, end < 0 ? undefined : end).filter((level) => level === d + 1).length;
  });
  const size = inner.reduce((product, length) => product * length, 1);
  if (size !== levels.length) throw unequalList(file, 0, leaf.name, inner);
  return inner;
}

/** Copies the numbers of a column to where they go. @param nullIsNaN - as pandas writes them */
export async function fillFrom(
  file: ParquetFile,
  leaf: Leaf,
  inner: readonly number[],
  target: Target,
  nullIsNaN: boolean,
  signal?: AbortSignal,
): Promise<void> {
  const cursor = new Cursor(file.path, leaf, inner, target, nullIsNaN);
  let dictionary: ArrayLike<number> = [];
  for await (const { page, groupStart, isNewGroup } of pagesIn(file, leaf, target.rows, signal)) {
    if (isNewGroup) {
      dictionary = [];
      cursor.startGroup(groupStart);
    }
    if (cursor.skips(page)) continue;
    const { definitions, repetitions, values } = page.open();
    const present = definitions ? countOf(definitions, leaf.definitions) : page.count;
    if (page.isDictionary)
      dictionary = numbersOf(values, 0, leaf, page.count, (_, got) => cursor.inexact(got));
    else if (isOfDictionary(page.encoding)) {
      const places = readPlaces(values, present, dictionary.length);
      cursor.take(page.count, (k) => dictionary[places[k]!]!, definitions, repetitions);
    } else {
      const numbers = numbersOf(values, page.encoding, leaf, present, (_, got) => cursor.inexact(got));
      cursor.take(page.count, (k) => numbers[k]!, definitions, repetitions);
    }
  }
  cursor.finish();
}

function numbersOf(
  reader: ByteReader,
  encoding: number,
  leaf: Leaf,
  count: number,
  complain: (index: number, got: string) => never,
): ArrayLike<number> {
  return readNumbers(reader, encoding, leaf.content.wire!, count, complain);
}

function countOf(levels: Uint8Array, wanted: number): number {
  let count = 0;
  for (const level of levels) if (level === wanted) count++;
  return count;
}

/** Where in the table the next entry of a column belongs. */
class Cursor {
  readonly #file: string;
  readonly #leaf: Leaf;
  readonly #inner: readonly number[];
  readonly #target: Target;
  readonly #nullIsNaN: boolean;
  /** Levels of repetition of each entry of a row. */
  readonly #pattern: Uint8Array;
  /** The current row, and the place of the next entry in it. */
  #row = -1;
  #k: number;

  constructor(file: string, leaf: Leaf, inner: readonly number[], target: Target, nullIsNaN: boolean) {
    this.#file = file;
    this.#leaf = leaf;
    this.#inner = inner;
    this.#target = target;
    this.#nullIsNaN = nullIsNaN;
    this.#pattern = patternOf(inner);
    this.#k = this.#pattern.length;
  }

  startGroup(row: number): void {
    if (this.#row >= 0) this.#endRow();
    this.#row = row - 1;
    this.#k = this.#pattern.length;
  }

  /** Whether none of its rows is asked for; then they are passed over. Only of columns without lists. */
  skips({ count, isDictionary }: Page): boolean {
    const { rows } = this.#target;
    if (isDictionary || this.#leaf.lists > 0) return false;
    const first = this.#row + 1;
    if (first + count > rows.start && first < rows.end) return false;
    this.#row += count;
    return true;
  }

  /** @param value - number k of those that are not null */
  take(
    count: number,
    value: (k: number) => number,
    definitions: Uint8Array | undefined,
    repetitions: Uint8Array | undefined,
  ): void {
    const { to, rows, offset, stride } = this.#target;
    const full = this.#leaf.definitions;
    for (let entry = 0, next = 0; entry < count; entry++) {
      this.#move(repetitions?.[entry] ?? 0);
      const isNull = definitions !== undefined && definitions[entry]! < full;
      const number = isNull ? this.#null(definitions[entry]!) : value(next++);
      if (this.#row >= rows.start && this.#row < rows.end)
        to[offset + (this.#row - rows.start) * stride + this.#k - 1] = number;
    }
  }

  /** @throws {FormatError} if the column has fewer rows than the table. */
  finish(): void {
    const { end, start } = this.#target.rows;
    if (end <= start) return;
    this.#endRow();
    if (this.#row < end - 1)
      throw tableProblem(this.#file, `${end} rows in column "${this.#leaf.name}"`, `${this.#row + 1}`);
  }

  inexact(got: string): never {
    throw inexact(this.#file, this.#row + 1, this.#leaf.name, got);
  }

  #move(level: number): void {
    if (level === 0) {
      this.#endRow();
      this.#row++;
      this.#k = 0;
    } else if (this.#pattern[this.#k] !== level) throw this.#unequal();
    this.#k++;
  }

  #endRow(): void {
    if (this.#k !== this.#pattern.length) throw this.#unequal();
  }

  #null(level: number): number {
    if (!isValue(this.#leaf, level)) throw this.#unequal();
    if (this.#nullIsNaN) return NaN;
    throw nullIn(this.#file, this.#row, this.#leaf.name);
  }

  #unequal() {
    return unequalList(this.#file, this.#row, this.#leaf.name, this.#inner);
  }
}

/** Levels of repetition of a row of lists in lists of these lengths, entry by entry. */
function patternOf(inner: readonly number[]): Uint8Array {
  const size = inner.reduce((product, length) => product * length, 1);
  return Uint8Array.from({ length: size }, (_, k) => {
    let [depth, rest] = [inner.length, k];
    while (depth > 0) {
      const length = inner[depth - 1]!;
      if (rest % length !== 0) break;
      rest /= length;
      depth--;
    }
    return depth;
  });
}
