import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("../../../docs/coming-from/", import.meta.url);

/** A row of a table that has the columns "in code" and "command line". */
export interface Row {
  readonly page: string;
  /** What the peer calls it: the code in the first cell. */
  readonly there: readonly string[];
  /** Expressions. */
  readonly code: readonly string[];
  /** Command lines, which begin with `repgeom`. */
  readonly lines: readonly string[];
}

export const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));

export function textOf(page: string): string {
  return readFileSync(new URL(page, folder), "utf8");
}

/** Every row of the tables of one page that says how to call this library. */
export function rowsOf(page: string): Row[] {
  let columns: readonly string[] = [];
  const rows: Row[] = [];
  for (const line of textOf(page).split("\n")) {
    const cells = cellsOf(line);
    const isHead = columns.length === 0 || cells.length === 0;
    if (!isHead && !/^[-: ]+$/.test(cells[0]!)) rows.push(...rowIn(page, columns, cells));
    if (isHead) columns = cells;
  }
  return rows;
}

function rowIn(page: string, columns: readonly string[], cells: readonly string[]): Row[] {
  const [code, lines] = [columns.indexOf("in code"), columns.indexOf("command line")];
  if (code < 0 || lines < 0) return [];
  return [{ page, there: spans(cells[0]!), code: spans(cells[code]!), lines: spans(cells[lines]!) }];
}

function cellsOf(line: string): string[] {
  if (!line.startsWith("|")) return [];
  return line
    .slice(1, line.lastIndexOf("|"))
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function spans(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
}
