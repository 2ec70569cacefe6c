import * as Plot from "@observablehq/plot";
import type { Axis, Band, Reference } from "../../figures.ts";
import { largestOf } from "../../../base/lists.ts";
import { shorten } from "../../words.ts";
import { characterWidth } from "../parts/labels.ts";
import { extentOf, padded } from "../parts/values.ts";
import { spread } from "../../span.ts";

/** Font size and background of every plot. */
export const plotStyle = { fontSize: "11px", background: "transparent" } as const;

/** Options of the scale of an axis over these values. */
export function scaleOf(
  { label, domain, format }: Axis,
  values: Iterable<number | null | undefined>,
  room = 0.04,
): Plot.ScaleOptions & { domain: [number, number] } {
  const ends = domain ? ([...domain] as [number, number]) : padded(spread(extentOf(values) ?? [0, 1]), room);
  const percent = format === "percent" ? { tickFormat: (at: number) => `${+(100 * at).toFixed(6)}%` } : {};
  return {
    domain: ends,
    label: shorten(label, longestLabel),
    labelArrow: "none",
    labelAnchor: "center",
    ticks: 6,
    ...percent,
  };
}

/** Pixels that the longest number at an axis takes. */
export function tickRoom([low, high]: readonly [number, number], format?: Axis["format"]): number {
  const [end, span] = [Math.max(Math.abs(low), Math.abs(high)), high - low];
  if (format === "percent") return 5 * characterWidth;
  const decimals = Math.max(0, Math.ceil(-Math.log10(span / 4 || 1)));
  const before = Math.max(1, Math.ceil(Math.log10(end + 1)));
  return ((low < 0 ? 1 : 0) + before + (decimals > 0 ? decimals + 0.5 : 0)) * characterWidth;
}

/** Left margin in pixels: numbers, and the label of the axis beside them. */
export function axisRoom(domain: readonly [number, number], format?: Axis["format"]): number {
  return Math.max(46, tickRoom(domain, format) + 34);
}

/** Characters of the label of an axis. */
export const longestLabel = 60;

/** Characters of the name of a line or a band; more would cover the other names. */
const longestName = 60;

/** Horizontal bands and lines, with their names on the right. */
export function horizontals(
  bands: readonly Band[] = [],
  references: readonly Reference[] = [],
): { behind: Plot.Markish[]; before: Plot.Markish[] } {
  const names = [
    ...bands.map(({ low, high, label }) => ({ at: (low + high) / 2, label: shorten(label, longestName) })),
    ...references.map(({ at, label }) => ({ at, label: shorten(label, longestName) })),
  ].filter(({ at }) => Number.isFinite(at));
  return {
    behind: [
      ...bands.map(({ low, high }) =>
        Plot.rect([{ low, high }], { y1: "low", y2: "high", fill: "var(--quiet)", fillOpacity: 0.25 }),
      ),
      Plot.ruleY(references as Reference[], { y: "at", stroke: "var(--quiet)", strokeDasharray: "4,3" }),
    ],
    before: [
      Plot.text(names, {
        y: "at",
        frameAnchor: "right",
        textAnchor: "start",
        dx: 6,
        text: "label",
        fill: "var(--quiet)",
        lineWidth: 12,
      }),
    ],
  };
}

/** Right margin in pixels, for the names of `horizontals`. */
export function rightMargin(bands: readonly Band[] = [], references: readonly Reference[] = []): number {
  const longest = Math.max(0, largestOf([...bands, ...references].map(({ label }) => label.length)));
  return longest === 0 ? 14 : Math.min(110, longest * characterWidth + 14);
}
