import { svg } from "../parts/element.ts";
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
export function rowOf(
  bar: Placed,
  { x, y, step, left, name, isBar }: RowPlace,
): { row: SVGElement; parts: Element[] } {
  const row = svg("g", { class: "row" });
  const parts: Element[] = [];
  const put = (tag: string, attributes: Readonly<Record<string, string | number>>, isPart = false) => {
    const made = svg(
      tag,
      Object.fromEntries(
        Object.entries(attributes).map(([key, value]) => [
          key,
          typeof value === "number" ? String(+value.toFixed(2)) : value,
        ]),
      ),
    );
    row.append(made);
    if (isPart) parts.push(made);
    return made;
  };
  const half = Math.min(12, 0.38 * step);
  const isKnown = Number.isFinite(bar.value);
  if (bar.band) {
    const [from, to] = [x(bar.band.low), x(bar.band.high)];
    put("rect", {
      x: Math.min(from, to),
      y: y - half,
      width: Math.max(1, Math.abs(to - from)),
      height: 2 * half,
      fill: "var(--quiet)",
      "fill-opacity": 0.3,
    });
  }
  if (isBar && isKnown) {
    const [from, to] = [x(0), x(bar.value)];
    put(
      "rect",
      {
        x: Math.min(from, to),
        y: y - half,
        width: Math.max(1.5, Math.abs(to - from)),
        height: 2 * half,
        fill: bar.colour,
        "fill-opacity": 0.8,
      },
      true,
    );
  }
  for (const [k, value] of Array.from(bar.parts ?? []).entries()) {
    if (value === null || !Number.isFinite(value)) continue;
    put("circle", {
      cx: x(value),
      cy: y + half * scattered(k),
      r: 1.6,
      fill: "var(--ink)",
      "fill-opacity": 0.35,
    });
  }
  if (bar.low <= bar.high) {
    put("line", {
      x1: x(bar.low),
      x2: x(bar.high),
      y1: y,
      y2: y,
      stroke: bar.colour,
      "stroke-width": 2,
      "stroke-linecap": "round",
    });
  }
  if (bar.level) {
    put("line", {
      x1: x(bar.level.at),
      x2: x(bar.level.at),
      y1: y - half - 1,
      y2: y + half + 1,
      stroke: "var(--ink)",
      "stroke-width": 1.5,
      "stroke-dasharray": "3 2",
    });
  }
  if (!isBar && isKnown)
    put(
      "circle",
      {
        cx: x(bar.value),
        cy: y,
        r: Math.min(4.5, step / 3),
        fill: bar.colour,
        stroke: "var(--paper)",
        "stroke-width": 1,
      },
      true,
    );
  if (bar.mark) {
    const end = Math.max(x(isKnown ? bar.value : 0), bar.low <= bar.high ? x(bar.high) : 0);
    put("text", {
      x: end + 8,
      y,
      dy: "0.35em",
      "text-anchor": "start",
      fill: "currentColor",
      "font-size": 12,
    }).textContent = bar.mark;
  }
  if (name !== undefined) {
    put(
      "text",
      { x: left - 8, y, dy: "0.32em", "text-anchor": "end", fill: "currentColor" },
      true,
    ).textContent = name;
  }
  return { row, parts };
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
