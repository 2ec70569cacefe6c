import type { HeatMapsFigure, Order, Panel } from "../../figures.ts";
import type { Link } from "../link.ts";
import { orderChoice, rangeChoice } from "../matrix/controls.ts";
import { sizeOf } from "../matrix/grid.ts";
import { matrixView, type MatrixView, type Shown } from "../matrix/view.ts";
import { isWhole, panned, wholeOf, within, zoomed, type Size, type Window } from "../matrix/window.ts";
import { colourLegend } from "../parts/colour-legend.ts";
import { spanOf, type Span } from "../parts/colours.ts";
import { element, fill } from "../parts/element.ts";
import { frame } from "../parts/frame.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { settled, unsettled, updatable } from "../parts/state.ts";
import { drawingBox } from "../redraw.ts";

const narrowest = 260; // pixels; panels that would be narrower go under each other
const gap = 20;

/** Matrices side by side that are zoomed together, with a choice of orders and of the range of colours. */
export function heatMaps(first: HeatMapsFigure, link: Link): HTMLElement[] {
  let figure = first;
  let span = spanOf(figure.scale, figure.panels);
  let range: [number, number] | undefined;
  let order: Order | undefined = figure.orders?.[0];
  let windows = windowsOf(figure);
  let width = 0;
  let isDue = false;
  let version = 0;
  const legend = element("div", {}, []);
  const looks = element("div", {}, []);
  const panels = element("div", { class: "panels" }, []);
  const views: MatrixView[] = [];
  const note = element("span", {}, []);

  const draw = () => {
    isDue = false;
    if (width === 0) return;
    const domain = range ?? span.domain;
    const each = panelWidth(width, figure.panels.length);
    let left = figure.panels.length;
    unsettled(box);
    for (const [k, panel] of figure.panels.entries()) {
      const shown: Shown = {
        figure,
        given: order ?? figure.blocks,
        scale: figure.scale,
        domain,
        window: windows[k]!,
        version,
      };
      views[k]!.draw(shown, panel, each, () => {
        left--;
        if (left <= 0) settled(box);
      });
    }
  };
  /** Many changes within one frame are drawn once. */
  const later = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      if (isDue) draw();
    });
  };
  const drawAround = () => {
    const isSingle = figure.panels.every(({ values }) => values.length === 1); // a single colour tells nothing
    fill(legend, isSingle ? [] : [colourLegend(figure.scale, range ?? span.domain, width)]);
    const [panel] = figure.panels;
    fill(looks, lookLegend([panel?.rowLook, panel?.colLook], false, width));
    note.textContent = span.clamped && !range ? " The colours span the values off the diagonal." : "";
  };
  const setWindows = (change: (window: Window, size: Size) => Window, k: number) => {
    const sizes = figure.panels.map(sizeOf);
    const isShared = sizes.every(({ rows, cols }) => rows === sizes[0]!.rows && cols === sizes[0]!.cols);
    const before = windows;
    windows = windows.map((one, j) => (isShared || j === k ? change(one, sizes[j]!) : one));
    const isNew = windows.some(
      (one, j) => one.x.join() !== before[j]!.x.join() || one.y.join() !== before[j]!.y.join(),
    );
    if (isNew) later();
    return isNew;
  };
  const hostOf = (k: number) => {
    let [factor, cols, rows] = [1, 0, 0];
    return {
      link,
      setWindow: (next: Window) => {
        setWindows(() => next, k);
        draw();
      },
      zoom(more: number, at: readonly [number, number]) {
        // Windows are whole cells, so small steps of a wheel or of fingers are gathered.
        factor *= more;
        if (Math.abs(Math.log(factor)) < 0.04) return;
        setWindows((window, size) => zoomed(window, factor, at, size), k);
        factor = 1;
      },
      pan(right: number, down: number) {
        const size = sizeOf(figure.panels[k]!);
        if (isWhole(windows[k]!, size)) return false;
        [cols, rows] = [cols + right, rows + down];
        const [x, y] = [Math.trunc(cols), Math.trunc(rows)];
        if (x === 0 && y === 0) return true;
        [cols, rows] = [cols - x, rows - y];
        return setWindows((window, size) => panned(window, x, y, size), k);
      },
      reset: () => void setWindows((_, size) => wholeOf(size), k),
    };
  };
  const { box } = drawingBox((next) => {
    width = next;
    drawAround();
    draw();
    return [legend, looks, panels];
  }, true);
  const setFigure = (next: HeatMapsFigure) => {
    figure = next;
    while (views.length < figure.panels.length) views.push(matrixView(hostOf(views.length)));
    views.length = figure.panels.length;
    const drawn = figure.panels.map((panel, k) => titled(panel, views[k]!.element));
    fill(panels, drawn);
  };
  setFigure(first);
  const orders = figure.orders ?? [];
  const choose = (chosen: Order) => {
    order = chosen;
    draw();
  };
  const ranges = rangeChoice(
    () => range ?? span.domain,
    (chosen) => {
      range = chosen;
      drawAround();
      draw();
    },
    () => windows.forEach((_, k) => setWindows((__, size) => wholeOf(size), k)),
  );
  const controls = [...(orders.length > 1 ? [orderChoice(orders, choose)] : []), ranges];
  const drawn = frame(
    figure,
    [element("div", { class: "controls" }, controls), box],
    [figure.caption ?? "", note],
  );
  updatable<HeatMapsFigure>(drawn, (next) => {
    const isSameShape = samePanels(figure, next);
    const before = span;
    version++;
    span = spanOf(next.scale, next.panels);
    order = next.orders?.find(({ name }) => name === order?.name) ?? next.orders?.[0];
    if (isSameShape) figure = next;
    else setFigure(next);
    windows = next.panels.map((panel, k) =>
      windows[k] ? within(windows[k], sizeOf(panel)) : wholeOf(sizeOf(panel)),
    );
    if (width > 0 && !isSameSpan(before, span)) drawAround();
    later();
  });
  return [drawn];
}

function windowsOf({ panels }: HeatMapsFigure): Window[] {
  return panels.map((panel) => wholeOf(sizeOf(panel)));
}

/** Whether the elements that are there fit the new panels. */
function samePanels(a: HeatMapsFigure, b: HeatMapsFigure): boolean {
  return (
    a.panels.length === b.panels.length && a.panels.every(({ title }, k) => title === b.panels[k]!.title)
  );
}

function isSameSpan(a: Span, b: Span): boolean {
  return a.domain.join() === b.domain.join() && a.clamped === b.clamped;
}

function panelWidth(width: number, count: number): number {
  const columns = Math.max(1, Math.min(count, Math.floor((width + gap) / (narrowest + gap))));
  return Math.floor((width - (columns - 1) * gap) / columns);
}

function titled({ title }: Panel, drawing: HTMLElement): HTMLElement {
  return element("div", {}, [...(title ? [element("h4", { title }, [title])] : []), drawing]);
}
