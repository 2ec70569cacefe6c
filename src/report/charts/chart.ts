import type { Figure, FigureKind } from "../figures.ts";
import { bars } from "./kinds/bars.ts";
import { dendrogramFigure } from "./kinds/dendrogram.ts";
import { gallery } from "./kinds/gallery.ts";
import { heatMaps } from "./kinds/heat-maps.ts";
import { histogram } from "./kinds/histogram.ts";
import { lines } from "./kinds/lines.ts";
import { mapFigure } from "./kinds/map.ts";
import { scatter } from "./kinds/scatter.ts";
import { tableFigure } from "./kinds/table.ts";
import { trajectories } from "./kinds/trajectories.ts";
import { createLink, nothing, type Link } from "./link.ts";
import { add } from "./parts/element.ts";

/** What a chart is drawn with. */
export interface ChartOptions {
  /** Selection that it shares with other charts. @default one of its own */
  readonly link?: Link;
}

/** The function that draws each kind. It returns the figure and, for some kinds, tables of its values. */
const drawers: {
  readonly [Kind in FigureKind]: (figure: Extract<Figure, { kind: Kind }>, link: Link) => HTMLElement[];
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
 *   with `aria-busy` until it is drawn
 */
export function chart(figure: Figure, { link = createLink() }: ChartOptions = {}): HTMLElement {
  const draw = drawers[figure.kind] as (figure: Figure, link: Link) => HTMLElement[];
  const [drawn, ...tables] = draw(figure, link);
  drawn!.dataset["view"] = views[figure.kind] ?? figure.kind;
  drawn!.ariaBusy = "false";
  add(drawn!, tables);
  clearByEscape(drawn!, link);
  return drawn!;
}

/** A click anywhere in the figure gives it the focus, so that it hears the key. */
function clearByEscape(figure: HTMLElement, link: Link): void {
  figure.tabIndex = -1;
  figure.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") link.select(nothing);
  });
}
