import * as Plot from "@observablehq/plot";

interface Channels<T> {
  readonly x: string;
  readonly y: string;
  /** Lines of the tip. */
  readonly title: string | ((item: T) => string);
}

/** The tip of the item nearest to the pointer. */
export function hoverTip<T>(items: readonly T[], channels: Channels<T>): Plot.Markish {
  const tip = { ...channels, lineHeight: 1.35, fontSize: 12, textPadding: 9, stroke: "var(--line)" };
  return Plot.tip(items as T[], Plot.pointer(tip as Plot.TipOptions));
}
