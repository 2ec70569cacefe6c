import type { ScaleOptions } from "@observablehq/plot";
import type { ColourScale, Numbers, Panel } from "../../figures.ts";
import { atOnce } from "./slices.ts";
import { spread } from "./values.ts";

/** The range of values that the colours cover. */
export interface Span {
  readonly domain: [number, number];
  /** Whether values on the diagonal lie outside. They take the colour of the nearer end. */
  readonly clamped: boolean;
}

/**
 * Viridis is perceptually uniform and can be read with every kind of colour vision. With `around`,
 * values on its two sides are red and blue.
 */
export function plotScale({ dark = "least", around }: ColourScale, domain: [number, number]): ScaleOptions {
  if (around !== undefined) {
    return {
      type: "diverging",
      scheme: "RdBu",
      reverse: true,
      pivot: around,
      symmetric: false,
      clamp: true,
      domain,
    };
  }
  return { type: "linear", scheme: "viridis", reverse: dark === "most", clamp: true, domain };
}

/**
 * The range of the values off the diagonal (row and column names differ) of all panels, because a
 * reader looks for their differences. Values on the diagonal are clamped to it. If the others do not
 * vary, the range of all values.
 */
export function spanOf(scale: ColourScale, panels: readonly Panel[]): Span {
  return atOnce(spanSteps(scale, panels));
}

/** The same in steps of some rows: there may be millions of values. */
export function* spanSteps(
  { domain, around, size = 0 }: ColourScale,
  panels: readonly Panel[],
): Generator<void, Span> {
  if (domain) return { domain: [...domain], clamped: false };
  const { off, all } = yield* extentsOf(panels);
  const varies = off !== undefined && isMoreThanRounding(off, size);
  const chosen = varies ? off : spreadApart(all ?? [0, 1], size);
  return { domain: aroundMiddle(chosen, around), clamped: varies && off.join() !== all?.join() };
}

/** Values closer than this share of their size are one value, and have one colour. */
const rounding = 1e-12;

function isMoreThanRounding([least, most]: readonly [number, number], size: number): boolean {
  return most - least > rounding * Math.max(size, Math.abs(least), Math.abs(most));
}

/** Two ends that are no nearer than numbers of that size can tell. */
function spreadApart(ends: readonly [number, number], size: number): [number, number] {
  if (isMoreThanRounding(ends, size)) return spread(ends);
  const middle = (ends[0] + ends[1]) / 2;
  const value = Math.abs(middle) <= rounding * size ? 0 : middle;
  return spread([value, value]);
}

/** The same distance on both sides, so that equal colours are equally far from the middle. */
function aroundMiddle([least, most]: [number, number], middle: number | undefined): [number, number] {
  if (middle === undefined) return [least, most];
  const reach = Math.max(Math.abs(least - middle), Math.abs(most - middle)) || 1;
  return [middle - reach, middle + reach];
}

interface Extents {
  /** Of the values whose row and column have different names; undefined if there is none. */
  readonly off: [number, number] | undefined;
  readonly all: [number, number] | undefined;
}

/** One pass over all values: there may be millions, and names are compared once a row. */
function* extentsOf(panels: readonly Panel[]): Generator<void, Extents> {
  const ends = { off: [Infinity, -Infinity], on: [Infinity, -Infinity] } as Record<
    "off" | "on",
    [number, number]
  >;
  for (const panel of panels) yield* takePanel(panel, ends);
  const known = ([least, most]: [number, number]) =>
    least <= most ? ([least, most] as [number, number]) : undefined;
  const { off, on } = ends;
  return { off: known(off), all: known([Math.min(off[0], on[0]), Math.max(off[1], on[1])]) };
}

function* takePanel(
  { rowNames, colNames, values }: Panel,
  { off, on }: Record<"off" | "on", [number, number]>,
): Generator<void> {
  const ids = new Map(colNames.map((name, j) => [name, j]));
  const colIds = Int32Array.from(colNames, (name) => ids.get(name)!);
  for (const [i, name] of rowNames.entries()) {
    takeRow(values, i * colIds.length, colIds, ids.get(name) ?? -1, off, on);
    if (i % 16 === 15) yield;
  }
}

function takeRow(
  values: Numbers,
  start: number,
  colIds: Int32Array,
  own: number,
  off: [number, number],
  on: [number, number],
): void {
  let [least, most] = off;
  for (let j = 0; j < colIds.length; j++) {
    const value = values[start + j];
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    if (colIds[j] === own) {
      on[0] = Math.min(on[0], value);
      on[1] = Math.max(on[1], value);
    } else if (value < least || value > most) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  [off[0], off[1]] = [least, most];
}

/** Whether white text is easier to read than black on this colour ("#440154" or "rgb(68, 1, 84)"). */
export function isDark(colour: string): boolean {
  const parts = colour.startsWith("#")
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/\d+(\.\d+)?/g) ?? []).map(Number);
  const [r = 0, g = 0, b = 0] = parts;
  return 0.299 * r + 0.587 * g + 0.114 * b < 140;
}
