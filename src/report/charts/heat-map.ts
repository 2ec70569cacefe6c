import * as Plot from "@observablehq/plot";
import type { ReportResult } from "../data.ts";
import { showFixed, showNumber } from "../numbers.ts";
import { colourScale } from "./colours.ts";
import { element } from "./element.ts";
import { hoverTip } from "./hover-tip.ts";
import { characterWidth, fitNames, thinning } from "./labels.ts";

/** Rows and columns in the order in which they are drawn, by index. */
export interface Order {
  readonly rows: readonly number[];
  readonly cols: readonly number[];
}

interface Cell {
  row: number;
  col: number;
  x: number;
  y: number;
  value: number | null;
}

const largestCell = 72; // pixels: two representations need no giant squares
const tallest = 900;

/** Colours for all values. @param width - of the whole drawing, in pixels */
export function heatMap(result: ReportResult, order: Order, width: number): Element {
  const rows = order.rows.map((row) => result.rowNames[row]!);
  const cols = order.cols.map((col) => result.colNames[col]!);
  const left = fitNames(rows, width * 0.28);
  const bottom = fitNames(cols, 140);
  const cellWidth = Math.min(largestCell, (width - left.room - 12) / cols.length);
  const cellHeight = Math.min(cellWidth, tallest / rows.length);
  const cells = cellsOf(result, order);
  const scale = colourScale(result);
  return Plot.plot({
    width: left.room + cellWidth * cols.length + 12,
    height: cellHeight * rows.length + bottom.room + 6,
    marginLeft: left.room,
    marginRight: 12,
    marginTop: 6,
    marginBottom: bottom.room,
    x: { domain: [0, cols.length] },
    y: { domain: [rows.length, 0] },
    color: scale,
    style: { fontSize: "11px", background: "transparent" },
    ariaLabel: `Heat map of ${rows.length} × ${cols.length} values, ${result.heading}. The table below has the same values.`,
    marks: [
      Plot.raster(
        cells.map((cell) => cell.value ?? NaN),
        { width: cols.length, height: rows.length, imageRendering: "pixelated" },
      ),
      Plot.axisY(ticks(rows, cellHeight), {
        tickFormat: (at: number) => left.shown[Math.floor(at)]!,
        tickSize: 0,
        label: null,
      }),
      Plot.axisX(ticks(cols, cellWidth), {
        tickFormat: (at: number) => bottom.shown[Math.floor(at)]!,
        tickSize: 0,
        label: null,
        tickRotate: -90,
      }),
      ...numbers(cells, cellWidth, result, scale.domain),
      Plot.rect(
        cells,
        Plot.pointer({
          px: "x",
          py: "y",
          x1: (c: Cell) => c.x - 0.5,
          x2: (c: Cell) => c.x + 0.5,
          y1: (c: Cell) => c.y - 0.5,
          y2: (c: Cell) => c.y + 0.5,
          stroke: "white",
          strokeWidth: 1.5,
        }),
      ),
      hoverTip(cells, { x: "x", y: "y", title: (cell: Cell) => describe(cell, result) }),
    ],
  });
}

/** The scale of the colours, with its meaning in words at both ends. */
export function heatMapLegend(result: ReportResult, width: number): HTMLElement {
  const words = ["alike", result.kind, "different"];
  if (result.kind === "similarity") words.reverse();
  const outer = Math.min(320, width);
  const row = element(
    "div",
    { class: "legend-words", style: `width: ${outer}px` },
    words.map((word) => element("span", {}, [word])),
  );
  const ramp = Plot.legend({
    color: colourScale(result),
    width: outer,
    ticks: 5,
    marginTop: 2,
    height: 34,
    style: { fontSize: "11px" },
  } as Parameters<typeof Plot.legend>[0]);
  return element("div", { class: "legend" }, [row, ramp]);
}

function cellsOf(result: ReportResult, { rows, cols }: Order): Cell[] {
  return rows.flatMap((row, i) =>
    cols.map((col, j) => ({
      row,
      col,
      x: j + 0.5,
      y: i + 0.5,
      value: result.values[row * result.colNames.length + col]!,
    })),
  );
}

function describe({ row, col, value }: Cell, { rowNames, colNames, kind }: ReportResult): string {
  return `${rowNames[row]}\n${colNames[col]}\n${kind} ${showNumber(value)}`;
}

function ticks(names: readonly string[], step: number): number[] {
  const every = thinning(step);
  return names.map((_, i) => i + 0.5).filter((_, i) => i % every === 0);
}

/** The value inside each cell, where it fits. Light on the dark half of the scale. */
function numbers(
  cells: Cell[],
  cellWidth: number,
  { kind }: ReportResult,
  [low, high]: [number, number],
): Plot.Markish[] {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(largest || 1)));
  const longest = showFixed(-largest, decimals).length;
  if (cellWidth < longest * characterWidth) return [];
  const isDark = (value: number) => (value - low) / (high - low) < 0.55 !== (kind === "similarity");
  const shown = cells.filter((cell) => cell.value !== null);
  const text = (dark: boolean) =>
    Plot.text(
      shown.filter((cell) => isDark(cell.value!) === dark),
      {
        x: "x",
        y: "y",
        text: (cell: Cell) => showFixed(cell.value!, decimals),
        fill: dark ? "white" : "black",
      },
    );
  return [text(true), text(false)];
}
