/** The charts as a page of anyone's calls them: what cannot be drawn is refused in words. Reports check when they are written. */
import { ShapeError } from "../../base/errors.ts";
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
  checkLargest(figure);
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
  checkLargest(figure);
  updated(element, figure);
}

/** The range of larger numbers is beyond doubles, and a drawing has no place for them. */
const largest = 1e300;

/** @throws {ShapeError} for a number that can be in a table alone */
function checkLargest(figure: Figure): void {
  const found = figure.kind === "table" ? undefined : largeIn(figure);
  if (found === undefined) return;
  throw new ShapeError(
    `The figure "${figure.title}" (${figure.kind}): expected numbers up to ${largest} in magnitude, got ${found}. Divide all by one constant first.`,
  );
}

function largeIn(part: unknown): number | undefined {
  if (typeof part === "number") return Math.abs(part) > largest && Number.isFinite(part) ? part : undefined;
  if (typeof part !== "object" || part === null) return undefined;
  if (ArrayBuffer.isView(part)) return largeOf(part as Float64Array);
  const parts = Array.isArray(part) ? part : Object.values(part);
  for (const one of parts as Iterable<unknown>) {
    const found = largeIn(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A matrix of thousands of networks is checked before the page answers again: one plain loop. */
function largeOf(numbers: Float64Array): number | undefined {
  for (let at = 0; at < numbers.length; at++) {
    const size = Math.abs(numbers[at]!);
    if (size > largest && size !== Infinity) return numbers[at];
  }
  return undefined;
}
