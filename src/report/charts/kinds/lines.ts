import * as Plot from "@observablehq/plot";
import type { LinesFigure, Series } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { lightNearest } from "../act/nearest.ts";
import { nothing, type Link } from "../link.ts";
import { endElement, endRoom, spreadEnds } from "../names/end-labels.ts";
import { add } from "../parts/element.ts";
import { frame } from "../parts/frame.ts";
import { hoverTip, unpinned } from "../parts/hover-tip.ts";
import { linked, standing, type Item } from "../parts/linked.ts";
import { drawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { legendOf, paletteOf } from "../parts/palette.ts";
import { axisRoom, plotStyle, scaleOf } from "../axes/plot-options.ts";
import { plot } from "../parts/plot.ts";
import { ticksBelow } from "../axes/ticks.ts";
import { drawingBox } from "../redraw.ts";

/** One value of one series. */
interface Point {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  /** Its place among the series. */
  readonly series: number;
  readonly title: string;
}

interface Drawn {
  readonly name: string;
  readonly points: readonly Point[];
  readonly colour: string;
  readonly dashed: boolean;
  readonly banded: boolean;
}

/** Series over x. The interval of each is a band behind its line; names stand at the ends of lines where there is room. */
export function lines(figure: LinesFigure, link: Link): HTMLElement[] {
  const { look } = figure;
  const palette = paletteOf(look?.colour ? [] : figure.series.map(({ name }) => name));
  const looks = drawnLook(look, "");
  const drawn = figure.series.map((one, k) => {
    const colour = palette.get(one.name) ?? looks.of(k).colour;
    return drawnOf(one, k, figure, colour, [looks.label(k, one.name), ...looks.tip(k)]);
  });
  const stands = standing(
    figure,
    figure.series.map(({ name }) => name),
  );
  const { box } = drawingBox((width) => {
    const isDirect = drawn.length > 1 && look?.colour === undefined;
    const made =
      (isDirect ? chart(figure, drawn, width, true) : undefined) ?? chart(figure, drawn, width, false)!;
    lightNearest(made.drawing, ({ series }: Point) => stands(series), link);
    items.show(
      drawn.map((_, k): Item => ({
        elements: [
          ...made.drawing.querySelectorAll(`.series-${k} > *`),
          ...(made.ends[k] ? [made.ends[k]] : []),
        ],
        stands: stands(k) ?? nothing,
      })),
    );
    const legend = made.ends.length > 0 ? [] : legendOf(palette);
    return [...legend, ...lookLegend([look], false, width), made.drawing];
  });
  const items = linked(box, link);
  return [frame(figure, [box], [figure.caption ?? ""])];
}

/** @param heads - the first lines of each tip */
function drawnOf(
  series: Series,
  k: number,
  { x: axis, y: value }: LinesFigure,
  colour: string,
  heads: readonly string[],
): Drawn {
  const { x, y, low, high, dashed = false } = series;
  const name = heads.join("\n");
  const texts = new Map(axis.ticks?.map(({ at, label }) => [at, label]));
  const show = (at: number) =>
    texts.get(at) ?? (axis.format === "percent" ? `${showNumber(100 * at)}%` : showNumber(at));
  const points = Array.from({ length: x.length }, (_, i): Point => {
    const [at, mean, from, to] = [x[i], y[i], low?.[i], high?.[i]].map((number) => number ?? NaN) as [
      number,
      number,
      number,
      number,
    ];
    const interval = from <= to ? `\nfrom ${showNumber(from)} to ${showNumber(to)}` : "";
    const title = `${name}\n${axis.label} ${show(at)}\n${value.label} ${showNumber(mean)}${interval}`;
    return { x: at, y: mean, low: from, high: to, series: k, title };
  });
  return { name: heads[0]!, points, colour, dashed, banded: low !== undefined && high !== undefined };
}

/** A drawing, and the names at the ends of its lines. */
interface Chart {
  readonly drawing: Plot.Plot & Element;
  readonly ends: readonly Element[];
}

/** @param isDirect - whether names stand at the ends of lines @returns undefined if there is no room for them */
function chart(
  figure: LinesFigure,
  drawn: readonly Drawn[],
  width: number,
  isDirect: boolean,
): Chart | undefined {
  const { bands = [], references = [] } = figure;
  const points = drawn.flatMap((one) => one.points);
  const across = [...references.map(({ at }) => at), ...bands.flatMap(({ low, high }) => [low, high])];
  const y = scaleOf(figure.y, [...points.flatMap((p) => [p.y, p.low, p.high]), ...across]);
  const xs = points.map((point) => point.x);
  const x = scaleOf(figure.x, xs, 0.02);
  const named = [
    ...bands.map(({ low, high, label }) => ({ at: (low + high) / 2, label })),
    ...references.map(({ at, label }) => ({ at, label })),
  ];
  const right = endRoom(
    [...named.map(({ label }) => label), ...(isDirect ? drawn.map(({ name }) => name) : [])],
    width,
  );
  if (isDirect && right === undefined) return undefined;
  const left = axisRoom(y.domain, figure.y.format);
  const marginRight = Math.max(14, Math.min(right ?? 110, 150));
  const below = ticksBelow(figure.x, xs, x.domain, width - left - marginRight);
  const height = Math.min(360, Math.max(220, width * 0.62)) + below.room - 40;
  const [top, inner] = [12, height - 12 - below.room];
  const pixels = (value: number) => top + ((y.domain[1] - value) / (y.domain[1] - y.domain[0])) * inner;
  const lasts = isDirect
    ? drawn.map(({ points }) => points.findLast((one) => Number.isFinite(one.y))?.y ?? NaN)
    : [];
  const wanted = [...lasts, ...named.map(({ at }) => at)].map(pixels);
  const places = spreadEnds(wanted, top + 5, top + inner - 5);
  if (isDirect && (!places || wanted.some(Number.isNaN))) return undefined;
  const drawing = plot({
    width,
    height,
    marginLeft: left,
    marginRight,
    marginTop: top,
    marginBottom: below.room,
    x: { ...x, ...below.options },
    y,
    style: plotStyle,
    ariaLabel: `Lines: ${figure.title}`,
    marks: marksOfLines(figure, drawn, points),
  });
  const at = places ?? wanted;
  const end = (text: string, k: number, colour: string) =>
    endElement({ text, y: at[k]!, colour }, width - marginRight + 6);
  const ends = isDirect ? drawn.map(({ name, colour }, k) => end(name, k, colour)) : [];
  add(drawing, [...ends, ...named.map(({ label }, k) => end(label, lasts.length + k, "var(--quiet)"))]);
  return { drawing: unpinned(drawing), ends };
}

function marksOfLines(
  { bands = [], references = [], dots }: LinesFigure,
  drawn: readonly Drawn[],
  points: readonly Point[],
): Plot.Markish[] {
  const withDots = dots ?? drawn.every((one) => one.points.length <= 40);
  return [
    Plot.frame({ stroke: "var(--line)" }),
    ...bands.map((band) =>
      Plot.rect([band], { y1: "low", y2: "high", fill: "var(--quiet)", fillOpacity: 0.25 }),
    ),
    Plot.ruleY([...references], { y: "at", stroke: "var(--quiet)", strokeDasharray: "4,3" }),
    ...drawn.flatMap(({ points, colour, banded }, k) => (banded ? [bandOf(points, colour, k)] : [])),
    ...drawn.map(({ points, colour, dashed }, k) =>
      Plot.line(points as Point[], {
        x: "x",
        y: "y",
        stroke: colour,
        strokeWidth: 1.7,
        className: `series series-${k}`,
        ...(dashed ? { strokeDasharray: "5,3" } : {}),
      }),
    ),
    ...(withDots
      ? drawn.map(({ points, colour }, k) =>
          Plot.dot(points as Point[], {
            x: "x",
            y: "y",
            r: 2.6,
            fill: colour,
            className: `series series-${k}`,
          }),
        )
      : []),
    Plot.dot(points as Point[], Plot.pointer({ x: "x", y: "y", r: 4, stroke: "var(--ink)", maxRadius: 60 })),
    hoverTip(points, { x: "x", y: "y", title: "title" }),
  ];
}

function bandOf(points: readonly Point[], colour: string, k: number): Plot.Markish {
  return Plot.areaY(points as Point[], {
    x: "x",
    y1: "low",
    y2: "high",
    fill: colour,
    fillOpacity: 0.18,
    className: `series series-${k}`,
  });
}
