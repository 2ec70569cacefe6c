/**
 * Questions of two sides: layers and regions, models and subjects. Which representation is on which side is
 * marked in the list of data, or follows from a group of the table. Both halves of a kind divide in the same way.
 */
import type { ItemTable } from "repgeom/report";
import type { OptionSchema } from "repgeom/options";
import type { Mistake } from "./kind.ts";

/** What is divided. */
interface Sided {
  readonly name: string;
  readonly side?: "rows" | "columns" | undefined;
}

export interface Sides<S> {
  readonly rows: readonly S[];
  readonly columns: readonly S[];
}

/** The first choice: as the list of data says. */
const marked = "as marked";

/** A column with more values makes no two sides. */
const mostGroups = 24;

/** The option that says which are the rows: "as marked", or one group of a column, "area: V1". */
export function sideOption(
  items: readonly Sided[],
  table: ItemTable | undefined,
  doc: string,
): OptionSchema<string> {
  return { type: "choice", default: marked, choices: [marked, ...groupsOf(items, table)], doc };
}

function groupsOf(items: readonly Sided[], table: ItemTable | undefined): string[] {
  if (!table) return [];
  return Object.keys(table.columns).flatMap((column) => {
    const values = [...new Set(items.map(({ name }) => groupOf(name, table, column)))];
    return values.length < 2 || values.length > mostGroups
      ? []
      : values.map((value) => `${column}: ${value}`);
  });
}

function groupOf(name: string, { names, columns }: ItemTable, column: string): string {
  return String(columns[column]?.[names.indexOf(name)] ?? "(none)");
}

/** @param rows - a value of the option; undefined is its default */
export function sidesOf<S extends Sided>(
  items: readonly S[],
  table: ItemTable | undefined,
  rows: unknown = marked,
): Sides<S> {
  const colon = String(rows).indexOf(": ");
  const isRow = (one: S) =>
    rows === marked || !table || colon < 0
      ? one.side !== "columns"
      : groupOf(one.name, table, String(rows).slice(0, colon)) === String(rows).slice(colon + 2);
  return { rows: items.filter(isRow), columns: items.filter((one) => !isRow(one)) };
}

/** The first group, where nothing is marked. */
export function usualRows(items: readonly Sided[], table: ItemTable | undefined): string | undefined {
  return items.some(({ side }) => side === "columns") ? undefined : groupsOf(items, table)[0];
}

/** What is wrong with the two sides. @param words - what they are called: "layers", "regions" */
export function sidesMistake(
  { rows, columns }: Sides<unknown>,
  words: readonly [string, string],
  option: string,
): Mistake | undefined {
  if (rows.length > 0 && columns.length > 0) return undefined;
  return {
    option,
    text: `All are ${rows.length > 0 ? words[0] : words[1]}: mark the others as ${rows.length > 0 ? words[1] : words[0]} in the list of data, or choose a group of the table.`,
  };
}
