/** Takes and changes the table of networks. */
import { tableFromPattern } from "repgeom";
import type { ItemTable } from "repgeom/report";
import { say } from "../../session/live.ts";
import { change, session } from "../../session/store.ts";
import type { Session } from "../../session/types.ts";
import { pathOf } from "../arrive/names.ts";
import { inNamesOf, merged, mismatch, oneKind, orphansWords, withRows } from "./rows.ts";

type Cell = string | number | null;

/** Groups that can be told apart by colour. */
const mostGroups = 12;

/** A table from a file: beside the columns that are there. @param where - what it is called in messages */
export function useTable(table: ItemTable, where: string): void {
  change((one) => withTable(one, merged(one.table, inNamesOf(table, one.items))), `take the table ${where}`);
  const columns = Object.keys(table.columns);
  const { rows } = mismatch(session.value.table!, session.value.items);
  const unused = rows.length > 0 ? ` ${orphansWords(rows.length)}` : "";
  say(`Table of ${table.names.length} networks: ${columns.join(", ") || "names alone"}.${unused}`);
}

/**
 * Columns from the names: `{condition}-{number}`.
 * @throws {OptionError} for a pattern that does not fit all names
 */
export function usePattern(pattern: string): void {
  const { items } = session.value;
  const names = items.map(({ name }) => name);
  const table = tableFromPattern(
    names,
    pattern,
    items.map(({ origin }) => [pathOf(origin)]),
  );
  change((one) => withTable(one, merged(one.table, table)), `take columns from ${pattern}`);
}

/** With a row for each item, and groups and colours by the first column that has some, unless they were chosen. */
function withTable(one: Session, table: ItemTable): Session {
  const all = withRows(table, one.items);
  const column = one.look.color ?? groupingColumn(all);
  const groups = one.groups ?? (column !== undefined && isGrouping(all, column) ? column : undefined);
  return {
    ...one,
    table: all,
    look: column === undefined ? one.look : { ...one.look, color: column },
    ...(groups !== undefined && { groups }),
  };
}

function groupingColumn(table: ItemTable): string | undefined {
  return Object.keys(table.columns).find((column) => isGrouping(table, column));
}

/** Words, some of them several times. */
export function isGrouping({ columns }: ItemTable, column: string): boolean {
  const cells = (columns[column] ?? []).filter((cell) => cell !== null);
  const distinct = new Set(cells);
  const isText = cells.some((cell) => typeof cell === "string");
  return isText && distinct.size > 1 && distinct.size <= mostGroups && distinct.size < cells.length;
}

export function removeTable(): void {
  change(({ table: _table, groups: _groups, ...one }) => ({ ...one, look: {} }), "remove the table");
}

/** Rows about networks that are not here. */
export function removeOrphans(): void {
  change((one) => {
    const known = new Set(one.items.map(({ name }) => name));
    return { ...one, table: rowsOf(one.table!, ({ name }) => known.has(name)) };
  }, "remove rows without a network");
}

function rowsOf(table: ItemTable, keep: (row: { name: string }) => boolean): ItemTable {
  const kept = [...table.names.keys()].filter((row) => keep({ name: table.names[row]! }));
  const columns = Object.entries(table.columns).map(
    ([column, cells]) => [column, kept.map((row) => cells[row]!)] as const,
  );
  return { names: kept.map((row) => table.names[row]!), columns: Object.fromEntries(columns) };
}

/** Sets the cells of some networks; a new column is empty elsewhere. */
export function setCells(names: readonly string[], column: string, value: string): void {
  const wanted = new Set(names);
  change(
    (one) => {
      const table = withRows(one.table ?? { names: [], columns: {} }, one.items);
      const before: readonly Cell[] = table.columns[column] ?? table.names.map(() => null);
      const cells = oneKind(before.map((cell, row) => (wanted.has(table.names[row]!) ? value : cell)));
      return { ...one, table: { ...table, columns: { ...table.columns, [column]: cells } } };
    },
    names.length === 1 ? `set ${column} of ${names[0]}` : `set ${column} of ${names.length} networks`,
  );
}

/** @throws {Error} for a name that a column has, or that is the names' */
export function addColumn(column: string): void {
  const name = column.trim();
  if (name === "") throw new Error("A column needs a name.");
  if (name === "name" || session.value.table?.columns[name])
    throw new Error(`There is a column called ${name} already.`);
  change((one) => {
    const table = withRows(one.table ?? { names: [], columns: {} }, one.items);
    return {
      ...one,
      table: { ...table, columns: { ...table.columns, [name]: table.names.map(() => null) } },
    };
  }, `add the column ${name}`);
}

export function removeColumn(column: string): void {
  change((one) => {
    const { [column]: _gone, ...columns } = one.table!.columns;
    const look = Object.fromEntries(Object.entries(one.look).filter(([, value]) => value !== column));
    const { groups, ...rest } = one;
    return {
      ...rest,
      table: { ...one.table!, columns },
      look,
      ...(groups !== column && groups && { groups }),
    };
  }, `remove the column ${column}`);
}

/** Which columns pictures show. */
export function setLook(property: "color" | "shape" | "label" | "order", column: string | undefined): void {
  change(
    ({ look: { [property]: _before, ...look }, ...one }) => {
      return { ...one, look: { ...look, ...(column !== undefined && { [property]: column }) } };
    },
    `${property} by ${column ?? "nothing"}`,
  );
}

export function setGroups(column: string | undefined): void {
  change(
    ({ groups: _before, ...one }) => ({ ...one, ...(column !== undefined && { groups: column }) }),
    `group by ${column ?? "nothing"}`,
  );
}
