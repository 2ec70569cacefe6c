import type { ColourScale, Panel } from "../../figures.ts";
import type { ItemLook } from "../../look/item-look.ts";
import { showNumber, showP } from "../../numbers.ts";
import { stripRoom } from "../parts/strips.ts";
import { valueAt, type Grid } from "./grid.ts";
import { spanText } from "../../means.ts";
import { blockOf } from "./levels.ts";

/** What is said of a cell. */
export function cellText(grid: Grid, { word, probability }: ColourScale, row: number, col: number): string {
  const { panel, rows, cols, level } = grid;
  const value = valueAt(grid, row, col);
  const shown =
    value === null || !Number.isFinite(value) ? "no value" : probability ? showP(value) : showNumber(value);
  if (level) return [...blockWords(grid, row, col), `${word} ${shown}`].join("\n");
  return [
    ...named(panel.rowNames[rows[row]!]!, panel.rowLook, rows[row]!),
    ...named(panel.colNames[cols[col]!]!, panel.colLook, cols[col]!),
    `${word} ${shown}`,
  ].join("\n");
}

/** Which rows and columns, and that it is their mean: no more is in the page. */
function blockWords(grid: Grid, row: number, col: number): string[] {
  const { panel } = grid;
  const { x, y } = blockOf(grid, row, col);
  const [down, across] = [panel.rowNames.slice(...y), panel.colNames.slice(...x)];
  const isOnDiagonal = down.some((name) => across.includes(name));
  return [
    spanText(down),
    spanText(across),
    `mean of ${down.length} × ${across.length} values${isOnDiagonal ? ", those on the diagonal left out" : ""}`,
  ];
}

/** A name, and in one line what the table says of it. */
function named(name: string, look: ItemLook | undefined, item: number): string[] {
  const tip = look?.tips?.[item];
  return tip ? [name, `  ${tip.replaceAll("\n", ", ")}`] : [name];
}

/** What is said where the pointer is on a name or a strip. */
export function sideText({ panel, rows, cols }: Grid, { row, col }: { row?: number; col?: number }): string {
  const said = (names: readonly string[], look: ItemLook | undefined, item: number) =>
    [names[item]!, look?.tips?.[item]].filter(Boolean).join("\n");
  if (row !== undefined) return said(panel.rowNames, panel.rowLook, rows[row]!);
  return said(panel.colNames, panel.colLook, cols[col!]!);
}

/** Pictures of the row and of the column. */
export function picturesOf(
  { rowImages, colImages }: Panel,
  { rows, cols }: Grid,
  { row, col }: { row?: number; col?: number },
): string[] {
  return [
    ...(row !== undefined && rowImages ? [rowImages[rows[row]!]!] : []),
    ...(col !== undefined && colImages ? [colImages[cols[col]!]!] : []),
  ];
}

/** Whether this is a name or a strip: left of the cells, above, or below them. */
export function isSide(
  { left, top, width, height, bottom, panel }: Grid,
  x: number,
  y: number,
): "row" | "column" | undefined {
  const beside = x < left && x >= 0;
  const above = y < top && y > top - stripRoom(panel.colLook) - 1;
  const below = y >= top + height && y < top + height + bottom;
  if (beside && y >= top && y < top + height) return "row";
  return (above || below) && x >= left && x < left + width ? "column" : undefined;
}
