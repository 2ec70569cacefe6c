import { element } from "./parts/element.ts";

/** Fills a box that is so many pixels wide. @returns what to show in it */
export type Draw = (width: number) => readonly (Element | string)[];

/**
 * A box that draws once there is a width, and again whenever that changes; never on
 * height, which drawing sets.
 */
export function drawingBox(draw: Draw): { box: HTMLElement; redraw: () => void } {
  const box = element("div", { class: "drawing" }, []);
  let drawn = 0;
  const redraw = () => box.replaceChildren(...draw(drawn));
  new ResizeObserver(() => {
    const width = Math.floor(box.clientWidth);
    if (width === 0 || width === drawn) return;
    drawn = width;
    redraw();
  }).observe(box);
  return { box, redraw };
}
