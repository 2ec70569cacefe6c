import * as Plot from "@observablehq/plot";
import type { BarsFigure } from "../../figures.ts";
import { hoverTip, unpinned } from "../parts/hover-tip.ts";
import { axisRoom, horizontals, plotStyle, rightMargin, scaleOf } from "../axes/plot-options.ts";
import { marksOf, plot } from "../parts/plot.ts";
import type { DrawnBars, Placed } from "./placed-bars.ts";

const widest = 64;
const sides = 80; // pixels left and right of the bars, about

/** Pixels of a bar and the gap beside it. */
export function uprightStep(count: number, width: number): number {
  return Math.min(widest / 0.7, (width - sides) / count);
}

/** Bars that start at 0, with their names below. */
export function upright(
  { y, bands, references, title }: BarsFigure,
  placed: readonly Placed[],
  width: number,
): DrawnBars {
  const known = placed.filter(({ value }) => Number.isFinite(value));
  const across = [
    ...(bands ?? []).flatMap(({ low, high }) => [low, high]),
    ...(references ?? []).map(({ at }) => at),
  ];
  const scale = scaleOf(y, [0, ...known.map(({ value }) => value), ...across]);
  const marginLeft = axisRoom(scale.domain, y.format);
  const marginRight = rightMargin(bands, references);
  const step = Math.min(
    uprightStep(placed.length, width),
    (width - marginLeft - marginRight) / placed.length,
  );
  const { behind, before } = horizontals(bands, references);
  const half = 0.36;
  const drawing = plot({
    width: marginLeft + marginRight + step * placed.length,
    height: 264,
    marginLeft,
    marginRight,
    marginTop: 16,
    marginBottom: 24,
    x: { domain: [-0.5, placed.length - 0.5], axis: null },
    y: scale,
    style: plotStyle,
    ariaLabel: `Bars: ${title}`,
    marks: [
      ...behind,
      Plot.rect(known, {
        x1: ({ at }: Placed) => at - half,
        x2: ({ at }: Placed) => at + half,
        y1: 0,
        y2: "value",
        fill: (bar: Placed) => bar.colour,
        fillOpacity: 0.75,
        ariaLabel: "bar",
      }),
      Plot.ruleY([0], { stroke: "var(--ink)" }),
      Plot.text(
        placed.filter(({ mark }) => mark),
        { x: "at", y: ({ value }: Placed) => Math.max(0, value), text: "mark", dy: -8, fontSize: 13 },
      ),
      Plot.axisX(
        placed.map(({ at }) => at),
        { tickFormat: (at: number) => placed[at]!.name, tickSize: 0, label: null },
      ),
      ...before,
      hoverTip(placed as Placed[], { x: "at", y: "value", title: "title" }),
    ],
  });
  const marks = marksOf(drawing, "rect").slice(-known.length);
  const elements = placed.map((bar) => (known.includes(bar) ? [marks[known.indexOf(bar)]!] : []));
  return { drawing: unpinned(drawing), elements };
}
