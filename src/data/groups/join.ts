import { OptionError } from "../../base/errors.ts";
import { nearest } from "../../base/suggest.ts";
import { quoted } from "../../base/text.ts";
import { stemOf } from "../formats/bytes.ts";
import type { NetworkTable } from "./network-table.ts";

/** Rows of a table in the order of a comparison. */
export interface JoinedTable {
  /** Its names are those that were asked for. */
  readonly table: NetworkTable;
  /** Rows of networks that were not asked for. */
  readonly unused: number;
}

/** Names that a message lists. */
const mostListed = 8;

/**
 * The rows of these networks in this order, each found by its name; a row may have the name of the
 * file with its extension instead.
 *
 * @param where - what the table is called in messages
 * @throws {OptionError} for a name without a row, with the names that are near.
 */
export function joinTable(table: NetworkTable, names: readonly string[], where = "table"): JoinedTable {
  const byName = new Map(table.names.map((name, row) => [name, row]));
  const byStem = new Map(table.names.map((name, row) => [stemOf(name), row]));
  const found = names.map((name) => byName.get(name) ?? byStem.get(name));
  const missing = names.filter((_, k) => found[k] === undefined);
  if (missing.length > 0) throw noRow(missing, table.names, where);
  const rows = found as number[];
  const columns = Object.entries(table.columns).map(
    ([column, cells]) => [column, rows.map((row) => cells[row]!)] as const,
  );
  return {
    table: { names: [...names], columns: Object.fromEntries(columns) },
    unused: table.names.length - new Set(rows).size,
  };
}

function noRow(missing: readonly string[], known: readonly string[], where: string): OptionError {
  const [first] = missing as [string];
  const near = nearest(first, known);
  const question = near === undefined ? "" : ` Did you mean ${quoted(near)}?`;
  const others = missing.length > 1 ? ` and ${missing.length - 1} more` : "";
  const rest = known.length > mostListed ? ", …" : "";
  return new OptionError(
    `${where}: there is no row for ${quoted(first)}${others}.${question} It has ${known.length} rows: ${known.slice(0, mostListed).join(", ")}${rest}.`,
  );
}

/**
 * The columns of both tables for the names of the second.
 *
 * @param table - a row for each name of `other`; what else it has is not taken
 * @param where - what the table is called in messages
 * @throws {OptionError} for a name without a row in the first, or a column of both in which they differ.
 */
export function mergeTables(table: NetworkTable, other: NetworkTable, where = "table"): JoinedTable {
  const joined = joinTable(table, other.names, where);
  for (const [column, cells] of Object.entries(other.columns)) {
    const own = Object.hasOwn(table.columns, column) ? joined.table.columns[column]! : undefined;
    const k = own ? cells.findIndex((cell, i) => String(own[i]) !== String(cell)) : -1;
    if (k < 0) continue;
    throw new OptionError(
      `${where}: ${column} of ${quoted(other.names[k]!)} is ${quoted(String(own![k]))} in the table and ${quoted(String(cells[k]))} by the pattern; rename the column in one of them.`,
    );
  }
  return {
    ...joined,
    table: { names: joined.table.names, columns: { ...joined.table.columns, ...other.columns } },
  };
}

/** The same table with rows of missing values for these names, unless it has rows for them. */
export function withUnknown({ names, columns }: NetworkTable, others: readonly string[]): NetworkTable {
  const added = others.filter((name) => !names.includes(name));
  const longer = Object.entries(columns).map(
    ([column, cells]) => [column, [...cells, ...added.map(() => null)]] as const,
  );
  return { names: [...names, ...added], columns: Object.fromEntries(longer) };
}
