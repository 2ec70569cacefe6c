import { ByteReader, checkMemory, defaultLimits, type Limits, reserve } from "./formats/bytes.ts";
import { readRows } from "./formats/csv-cells.ts";
import type { Held } from "./read.ts";
import { bytesOf, pathOf, type Source } from "./source.ts";

/** Bytes of a cell that is held as text, at most, beside the letters. */
const cellBytes = 160;

/** A table of texts with a header: what is known of each row's network, subject or stimulus. */
export interface LabelTable {
  readonly columns: readonly string[];
  /** One list of cells a row, as many as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Comma-separated texts in UTF-8, or tab-separated where the file is a `.tsv`; the first row
 * names the columns.
 *
 * @throws {FormatError} for a file without a header or a row of another length, naming the line.
 */
export function parseLabels(bytes: Uint8Array, file: string): LabelTable {
  return parseWithin(bytes, file, reserve(defaultLimits, bytes.length));
}

/** @param limits - of the table, texts included, beside the bytes of the file */
function parseWithin(bytes: Uint8Array, file: string, limits: Limits): LabelTable {
  const reader = new ByteReader(bytes, file);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) reader.take(3, "a byte order mark");
  const delimiter = file.toLowerCase().endsWith(".tsv") ? "\t" : ",";
  checkMemory(reader, 2 * bytes.length + cellBytes * countCells(bytes, delimiter.charCodeAt(0)), limits);
  const [header, ...rows] = readRows(reader, delimiter.charCodeAt(0));
  if (!header) throw reader.problem("a row that names the columns", "an empty file", 0);
  for (const row of rows) {
    if (row.length === header.length) continue;
    const [{ offset, line }] = row as [(typeof row)[number]];
    throw reader.problem(`${header.length} cells, as in the header`, `${row.length} in line ${line}`, offset);
  }
  const texts = (row: typeof header) => row.map(({ text }) => text.trim());
  return { columns: texts(header), rows: rows.map(texts) };
}

/** Delimiters and line ends inside quotes count too: an upper bound. */
function countCells(bytes: Uint8Array, delimiter: number): number {
  let cells = 1;
  for (const byte of bytes) if (byte === delimiter || byte === 10) cells++;
  return cells;
}

/**
 * Reads a table of labels beside what is held already.
 * @throws {FormatError} as `parseLabels`, and if it cannot be read or would take more than `maxMemory`.
 */
export async function readLabels(
  source: Source,
  held: Held,
  maxMemory = defaultLimits.maxMemory,
): Promise<LabelTable> {
  const limits = reserve({ maxMemory }, held.bytes);
  const bytes = await bytesOf(source, limits);
  return parseWithin(bytes, pathOf(source), reserve(limits, bytes.length));
}
