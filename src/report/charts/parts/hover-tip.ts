import * as Plot from "@observablehq/plot";

import { shortLines } from "./words.ts";

interface Channels<T> {
  readonly x: string;
  readonly y: string;
  /** Lines of the tip. */
  readonly title: string | ((item: T) => string);
}

/** The tip of the item nearest to the pointer. */
export function hoverTip<T>(items: readonly T[], channels: Channels<T>): Plot.Markish {
  const { title } = channels;
  const textOf = (item: T) =>
    shortLines(typeof title === "string" ? String(item[title as keyof T]) : title(item));
  const tip = {
    ...channels,
    title: textOf,
    lineHeight: 1.35,
    fontSize: 12,
    textPadding: 9,
    stroke: "var(--line)",
  };
  return Plot.tip(items as T[], Plot.pointer(tip as Plot.TipOptions));
}

/** Plot pins its tip where the mouse is pressed; here a click selects. */
export function unpinned<Drawing extends Element>(drawing: Drawing): Drawing {
  drawing.addEventListener(
    "pointerdown",
    (event) => {
      if ((event as PointerEvent).pointerType === "mouse") event.stopPropagation();
    },
    true,
  );
  return drawing;
}
