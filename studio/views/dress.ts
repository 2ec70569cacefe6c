/** Figures with the groups of the table: colours, shapes, labels, orders. */
import { groupsByColumn, withLook, type Figure, type ItemTable, type Section } from "repgeom/report";
import { useMemo } from "preact/hooks";
import { session } from "../session/store.ts";
import type { Session } from "../session/types.ts";

export type Dress = (sections: readonly Section[]) => readonly Section[];

/** The same for figures alone. */
export function dressedFigures(dress: Dress, figures: readonly Figure[]): readonly Figure[] {
  return dress([{ heading: "", figures }])[0]!.figures as readonly Figure[];
}

/** The same function until the table or the looks change. */
export function useDress(names: readonly string[]): Dress {
  const { table, look } = session.value;
  return useMemo(() => dressOf(names), [table, look, names.join("\n")]);
}

/** What puts the table of now on figures of these networks. */
function dressOf(names: readonly string[]): Dress {
  const { table, look } = session.value;
  if (!table) return (sections) => sections;
  const full = filled(table, names);
  const asked = Object.fromEntries(Object.entries(look).filter(([, column]) => column in full.columns));
  return (sections) => {
    try {
      return withLook(sections, { table: full, ...asked });
    } catch {
      return sections; // names that neither the table nor the answer knows: the figure is right without colours
    }
  };
}

/** The group of each network; undefined where no column makes any. */
export function groupingOf(
  { table, look, groups }: Session,
  names: readonly string[],
): { readonly column: string; readonly groupOf: (name: string) => string } | undefined {
  const column = groups ?? look.color;
  if (!table || column === undefined || !(column in table.columns)) return undefined;
  const full = filled(table, names);
  const found = groupsByColumn(full.names, {
    table: full,
    ...(groups === undefined ? { color: column } : { groups }),
  });
  if (!found) return undefined;
  const labels = new Map(full.names.map((name, k) => [name, found.labels[k]!]));
  return { column, groupOf: (name) => labels.get(name) ?? "" };
}

/** With a row for each of these names: an answer may know networks that were renamed since. */
function filled(table: ItemTable, names: readonly string[]): ItemTable {
  const known = new Set(table.names);
  const missing = [...new Set(names)].filter((name) => !known.has(name));
  if (missing.length === 0) return table;
  const nothing = missing.map(() => null);
  return {
    names: [...table.names, ...missing],
    columns: Object.fromEntries(
      Object.entries(table.columns).map(([name, cells]) => [name, [...cells, ...nothing]]),
    ),
  };
}
