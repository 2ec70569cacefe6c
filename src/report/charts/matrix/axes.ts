import * as Plot from "@observablehq/plot";
import { largestOf } from "../../../base/lists.ts";
import type { Block, ColourScale } from "../../figures.ts";
import { showFixed, showP } from "../../numbers.ts";
import { blockAxis, edgesOf } from "./blocks.ts";
import { isDark } from "../parts/colours.ts";
import { svg } from "../parts/element.ts";
import { characterWidth, thinning } from "../parts/labels.ts";
import { plot } from "../parts/plot.ts";
import { drawStrips, stripRoom } from "../parts/strips.ts";
import { imageSide, margin, valueAt, type Grid } from "./grid.ts";
import { colourOf } from "./image.ts";
import { lengthOf, type Span } from "./window.ts";

/** The drawing over the cells, and the texts of single rows and columns with the places of these. */
export interface Axes {
  readonly drawing: SVGElement;
  readonly names: readonly { readonly element: Element; readonly row?: number; readonly col?: number }[];
  /** Whether values may stand in the cells, so that new values need a new drawing. */
  readonly hasNumbers: boolean;
}

/** Names, strips, pictures, lines between blocks, and the values in the cells where they fit. */
export function axesOf(grid: Grid, scale: ColourScale, domain: [number, number]): Axes {
  const { panel, rows, cols, blocks, window, left, top, bottom } = grid;
  const { rowLook, colLook } = panel;
  const ofRows = axisOf(blocks, grid.rowTexts, window.y, grid.cellHeight);
  const ofCols = axisOf(blocks, grid.colTexts, window.x, grid.cellWidth);
  const inCells = numbers(grid, scale, domain);
  const drawing = plot({
    width: left + grid.width + margin.right,
    height: grid.height + bottom + top,
    marginLeft: left,
    marginRight: margin.right,
    marginTop: top,
    marginBottom: bottom,
    x: { domain: [...window.x] },
    y: { domain: [...window.y].reverse() },
    style: { fontSize: "11px", background: "transparent" },
    ariaLabel: `Heat map of ${rows.length} × ${cols.length} values, ${panel.title ?? scale.word}.`,
    marks: [
      Plot.axisY(ofRows.ticks, {
        tickFormat: ofRows.nameAt,
        tickSize: 0,
        tickPadding: 3 + stripRoom(rowLook) + (panel.rowImages ? imageSide + 2 : 0),
        label: null,
      }),
      Plot.axisX(ofCols.ticks, {
        tickFormat: ofCols.nameAt,
        tickSize: 0,
        tickPadding: 3 + (panel.colImages ? imageSide + 2 : 0),
        label: null,
        tickRotate: -90,
      }),
      ...inCells,
      ...(blocks ? linesBetween(edgesOf(blocks), window.x, window.y) : []),
    ],
  }) as SVGElement;
  drawStrips(drawing, {
    items: rows.slice(...window.y),
    look: rowLook,
    along: "rows",
    from: top,
    across: left - (panel.rowImages ? imageSide + 2 : 0),
    step: grid.cellHeight,
  });
  drawStrips(drawing, {
    items: cols.slice(...window.x),
    look: colLook,
    along: "columns",
    from: left,
    across: top,
    step: grid.cellWidth,
  });
  drawImages(drawing, grid);
  return {
    drawing,
    names: blocks ? [] : namesIn(drawing, ofRows.ticks, ofCols.ticks),
    hasNumbers: hasRoom(grid),
  };
}

/** The texts of the axes: Plot draws them in the order of the ticks. */
function namesIn(drawing: Element, rowTicks: readonly number[], colTicks: readonly number[]): Axes["names"] {
  const texts = (axis: string) => [
    ...drawing.querySelectorAll(`g[aria-label="${axis}-axis tick label"] text`),
  ];
  return [
    ...texts("y").map((element, k) => ({ element, row: Math.floor(rowTicks[k]!) })),
    ...texts("x").map((element, k) => ({ element, col: Math.floor(colTicks[k]!) })),
  ];
}

/** Where names stand at an axis, in rows from its start, and which: of single rows, or of blocks. */
function axisOf(
  blocks: readonly Block[] | undefined,
  shown: readonly string[],
  [from, to]: Span,
  step: number,
): { ticks: number[]; nameAt: (at: number) => string } {
  if (!blocks) return { ticks: ticks([from, to], step, shown), nameAt: (at) => shown[Math.floor(at)]! };
  const { ticks: all, nameAt } = blockAxis(blocks, shown, step);
  return { ticks: all.filter((at) => at >= from && at <= to), nameAt };
}

