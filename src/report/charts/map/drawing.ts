import * as Plot from "@observablehq/plot";
import { largestOf, smallestOf } from "../../../base/lists.ts";
import type { MapFigure } from "../../figures.ts";
import type { PlaneFrame } from "../act/plane.ts";
import { scaleOf } from "../axes/plot-options.ts";
import { svg } from "../parts/element.ts";
import { hoverTip } from "../parts/hover-tip.ts";
import { plot } from "../parts/plot.ts";
import type { Symbol } from "../parts/symbols.ts";

export interface Point {
  readonly item: number;
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly colour: string;
  readonly symbol: Symbol;
  readonly title: string;
}

export type Ends = [number, number];

/** What the pointer meets in place of a small dot, and what has the focus. */
export function hit([x, y]: readonly [number, number], title: string, item: number): SVGElement {
  const size = { width: "18", height: "18", rx: "9" };
  const at = { x: (x - 9).toFixed(1), y: (y - 9).toFixed(1) };
  return svg("rect", {
    class: "hit",
    "data-item": String(item),
    role: "button",
    "aria-label": title.replaceAll("\n", ", "),
    ...at,
    ...size,
  });
}

interface Seen {
  readonly points: readonly Point[];
  readonly shown: readonly Point[];
  readonly ends: { readonly x: Ends; readonly y: Ends };
  readonly isLine: boolean;
}

export function plotOf(
  figure: MapFigure,
  { points, shown, ends, isLine }: Seen,
  frame: PlaneFrame,
  [width, height]: readonly [number, number],
): Plot.Plot & Element {
  const [first = "axis 1", second = "axis 2"] = figure.axes ?? [];
  const joined = (figure.joined ?? []).map(([a, b]) => [points[a]!, points[b]!]);
  const yAxis = {
    ...scaleOf({ label: second, domain: ends.y }, []),
    labelAnchor: "top",
    label: `↑ ${second}`,
  } as const;
  return plot({
    width,
    height,
    marginLeft: frame.left,
    marginRight: width - frame.left - frame.width,
    marginTop: frame.top,
    marginBottom: height - frame.top - frame.height,
    x: {
      ...scaleOf({ label: `${first} →`, domain: ends.x }, []),
      labelAnchor: "right",
      ticks: frame.width / 80,
    },
    y: { ...yAxis, ticks: frame.height / 50, ...(isLine ? { axis: null } : {}) },
    style: { fontSize: "11px", background: "transparent" },
    ariaLabel: `Map of ${points.length}: ${figure.title}`,
    marks: [
      Plot.frame({ stroke: "var(--line)" }),
      ...joined.map((pair) =>
        Plot.line(pair, { x: "x", y: "y", stroke: "var(--quiet)", strokeDasharray: "2,4", clip: true }),
      ),
      Plot.dot(shown as Point[], {
        x: "x",
        y: "y",
        r: 3.5,
        fill: (point: Point) => point.colour,
        ...(figure.look ? shaped : {}),
      }),
      hoverTip(shown, { x: "x", y: "y", title: "title" }),
    ],
  });
}

/** A thin line around each point: the light end of a scale is hardly seen on paper. */
export const shaped = {
  r: 4.5,
  symbol: (point: Point) => point.symbol,
  stroke: "var(--ink)",
  strokeWidth: 0.5,
  strokeOpacity: 0.6,
};

/** Ends with one scale for both axes. The frame is as high as the points need: 0.5 to 1 times its width. */
export function endsOf(points: readonly Point[]): { x: Ends; y: Ends; aspect: number } {
  const [xMid, xSpan] = middleAndSpan(points.map(({ x }) => x));
  const [yMid, ySpan] = middleAndSpan(points.map(({ y }) => y));
  const span = 1.2 * Math.max(xSpan, ySpan) || 1; // room for names at the edge
  const aspect = Math.min(0.95, Math.max(0.5, (1.2 * ySpan) / span));
  const around = (middle: number, half: number): Ends => [middle - half, middle + half];
  return { x: around(xMid, span / 2), y: around(yMid, (aspect * span) / 2), aspect };
}

function middleAndSpan(values: number[]): [middle: number, span: number] {
  const known = values.filter(Number.isFinite);
  const [least, most] = [smallestOf(known), largestOf(known)];
  return known.length === 0 ? [0, 0] : [(least + most) / 2, most - least];
}
