/** Columns of the table of networks in questions. */
import type { OptionSchema } from "repgeom/options";
import type { ItemTable } from "repgeom/report";
import type { Data } from "./kind.ts";

type Cell = string | number | null;

/** The columns that these data have. */
export function columnsOf({ session: { table } }: Data): string[] {
  return Object.keys(table?.columns ?? {});
}

/** An option that names a column; there is none where the table has no columns. */
export function columnOptions<Name extends string>(
  data: Data,
  docs: Readonly<Record<Name, string>>,
): Partial<Record<Name, OptionSchema<string | undefined>>> {
  const choices = columnsOf(data);
  if (choices.length === 0) return {};
  const entries = Object.entries<string>(docs).map(([name, doc]) => [
    name,
    { type: "choice", choices, default: undefined, doc },
  ]);
  return Object.fromEntries(entries) as Partial<Record<Name, OptionSchema<string | undefined>>>;
}

/** The cells of some networks; null where the table has none. */
export function cellsOf(names: readonly string[], table: ItemTable | undefined, column: string): Cell[] {
  const cells = table?.columns[column];
  return names.map((name) => cells?.[table!.names.indexOf(name)] ?? null);
}

/** Things that have the same cell, under its text, in the order of their first one. */
export function byColumn<T>(
  things: readonly T[],
  nameOf: (thing: T) => string,
  table: ItemTable | undefined,
  column: string,
): { readonly name: string; readonly members: T[] }[] {
  const cells = cellsOf(things.map(nameOf), table, column);
  const groups = new Map<string, T[]>();
  things.forEach((thing, k) => {
    const name = String(cells[k] ?? "none");
    groups.set(name, [...(groups.get(name) ?? []), thing]);
  });
  return [...groups].map(([name, members]) => ({ name, members }));
}
