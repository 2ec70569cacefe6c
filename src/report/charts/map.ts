import * as Plot from "@observablehq/plot";
import type { MapLayout, ReportResult } from "../data.ts";
import { isExact, showShare } from "../facts.ts";
import { showNumber } from "../numbers.ts";
import { hoverTip } from "./hover-tip.ts";
import { placeLabels, shortenAll } from "./labels.ts";
import type { Side } from "./labels.ts";

interface Point {
  x: number;
  y: number;
  name: string;
  side: Side | undefined;
  title: string;
}

const margin = { left: 44, right: 12, top: 20, bottom: 36 };

const labelOptions: Record<Side, Plot.TextOptions> = {
  right: { textAnchor: "start", dx: 6 },
  left: { textAnchor: "end", dx: -6 },
  top: { textAnchor: "middle", dy: -12 },
  bottom: { textAnchor: "middle", dy: 12 },
};

/** A drawn map. */
export interface EmbeddingMap {
  readonly drawing: Element;
  /** Points that had no room for their names. */
  readonly unnamed: number;
}

/** Points whose distances on paper resemble the values: both axes have one scale. */
export function embeddingMap(result: ReportResult, map: MapLayout, width: number): EmbeddingMap {
  const frame = frameOf(map, width);
  const points = pointsOf(result, map, frame);
  const worst = isExact(map) ? [] : [points[map.worstPair.row]!, points[map.worstPair.col]!];
  const drawing = Plot.plot({
    width,
    height: frame.height + margin.top + margin.bottom,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginTop: margin.top,
    marginBottom: margin.bottom,
    x: {
      domain: frame.x,
      label: `axis 1, ${showShare(map.varianceExplained[0])} of the variance →`,
      ticks: 5,
    },
    y: { domain: frame.y, label: `↑ axis 2, ${showShare(map.varianceExplained[1])}`, ticks: 5 },
    style: { fontSize: "11px", background: "transparent" },
    ariaLabel: `Map of ${points.length} representations, ${result.heading}`,
    marks: [
      Plot.frame({ stroke: "var(--line)" }),
      Plot.line(worst, {
        x: "x",
        y: "y",
        stroke: "var(--quiet)",
        strokeDasharray: "2,4",
      }),
      Plot.dot(points, { x: "x", y: "y", r: 3.5, fill: "var(--accent)" }),
      ...(Object.keys(labelOptions) as Side[]).map((side) => label(points, side)),
      hoverTip(points, { x: "x", y: "y", title: "title" }),
    ],
  });
  return { drawing, unnamed: points.filter(({ side }) => side === undefined).length };
}

interface Frame {
  x: [number, number];
  y: [number, number];
  width: number;
  height: number;
}

/** One scale for both axes; the frame is as high as the points need, from 0.5 to 1 of its width. */
function frameOf({ points }: MapLayout, outer: number): Frame {
  const width = outer - margin.left - margin.right;
  const [xMid, xSpan] = middleAndSpan(points.map(([x]) => x));
  const [yMid, ySpan] = middleAndSpan(points.map(([, y]) => y));
  const span = 1.25 * Math.max(xSpan, ySpan) || 1; // room for names at the rim
  const aspect = Math.min(1, Math.max(0.5, (1.15 * ySpan) / span));
  return {
    x: [xMid - span / 2, xMid + span / 2],
    y: [yMid - (aspect * span) / 2, yMid + (aspect * span) / 2],
    width,
    height: aspect * width,
  };
}

function middleAndSpan(values: number[]): [middle: number, span: number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return [(least + most) / 2, most - least];
}

function pointsOf(result: ReportResult, { points }: MapLayout, frame: Frame): Point[] {
  const names = shortenAll(result.rowNames, 22);
  const pixels = points.map(([x, y]): [number, number] => [
    ((x - frame.x[0]) / (frame.x[1] - frame.x[0])) * frame.width,
    ((frame.y[1] - y) / (frame.y[1] - frame.y[0])) * frame.height,
  ]);
  const sides = placeLabels(pixels, names, frame);
  return points.map(([x, y], i) => ({ x, y, name: names[i]!, side: sides[i], title: describe(result, i) }));
}

function label(points: Point[], side: Side): Plot.Markish {
  const own = points.filter((point) => point.side === side);
  return Plot.text(own, {
    x: "x",
    y: "y",
    text: "name",
    fill: "currentColor",
    stroke: "var(--paper)",
    strokeWidth: 3,
    ...labelOptions[side],
  });
}

/** A point's name and whom it resembles most, by the values themselves and not by the map. */
function describe(result: ReportResult, i: number): string {
  const n = result.rowNames.length;
  const sign = result.kind === "similarity" ? -1 : 1;
  const rank = (j: number) => sign * (result.values[i * n + j] ?? Infinity);
  const nearest = result.rowNames
    .map((_, j) => j)
    .filter((j) => j !== i)
    .reduce((a, b) => (rank(b) < rank(a) ? b : a));
  const value = showNumber(result.values[i * n + nearest] ?? null);
  return `${result.rowNames[i]}\nmost alike: ${result.rowNames[nearest]}\n${result.kind} ${value}`;
}
