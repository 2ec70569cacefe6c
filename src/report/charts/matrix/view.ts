import type { HeatMapsFigure, Panel } from "../../figures.ts";
import { selectionOf, type Link } from "../link.ts";
import { element } from "../parts/element.ts";
import { linked, whileKept, type Item } from "../parts/linked.ts";
import { tipIn } from "../parts/pointer-tip.ts";
import { axesOf, type Axes } from "./axes.ts";
import type { Cursor } from "./cursor.ts";
import { gridOf, type Grid } from "./grid.ts";
import { matrixImage, showImage, type Source } from "./image.ts";
import { marks, type Places } from "./marks.ts";
import type { Drawn, Shown } from "./drawn.ts";
import { numbersIn } from "../../packed.ts";
import { acrossOf, blockOf } from "./levels.ts";
import { hearReader } from "./reader.ts";
import { positionsOf, sidesOf } from "./sides.ts";
import type { WindowGestures } from "./windows.ts";

/** One matrix in the page; its element stays, what is in it is drawn again. */
export interface MatrixView {
  readonly element: HTMLElement;
  /** @param width - of the whole drawing @param drawn - called when the colours are there */
  draw(shown: Shown, panel: Panel, width: number, drawn: () => void): void;
}

const help = "Arrow keys move from cell to cell, Enter selects, plus and minus zoom, Home shows all.";

/** @param drawNow - draws at once what waits for the next frame */
export function matrixView(link: Link, windows: WindowGestures, drawNow: () => void): MatrixView {
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
  let at: Cursor | undefined;
  const mark = () => {
    if (now) over.draw(now.grid, now.places, link.selected, link.lit, at && blockOf(now.grid, ...at));
  };
  whileKept(surface, link, mark);

  const show = () => {
    if (now) showImage(cells, image.canvas, now.grid);
  };

  const showAxes = ({ axes, places, grid }: Drawn) => {
    const { drawing } = axes;
    const size = ["width", "height"].map((name) => drawing.getAttribute(name));
    cells.after(drawing);
    surface.ariaLabel = drawing.getAttribute("aria-label");
    over.element.setAttribute("viewBox", ["0 0", ...size].join(" "));
    place(cells, grid, drawing);
    names.show(itemsOf(axes, places, grid));
  };

  const point = (cell: Cursor | undefined) => {
    if (at === cell) return;
    at = cell;
    mark();
  };
  hearReader({ surface, brush, tip, link, windows, now: () => now, drawNow, point });

  return {
    element: surface,
    draw(shown, panel, width, drawn) {
      const before = now;
      const grid = gridOf(panel, shown.given, shown.window, width);
      const hasSame = before !== undefined && isSameAxes(before, shown, panel, width);
      const axes = hasSame ? before.axes : axesOf(grid, shown.figure.scale, shown.domain);
      const places = placesOf(shown.figure, panel, grid);
      now = { shown, panel, width, grid, axes, places };
      if (!hasSame) {
        before?.axes.drawing.remove();
        showAxes(now);
      }
      if (at && (at[0] >= grid.rows.length || at[1] >= grid.cols.length)) at = undefined;
      mark();
      if (before && isSameImage(before.shown, shown) && before.grid.level === grid.level) {
        show();
        return image.isBusy() ? undefined : drawn();
      }
      image.make(sourceOf(now), () => {
        show();
        drawn();
      });
    },
  };
}

/** Whether the cells have the colours and the order that they had. */
function isSameImage(a: Shown, b: Shown): boolean {
  return a.version === b.version && a.given === b.given && a.domain.join() === b.domain.join();
}

function sourceOf({ shown, panel, grid: { rows, cols, level } }: Drawn): Source {
  const { figure, domain } = shown;
  if (level) {
    const across = acrossOf(level, panel);
    const values = numbersIn(level.values);
    const [down, along] = [values.length / across, across].map(count);
    return {
      values,
      rows: down!,
      cols: along!,
      across,
      scale: figure.scale,
      domain,
      atOnce: true,
    };
  }
  return { values: panel.values, rows, cols, across: panel.colNames.length, scale: figure.scale, domain };
}

function count(length: number): number[] {
  return Array.from({ length }, (_, k) => k);
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
