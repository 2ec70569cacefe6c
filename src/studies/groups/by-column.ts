import { OptionError } from "../../base/errors.ts";
import { unknownName } from "../../base/suggest.ts";
import { none } from "../../report/look/item-look.ts";
import type { ItemTable } from "../../report/look/options.ts";

/** By which column networks are groups, and the group of each. */
export interface NetworkGroups {
  readonly column: string;
  /** One for each network, in their order. */
  readonly labels: readonly string[];
  readonly test?: FoundGroupTest;
}

/** What a test of groups found. */
export interface FoundGroupTest {
  readonly name: string;
  /** R of anosim; F and R² of permanova. */
  readonly statistics: Readonly<Record<string, number>>;
  readonly p: number;
  readonly permutations: number;
  /** Whether they are all divisions into such groups. */
  readonly exact: boolean;
  readonly seed: number;
  readonly warnings: readonly string[];
}

/** A table of networks, and which of its columns makes groups. */
export interface GroupingOptions {
  readonly table?: ItemTable | undefined;
  /** The column that groups are made by where it holds texts, and `groups` names no other. */
  readonly color?: string | undefined;
  /** The column that groups are made by. */
  readonly groups?: string | undefined;
}

/**
 * The groups of these networks; undefined where no column makes any. A missing value is a group of its own.
 *
 * @throws {OptionError} naming the option, for a column that the table does not have, or a network without a row.
 */
export function groupsByColumn(
  names: readonly string[],
  { table, color, groups }: GroupingOptions,
): NetworkGroups | undefined {
  const [option, column] = groups === undefined ? (["color", color] as const) : (["groups", groups] as const);
  if (column === undefined || !table) return undefined;
  const cells = Object.hasOwn(table.columns, column) ? table.columns[column]! : undefined;
  if (!cells)
    throw new OptionError(`${option}: ${unknownName("column", column, Object.keys(table.columns))}`, option);
  const rows = new Map(table.names.map((name, row) => [name, row]));
  const missing = names.find((name) => !rows.has(name));
  if (missing !== undefined) throw new OptionError(`table: there is no row for ${missing}.`, "table");
  const own = names.map((name) => cells[rows.get(name)!] ?? null);
  if (groups === undefined && own.every((cell) => typeof cell !== "string")) return undefined;
  return { column, labels: own.map((cell) => (cell === null ? none : String(cell))) };
}
