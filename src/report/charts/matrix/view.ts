import type { Block, ColourScale, HeatMapsFigure, Order, Panel } from "../../figures.ts";
import { nothing, selectionOf, type Link, type Selection } from "../link.ts";
import { element } from "../parts/element.ts";
import { choose, linked, whileKept, type Item } from "../parts/linked.ts";
import { tipIn } from "../parts/pointer-tip.ts";
import { axesOf, type Axes } from "./axes.ts";
import { hear } from "./gestures.ts";
import { gridOf, nearestAt, placeAt, xOf, yOf, type Grid } from "./grid.ts";
import { matrixImage, showImage } from "./image.ts";
import { marks, type Places } from "./marks.ts";
import { moves, type Cursor } from "./cursor.ts";
import { cellStandsFor, positionsOf, sidesOf, standsFor } from "./sides.ts";
import { cellText, isSide, picturesOf, sideText } from "./tips.ts";
import { boxOf, type Window } from "./window.ts";

/** What all panels of a figure share. */
export interface Shown {
  readonly figure: HeatMapsFigure;
  readonly given: Order | readonly Block[] | undefined;
  readonly scale: ColourScale;
  readonly domain: [number, number];
  readonly window: Window;
  /** Of the values, which may be others in the same list. */
  readonly version: number;
}

/** What a panel asks of its figure. */
export interface Host {
  readonly link: Link;
  setWindow(next: Window): void;
  zoom(factor: number, at: readonly [number, number]): void;
  /** @returns whether anything moved */
  pan(cols: number, rows: number): boolean;
  reset(): void;
}

/** One matrix in the page; its element stays, what is in it is drawn again. */
export interface MatrixView {
  readonly element: HTMLElement;
  /** @param width - of the whole drawing @param drawn - called when the colours are there */
  draw(shown: Shown, panel: Panel, width: number, drawn: () => void): void;
}

/** What was last drawn of a panel. */
interface Drawn {
  readonly shown: Shown;
  readonly panel: Panel;
  readonly width: number;
  readonly grid: Grid;
  readonly axes: Axes;
  readonly places: Places;
}

const help = "Arrow keys move from cell to cell, Enter selects, plus and minus zoom, Home shows all.";

export function matrixView(host: Host): MatrixView {
  const { link } = host;
  const image = matrixImage();
  const cells = element("canvas", { class: "cells" }, []);
  const over = marks();
  const brush = element("div", { class: "brush", hidden: "" }, []);
  const surface = element(
    "div",
    { class: "tipped matrix", tabindex: "0", role: "application", "aria-description": help },
    [cells, over.element, brush],
  );
  const tip = tipIn(surface);
  surface.append(tip.element);
  const names = linked(surface, link);
  let now: Drawn | undefined;
  /** The cell under the pointer, or under the cursor of the keys. */
  let at: readonly [row: number, col: number] | undefined;
  let cursor: Cursor | undefined;

  const mark = () => {
    if (now) over.draw(now.grid, now.places, link.selected, link.lit, at);
  };
  whileKept(surface, link, mark);

  const show = () => {
    if (now) showImage(cells, image.canvas, now.grid);
  };

  const tell = (row: number, col: number, x: number, y: number) => {
    const { grid, panel, shown, places } = now!;
    at = [row, col];
    tip.show(cellText(grid, shown.scale, row, col), x, y, picturesOf(panel, grid, { row, col }));
    link.light(cellStandsFor(places.sides, grid, row, col));
    mark();
  };

  const quiet = () => {
    at = undefined;
    tip.hide();
    link.light(nothing);
    mark();
  };

  /** What stands for the name or the cell at these pixels, if anything is there. */
  const under = (x: number, y: number): Selection | undefined => {
    const { grid, places } = now!;
    const { row, col } = placeAt(grid, x, y);
    if (row !== undefined && col !== undefined) return cellStandsFor(places.sides, grid, row, col);
    const side = isSide(grid, x, y);
    if (!side || grid.blocks) return undefined;
    return standsFor(places.sides, grid, {
      rows: side === "row" ? [row!] : [],
      cols: side === "row" ? [] : [col!],
    });
  };

  hear(surface, {
    point(x, y) {
      if (!now) return;
      const { grid, panel } = now;
      const { row, col } = placeAt(grid, x, y);
      if (row !== undefined && col !== undefined) return tell(row, col, x, y);
      const side = grid.blocks ? undefined : isSide(grid, x, y);
      if (!side) return quiet();
      at = undefined;
      const place = side === "row" ? { row: row! } : { col: col! };
      tip.show(sideText(grid, place), x, y, picturesOf(panel, grid, place));
      link.light(under(x, y) ?? nothing);
      mark();
    },
    leave: quiet,
    click(x, y, event) {
      const stands = now && under(x, y);
      if (!stands) return;
      const { row, col } = placeAt(now!.grid, x, y);
      if (row !== undefined && col !== undefined) cursor = [row, col];
      choose(link, stands, event);
    },
    box(from, to, end) {
      if (!now) return;
      const { grid, places } = now;
      const box = boxOf(nearestAt(grid, ...from), nearestAt(grid, ...to));
      frame(brush, grid, box);
      if (!end) return;
      brush.hidden = true;
      if (end.ctrlKey || end.metaKey) return host.setWindow(box);
      const chosen = { rows: whole(box.y), cols: whole(box.x) };
      const stands = standsFor(places.sides, grid, chosen);
      if (stands.networks.length + stands.stimuli.length > 0)
        choose(link, stands, { shiftKey: end.shiftKey, ctrlKey: false, metaKey: false });
    },
    zoom(factor, x, y) {
      if (!now) return;
      const { grid } = now;
      host.zoom(factor, [
        grid.window.x[0] + (x - grid.left) / grid.cellWidth,
        grid.window.y[0] + (y - grid.top) / grid.cellHeight,
      ]);
    },
    pan: (dx, dy) => now !== undefined && host.pan(dx / now.grid.cellWidth, dy / now.grid.cellHeight),
    reset: host.reset,
    key(event) {
      if (!now) return false;
      const { grid, places } = now;
      const move = moves(event, cursor, grid);
      if (move === undefined) return false;
      if (move === "reset") host.reset();
      else if (move === "select") {
        const [row, col] = cursor!;
        choose(link, cellStandsFor(places.sides, grid, row, col), event);
      } else if ("zoom" in move) {
        host.zoom(move.zoom, move.at);
      } else {
        cursor = move.to;
        if (move.window) host.setWindow(move.window);
        const [row, col] = cursor;
        const shown = now.grid;
        tell(row, col, xOf(shown, col) + shown.cellWidth, yOf(shown, row) + shown.cellHeight);
      }
      return true;
    },
  });

  return {
    element: surface,
    draw(shown, panel, width, drawn) {
      const before = now;
      const grid = gridOf(panel, shown.given, shown.window, width);
      const hasSame = before !== undefined && isSameAxes(before, shown, panel, width);
      const axes = hasSame ? before.axes : axesOf(grid, shown.scale, shown.domain);
      const places = placesOf(shown.figure, panel, grid);
      now = { shown, panel, width, grid, axes, places };
      if (!hasSame) {
        before?.axes.drawing.remove();
        cells.after(axes.drawing);
        surface.ariaLabel = axes.drawing.getAttribute("aria-label");
        over.element.setAttribute(
          "viewBox",
          ["0 0", ...["width", "height"].map((name) => axes.drawing.getAttribute(name))].join(" "),
        );
        place(cells, grid, axes.drawing);
        names.show(itemsOf(axes, places, grid));
      }
      if (cursor && (cursor[0] >= grid.rows.length || cursor[1] >= grid.cols.length)) cursor = undefined;
      mark();
      const isNewImage =
        before?.shown.version !== shown.version ||
        before.shown.given !== shown.given ||
        before.shown.domain.join() !== shown.domain.join();
      if (!isNewImage) {
        show();
        return drawn();
      }
      const source = {
        values: panel.values,
        rows: grid.rows,
        cols: grid.cols,
        across: panel.colNames.length,
        scale: shown.scale,
        domain: shown.domain,
      };
      image.make(source, () => {
        show();
        drawn();
      });
    },
  };
}

