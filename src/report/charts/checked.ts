/** The charts as a page of anyone's calls them: what cannot be drawn is refused in words. Reports check when they are written. */
import { checkFigure } from "../check.ts";
import type { Figure } from "../figures.ts";
import { chart as drawn, updateChart as updated, type ChartOptions } from "./chart.ts";

/**
 * Draws one figure. It takes the width of the element it is put into, and draws again when that changes.
 *
 * @param figure - plain data, see `Figure`
 * @returns `<figure data-view="heat-map|gallery|map|tree|lines|bars|scatter|histogram|table|trajectories">`,
 *   with `aria-busy` until it is drawn, and its values as a table that the reader can open
 * @throws {ShapeError} for sizes that do not match, nothing to draw, or what is no figure: where, expected and got
 */
export function chart(figure: Figure, options: ChartOptions = {}): HTMLElement {
  checkFigure(figure);
  return drawn(figure, options);
}

/**
 * Shows other values in a chart. A heat map keeps its zoom, its order and the focus, and is drawn once a
 * frame however often this is called; so it may be called with each piece of a result. Other charts are
 * drawn anew, in the same element.
 *
 * @param element - what `chart` returned
 * @param figure - of the same kind
 * @throws {ShapeError} as `chart`, for a figure of another kind, and for an element that `chart` did not return;
 *   what was drawn then stays
 */
export function updateChart(element: HTMLElement, figure: Figure): void {
  checkFigure(figure);
  updated(element, figure);
}
