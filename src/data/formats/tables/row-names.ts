import { assertFits, quoted } from "../bytes.ts";
import { tableProblem } from "./problem.ts";
import type { TableFile } from "./table-file.ts";

/** Bytes that a name takes at least. */
const nameBytes = 24;

/** The names of the rows of a table, and the column that they come from. */
export interface RowNames {
  readonly column: number;
  readonly title: string;
  readonly names: string[];
}

/**
 * Names of the rows: of the index that pandas wrote, texts or whole numbers; else of the first column, if it is text.
 * @throws {FormatError} for an index of several levels, or of something else.
 */
export async function rowNamesOf(file: TableFile, signal?: AbortSignal): Promise<RowNames | undefined> {
  const index = indexOf(file);
  const first = file.columns[0];
  const isText = first?.kind === "text" && !first.inner;
  const column = index ?? (isText ? 0 : undefined);
  if (column === undefined) return undefined;
  const { name, kind } = file.columns[column]!;
  assertFits(file.path, file.rows * nameBytes, file.limits);
  const names =
    kind === "text" ? await file.texts(column, signal) : await numbersAsNames(file, column, signal);
  return { column, title: name, names };
}

/** The column that is the index of a pandas table, if it has one that is more than a count of the rows. */
function indexOf({ path, columns, pandas }: TableFile): number | undefined {
  const levels = new Set(indexColumns(pandas));
  const found = [...columns.keys()].filter(
    (k) => levels.has(columns[k]!.name) || /^__index_level_\d+__$/.test(columns[k]!.name),
  );
  if (found.length > 1) {
    const names = found.map((k) => quoted(columns[k]!.name)).join(" and ");
    throw tableProblem(
      path,
      "an index of one level",
      `${names}`,
      "In pandas: df.reset_index() and one column of names.",
    );
  }
  return found[0];
}

function indexColumns(pandas: string | undefined): readonly unknown[] {
  try {
    const { index_columns: levels } = JSON.parse(pandas ?? "{}") as { index_columns?: unknown };
    return Array.isArray(levels) ? levels : [];
  } catch {
    return [];
  }
}

async function numbersAsNames(file: TableFile, column: number, signal?: AbortSignal): Promise<string[]> {
  const { name, type, inner } = file.columns[column]!;
  if (inner || !/^u?int\d+$/.test(type)) {
    const advice = "In pandas: df.reset_index(drop=True), or an index of texts.";
    throw tableProblem(file.path, "an index of texts or whole numbers", `${type} in ${quoted(name)}`, advice);
  }
  const to = new Float64Array(file.rows);
  await file.fill(column, { to, rows: { start: 0, end: file.rows }, offset: 0, stride: 1 }, signal);
  return Array.from(to, String);
}
