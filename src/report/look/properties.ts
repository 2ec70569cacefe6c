import { OptionError } from "../../base/errors.ts";
import { largestOf, naturalPositions, smallestOf } from "../../base/lists.ts";
import { unknownName } from "../../base/suggest.ts";
import { none, type ItemLook, type Property } from "./item-look.ts";
import type { ItemTable, LookOptions } from "./options.ts";

type Cell = string | number | null;

/** What is asked for, with the columns found, for the networks of a page. */
export interface Looks {
  /** The look of networks with these names. @throws {OptionError} for a name that the table does not have. */
  of(names: readonly string[]): ItemLook;
  /** Places of these networks in the order that was asked for; undefined if none was. */
  order(names: readonly string[]): number[] | undefined;
  /** The columns that are shown, e.g. for further columns of a table. */
  readonly shown: readonly string[];
  /** The cell of a network. */
  cell(name: string, column: string): Cell;
  readonly orderedBy: string | undefined;
}

/** Columns that a tip shows, those that were asked for first. */
const mostInTip = 6;

/**
 * @param names - of all networks on the page: they decide the groups and the ends of scales
 * @throws {OptionError} naming the option, for a column that the table does not have.
 */
export function looksOf(table: ItemTable, names: readonly string[], asked: LookOptions): Looks {
  const rows = new Map(table.names.map((name, row) => [name, row]));
  const cell = (name: string, column: string) => table.columns[column]![rowOf(name, rows)] ?? null;
  const known = Object.keys(table.columns);
  for (const option of ["color", "shape", "label", "order"] as const)
    checkColumn(option, asked[option], known);
  const { color, shape, label, order } = asked;
  const shown = [...new Set([color, shape, label, order].filter((column) => column !== undefined))];
  const told = [...new Set([...shown, ...known])].slice(0, Math.max(mostInTip, shown.length));
  const all = (column: string) => names.map((name) => cell(name, column));
  const colour = color === undefined ? undefined : propertyOf(color, all(color));
  const form = shape === undefined ? undefined : groupsOf(shape, all(shape));
  const tipOf = (name: string) =>
    told.map((column) => `${column} ${shownCell(cell(name, column))}`).join("\n");
  return {
    of: (some) => ({
      ...(colour && { colour: colour(some.map((name) => cell(name, color!))) }),
      ...(form && { shape: form(some.map((name) => cell(name, shape!))) }),
      ...(label !== undefined && { labels: some.map((name) => shownCell(cell(name, label))) }),
      tips: some.map(tipOf),
    }),
    order: (some) =>
      order === undefined ? undefined : naturalPositions(some.map((name) => cell(name, order))),
    shown,
    cell,
    orderedBy: order,
  };
}

function rowOf(name: string, rows: ReadonlyMap<string, number>): number {
  const row = rows.get(name);
  if (row !== undefined) return row;
  const known = [...rows.keys()];
  const some = known.length > 8 ? [...known.slice(0, 8), "…"] : known;
  throw new OptionError(`table: there is no row for a network. ${unknownName("name", name, some)}`, "table");
}

function checkColumn(option: string, column: string | undefined, known: readonly string[]): void {
  if (column === undefined || known.includes(column)) return;
  if (known.length === 0)
    throw new OptionError(`${option}: the table has no column beside the names.`, option);
  throw new OptionError(`${option}: ${unknownName("column", column, known)}`, option);
}

/** A scale over the numbers; or groups. */
function propertyOf(column: string, all: readonly Cell[]): PropertyOf {
  const numbers = all.filter((value) => typeof value === "number");
  const isScale = numbers.length > 0 && all.every((value) => value === null || typeof value === "number");
  if (!isScale) return groupsOf(column, all);
  const domain = [smallestOf(numbers), largestOf(numbers)] as const;
  return (values) => ({ column, values: values as (number | null)[], domain });
}

/** Groups in their order: numbers by value, texts naturally, what is missing last. */
function groupsOf(column: string, all: readonly Cell[]): PropertyOf {
  const distinct = [...new Set(all)];
  const groups = naturalPositions(distinct).map((k) => shownCell(distinct[k]!));
  const place = new Map(groups.map((group, k) => [group, k]));
  return (values) => ({ column, values: values.map((value) => place.get(shownCell(value))!), groups });
}

/** The property of some networks, from their cells. */
type PropertyOf = (values: readonly Cell[]) => Property;

function shownCell(value: Cell): string {
  return value === null ? none : String(value);
}
