import { add, svg } from "../parts/element.ts";
import type { Placed } from "./placed-bars.ts";

/** Where a row is, and what is drawn in it. */
export interface RowPlace {
  x(value: number): number;
  readonly y: number;
  readonly step: number;
  readonly left: number;
  readonly name: string | undefined;
  readonly isBar: boolean;
}

/** One row, and those of its elements that show what is selected. */
export function rowOf(bar: Placed, place: RowPlace): { row: SVGElement; parts: Element[] } {
  const value = Number.isFinite(bar.value) ? [place.isBar ? solidOf(bar, place) : dotOf(bar, place)] : [];
  const name = nameOf(place);
  const row = svg("g", { class: "row" });
  add(row, [...bandOf(bar, place), ...(place.isBar ? value : [])]);
  add(row, [...partsOf(bar, place), ...intervalOf(bar, place), ...levelOf(bar, place)]);
  add(row, [...(place.isBar ? [] : value), ...markOf(bar, place), ...name]);
  return { row, parts: [...value, ...name] };
}

function bandOf({ band }: Placed, place: RowPlace): SVGElement[] {
  return band ? [boxOf(place, band.low, band.high, 1, { fill: "var(--quiet)", "fill-opacity": 0.3 })] : [];
}

function solidOf({ value, colour }: Placed, place: RowPlace): SVGElement {
  return boxOf(place, 0, value, 1.5, { fill: colour, "fill-opacity": 0.8 });
}

/** @param least - pixels that it is wide at least */
function boxOf(place: RowPlace, start: number, stop: number, least: number, paint: Attributes): SVGElement {
  const { x, y } = place;
  const [from, to, half] = [x(start), x(stop), halfOf(place)];
  const width = Math.max(least, Math.abs(to - from));
  return drawn("rect", { x: Math.min(from, to), y: y - half, width, height: 2 * half, ...paint });
}

function dotOf({ value, colour }: Placed, { x, y, step }: RowPlace): SVGElement {
  const paint = { fill: colour, stroke: "var(--paper)", "stroke-width": 1 };
  return drawn("circle", { cx: x(value), cy: y, r: Math.min(4.5, step / 3), ...paint });
}

/** What the value is the mean of. */
function partsOf({ parts = [] }: Placed, place: RowPlace): SVGElement[] {
  const paint = { r: 1.6, fill: "var(--ink)", "fill-opacity": 0.35 };
  return Array.from(parts).flatMap((value, k) => {
    if (value === null || !Number.isFinite(value)) return [];
    return [drawn("circle", { cx: place.x(value), cy: place.y + halfOf(place) * scattered(k), ...paint })];
  });
}

function intervalOf({ low, high, colour }: Placed, { x, y }: RowPlace): SVGElement[] {
  if (!(low <= high)) return [];
  const paint = { stroke: colour, "stroke-width": 2, "stroke-linecap": "round" };
  return [drawn("line", { x1: x(low), x2: x(high), y1: y, y2: y, ...paint })];
}

function levelOf({ level }: Placed, place: RowPlace): SVGElement[] {
  if (!level) return [];
  const [at, reach] = [place.x(level.at), halfOf(place) + 1];
  const paint = { stroke: "var(--ink)", "stroke-width": 1.5, "stroke-dasharray": "3 2" };
  return [drawn("line", { x1: at, x2: at, y1: place.y - reach, y2: place.y + reach, ...paint })];
}

/** A star, say, behind all that reaches to the right. */
function markOf({ mark, value, low, high }: Placed, { x, y }: RowPlace): SVGElement[] {
  if (!mark) return [];
  const end = Math.max(x(Number.isFinite(value) ? value : 0), low <= high ? x(high) : 0);
  const text = { "text-anchor": "start", fill: "currentColor", "font-size": 12 };
  return [drawn("text", { x: end + 8, y, dy: "0.35em", ...text }, mark)];
}

function nameOf({ name, left, y }: RowPlace): SVGElement[] {
  if (name === undefined) return [];
  return [drawn("text", { x: left - 8, y, dy: "0.32em", "text-anchor": "end", fill: "currentColor" }, name)];
}

function halfOf({ step }: RowPlace): number {
  return Math.min(12, 0.38 * step);
}

type Attributes = Readonly<Record<string, string | number>>;

/** An element with numbers to a hundredth of a pixel. */
function drawn(tag: string, attributes: Attributes, text = ""): SVGElement {
  const rounded = Object.entries(attributes).map(([key, value]) => [
    key,
    typeof value === "number" ? String(+value.toFixed(2)) : value,
  ]);
  const made = svg(tag, Object.fromEntries(rounded) as Record<string, string>);
  made.textContent = text;
  return made;
}

/** Places from −0.8 to 0.8 that fill the height evenly, so that equal values stay visible. */
function scattered(k: number): number {
  return 1.6 * ((k * 0.618034) % 1) - 0.8;
}

/** The whole row, for the pointer and the keyboard. */
export function hitOf({ title }: Placed, y: number, step: number, width: number): SVGElement {
  const height = step.toFixed(1);
  return svg("rect", {
    class: "hit",
    x: "0",
    y: (y - step / 2).toFixed(1),
    width: String(width),
    height,
    role: "button",
    "aria-label": title.replaceAll("\n", ", "),
  });
}
