import { element, fill } from "./element.ts";

/** What the pointer is on: lines of text, and the outline to draw. */
export interface Pointed {
  readonly text: string;
  /** In pixels of the drawing. */
  readonly outline?: { x: number; y: number; width: number; height: number };
}

/** A tip inside `holder`, whose position is relative. It is read out when its text changes. */
export interface Tip {
  readonly element: HTMLElement;
  /**
   * @param x, y - place in pixels of the holder, beside which it is shown
   * @param pictures - addresses of pictures above the text
   */
  show(text: string, x: number, y: number, pictures?: readonly string[]): void;
  hide(): void;
}

export function tipIn(holder: Element): Tip {
  const tip = element("div", { class: "tip", role: "status", hidden: "" }, []);
  let shown = "";
  return {
    element: tip,
    show(text, x, y, pictures = []) {
      const now = [text, ...pictures].join("\n");
      if (now !== shown) {
        const images = pictures.map((src) => element("img", { src, alt: "" }, []));
        fill(tip, [...images, text]);
      }
      shown = now;
      tip.hidden = false;
      placeTip(tip, x, y, holder.getBoundingClientRect());
    },
    hide() {
      tip.hidden = true;
    },
  };
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
  const outline = element("div", { class: "outline", hidden: "" }, []);
  const holder = element("div", { class: "tipped" }, [...behind, drawing, outline]);
  const tip = tipIn(holder);
  holder.append(tip.element);
  const hide = () => {
    tip.hide();
    outline.hidden = true;
  };
  const show = (event: PointerEvent) => {
    const box = drawing.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const found = find(x, y);
    if (!found) return hide();
    tip.show(found.text, x, y);
    outline.hidden = found.outline === undefined;
    if (found.outline) place(outline, found.outline);
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
