import type { ColourScale, Numbers, Panel } from "./figures.ts";
import { finestOf } from "./means.ts";

/** The range of values that the colours cover. */
export interface Span {
  readonly domain: [number, number];
  /** Whether values on the diagonal lie outside. They take the colour of the nearer end. */
  readonly clamped: boolean;
}

/**
 * The range of the values off the diagonal (row and column names differ) of all panels, because a
 * reader looks for their differences. Values on the diagonal are clamped to it. If the others do not
 * vary, the range of all values.
 */
export function spanOf(scale: ColourScale, panels: readonly Panel[]): Span {
  const steps = spanSteps(scale, panels);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
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

function* takePanel(panel: Panel, { off, on }: Record<"off" | "on", [number, number]>): Generator<void> {
  const { rowNames, colNames, values } = finestOf(panel);
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

/** Below this the steps between ticks would be 0, or have few digits. */
const smallest = 1e-290;

/** A scale needs two different ends: a single value is put in the middle of a range. */
export function spread([least, most]: readonly [number, number]): [number, number] {
  if (most - least > smallest) return [least, most];
  const half = Math.abs(least) > smallest ? Math.abs(least) / 2 : 0.5;
  return [least - half, most + half];
}
