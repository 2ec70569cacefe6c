import * as Plot from "@observablehq/plot";
import type { ScatterFigure } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { frame } from "../parts/frame.ts";
import { hoverTip } from "../parts/hover-tip.ts";
import { drawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { legendOf, paletteOf } from "../parts/palette.ts";
import { leftMargin, plotStyle, scaleOf } from "../parts/plot-options.ts";
import { labelMarks, labelled } from "../parts/point-labels.ts";
import { symbolAt, type Symbol } from "../parts/symbols.ts";
import { drawingBox } from "../redraw.ts";
import { extentOf, padded, spread } from "../parts/values.ts";
import { plot } from "../parts/plot.ts";

interface Point {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly symbol: Symbol;
  readonly name: string;
  readonly title: string;
}

const many = 3000; // with more points, dots hide each other; the density is drawn instead

const mostNamed = 60; // with more points, only the tip shows names

/** Pairs of numbers. */
export function scatter(figure: ScatterFigure): HTMLElement[] {
  const palette = paletteOf(figure.look?.colour ? [] : (figure.groups ?? []));
  const points = pointsOf(figure, palette);
  const { box } = drawingBox((width) => [
    ...legendOf(palette),
    ...lookLegend([figure.look], true, width),
    chart(figure, points, width),
  ]);
  return [frame(figure, [box], [figure.caption ?? ""])];
}

function pointsOf(
  { x, y, points, names, groups, look }: ScatterFigure,
  palette: ReadonlyMap<string, string>,
) {
  const drawn = drawnLook(look, "var(--accent)");
  return Array.from({ length: points.x.length }, (_, i): Point => {
    const [a, b] = [points.x[i] ?? NaN, points.y[i] ?? NaN];
    const { colour, shape } = drawn.of(i);
    const values = [`${x.label} ${showNumber(a)}`, `${y.label} ${showNumber(b)}`];
    const lines = [names?.[i], groups?.[i], ...drawn.tip(i), ...values];
    const title = lines.filter((line) => line !== undefined).join("\n");
    return {
      x: a,
      y: b,
      colour: palette.get(groups?.[i] ?? "") ?? colour,
      symbol: symbolAt(shape),
      name: drawn.label(i, names?.[i] ?? ""),
      title,
    };
  }).filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
}

function chart(figure: ScatterFigure, points: readonly Point[], width: number) {
  const domains = domainsOf(figure, points);
  const height = Math.min(420, Math.max(240, width * (figure.identity ? 0.85 : 0.68)));
  const [marginRight, marginTop, marginBottom] = [14, 12, 40];
  const [innerWidth, innerHeight] = [width - leftMargin - marginRight, height - marginTop - marginBottom];
  const toPixels = ({ x, y }: Point): [number, number] => [
    ((x - domains.x[0]) / (domains.x[1] - domains.x[0])) * innerWidth,
    ((domains.y[1] - y) / (domains.y[1] - domains.y[0])) * innerHeight,
  ];
  const named = figure.names && points.length <= mostNamed ? points : [];
  const labels = labelled(named, toPixels, { width: innerWidth, height: innerHeight });
  const [low, high] = domains.x;
  return plot({
    width,
    height,
    marginLeft: leftMargin,
    marginRight,
    marginTop,
    marginBottom,
    x: { ...scaleOf({ ...figure.x, domain: domains.x }, []) },
    y: { ...scaleOf({ ...figure.y, domain: domains.y }, []) },
    opacity: { range: [0.12, 1] },
    style: plotStyle,
    clip: true,
    ariaLabel: `Scatter: ${figure.title}`,
    marks: [
      Plot.frame({ stroke: "var(--line)" }),
      ...(figure.identity
        ? [
            Plot.line(
              [
                [low, low],
                [high, high],
              ],
              { stroke: "var(--quiet)", strokeDasharray: "4,3", clip: true },
            ),
          ]
        : []),
      ...(points.length > many ? density(points) : dots(points, figure.look !== undefined)),
      ...(figure.regression && points.length > 2
        ? [
            Plot.linearRegressionY(points as Point[], {
              x: "x",
              y: "y",
              stroke: "var(--group-5)",
              fillOpacity: 0.12,
            }),
          ]
        : []),
      ...labelMarks(labels),
      ...(points.length > many ? [] : [hoverTip(points, { x: "x", y: "y", title: "title" })]),
    ],
  });
}

function domainsOf({ x, y, identity }: ScatterFigure, points: readonly Point[]) {
  const ends = (values: readonly number[]) => padded(spread(extentOf(values) ?? [0, 1]), 0.06);
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const both = identity ? ends([...xs, ...ys]) : undefined;
  return {
    x: [...(x.domain ?? both ?? ends(xs))] as [number, number],
    y: [...(y.domain ?? both ?? ends(ys))] as [number, number],
  };
}

function dots(points: readonly Point[], shaped: boolean): Plot.Markish[] {
  const few = points.length <= 100;
  const options = {
    x: "x",
    y: "y",
    r: few ? 3.5 : 2,
    fill: (p: Point) => p.colour,
    ...(shaped ? { symbol: (p: Point) => p.symbol, stroke: "var(--ink)", strokeWidth: 0.5 } : {}),
    fillOpacity: few ? 0.9 : 0.45,
  };
  return [Plot.dot(points as Point[], options)];
}

/** The density of the points: stronger colour for more points. */
function density(points: readonly Point[]): Plot.Markish[] {
  const x = { value: "x", thresholds: 70 };
  const y = { value: "y", thresholds: 50 };
  const bins = Plot.bin({ fillOpacity: "count" }, { x, y });
  const flush = { insetTop: 0, insetRight: 0, insetBottom: 0, insetLeft: 0 };
  return [Plot.rect(points as Point[], { ...bins, ...flush, fill: "var(--accent)" })];
}