/** Whether new values are all that is new, and none of them is written into a cell. */
function isSameAxes({ shown: a, panel: p, width, axes }: Drawn, b: Shown, q: Panel, next: number): boolean {
  return (
    width === next &&
    a.given === b.given &&
    a.window === b.window &&
    !axes.hasNumbers &&
    p.rowNames.join("\n") === q.rowNames.join("\n") &&
    p.colNames.join("\n") === q.colNames.join("\n") &&
    p.rowLook === q.rowLook &&
    p.colLook === q.colLook
  );
}

function placesOf(figure: HeatMapsFigure, panel: Panel, grid: Grid): Places {
  const sides = sidesOf(figure, panel);
  return { sides, rows: positionsOf(sides.rows, grid.rows), cols: positionsOf(sides.cols, grid.cols) };
}

/** The names at the axes, as they are selected and lit. */
function itemsOf({ names }: Axes, { sides }: Places, grid: Grid): Item[] {
  return names.flatMap(({ element, row, col }) => {
    const [side, item] = row === undefined ? [sides.cols, grid.cols[col!]!] : [sides.rows, grid.rows[row]!];
    return side ? [{ elements: [element], stands: selectionOf(side.kind, [side.names[item]!]) }] : [];
  });
}

/** In shares of the drawing, so that both shrink together where the page is narrow, as on paper. */
function place({ style }: HTMLElement, grid: Grid, drawing: Element): void {
  const [width, height] = ["width", "height"].map((name) => Number(drawing.getAttribute(name)));
  const percent = (part: number, all: number) => `${(100 * part) / all}%`;
  style.left = percent(grid.left, width!);
  style.top = percent(grid.top, height!);
  style.width = percent(grid.width, width!);
  style.height = percent(grid.height, height!);
}

function frame(brush: HTMLElement, grid: Grid, { x, y }: Window): void {
  brush.hidden = false;
  Object.assign(brush.style, {
    left: `${xOf(grid, x[0])}px`,
    top: `${yOf(grid, y[0])}px`,
    width: `${(x[1] - x[0]) * grid.cellWidth}px`,
    height: `${(y[1] - y[0]) * grid.cellHeight}px`,
  });
}

function whole([from, to]: readonly [number, number]): number[] {
  return Array.from({ length: to - from }, (_, k) => from + k);
}
