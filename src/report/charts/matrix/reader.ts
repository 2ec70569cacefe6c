import { nothing, type Link, type Selection } from "../link.ts";
import { choose } from "../parts/linked.ts";
import type { Tip } from "../parts/pointer-tip.ts";
import { moves, type Cursor } from "./cursor.ts";
import { hear, type Point } from "./gestures.ts";
import { nearestAt, placeAt, xOf, yOf, type Grid } from "./grid.ts";
import { cellStandsFor, standsFor } from "./sides.ts";
import { cellText, isSide, picturesOf, sideText } from "./tips.ts";
import type { Drawn } from "./drawn.ts";
import { boxOf, type Window } from "./window.ts";
import type { WindowGestures } from "./windows.ts";

/** What gestures and keys need of a panel. */
export interface Parts {
  readonly surface: HTMLElement;
  readonly brush: HTMLElement;
  readonly tip: Tip;
  readonly link: Link;
  readonly windows: WindowGestures;
  /** What is drawn now; undefined before the first drawing. */
  now(): Drawn | undefined;
  /** Draws at once what waits for the next frame. */
  drawNow(): void;
  /** The cell that the reader is on. */
  point(cell: Cursor | undefined): void;
}

/** Turns what a reader does with a panel into what is selected, lit and shown. */
export function hearReader(parts: Parts): void {
  const { surface, brush, tip, link, windows, now, point } = parts;
  let cursor: Cursor | undefined;
  const quiet = () => {
    point(undefined);
    tip.hide();
    link.light(nothing);
  };
  hear(surface, {
    point(x, y) {
      const drawn = now();
      if (drawn) pointAt(parts, drawn, x, y, quiet);
    },
    leave: quiet,
    click(x, y, event) {
      const drawn = now();
      const stands = drawn && standsUnder(drawn, x, y);
      if (!stands) return;
      const { row, col } = placeAt(drawn.grid, x, y);
      if (row !== undefined && col !== undefined) cursor = [row, col];
      choose(link, stands, event);
    },
    box(from, to, end) {
      const drawn = now();
      if (!drawn) return;
      const box = boxOf(nearestAt(drawn.grid, ...from), nearestAt(drawn.grid, ...to));
      frame(brush, drawn.grid, box);
      brush.hidden = end !== undefined;
      if (!end) return;
      if (end.ctrlKey || end.metaKey) windows.set(box);
      else chooseBox(parts, drawn, box, end.shiftKey);
    },
    zoom(factor, x, y) {
      const drawn = now();
      if (drawn) windows.zoom(factor, cellsAt(drawn.grid, [x, y]));
    },
    pan(dx, dy) {
      const grid = now()?.grid;
      return grid !== undefined && windows.pan(dx / grid.cellWidth, dy / grid.cellHeight);
    },
    reset: windows.reset,
    key(event) {
      const drawn = now();
      const move = drawn && moves(event, cursor, drawn.grid);
      if (move === undefined) return false;
      if (move === "reset") windows.reset();
      else if (move === "select")
        choose(link, cellStandsFor(drawn!.places.sides, drawn!.grid, ...cursor!), event);
      else if ("zoom" in move) windows.zoom(move.zoom, move.at);
      else {
        cursor = move.to;
        if (move.window) windows.set(move.window);
        parts.drawNow();
        const { grid } = now()!;
        tell(parts, now()!, cursor, [
          xOf(grid, cursor[1]) + grid.cellWidth,
          yOf(grid, cursor[0]) + grid.cellHeight,
        ]);
      }
      return true;
    },
  });
}

function pointAt(parts: Parts, drawn: Drawn, x: number, y: number, quiet: () => void): void {
  const { grid, panel } = drawn;
  const { row, col } = placeAt(grid, x, y);
  if (row !== undefined && col !== undefined) return tell(parts, drawn, [row, col], [x, y]);
  const side = grid.blocks ? undefined : isSide(grid, x, y);
  if (!side) return quiet();
  const place = side === "row" ? { row: row! } : { col: col! };
  parts.point(undefined);
  parts.tip.show(sideText(grid, place), x, y, picturesOf(panel, grid, place));
  parts.link.light(standsUnder(drawn, x, y) ?? nothing);
}

/** Says a cell and lights what it stands for. */
function tell(
  { tip, link, point }: Parts,
  { grid, panel, shown, places }: Drawn,
  cell: Cursor,
  [x, y]: Point,
): void {
  const [row, col] = cell;
  tip.show(cellText(grid, shown.figure.scale, row, col), x, y, picturesOf(panel, grid, { row, col }));
  link.light(cellStandsFor(places.sides, grid, row, col));
  point(cell);
}

/** What the name or the cell at these pixels stands for, if anything is there. */
function standsUnder({ grid, places }: Drawn, x: number, y: number): Selection | undefined {
  const { row, col } = placeAt(grid, x, y);
  if (row !== undefined && col !== undefined) return cellStandsFor(places.sides, grid, row, col);
  const side = isSide(grid, x, y);
  if (!side || grid.blocks) return undefined;
  return standsFor(places.sides, grid, {
    rows: side === "row" ? [row!] : [],
    cols: side === "row" ? [] : [col!],
  });
}

function chooseBox({ link }: Parts, { grid, places }: Drawn, { x, y }: Window, shiftKey: boolean): void {
  const stands = standsFor(places.sides, grid, { rows: whole(y), cols: whole(x) });
  if (stands.networks.length + stands.stimuli.length > 0)
    choose(link, stands, { shiftKey, ctrlKey: false, metaKey: false });
}

function whole([from, to]: readonly [number, number]): number[] {
  return Array.from({ length: to - from }, (_, k) => from + k);
}

/** Column and row at these pixels, with their fractions. */
function cellsAt({ window, left, top, cellWidth, cellHeight }: Grid, [x, y]: Point): [number, number] {
  return [window.x[0] + (x - left) / cellWidth, window.y[0] + (y - top) / cellHeight];
}

function frame(brush: HTMLElement, grid: Grid, { x, y }: Window): void {
  Object.assign(brush.style, {
    left: `${xOf(grid, x[0])}px`,
    top: `${yOf(grid, y[0])}px`,
    width: `${(x[1] - x[0]) * grid.cellWidth}px`,
    height: `${(y[1] - y[0]) * grid.cellHeight}px`,
  });
}
