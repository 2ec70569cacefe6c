import { ShapeError } from "../../base/errors.ts";
import type { Figure, FigureKind } from "../figures.ts";
import { bars } from "./kinds/bars.ts";
import { dendrogramFigure, type OnCut } from "./kinds/dendrogram.ts";
import { gallery } from "./kinds/gallery.ts";
import { heatMaps } from "./kinds/heat-maps.ts";
import { histogram } from "./kinds/histogram.ts";
import { lines } from "./kinds/lines.ts";
import { mapFigure } from "./kinds/map.ts";
import { scatter } from "./kinds/scatter.ts";
import { collapsible, tableFigure } from "./kinds/table.ts";
import { trajectories } from "./kinds/trajectories.ts";
import { createLink, nothing, type Link } from "./link.ts";
import { add } from "./parts/element.ts";
import { updateOf } from "./parts/state.ts";
import { tableOf } from "./table/table.ts";
import { valuesOf } from "./values/values.ts";

/** What a chart is drawn with. */
export interface ChartOptions {
  /** Selection that it shares with other charts. @default one of its own */
  readonly link?: Link;
  /** Of a tree: called when the reader moves its cut, with the height and the cluster of each item (from 0). */
  readonly onCut?: OnCut;
}

/** The function that draws each kind. */
const drawers: {
  readonly [Kind in FigureKind]: (
    figure: Extract<Figure, { kind: Kind }>,
    link: Link,
    options: ChartOptions,
  ) => HTMLElement[];
} = {
  "heat-maps": heatMaps,
  gallery,
  map: mapFigure,
  tree: dendrogramFigure,
  lines,
  bars,
  scatter,
  histogram,
  table: tableFigure,
  trajectories,
};

/** The names of the kinds in the page: `<figure data-view="heat-map">`. */
const views: Partial<Record<FigureKind, string>> = { "heat-maps": "heat-map" };

/**
 * Draws one figure. It takes the width of the element it is put into, and draws again when that changes.
 *
 * @param figure - plain data, see `Figure`
 * @returns `<figure data-view="heat-map|gallery|map|tree|lines|bars|scatter|histogram|table|trajectories">`,
 *   with `aria-busy` until it is drawn, and its values as a table that the reader can open
 */
export function chart(figure: Figure, options: ChartOptions = {}): HTMLElement {
  const { link = createLink() } = options;
  const draw = drawers[figure.kind] as (figure: Figure, link: Link, options: ChartOptions) => HTMLElement[];
  const [drawn] = draw(figure, link, options);
  drawn!.dataset["view"] = views[figure.kind] ?? figure.kind;
  drawn!.ariaLabel = figure.title;
  drawn!.ariaBusy = String(drawn!.querySelector(".drawing") !== null); // a drawing waits for its width
  if (figure.kind !== "table") drawn!.append(tableOfValues(figure, drawn!, link));
  clearByEscape(drawn!, link);
  shown.set(drawn!, figure);
  drawnWith.set(drawn!, { ...options, link });
  return drawn!;
}

/** The figure that each element shows now. */
const shown = new WeakMap<HTMLElement, Figure>();

/** Made when the reader opens it, and again at each opening, of the values that are shown then. */
function tableOfValues({ title }: Figure, drawn: HTMLElement, link: Link): HTMLElement {
  const make = () => tableOf(title, valuesOf(shown.get(drawn)!), link);
  return collapsible("Table of values", make, { "aria-label": `Table of values: ${title}` });
}

/** With what each chart was drawn, for when it is drawn anew. */
const drawnWith = new WeakMap<HTMLElement, ChartOptions>();

/**
 * Shows other values in a chart. A heat map keeps its zoom, its order and the focus, and is drawn once a
 * frame however often this is called; so it may be called with each piece of a result. Other charts are
 * drawn anew, in the same element.
 *
 * @param element - what `chart` returned
 * @param figure - of the same kind
 */
export function updateChart(element: HTMLElement, figure: Figure): void {
  const before = shown.get(element);
  if (before?.kind !== figure.kind)
    throw new ShapeError(
      before
        ? `updateChart: expected a figure of the kind "${before.kind}" that the element shows, got "${figure.kind}". Make another chart for it.`
        : "updateChart: expected an element that chart returned.",
    );
  const update = updateOf(element);
  shown.set(element, figure);
  if (update) return update(figure);
  const next = chart(figure, drawnWith.get(element));
  element.className = next.className;
  element.replaceChildren();
  add(element, [...next.childNodes]);
}

/** A click anywhere in the figure gives it the focus, so that it hears the key. */
function clearByEscape(figure: HTMLElement, link: Link): void {
  figure.tabIndex = -1;
  figure.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") link.select(nothing);
  });
}
