import { element } from "./element.ts";

/** What the pointer is on: lines of text, and the outline to draw. */
export interface Pointed {
  readonly text: string;
  /** In pixels of the drawing. */
  readonly outline?: { x: number; y: number; width: number; height: number };
}

/**
 * A tip that follows the pointer over `drawing`. It is for figures with too many values to make
 * one element for each.
 *
 * @param find - returns what is at these pixels of the drawing, if anything
 * @param behind - what lies under the drawing
 */
export function withTip(
  drawing: Element,
  find: (x: number, y: number) => Pointed | undefined,
  behind: readonly Element[] = [],
): HTMLElement {
  const tip = element("div", { class: "tip", role: "status", hidden: "" }, []);
  const outline = element("div", { class: "outline", hidden: "" }, []);
  const holder = element("div", { class: "tipped" }, [...behind, drawing, outline, tip]);
  const hide = () => (tip.hidden = outline.hidden = true);
  const show = (event: PointerEvent) => {
    const box = drawing.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const found = find(x, y);
    if (!found) return hide();
    tip.textContent = found.text;
    tip.hidden = false;
    outline.hidden = found.outline === undefined;
    if (found.outline) place(outline, found.outline);
    placeTip(tip, x, y, box);
  };
  holder.addEventListener("pointermove", show);
  holder.addEventListener("pointerdown", show);
  holder.addEventListener("pointerleave", hide);
  return holder;
}

/** Places the tip beside the pointer, on the side where there is room. */
function placeTip(tip: HTMLElement, x: number, y: number, box: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = tip;
  const toLeft = box.left + x + 14 + width > document.documentElement.clientWidth;
  const above = box.top + y + 14 + height > window.innerHeight;
  tip.style.left = `${toLeft ? Math.max(-box.left, x - 10 - width) : x + 14}px`;
  tip.style.top = `${above ? y - 10 - height : y + 14}px`;
}

function place({ style }: HTMLElement, { x, y, width, height }: NonNullable<Pointed["outline"]>): void {
  Object.assign(style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
}
