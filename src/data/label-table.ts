import { fromCsvText } from "../base/csv-text.ts";
import { finish, type Steps } from "../base/steps.ts";
import { ByteReader } from "./formats/bytes.ts";
import { rowsOf, type Cell } from "./formats/csv-cells.ts";
import { skipByteOrderMark } from "./formats/csv.ts";

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

/** `parseLabels` in steps. */
export function* labelSteps(bytes: Uint8Array, file: string): Steps<LabelTable> {
  const reader = new ByteReader(bytes, file);
  skipByteOrderMark(reader);
  const delimiter = file.toLowerCase().endsWith(".tsv") ? "\t" : ",";
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
