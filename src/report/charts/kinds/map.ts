import { largestOf, smallestOf } from "../../../base/lists.ts";
import * as Plot from "@observablehq/plot";
import type { MapFigure } from "../../figures.ts";
import { element } from "../parts/element.ts";
import { frame } from "../parts/frame.ts";
import { shorten } from "../../words.ts";
import { drawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { symbolAt, type Symbol } from "../parts/symbols.ts";
import { longestLabel } from "../parts/plot-options.ts";
import { hoverTip } from "../parts/hover-tip.ts";
import { legendOf, paletteOf } from "../parts/palette.ts";
import { labelMarks, labelled } from "../parts/point-labels.ts";
import { plot } from "../parts/plot.ts";
import { drawingBox } from "../redraw.ts";
import { spatialView } from "./spatial.ts";

interface Point {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly colour: string;
  readonly symbol: Symbol;
  readonly title: string;
}

interface Frame {
  readonly x: [number, number];
  readonly y: [number, number];
  readonly width: number;
  readonly height: number;
}

const margin = { left: 44, right: 12, top: 20, bottom: 36 };

/** Points drawn at their coordinates, with one scale for all axes. Three coordinates give a view that the reader can turn. */
export function mapFigure(figure: MapFigure): HTMLElement[] {
  const { points, caption = "" } = figure;
  if (points[0]!.length > 2) return [spatialMap(figure)];
  const palette = paletteOf(figure.look?.colour ? [] : (figure.groups ?? []));
  const rest = element("span", {}, []);
  const { box } = drawingBox((width) => {
    const { drawing, unnamed } = flatMap(figure, palette, width);
    rest.textContent = unnamed === 0 ? "" : " Point at a dot without a name to see its name.";
    return [...legendOf(palette), ...lookLegend([figure.look], true, width), drawing];
  });
  return [frame(figure, [box], [caption, rest])];
}

function spatialMap(figure: MapFigure): HTMLElement {
  const { points, names, groups, tips, axes, look, caption = "" } = figure;
  const drawn = drawnLook(look, "var(--accent)");
  const more = points[0]!.length > 3 ? " Axes beyond the third are not drawn." : "";
  const paths = points.map((point, i) => ({
    name: drawn.label(i, names[i]!),
    points: [point],
    ...(groups && !look?.colour ? { group: groups[i]! } : {}),
    ...(look ? { drawn: drawn.of(i) } : {}),
    tips: [[names[i]!, ...drawn.tip(i), ...(tips ? [tips[i]!] : [])].join("\n")],
  }));
  const lines = (figure.joined ?? []).map(([a, b]) => ({
    name: "",
    points: [points[a]!, points[b]!],
    dotted: true,
    tips: [],
  }));
  const legend = (width: number) => lookLegend([look], true, width);
  const view = spatialView([{ title: "", paths: [...lines, ...paths] }], axes, figure.title, legend);
  return frame(figure, view, [`${caption}${more} Drag or press arrow keys to turn.`.trim()]);
}

/** A drawn map. */
interface FlatMap {
  readonly drawing: Element;
  /** Number of points without room for their names. */
  readonly unnamed: number;
}

function flatMap(figure: MapFigure, palette: ReadonlyMap<string, string>, width: number): FlatMap {
  const points = pointsOf(figure, palette);
  const frame = frameOf(points, width);
  const toPixels = ({ x, y }: Point): [number, number] => [
    ((x - frame.x[0]) / (frame.x[1] - frame.x[0])) * frame.width,
    ((frame.y[1] - y) / (frame.y[1] - frame.y[0])) * frame.height,
  ];
  const labels = labelled(points, toPixels, frame);
  const [first = "axis 1", second = "axis 2"] = figure.axes ?? [];
  const isLine = figure.points[0]!.length === 1;
  const pairs = (figure.joined ?? []).map(([a, b]) => [points[a]!, points[b]!]);
  const drawing = plot({
    width,
    height: frame.height + margin.top + margin.bottom,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginTop: margin.top,
    marginBottom: margin.bottom,
    x: { domain: frame.x, label: `${shorten(first, longestLabel)} →`, ticks: 5 },
    y: {
      domain: frame.y,
      label: `↑ ${shorten(second, longestLabel)}`,
      ticks: 5,
      ...(isLine ? { axis: null } : {}),
    },
    style: { fontSize: "11px", background: "transparent" },
    ariaLabel: `Map of ${points.length}: ${figure.title}`,
    marks: [
      Plot.frame({ stroke: "var(--line)" }),
      ...pairs.map((pair) =>
        Plot.line(pair, { x: "x", y: "y", stroke: "var(--quiet)", strokeDasharray: "2,4" }),
      ),
      Plot.dot(points, {
        x: "x",
        y: "y",
        r: 3.5,
        fill: (point: Point) => point.colour,
        ...(figure.look ? shaped : {}),
      }),
      ...labelMarks(labels),
      hoverTip(points, { x: "x", y: "y", title: "title" }),
    ],
  });
  return { drawing, unnamed: labels.filter(({ side }) => side === undefined).length };
}

function pointsOf(
  { points, names, groups, tips, look }: MapFigure,
  palette: ReadonlyMap<string, string>,
): Point[] {
  const drawn = drawnLook(look, "var(--accent)");
  return points.map((point, i) => {
    const { colour, shape } = drawn.of(i);
    return {
      x: point[0] ?? NaN,
      y: point[1] ?? 0,
      name: drawn.label(i, names[i]!),
      colour: palette.get(groups?.[i] ?? "") ?? colour,
      symbol: symbolAt(shape),
      title: [names[i]!, groups?.[i], ...drawn.tip(i), tips?.[i]].filter(Boolean).join("\n"),
    };
  });
}

/** A thin line around each point: the light end of a scale is hardly seen on paper. */
const shaped = {
  r: 4.5,
  symbol: (point: Point) => point.symbol,
  stroke: "var(--ink)",
  strokeWidth: 0.5,
  strokeOpacity: 0.6,
};

/** A frame with one scale for both axes. It is as high as the points need: 0.5 to 1 times its width. */
function frameOf(points: readonly Point[], outer: number): Frame {
  const width = outer - margin.left - margin.right;
  const [xMid, xSpan] = middleAndSpan(points.map(({ x }) => x));
  const [yMid, ySpan] = middleAndSpan(points.map(({ y }) => y));
  const span = 1.25 * Math.max(xSpan, ySpan) || 1; // room for names at the edge
  const aspect = Math.min(1, Math.max(0.5, (1.15 * ySpan) / span));
  return {
    x: [xMid - span / 2, xMid + span / 2],
    y: [yMid - (aspect * span) / 2, yMid + (aspect * span) / 2],
    width,
    height: aspect * width,
  };
}

function middleAndSpan(values: number[]): [middle: number, span: number] {
  const [least, most] = [smallestOf(values), largestOf(values)];
  return [(least + most) / 2, most - least];
}
