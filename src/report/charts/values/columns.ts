import type { Figure } from "../../figures.ts";
import type { Selection } from "../link.ts";
import { standing } from "../parts/linked.ts";

/** What stands in a table: a text, a number, or nothing. */
export type Cell = string | number | null;

/** What a figure shows, as a table. Rows are made when they are asked for: there may be very many. */
export interface Values {
  readonly columns: readonly string[];
  /** Number of rows. */
  readonly length: number;
  /** The k-th row, one cell for each column; the first names it. */
  row(k: number): readonly Cell[];
  /** What the k-th row stands for in a selection. */
  stands(k: number): Selection | undefined;
}

/** A heading, and the cell of the k-th row under it. */
export type Column = readonly [heading: string, cell: (k: number) => Cell];

/** What says which items of a figure are networks, stimuli or pairs. */
export type Declaring = Pick<Figure, "networks" | "stimuli" | "pairs">;

/** A column, if any row has something in it. */
export function some<T>(heading: string, items: readonly T[], of: (item: T) => Cell | undefined): Column[] {
  return items.some((item) => of(item) !== undefined) ? [[heading, (k) => of(items[k]!) ?? null]] : [];
}

/** Headings that are there twice get a number. */
export function ofColumns(
  length: number,
  columns: readonly Column[],
  stands: Values["stands"] = () => undefined,
): Values {
  const headings: string[] = [];
  for (const [heading] of columns) {
    let own = heading;
    for (let k = 2; headings.includes(own); k++) own = `${heading} (${k})`;
    headings.push(own);
  }
  return { columns: headings, length, row: (k) => columns.map(([, cell]) => cell(k)), stands };
}

/** A row for each item. */
export function ofItems(figure: Declaring, names: readonly string[], columns: readonly Column[]): Values {
  return ofColumns(names.length, [["", (k) => names[k]!], ...columns], standing(figure, names));
}
