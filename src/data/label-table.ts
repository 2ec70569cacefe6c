import { fromCsvText } from "../base/csv-text.ts";
import type { Signal } from "../base/host/types.ts";
import { finish, runSteps, type Steps } from "../base/steps.ts";
import { ByteReader, checkMemory, defaultLimits, type Limits, reserve } from "./formats/bytes.ts";
import { rowsOf, type Cell } from "./formats/text/csv-cells.ts";
import { countCells, skipByteOrderMark } from "./formats/text/csv.ts";
import type { Held } from "./files/held.ts";
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
  return finish(labelSteps(bytes, file));
}

/**
 * `parseLabels` in steps.
 * @param limits - of the table, texts included, beside the bytes of the file
 */
function* labelSteps(
  bytes: Uint8Array,
  file: string,
  limits: Limits = reserve(defaultLimits, bytes.length),
): Steps<LabelTable> {
  const reader = new ByteReader(bytes, file);
  skipByteOrderMark(reader);
  const delimiter = file.toLowerCase().endsWith(".tsv") ? "\t" : ",";
  const cells = yield* countCells(bytes, delimiter.charCodeAt(0));
  checkMemory(reader, 2 * bytes.length + cellBytes * cells, limits);
  const [header, ...rows] = yield* rowsOf(reader, delimiter.charCodeAt(0));
  if (!header) throw reader.problem("a row that names the columns", "an empty file", 0);
  for (const row of rows) {
    if (row.length === header.length) continue;
    const [{ offset, line }] = row as [Cell];
    throw reader.problem(`${header.length} cells, as in the header`, `${row.length} in line ${line}`, offset);
  }
  const texts = (row: readonly Cell[]) => row.map(textOf);
  return { columns: texts(header), rows: rows.map(texts) };
}

function textOf({ text, quoted }: Cell): string {
  return (quoted ? fromCsvText(text) : text).trim();
}

/**
 * Reads a table of labels beside what is held already.
 * @throws {FormatError} as `parseLabels`, and if it cannot be read or would take more than `maxMemory`.
 */
export async function readLabels(
  source: Source,
  held: Held,
  maxMemory = defaultLimits.maxMemory,
  signal?: Signal,
): Promise<LabelTable> {
  const limits = reserve({ maxMemory }, held.bytes);
  const bytes = await bytesOf(source, limits, signal);
  return runSteps(labelSteps(bytes, pathOf(source), reserve(limits, bytes.length)), signal);
}
