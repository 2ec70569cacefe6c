import type { Figure } from "../../figures.ts";

/** The figure around a drawing is busy until its picture is complete. */
export function unsettled(drawing: Element): void {
  setBusy(drawing, true);
}

export function settled(drawing: Element): void {
  setBusy(drawing, false);
}

function setBusy(drawing: Element, is: boolean): void {
  const figure = drawing.closest("figure");
  if (figure) figure.ariaBusy = String(is);
}

type Update<F extends Figure> = (figure: F) => void;

const updates = new WeakMap<Element, Update<Figure>>();

/** Says how a figure takes new values and stays the element that it is. */
export function updatable<F extends Figure>(figure: HTMLElement, update: Update<F>): void {
  updates.set(figure, update as unknown as Update<Figure>);
}

/** @returns undefined for a figure that is drawn anew with new values */
export function updateOf(figure: Element): Update<Figure> | undefined {
  return updates.get(figure);
}
