import type { Pieces } from "../../source.ts";
import { assertFits, type ByteReader, type Limits } from "../bytes.ts";
import { unpackerOf } from "../compression/unpack.ts";
import type { RowRange } from "../opened.ts";
import { tableProblem, unequalList } from "../tables/problem.ts";
import type { Target } from "../tables/table-file.ts";
import { Cursor, isValue } from "./cursor.ts";
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
    assertFits(file.path, 24 * (found.length + page.count), file.limits);
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
