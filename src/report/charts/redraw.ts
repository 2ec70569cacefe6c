import { element, fill } from "./parts/element.ts";
import { settled } from "./parts/state.ts";

/** Draws the content of a box. @param width - of the box, in pixels @returns what to show in it */
export type Draw = (width: number) => readonly (Element | string)[];

/** How to draw each box again at the width that it has now. */
const boxes = new WeakMap<Element, () => void>();

/**
 * A box that draws itself when it gets a width, and again whenever the width changes. It ignores
 * changes of height, because drawing sets the height.
 *
 * @param waits - the figure stays busy after drawing, until the caller says `settled(box)`
 */
export function drawingBox(draw: Draw, waits = false): { box: HTMLElement; redraw: () => void } {
  const box = element("div", { class: "drawing" }, []);
  let drawn = 0;
  const redraw = () => {
    show(box, draw(drawn));
    if (!waits) settled(box);
  };
  const fit = () => {
    const width = Math.floor(box.clientWidth);
    if (width === 0 || width === drawn) return;
    drawn = width;
    redraw();
  };
  boxes.set(box, fit);
  new ResizeObserver(fit).observe(box);
  return { box, redraw };
}

/** Draws everything in `root` at its width now, without waiting for the page to be laid out. */
export function fitAll(root: Element): void {
  for (const box of root.querySelectorAll(".drawing")) boxes.get(box)?.();
}

/** What is there already stays untouched, and keeps the focus. */
function show(box: HTMLElement, content: readonly (Element | string)[]): void {
  const { childNodes } = box;
  const isSame = childNodes.length === content.length && content.every((one, k) => one === childNodes[k]);
  if (!isSame) fill(box, content);
}