function ticks(span: Span, step: number, shown: readonly string[]): number[] {
  const every = thinning(step) > 1 && shown.every(isNumber) ? roundSteps(step) : thinning(step);
  return Array.from({ length: Math.ceil(lengthOf(span) / every) }, (_, k) => span[0] + k * every + 0.5);
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

/** Numbers are guessed from a few of them, every 5th or 10th: they need not stand as close as names. */
function roundSteps(step: number): number {
  const least = (2 * 11) / step;
  const decade = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((k) => k * decade).find((k) => k >= least)!;
}

/** Light with a dark rim: they show on every colour. */
function linesBetween(edges: readonly number[], x: Span, y: Span): Plot.Markish[] {
  const inside = ([from, to]: Span) => edges.filter((at) => at > from && at < to);
  const dark = { stroke: "#0009", strokeWidth: 2.5 };
  const light = { stroke: "#fff", strokeWidth: 1.25 };
  return [dark, light].flatMap((style) => [Plot.ruleX(inside(x), style), Plot.ruleY(inside(y), style)]);
}

/** Pictures at the axes, where rows and columns are high enough for them to be told apart. */
function drawImages(drawing: Element, grid: Grid): void {
  const { panel, rows, cols, window, left, top, cellWidth, cellHeight } = grid;
  const draw = (href: string, x: number, y: number, side: number) =>
    drawing.append(
      svg("image", {
        href,
        x: x.toFixed(1),
        y: y.toFixed(1),
        width: side.toFixed(1),
        height: side.toFixed(1),
        preserveAspectRatio: "xMidYMid meet",
        "aria-hidden": "true",
      }),
    );
  const smallest = 7;
  const [high, wide] = [Math.min(imageSide, cellHeight), Math.min(imageSide, cellWidth)];
  if (panel.rowImages && high >= smallest)
    for (const [k, row] of rows.slice(...window.y).entries())
      draw(panel.rowImages[row]!, left - 2 - high, top + (k + 0.5) * cellHeight - high / 2, high);
  if (panel.colImages && wide >= smallest)
    for (const [k, col] of cols.slice(...window.x).entries())
      draw(panel.colImages[col]!, left + (k + 0.5) * cellWidth - wide / 2, top + grid.height + 2, wide);
}

function hasRoom({ cellWidth, cellHeight }: Grid): boolean {
  return cellHeight >= 12 && cellWidth >= characterWidth;
}

/** The value inside each cell if it fits. Text is light on dark cells. */
function numbers(grid: Grid, scale: ColourScale, [low, high]: [number, number]): Plot.Markish[] {
  if (!hasRoom(grid) || grid.level) return [];
  const cells = shownCells(grid);
  const show = formatOf(
    cells.map(({ value }) => value),
    grid.cellWidth,
    scale,
    [low, high],
  );
  if (!show) return [];
  const colour = colourOf(scale, [low, high]);
  const text = (dark: boolean) =>
    Plot.text(
      cells.filter(({ value }) => isDark(colour(value)) === dark),
      {
        x: "x",
        y: "y",
        text: ({ value }: { value: number }) => show(value),
        fill: dark ? "white" : "black",
      },
    );
  return [text(true), text(false)];
}

/** Digits that tell the values from one another, or fewer where there is no room for them; undefined if none fit. */
function formatOf(
  values: readonly number[],
  room: number,
  { probability }: ColourScale,
  [low, high]: readonly [number, number],
): ((value: number) => string) | undefined {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const fits = (text: string) => room >= text.length * characterWidth;
  if (probability) {
    const longest = largestOf(values.map((value) => showP(value).length));
    return room >= longest * characterWidth ? showP : undefined;
  }
  const least = Math.max(0, 1 - Math.floor(Math.log10(largest || 1)));
  const most = Math.min(8, Math.max(least + 1, 1 - Math.floor(Math.log10(high - low || 1))));
  let decimals = values.every(Number.isInteger) ? 0 : most;
  while (decimals > least && !fits(showFixed(low < 0 ? -largest : largest, decimals))) decimals--;
  if (!fits(showFixed(-largest, decimals))) return undefined;
  return (value) => showFixed(value, decimals);
}

/** The cells in the window that have a value. */
function shownCells(grid: Grid): { value: number; x: number; y: number }[] {
  const cells = [];
  for (let i = grid.window.y[0]; i < grid.window.y[1]; i++)
    for (let j = grid.window.x[0]; j < grid.window.x[1]; j++) {
      const value = valueAt(grid, i, j);
      if (value !== null && Number.isFinite(value)) cells.push({ value, x: j + 0.5, y: i + 0.5 });
    }
  return cells;
}
