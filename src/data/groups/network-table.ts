import { OptionError } from "../../base/errors.ts";
import { quoted } from "../../base/text.ts";
import { columnsOfLabels, type NetworkCell } from "./columns.ts";
import type { LabelTable } from "../label-table.ts";

export type { NetworkCell } from "./columns.ts";

/** Which network is which: a name for each, and columns such as model, layer, seed, region, accuracy. */
export interface NetworkTable {
  readonly names: readonly string[];
  /** One cell for each name. In a column all cells that are there are numbers, or all are texts. */
  readonly columns: Readonly<Record<string, readonly NetworkCell[]>>;
}

/** One network as an object: its name, and whatever is known of it. */
export type NetworkRow = Readonly<Record<string, unknown>>;

/** A table of networks as it comes from a file or from code. */
export type NetworkTableLike =
  | LabelTable
  | readonly NetworkRow[]
  | { readonly networks: readonly NetworkRow[]; readonly [other: string]: unknown }
  | Readonly<Record<string, NetworkRow>>
  | NetworkTable;

/** The column with the names. */
const key = "name";

/**
 * A table of networks in one form, whatever form it comes in:
 *
 *   [{ name: "resnet-1", model: "resnet", accuracy: 0.76 }, …]     a list of objects
 *   { "resnet-1": { model: "resnet", accuracy: 0.76 }, … }         an object for each name
 *   { networks: [{ name: "resnet-1", … }, …], … }                  a list under `networks`; the rest is not read
 *   parseLabels(bytes, "networks.csv")                             a table of texts
 *
 * Of a table of texts, names are in the column `name`, else in the first one, and a column holds numbers
 * if every cell that is not missing is a finite one. An empty cell, null, undefined or NaN is a missing
 * value. In objects true and false are texts; lists and objects are left out.
 *
 * @param where - what the table is called in messages
 * @throws {OptionError} for a name that is missing, empty or there twice, or a column that is there twice.
 */
export function networkTable(given: NetworkTableLike, where = "networkTable"): NetworkTable {
  if (typeof given !== "object" || given === null) throw noTable(where, given);
  if (isNetworkTable(given)) return given;
  if (isLabelTable(given)) return ofLabels(given, where);
  if (Array.isArray(given)) return ofRows(given as NetworkRow[], where);
  const { networks } = given as { networks?: unknown };
  if (Array.isArray(networks)) return ofRows(networks as NetworkRow[], `${where}: networks`);
  const rows = Object.entries(given as Record<string, NetworkRow>).map(([name, row]) => {
    if (typeof row !== "object" || row === null || Array.isArray(row)) throw noTable(where, given);
    return { ...row, [key]: name };
  });
  return ofRows(rows, where);
}

function noTable(where: string, given: unknown): OptionError {
  const got =
    typeof given === "object" && given !== null
      ? `keys ${Object.keys(given).slice(0, 5).join(", ")}`
      : String(given);
  return new OptionError(
    `${where}: expected a list of objects with a name, an object for each name, or { networks: [...] }; got ${got}.`,
  );
}

function isNetworkTable(given: object): given is NetworkTable {
  const { names, columns } = given as Partial<NetworkTable>;
  return Array.isArray(names) && typeof columns === "object" && !Array.isArray(columns);
}

function isLabelTable(given: object): given is LabelTable {
  const { columns, rows } = given as Partial<LabelTable>;
  return Array.isArray(columns) && Array.isArray(rows);
}

function ofLabels({ columns, rows }: LabelTable, where: string): NetworkTable {
  const twice = columns.find((column, k) => columns.indexOf(column) !== k);
  if (twice !== undefined)
    throw new OptionError(`${where}: two columns are called ${quoted(twice)}; rename one.`);
  const at = Math.max(0, columns.indexOf(key));
  const names = rows.map((row) => row[at]!);
  checkNames(names, where, "under the header");
  const others = columns.map((column, k) => [column, k] as const).filter(([, k]) => k !== at);
  return {
    names,
    columns: Object.fromEntries(
      others.map(([column, k]) => [column, columnsOfLabels(rows.map((row) => row[k]!))]),
    ),
  };
}

function ofRows(rows: readonly NetworkRow[], where: string): NetworkTable {
  const names = rows.map((row, k) => nameOf(row, k, where));
  checkNames(names, where, "of the list");
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((column) => column !== key);
  const found = columns.map((column) => [column, rows.map((row) => row[column])] as const);
  const flat = found.filter(([, cells]) => !cells.some((cell) => typeof cell === "object" && cell !== null));
  return {
    names,
    columns: Object.fromEntries(flat.map(([column, cells]) => [column, oneKind(cells.map(cellOf))])),
  };
}

function nameOf(row: unknown, k: number, where: string): string {
  const name = typeof row === "object" && row !== null ? (row as NetworkRow)[key] : undefined;
  if (typeof name === "string" || typeof name === "number") return String(name);
  throw new OptionError(
    `${where}: row ${k + 1} has no name; expected an object like { name: "net-1", model: "a" }.`,
  );
}

function cellOf(value: unknown): NetworkCell {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return value === undefined || value === null || value === "" ? null : String(value);
}

/** Texts and numbers in one column are all texts. */
function oneKind(cells: readonly NetworkCell[]): NetworkCell[] {
  const isText = cells.some((cell) => typeof cell === "string");
  return cells.map((cell) => (isText && cell !== null ? String(cell) : cell));
}

function checkNames(names: readonly string[], where: string, of: string): void {
  const first = new Map<string, number>();
  for (const [k, name] of names.entries()) {
    if (name === "") throw new OptionError(`${where}: row ${k + 1} ${of} has no name.`);
    if (first.has(name)) {
      throw new OptionError(
        `${where}: ${quoted(name)} is there twice, in rows ${first.get(name)! + 1} and ${k + 1} ${of}; keep one.`,
      );
    }
    first.set(name, k);
  }
}

/** The table as texts, the names first; a missing value is an empty one. */
export function labelTable({ names, columns }: NetworkTable): LabelTable {
  const others = Object.values(columns);
  return {
    columns: [key, ...Object.keys(columns)],
    rows: names.map((name, row) => [name, ...others.map((cells) => String(cells[row] ?? ""))]),
  };
}
