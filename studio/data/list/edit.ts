/** What a person changes in the list. */
import { selectionOf } from "repgeom/charts";
import { link, say } from "../../session/live.ts";
import { change, session } from "../../session/store.ts";
import type { Item, Session } from "../../session/types.ts";
import { folderOf } from "../arrive/names.ts";
import { setCells } from "../table/use.ts";
import { groupColumn, groupOf, lines, noGroup } from "./model.ts";

/** @returns whether the name could be taken; if not, a message says why */
export function rename(item: Item, text: string): boolean {
  const name = text.trim();
  if (name === "" || name === item.name) return true;
  if (session.value.items.some((one) => one.name === name)) {
    say(`There is another network called ${name}. Names must differ.`, "error");
    return false;
  }
  const row = (one: string) => (one === item.name ? name : one);
  change(
    (one) => ({
      ...one,
      items: one.items.map((other) => (other.id === item.id ? { ...other, name } : other)),
      ...(one.table && { table: { ...one.table, names: one.table.names.map(row) } }),
    }),
    `rename ${item.name} to ${name}`,
  );
  if (link.selected.networks.includes(item.name))
    link.select(selectionOf("networks", link.selected.networks.map(row)));
  return true;
}

/** Leaves items out of questions, or takes them in again. */
export function exclude(items: readonly Item[], on: boolean): void {
  const ids = new Set(items.map(({ id }) => id));
  const without = ({ excluded: _excluded, ...one }: Item): Item => (on ? { ...one, excluded: true } : one);
  change(each(ids, without), `${on ? "exclude" : "include"} ${wordsOf(items)}`);
}

/** Marks items as rows or columns of questions of two sides. */
export function setSide(items: readonly Item[], side: Item["side"]): void {
  const ids = new Set(items.map(({ id }) => id));
  const marked = ({ side: _side, ...one }: Item): Item => (side ? { ...one, side } : one);
  change(each(ids, marked), `make ${wordsOf(items)} ${side ?? "neither rows nor columns"}`);
}

function each(ids: ReadonlySet<number>, next: (item: Item) => Item): (one: Session) => Session {
  return (one) => ({ ...one, items: one.items.map((item) => (ids.has(item.id) ? next(item) : item)) });
}

/** A column, or the folder, whose one value makes the columns; the others are the rows. */
export function setSidesBy(column: string, value: string): void {
  const cells = cellsOf(column);
  change(
    (one) => ({
      ...one,
      items: one.items.map((item) => ({ ...item, side: cells(item) === value ? "columns" : "rows" })),
    }),
    `make ${value} the columns`,
  );
}

export const folder = "folder of the file";

/** The text of an item in a column. */
export function cellsOf(column: string): (item: Item) => string {
  const { table } = session.value;
  if (column === folder) return ({ origin }) => folderOf(origin);
  const rows = new Map(table?.names.map((name, row) => [name, row]));
  return ({ name }) => String(table?.columns[column]?.[rows.get(name) ?? -1] ?? "");
}

export function clearSides(): void {
  change(
    ({ items, ...one }) => ({ ...one, items: items.map(({ side: _side, ...item }) => item) }),
    "clear the sides",
  );
}

/** Puts items before another one, or at the end. */
export function moveBefore(items: readonly Item[], before: Item | undefined): void {
  const ids = new Set(items.map(({ id }) => id));
  if (before && ids.has(before.id)) return;
  change(
    (one) => {
      const rest = one.items.filter(({ id }) => !ids.has(id));
      const at = before ? rest.findIndex(({ id }) => id === before.id) : rest.length;
      const moved = one.items.filter(({ id }) => ids.has(id));
      return { ...one, items: [...rest.slice(0, at), ...moved, ...rest.slice(at)] };
    },
    `move ${wordsOf(items)}`,
  );
}

/** One place up or down among the lines that are shown. Over the end of its group it stays. */
export function moveBy(item: Item, step: -1 | 1): void {
  const group = groupOf.value(item.name);
  const shown = lines.value.flatMap((one) => (one.line === "item" && one.group === group ? [one.item] : []));
  const at = shown.findIndex(({ id }) => id === item.id);
  const other = shown[at + step];
  if (!other) return;
  if (step < 0) return moveBefore([item], other);
  const { items } = session.value;
  moveBefore([item], items[items.findIndex(({ id }) => id === other.id) + 1]);
}

/** Puts items into a group: their cell in the column that makes the groups. */
export function putIntoGroup(items: readonly Item[], group: string, column = groupColumn.value): void {
  if (column === undefined) return;
  setCells(
    items.map(({ name }) => name),
    column,
    group === noGroup ? "" : group,
  );
}

/** A new group. Without a column that makes groups there will be one, which colours, too. */
export function newGroup(items: readonly Item[], group: string): void {
  const column = groupColumn.value ?? "group";
  putIntoGroup(items, group, column);
  change((one) => ({
    ...one,
    groups: column,
    look: one.look.color ? one.look : { ...one.look, color: column },
  }));
}

function wordsOf(items: readonly Item[]): string {
  return items.length === 1 ? items[0]!.name : `${items.length} networks`;
}
