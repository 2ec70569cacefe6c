import type { Block, Means, Order, Panel } from "../../figures.ts";
import type { ItemLook } from "../../look/item-look.ts";
import { fitNames } from "../parts/labels.ts";
import { stripRoom } from "../parts/strips.ts";
import { levelOf, meanAt } from "./levels.ts";
import { lengthOf, type Size, type Window } from "./window.ts";

const largestCell = 72; // pixels; a 2 × 2 matrix needs no giant squares
const tallest = 900;
export const margin = { right: 12, top: 6 };

/** Pixels of a picture at an axis. */
export const imageSide = 22;

/** A panel in one order, and the positions of its cells. */
export interface Grid {
  readonly panel: Panel;
  /** In the order in which they are drawn. */
  readonly rows: readonly number[];
  readonly cols: readonly number[];
  readonly blocks: readonly Block[] | undefined;
  readonly window: Window;
  /** The means that are shown in place of values. */
  readonly level: Means | undefined;
  /** Pixels left of the cells and above them: names and strips; below them names. */
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
  /** Of all cells that are shown. */
  readonly width: number;
  readonly height: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** What stands at the axes, for each row and each column, or for each block. */
  readonly rowTexts: readonly string[];
  readonly colTexts: readonly string[];
}

/**
 * Places the cells. The whole matrix decides their area, so that nothing moves when the window changes.
 * @param given - an order; or blocks of rows and columns as they stand
 * @param outer - width of the whole drawing, in pixels
 */
export function gridOf(
  panel: Panel,
  given: Order | readonly Block[] | undefined,
  window: Window,
  outer: number,
): Grid {
  const [order, blocks] = isBlocks(given) ? [undefined, given] : [given, undefined];
  const rows = order?.rows ?? panel.rowNames.map((_, i) => i);
  const cols = order?.cols ?? panel.colNames.map((_, j) => j);
  const { rowLook, colLook, rowImages, colImages } = panel;
  const named = (look: ItemLook | undefined, names: readonly string[], at: readonly number[]) =>
    blocks?.map(({ name }) => name) ?? at.map((k) => look?.labels?.[k] ?? names[k]!);
  const beside = fitNames(named(rowLook, panel.rowNames, rows), outer * 0.28);
  const below = fitNames(named(colLook, panel.colNames, cols), 140);
  const left = beside.room + stripRoom(rowLook) + (rowImages ? imageSide + 2 : 0);
  const bottom = below.room + (colImages ? imageSide + 2 : 0);
  const top = margin.top + stripRoom(colLook);
  const step = Math.min(largestCell, (outer - left - margin.right) / cols.length);
  const high = Math.min(largestCell, Math.max(step, 240 / rows.length), tallest / rows.length);
  const [width, height] = [step * cols.length, high * rows.length];
  const [cellWidth, cellHeight] = [width / lengthOf(window.x), height / lengthOf(window.y)];
  return {
    panel,
    rows,
    cols,
    blocks,
    window,
    left,
    top,
    bottom,
    width,
    height,
    cellWidth,
    cellHeight,
    level: levelOf({ panel, cellWidth, cellHeight }),
    rowTexts: beside.shown,
    colTexts: below.shown,
  };
}

function isBlocks(given: Order | readonly Block[] | undefined): given is readonly Block[] {
  return Array.isArray(given);
}

export function sizeOf({ rowNames, colNames }: Panel): Size {
  return { rows: rowNames.length, cols: colNames.length };
}

/** Where the j-th drawn column begins, and the i-th drawn row, in pixels. */
export function xOf(
  { left, window, cellWidth }: Pick<Grid, "left" | "window" | "cellWidth">,
  j: number,
): number {
  return left + (j - window.x[0]) * cellWidth;
}

export function yOf(
  { top, window, cellHeight }: Pick<Grid, "top" | "window" | "cellHeight">,
  i: number,
): number {
  return top + (i - window.y[0]) * cellHeight;
}

/** Drawn column and row at these pixels; undefined where there is none. */
export function placeAt(grid: Grid, x: number, y: number): { col?: number; row?: number } {
  const { window, left, top, width, height, cellWidth, cellHeight } = grid;
  const col = window.x[0] + Math.floor((x - left) / cellWidth);
  const row = window.y[0] + Math.floor((y - top) / cellHeight);
  return {
    ...(x >= left && x < left + width ? { col } : {}),
    ...(y >= top && y < top + height ? { row } : {}),
  };
}

/** The nearest cell. */
export function nearestAt(grid: Grid, x: number, y: number): [col: number, row: number] {
  const { window, left, top, cellWidth, cellHeight } = grid;
  const within = (at: number, [from, to]: readonly [number, number]) =>
    Math.min(to - 1, Math.max(from, from + Math.floor(at)));
  return [within((x - left) / cellWidth, window.x), within((y - top) / cellHeight, window.y)];
}

/** The value of a drawn cell, or the mean of its block. */
export function valueAt({ panel, level, rows, cols }: Grid, row: number, col: number): number | null {
  if (level) return meanAt(level, panel, row, col);
  return panel.values[rows[row]! * panel.colNames.length + cols[col]!] ?? null;
}
