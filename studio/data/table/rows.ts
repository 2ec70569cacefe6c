/** Rows of the table of networks and the items that they are about. */
import type { ItemTable } from "repgeom/report";
import type { Item } from "../../session/types.ts";
import { pathOf, stemOf } from "../arrive/names.ts";

type Columns = Record<string, readonly (string | number | null)[]>;

/**
 * The table with a row for every item: a row of another spelling (the file with its extension, its path) takes the name of
 * its item; an item without a row gets an empty one. Rows without an item stay.
 */
export function withRows(table: ItemTable, items: readonly Item[]): ItemTable {
  const rows = new Map(table.names.map((name, row) => [name, row]));
  const names = [...table.names];
  const known = new Set(items.map(({ name }) => name));
  const missing: string[] = [];
  for (const item of items) {
    if (rows.has(item.name)) continue;
    const other = spellingsOf(item).find((one) => rows.has(one) && !known.has(one));
    if (other === undefined) missing.push(item.name);
    else names[rows.get(other)!] = item.name;
  }
  if (missing.length === 0 && names.every((name, k) => name === table.names[k])) return table;
  const columns = Object.entries(table.columns).map(
    ([column, cells]) => [column, [...cells, ...missing.map(() => null)]] as const,
  );
  return { names: [...names, ...missing], columns: Object.fromEntries(columns) };
}

/** What a table may call an item. */
function spellingsOf({ readAs, origin }: Item): string[] {
  const path = pathOf(origin);
  return [...new Set([readAs, path, path.split("/").at(-1)!, stemOf(path), path.replace(/\.\w+$/, "")])];
}

/**
 * The table in the names of the items: a row that calls an item otherwise (by its file, by its path) becomes that of
 * every item that is called so, e.g. of `a/layer1` and `b/layer1`; rows about no item stay as they are.
 */
export function inNamesOf(table: ItemTable, items: readonly Item[]): ItemTable {
  const rows = new Map(table.names.map((name, row) => [name, row]));
  const own = items.flatMap((item) => {
    const row = [item.name, ...spellingsOf(item)]
      .map((one) => rows.get(one))
      .find((one) => one !== undefined);
    return row === undefined ? [] : [{ name: item.name, row }];
  });
  const used = new Set(own.map(({ row }) => row));
  const rest = table.names.map((name, row) => ({ name, row })).filter(({ row }) => !used.has(row));
  const all = [...own, ...rest];
  const columns = Object.entries(table.columns).map(
    ([column, cells]) => [column, all.map(({ row }) => cells[row]!)] as const,
  );
  return { names: all.map(({ name }) => name), columns: Object.fromEntries(columns) };
}

/** Both tables in one; where both know a cell, that of `next` holds. */
export function merged(before: ItemTable | undefined, next: ItemTable): ItemTable {
  if (!before) return next;
  const names = [...new Set([...before.names, ...next.names])];
  const places = [before, next].map((table) => new Map(table.names.map((name, row) => [name, row])));
  const columns: Columns = {};
  for (const column of new Set([...Object.keys(before.columns), ...Object.keys(next.columns)])) {
    const cell = (table: ItemTable, rows: Map<string, number>, name: string) =>
      table.columns[column]?.[rows.get(name) ?? -1] ?? null;
    columns[column] = oneKind(
      names.map((name) => cell(next, places[1]!, name) ?? cell(before, places[0]!, name)),
    );
  }
  return { names, columns };
}

/** Cells of a column are all numbers or all texts; null is missing. */
export function oneKind(cells: readonly (string | number | null)[]): (string | number | null)[] {
  const there = cells.filter((cell) => cell !== null && cell !== "");
  const isNumeric = there.length > 0 && there.every((cell) => Number.isFinite(Number(cell)));
  return cells.map((cell) => {
    if (cell === null || cell === "") return null;
    return isNumeric ? Number(cell) : String(cell);
  });
}

/** "2 of its rows are about no network that is here." */
export function orphansWords(count: number): string {
  return `${count} of its rows ${count === 1 ? "is" : "are"} about no network that is here.`;
}

/** Rows about no item, and items of which no row says anything. */
export function mismatch(
  table: ItemTable,
  items: readonly Item[],
): { readonly rows: readonly string[]; readonly items: readonly string[] } {
  const known = new Set(items.map(({ name }) => name));
  const places = new Map(table.names.map((name, row) => [name, row]));
  const columns = Object.values(table.columns);
  const isEmpty = (name: string) => {
    const row = places.get(name);
    return row === undefined || columns.every((cells) => cells[row] === null);
  };
  return {
    rows: table.names.filter((name) => !known.has(name) && !isEmpty(name)),
    items: columns.length > 0 ? items.map(({ name }) => name).filter(isEmpty) : [],
  };
}
