import { largestOf } from "../../../base/lists.ts";
import type { ValueKind } from "../../../data/comparisons.ts";
import type { ColourScale } from "../../../report/figures.ts";

/** Dark is alike, in distances and in similarities. */
export function colourScaleOf(kind: ValueKind, range?: readonly [number, number]): ColourScale {
  const size = range?.every(Number.isFinite) ? { size: largestOf(range.map(Math.abs)) } : {};
  return kind === "similarity"
    ? { word: kind, ends: ["different", "alike"], dark: "most", ...size }
    : { word: kind, ends: ["alike", "different"], dark: "least", ...size };
}
