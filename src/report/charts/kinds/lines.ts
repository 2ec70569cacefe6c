import * as Plot from "@observablehq/plot";
import type { LinesFigure, Series } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { frame } from "../parts/frame.ts";
import { hoverTip } from "../parts/hover-tip.ts";
import { drawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { legendOf, paletteOf } from "../parts/palette.ts";
import { horizontals, leftMargin, plotStyle, rightMargin, scaleOf } from "../parts/plot-options.ts";
import { plot } from "../parts/plot.ts";
import { drawingBox } from "../redraw.ts";

/** One value of one series. */
interface Point {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly colour: string;
  readonly title: string;
}

interface Drawn {
  readonly points: readonly Point[];
  readonly colour: string;
  readonly dashed: boolean;
  readonly banded: boolean;
}

/** Series over x. The interval of each is a band behind its line. */
export function lines(figure: LinesFigure): HTMLElement[] {
  const { look } = figure;
  const palette = paletteOf(look?.colour ? [] : figure.series.map(({ name }) => name));
  const looks = drawnLook(look, "");
  const drawn = figure.series.map((one, k) => {
    const colour = palette.get(one.name) ?? looks.of(k).colour;
    return drawnOf(one, figure, colour, [looks.label(k, one.name), ...looks.tip(k)]);
  });
  const { box } = drawingBox((width) => [
    ...legendOf(palette),
    ...lookLegend([look], false, width),
    chart(figure, drawn, width),
  ]);
  return [frame(figure, [box], [figure.caption ?? ""])];
}

/** @param heads - the first lines of each tip */
function drawnOf(
  series: Series,
  { x: axis, y: value }: LinesFigure,
  colour: string,
  heads: readonly string[],
): Drawn {
  const { x, y, low, high, dashed = false } = series;
  const name = heads.join("\n");
  const show = (at: number) => (axis.format === "percent" ? `${showNumber(100 * at)}%` : showNumber(at));
  const points = Array.from({ length: x.length }, (_, i): Point => {
    const [at, mean, from, to] = [x[i], y[i], low?.[i], high?.[i]].map((number) => number ?? NaN) as [
      number,
      number,
      number,
      number,
    ];
    const interval = from <= to ? `\nfrom ${showNumber(from)} to ${showNumber(to)}` : "";
    const title = `${name}\n${axis.label} ${show(at)}\n${value.label} ${showNumber(mean)}${interval}`;
    return { x: at, y: mean, low: from, high: to, colour, title };
  });
  return { points, colour, dashed, banded: low !== undefined && high !== undefined };
}

function chart(
  { x, y, bands, references, dots, title }: LinesFigure,
  drawn: readonly Drawn[],
  width: number,
) {
  const points = drawn.flatMap((one) => one.points);
  const across = [
    ...(references ?? []).map(({ at }) => at),
    ...(bands ?? []).flatMap((b) => [b.low, b.high]),
  ];
  const { behind, before } = horizontals(bands, references);
  const withDots = dots ?? drawn.every((one) => one.points.length <= 40);
  return plot({
    width,
    height: Math.min(360, Math.max(220, width * 0.62)),
    marginLeft: leftMargin,
    marginRight: rightMargin(bands, references),
    marginTop: 12,
    marginBottom: 40,
    x: scaleOf(
      x,
      points.map((point) => point.x),
      0.02,
    ),
    y: { ...scaleOf(y, [...points.flatMap((p) => [p.y, p.low, p.high]), ...across]), labelAnchor: "center" },
    style: plotStyle,
    ariaLabel: `Lines: ${title}`,
    marks: [
      Plot.frame({ stroke: "var(--line)" }),
      ...behind,
      ...drawn.filter(({ banded }) => banded).map(({ points, colour }) => bandOf(points, colour)),
      ...drawn.map(({ points, colour, dashed }) =>
        Plot.line(points as Point[], {
          x: "x",
          y: "y",
          stroke: colour,
          strokeWidth: 1.7,
          ...(dashed ? { strokeDasharray: "5,3" } : {}),
        }),
      ),
      ...(withDots ? [Plot.dot(points, { x: "x", y: "y", r: 2.6, fill: (p: Point) => p.colour })] : []),
      ...before,
      Plot.dot(points, Plot.pointer({ x: "x", y: "y", r: 4, stroke: "var(--ink)", maxRadius: 60 })),
      hoverTip(points, { x: "x", y: "y", title: "title" }),
    ],
  });
}

function bandOf(points: readonly Point[], colour: string): Plot.Markish {
  return Plot.areaY(points as Point[], { x: "x", y1: "low", y2: "high", fill: colour, fillOpacity: 0.18 });
}
