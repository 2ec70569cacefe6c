/** The lines of the list: groups, which fold, and the items in them that the search finds. */
import { computed, signal } from "@preact/signals";
import { session } from "../../session/store.ts";
import type { Item } from "../../session/types.ts";
import { pathOf } from "../arrive/names.ts";

export type Line =
  | { readonly line: "group"; readonly group: string; readonly count: number; readonly folded: boolean }
  | { readonly line: "item"; readonly item: Item; readonly group: string | undefined };

/** What the person looks for. */
export const search = signal("");

/** Groups that are folded. */
export const folded = signal<ReadonlySet<string>>(new Set());

/** The line that keys act on. */
export const active = signal<number | string | undefined>(undefined);

export const noGroup = "(none)";

/** The column that makes the groups, if the table has it. */
export const groupColumn = computed(() => {
  const { groups, table } = session.value;
  return groups !== undefined && table?.columns[groups] ? groups : undefined;
});

/** The items that the search finds, in the order of the list. */
export const found = computed<readonly Item[]>(() => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const { items } = session.value;
  if (words.length === 0) return items;
  const cells = cellsOf();
  return items.filter((item) => {
    const text = [item.name, pathOf(item.origin), ...cells(item.name)].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
});

function cellsOf(): (name: string) => readonly string[] {
  const { table } = session.value;
  if (!table) return () => [];
  const rows = new Map(table.names.map((name, row) => [name, row]));
  const columns = Object.values(table.columns);
  return (name) => columns.map((cells) => String(cells[rows.get(name) ?? -1] ?? ""));
}

/** The group of each item by its name. */
export const groupOf = computed<(name: string) => string | undefined>(() => {
  const column = groupColumn.value;
  const { table } = session.value;
  if (column === undefined || !table) return () => undefined;
  const groups = new Map(
    table.names.map((name, row) => [name, String(table.columns[column]![row] ?? noGroup)]),
  );
  return (name) => groups.get(name) ?? noGroup;
});

/** Every line, groups in natural order. */
export const lines = computed<readonly Line[]>(() => {
  const items = found.value;
  if (groupColumn.value === undefined)
    return items.map((item): Line => ({ line: "item", item, group: undefined }));
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groupOf.value(item.name)!;
    const there = groups.get(group);
    if (there) there.push(item);
    else groups.set(group, [item]);
  }
  const { compare } = new Intl.Collator("en", { numeric: true });
  const order = [...groups.keys()].sort(
    (a, b) => Number(a === noGroup) - Number(b === noGroup) || compare(a, b),
  );
  return order.flatMap((group): Line[] => {
    const inside = groups.get(group)!;
    const isFolded = folded.value.has(group);
    const head: Line = { line: "group", group, count: inside.length, folded: isFolded };
    return isFolded ? [head] : [head, ...inside.map((item): Line => ({ line: "item", item, group }))];
  });
});

/** By which a line is known: the id of an item, the name of a group. */
export function keyOf(line: Line): number | string {
  return line.line === "item" ? line.item.id : line.group;
}

/** Of the element of a line. */
export function elementId(key: number | string): string {
  return typeof key === "number" ? `item-${key}` : `group-${encodeURIComponent(key)}`;
}

export function fold(group: string, on: boolean): void {
  const next = new Set(folded.value);
  if (on) next.add(group);
  else next.delete(group);
  folded.value = next;
}
