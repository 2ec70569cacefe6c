import { data, type OptionSchema, type OptionSchemas } from "../../base/options.ts";

/** What pictures show of the networks: columns of their table. */
export interface LookOptions {
  readonly color?: string | undefined;
  readonly shape?: string | undefined;
  readonly label?: string | undefined;
  readonly order?: string | undefined;
}

/** Networks with what is known of each, as `networkTable` and `tableFromPattern` give them. */
export interface ItemTable {
  readonly names: readonly string[];
  /** One cell for each name: numbers, or texts; null where none is known. */
  readonly columns: Readonly<Record<string, readonly (string | number | null)[]>>;
}

function column(doc: string): OptionSchema<string | undefined> {
  return data("the name of a column of the table", doc, (value) => typeof value === "string");
}

export const lookOptions = {
  color: column(
    "Column of the table that gives networks their colour: of points, bars, paths, leaves, and of strips beside heat maps. Numbers get a continuous scale.",
  ),
  shape: column(
    "Column of the table that gives networks their shape: of points, leaves, and of marks beside heat maps.",
  ),
  label: column("Column of the table whose values are drawn in place of the names."),
  order: column(
    "Column of the table by which heat maps and bars are ordered: numbers by value, texts in natural order (layer2 before layer10).",
  ),
} satisfies OptionSchemas<LookOptions>;
