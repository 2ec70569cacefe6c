import type { HeatMapsFigure, Order, Panel } from "../../figures.ts";
import type { Link } from "../link.ts";
import { orderChoice, rangeChoice } from "../matrix/controls.ts";
import { matrixView, type MatrixView } from "../matrix/view.ts";
import { windowsOf } from "../matrix/windows.ts";
import { colourLegend } from "../parts/colour-legend.ts";
import { spanSteps, type Span } from "../../span.ts";
import { element, fill } from "../parts/element.ts";
import { frame } from "../parts/frame.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { atOnce, inSlices } from "../parts/slices.ts";
import { settled, unsettled, updatable } from "../parts/state.ts";
import { drawingBox } from "../redraw.ts";

const narrowest = 260; // pixels; panels that would be narrower go under each other
const gap = 20;

/** Matrices side by side that are zoomed together, with a choice of orders and of the range of colours. */
export function heatMaps(first: HeatMapsFigure, link: Link): HTMLElement[] {
  let figure = first;
  let span: Span | undefined;
  let range: [number, number] | undefined;
  let order: Order | undefined = figure.orders?.[0];
  let [width, version] = [0, 0];
  const [legend, looks, panels] = [
    element("div", {}, []),
    element("div", {}, []),
    element("div", { class: "panels" }, []),
  ];
  const note = element("span", {}, []);
  const views: MatrixView[] = [];

  const draw = () => {
    if (width === 0 || !span) return;
    const shared = { figure, given: order ?? figure.blocks, domain: range ?? span.domain, version };
    const each = panelWidth(width, figure.panels.length);
    let left = figure.panels.length;
    unsettled(box);
    for (const [k, panel] of figure.panels.entries())
      views[k]!.draw({ ...shared, window: windows.of(k) }, panel, each, () => {
        if (--left <= 0) settled(box);
      });
  };
  const later = onceAFrame(draw);
  const windows = windowsOf(figure, later.ask);
  const drawAround = () => {
    if (width === 0 || !span) return;
    const isSingle = figure.panels.every(({ values }) => values.length === 1); // a single colour tells nothing
    fill(legend, isSingle ? [] : [colourLegend(figure.scale, range ?? span.domain, width)]);
    const [panel] = figure.panels;
    fill(looks, lookLegend([panel?.rowLook, panel?.colLook], false, width));
    note.textContent = span.clamped && !range ? " The colours span the values off the diagonal." : "";
  };
  const drawAll = () => {
    drawAround();
    draw();
  };
  const { box } = drawingBox((next) => {
    const isFirst = width === 0;
    width = next;
    drawAround();
    // The page is being laid out: what is long waits for the next frame, alone. A picture of what was drawn cannot wait.
    if (isFirst && cellsOf(figure) > many) later.ask();
    else draw();
    return [legend, looks, panels];
  }, true);

  const place = () => {
    while (views.length < figure.panels.length)
      views.push(matrixView(link, windows.gestures(views.length), later.now));
    fill(
      panels,
      figure.panels.map((panel, k) => titled(panel, views[k]!.element)),
    );
  };
  const accept = (next: HeatMapsFigure, found: Span) => {
    const [before, spanBefore] = [figure, span];
    [figure, span] = [next, found];
    version++;
    order = next.orders?.find(({ name }) => name === order?.name) ?? next.orders?.[0];
    windows.fit(next);
    if (!spanBefore || !isSamePlaces(before, next)) place();
    if (!isSameSpan(spanBefore, found)) drawAround();
    if (spanBefore) later.ask();
    else draw();
  };
  const take = oneAfterOther(accept);
  take(first);

  const ranges = rangeChoice(
    () => range ?? span?.domain ?? [0, 1],
    (chosen) => {
      range = chosen;
      drawAll();
    },
    windows.reset,
  );
  const choose = (chosen: Order) => {
    order = chosen;
    draw();
  };
  const orders = figure.orders ?? [];
  const controls = [...(orders.length > 1 ? [orderChoice(orders, choose)] : []), ranges];
  const content = [element("div", { class: "controls" }, controls), box];
  const drawn = frame(figure, content, [figure.caption ?? "", note]);
  updatable<HeatMapsFigure>(drawn, take);
  return [drawn];
}

/** Cells from which on the range of the values is found in slices, and the matrices are drawn in a frame of their own. */
const many = 1 << 18;

function cellsOf({ panels }: HeatMapsFigure): number {
  return panels.reduce((sum, { values }) => sum + values.length, 0);
}

/** Finds the range of one figure after the other; of those that come meanwhile the last. */
function oneAfterOther(
  accept: (figure: HeatMapsFigure, span: Span) => void,
): (figure: HeatMapsFigure) => void {
  let wanted: HeatMapsFigure | undefined;
  let isBusy = false;
  const run = async () => {
    isBusy = true;
    while (wanted) {
      const one = wanted;
      wanted = undefined;
      const steps = spanSteps(one.scale, one.panels);
      accept(one, cellsOf(one) > many ? await inSlices(steps) : atOnce(steps));
    }
    isBusy = false;
  };
  return (figure) => {
    wanted = figure;
    if (!isBusy) void run();
  };
}

/** Many changes within one frame are drawn once. */
function onceAFrame(draw: () => void): { ask(): void; now(): void } {
  let isDue = false;
  const now = () => {
    if (!isDue) return;
    isDue = false;
    draw();
  };
  return {
    ask() {
      if (isDue) return;
      isDue = true;
      requestAnimationFrame(now);
    },
    now,
  };
}

/** Whether the elements that are there fit the new panels. */
function isSamePlaces({ panels: a }: HeatMapsFigure, { panels: b }: HeatMapsFigure): boolean {
  return a.length === b.length && a.every(({ title }, k) => title === b[k]!.title);
}

function isSameSpan(a: Span | undefined, b: Span): boolean {
  return a !== undefined && a.domain.join() === b.domain.join() && a.clamped === b.clamped;
}

function panelWidth(width: number, count: number): number {
  const columns = Math.max(1, Math.min(count, Math.floor((width + gap) / (narrowest + gap))));
  return Math.floor((width - (columns - 1) * gap) / columns);
}

function titled({ title }: Panel, drawing: HTMLElement): HTMLElement {
  return element("div", {}, [...(title ? [element("h4", { title }, [title])] : []), drawing]);
}
