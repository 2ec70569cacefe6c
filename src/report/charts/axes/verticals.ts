import * as Plot from "@observablehq/plot";
import type { Band, Reference } from "../../figures.ts";
import { shorten } from "../../words.ts";
import { svg } from "../parts/element.ts";
import { widthOf } from "../names/point-labels.ts";

const line = 14; // pixels of a line of names

/** Bands and lines from top to bottom, with their names above: in as many lines as they need. */
export function verticals(
  bands: readonly Band[],
  references: readonly Reference[],
  [low, high]: readonly [number, number],
  { left, inner }: { readonly left: number; readonly inner: number },
): { room: number; marks: Plot.Markish[]; names: SVGElement[] } {
  const pixels = (value: number) => left + ((value - low) / (high - low)) * inner;
  const all = [
    ...bands.map((band) => ({ at: (band.low + band.high) / 2, label: band.label })),
    ...references,
  ].filter(({ at }) => at >= low && at <= high);
  const ends: number[] = [];
  const placed = all
    .map(({ at, label }) => {
      const text = shorten(label, Math.max(8, Math.floor((left + inner) / 7)));
      const width = widthOf(text);
      return { text, from: Math.min(left + inner + 8 - width, Math.max(0, pixels(at) - width / 2)), width };
    })
    .toSorted((a, b) => a.from - b.from)
    .map((one) => {
      let row = ends.findIndex((end) => end + 8 <= one.from);
      if (row < 0) row = ends.length;
      ends[row] = one.from + one.width;
      return { ...one, row };
    });
  const room = line * ends.length;
  const names = placed.map(({ text, from, row }) => {
    const made = svg("text", {
      x: from.toFixed(1),
      y: String(room - line * row - 3),
      fill: "var(--quiet)",
      "text-anchor": "start",
    });
    made.textContent = text;
    return made;
  });
  return {
    room,
    names,
    marks: [
      Plot.rect(bands as Band[], { x1: "low", x2: "high", fill: "var(--quiet)", fillOpacity: 0.25 }),
      Plot.ruleX(references as Reference[], { x: "at", stroke: "var(--quiet)", strokeDasharray: "4,3" }),
    ],
  };
}
