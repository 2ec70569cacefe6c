import { csvText } from "../../../base/csv-text.ts";
import type { Figure, FigureKind } from "../../figures.ts";
import type { Cell, Values } from "./columns.ts";
import { ofGallery, ofHeatMaps } from "./matrices.ts";
import { ofBars, ofHistogram, ofLines, ofMap, ofScatter, ofTable, ofTrajectories, ofTree } from "./points.ts";

const tables: { readonly [Kind in FigureKind]: (figure: Extract<Figure, { kind: Kind }>) => Values } = {
  "heat-maps": ofHeatMaps,
  gallery: ofGallery,
  map: ofMap,
  tree: ofTree,
  lines: ofLines,
  bars: ofBars,
  scatter: ofScatter,
  histogram: ofHistogram,
  table: ofTable,
  trajectories: ofTrajectories,
};

/**
 * What a figure shows, as a table: of matrices their rows, of trees their merges, of lines and paths their
 * points, of everything else its items.
 */
export function valuesOf(figure: Figure): Values {
  return (tables[figure.kind] as (figure: Figure) => Values)(figure);
}

/** The values of a figure with all digits, as the text of a `.csv` file; "nan" where there is no value. */
export function toCsv(figure: Figure): string {
  return csvOf(valuesOf(figure));
}

export function csvOf({ columns, length, row }: Values): string {
  const field = (cell: Cell) => (typeof cell === "string" ? csvText(cell) : String(cell ?? "nan"));
  const line = (cells: readonly Cell[]) => `${cells.map(field).join(",")}\n`;
  return line(columns) + Array.from({ length }, (_, k) => line(row(k))).join("");
}
