import { largestOf } from "../../../base/lists.ts";
import * as Plot from "@observablehq/plot";
import type { Block, ColourScale, Order, Panel } from "../../figures.ts";
import type { ItemLook } from "../../look/item-look.ts";
import { showFixed, showNumber, showP } from "../../numbers.ts";
import { blockAxis, edgesOf } from "../parts/blocks.ts";
import { isDark, plotScale } from "../parts/colours.ts";
import { characterWidth, fitNames, thinning } from "../parts/labels.ts";
import { colourTable, pixels } from "../parts/pixels.ts";
import { withTip, type Pointed } from "../parts/pointer-tip.ts";
import { drawStrips, stripRoom } from "../parts/strips.ts";
import { plot } from "../parts/plot.ts";

const largestCell = 72; // pixels; a 2 × 2 matrix needs no giant squares
const tallest = 900;
const margin = { right: 12, top: 6 };

/** A panel in one order, and the positions of its cells. */
interface Grid {
  readonly panel: Panel;
  readonly rows: readonly number[];
  readonly cols: readonly number[];
  /** Pixels left of the cells and above them: names and strips. */
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/**
 * Draws a matrix as coloured cells.
 * @param given - an order; or blocks of rows and columns as they stand
 * @param width - of the whole drawing, in pixels
 */
export function heatMap(
  panel: Panel,
  given: Order | readonly Block[] | undefined,
  scale: ColourScale,
  domain: [number, number],
  width: number,
): HTMLElement {
  const [order, blocks] = isBlocks(given) ? [undefined, given] : [given, undefined];
  const rows = order?.rows ?? panel.rowNames.map((_, i) => i);
  const cols = order?.cols ?? panel.colNames.map((_, j) => j);
  const { rowLook, colLook } = panel;
  const named = (look: ItemLook | undefined, names: readonly string[], at: readonly number[]) =>
    blocks?.map(({ name }) => name) ?? at.map((k) => look?.labels?.[k] ?? names[k]!);
  const beside = fitNames(named(rowLook, panel.rowNames, rows), width * 0.28);
  const bottom = fitNames(named(colLook, panel.colNames, cols), 140);
  const [left, top] = [beside.room + stripRoom(rowLook), margin.top + stripRoom(colLook)];
  const cellWidth = Math.min(largestCell, (width - left - margin.right) / cols.length);
  const cellHeight = Math.min(largestCell, Math.max(cellWidth, 240 / rows.length), tallest / rows.length);
  const grid = { panel, rows, cols, left, top, cellWidth, cellHeight };
  const ofRows = axisOf(blocks, beside.shown, rows.length, cellHeight);
  const ofCols = axisOf(blocks, bottom.shown, cols.length, cellWidth);
  const drawing = plot({
    width: left + cellWidth * cols.length + margin.right,
    height: cellHeight * rows.length + bottom.room + top,
    marginLeft: left,
    marginRight: margin.right,
    marginTop: top,
    marginBottom: bottom.room,
    x: { domain: [0, cols.length] },
    y: { domain: [rows.length, 0] },
    color: plotScale(scale, domain),
    style: { fontSize: "11px", background: "transparent" },
    ariaLabel: `Heat map of ${rows.length} × ${cols.length} values, ${panel.title ?? scale.word}.`,
    marks: [
      Plot.axisY(ofRows.ticks, {
        tickFormat: ofRows.nameAt,
        tickSize: 0,
        tickPadding: 3 + stripRoom(rowLook),
        label: null,
      }),
      Plot.axisX(ofCols.ticks, {
        tickFormat: ofCols.nameAt,
        tickSize: 0,
        label: null,
        tickRotate: -90,
      }),
      ...numbers(grid, scale, domain),
      ...(blocks ? linesBetween(edgesOf(blocks)) : []),
    ],
  });
  drawStrips(drawing, {
    items: rows,
    look: rowLook,
    along: "rows",
    from: top,
    across: left,
    step: cellHeight,
  });
  drawStrips(drawing, {
    items: cols,
    look: colLook,
    along: "columns",
    from: left,
    across: top,
    step: cellWidth,
  });
  const cells = cellsOf(grid, scale, domain);
  placeBehind(cells, grid, drawing);
  return withTip(drawing, (x, y) => cellAt(grid, scale, x, y), [cells]);
}

function isBlocks(given: Order | readonly Block[] | undefined): given is readonly Block[] {
  return Array.isArray(given);
}

/** Where names stand at an axis, in rows from its start, and which: of single rows, or of blocks. */
function axisOf(
  blocks: readonly Block[] | undefined,
  shown: readonly string[],
  count: number,
  step: number,
): { ticks: number[]; nameAt: (at: number) => string } {
  if (blocks) return blockAxis(blocks, shown, step);
  return { ticks: ticks(count, step), nameAt: (at) => shown[Math.floor(at)]! };
}

/** Light with a dark rim: they show on every colour. */
function linesBetween(edges: readonly number[]): Plot.Markish[] {
  const dark = { stroke: "#0009", strokeWidth: 2.5 };
  const light = { stroke: "#fff", strokeWidth: 1.25 };
  return [dark, light].flatMap((style) => [Plot.ruleX(edges, style), Plot.ruleY(edges, style)]);
}

/** The coloured cells. An image inside the drawing would need a `data:` address, which a strict policy forbids. */
function cellsOf(grid: Grid, scale: ColourScale, domain: [number, number]): HTMLCanvasElement {
  const colour = colourTable(plotScale(scale, domain), domain);
  const cells = pixels(grid.rows.length, grid.cols.length, orderedValues(grid), colour);
  cells.setAttribute("class", "cells");
  return cells;
}

/** In shares of the drawing, so that both shrink together where the page is narrow, as on paper. */
function placeBehind({ style }: HTMLElement, grid: Grid, drawing: Element): void {
  const [width, height] = ["width", "height"].map((name) => Number(drawing.getAttribute(name)));
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  style.left = percent(grid.left, width!);
  style.top = percent(grid.top, height!);
  style.width = percent(grid.cellWidth * grid.cols.length, width!);
  style.height = percent(grid.cellHeight * grid.rows.length, height!);
}

function orderedValues({ panel: { values, colNames }, rows, cols }: Grid): Float64Array {
  const ordered = new Float64Array(rows.length * cols.length);
  let next = 0;
  for (const row of rows)
    for (const col of cols) ordered[next++] = values[row * colNames.length + col] ?? NaN;
  return ordered;
}

function cellAt(grid: Grid, { word, probability }: ColourScale, x: number, y: number): Pointed | undefined {
  const { panel, rows, cols, left, top, cellWidth: width, cellHeight: height } = grid;
  const [i, j] = [Math.floor((y - top) / height), Math.floor((x - left) / width)];
  const [row, col] = [rows[i], cols[j]];
  const { rowLook, colLook } = panel;
  if (row !== undefined && x < left && x > left - stripRoom(rowLook))
    return { text: [panel.rowNames[row]!, rowLook!.tips?.[row]].filter(Boolean).join("\n") };
  if (col !== undefined && y < top && y > top - stripRoom(colLook))
    return { text: [panel.colNames[col]!, colLook!.tips?.[col]].filter(Boolean).join("\n") };
  if (row === undefined || col === undefined) return undefined;
  const value = panel.values[row * panel.colNames.length + col] ?? null;
  return {
    text: [
      ...named(panel.rowNames[row]!, rowLook, row),
      ...named(panel.colNames[col]!, colLook, col),
      `${word} ${probability && value !== null ? showP(value) : showNumber(value)}`,
    ].join("\n"),
    outline: { x: left + j * width, y: top + i * height, width, height },
  };
}

/** A name, and in one line what the table says of it. */
function named(name: string, look: ItemLook | undefined, item: number): string[] {
  const tip = look?.tips?.[item];
  return tip ? [name, `  ${tip.replaceAll("\n", ", ")}`] : [name];
}

function ticks(count: number, step: number): number[] {
  const every = thinning(step);
  return Array.from({ length: count }, (_, i) => i + 0.5).filter((_, i) => i % every === 0);
}

/** The value inside each cell if it fits. Text is light on dark cells. */
function numbers(grid: Grid, scale: ColourScale, [low, high]: [number, number]): Plot.Markish[] {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const whole = Array.from(grid.panel.values).every((value) => value === null || Number.isInteger(value));
  // Digits that tell the values from one another, or fewer where there is no room for them.
  const least = Math.max(0, 1 - Math.floor(Math.log10(largest || 1)));
  const most = Math.min(8, Math.max(least + 1, 1 - Math.floor(Math.log10(high - low || 1))));
  const fits = (decimals: number) =>
    grid.cellWidth >= showFixed(low < 0 ? -largest : largest, decimals).length * characterWidth;
  let decimals = whole ? 0 : most;
  while (decimals > least && !fits(decimals)) decimals--;
  const show = (value: number) => (scale.probability ? showP(value) : showFixed(value, decimals));
  const longest = scale.probability
    ? largestOf(Array.from(grid.panel.values, (value) => (value === null ? 0 : showP(value).length)))
    : showFixed(-largest, decimals).length;
  if (grid.cellWidth < longest * characterWidth || grid.cellHeight < 12) return [];
  const colour = Plot.scale({ color: plotScale(scale, [low, high]) });
  const cells = [...orderedValues(grid)]
    .map((value, at) => ({
      value,
      x: (at % grid.cols.length) + 0.5,
      y: Math.floor(at / grid.cols.length) + 0.5,
    }))
    .filter(({ value }) => Number.isFinite(value));
  const text = (dark: boolean) =>
    Plot.text(
      cells.filter(({ value }) => isDark(colour.apply(value) as string) === dark),
      {
        x: "x",
        y: "y",
        text: ({ value }: { value: number }) => show(value),
        fill: dark ? "white" : "black",
      },
    );
  return [text(true), text(false)];
}
