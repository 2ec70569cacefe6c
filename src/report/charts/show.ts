import { pushAll } from "../../base/lists.ts";
import type { Figure, FigureKind, Section } from "../figures.ts";
import { bars } from "./kinds/bars.ts";
import { dendrogramFigure } from "./kinds/dendrogram.ts";
import { element, fill } from "./parts/element.ts";
import { gallery } from "./kinds/gallery.ts";
import { heatMaps } from "./kinds/heat-maps.ts";
import { histogram } from "./kinds/histogram.ts";
import { lines } from "./kinds/lines.ts";
import { mapFigure } from "./kinds/map.ts";
import { scatter } from "./kinds/scatter.ts";
import { tableFigure } from "./kinds/table.ts";
import { trajectories } from "./kinds/trajectories.ts";

/** The function that draws each kind. It returns the figure and, for some kinds, what goes below all figures. */
const drawers: { [Kind in FigureKind]: (figure: Extract<Figure, { kind: Kind }>) => HTMLElement[] } = {
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

/** Fills `container` with figures, two in a row. An array of figures is drawn as a stack. */
export function showFigures(container: HTMLElement, figures: Section["figures"]): void {
  const [drawn, below]: [HTMLElement[], HTMLElement[]] = [[], []];
  for (const one of figures) {
    const stack = "kind" in one ? [one] : one;
    const parts = stack.map((figure) => (drawers[figure.kind] as (figure: Figure) => HTMLElement[])(figure));
    const heads = parts.map(([head]) => head!);
    drawn.push("kind" in one ? heads[0]! : element("div", { class: "column" }, heads));
    pushAll(
      below,
      parts.flatMap(([, ...rest]) => rest),
    );
  }
  const [only] = drawn;
  if (drawn.length === 1 && figures.length === 1) only!.classList.add("wide");
  fill(container, [...drawn, ...below]);
}
