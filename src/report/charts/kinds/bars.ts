import * as Plot from "@observablehq/plot";
import type { Bar, BarsFigure } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { frame } from "../parts/frame.ts";
import { hoverTip } from "../parts/hover-tip.ts";
import { characterWidth, fitNames, thinning } from "../parts/labels.ts";
import { drawnLook, type DrawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { legendOf, paletteOf } from "../parts/palette.ts";
import { horizontals, leftMargin, plotStyle, rightMargin, scaleOf } from "../parts/plot-options.ts";
import { plot } from "../parts/plot.ts";
import { drawingBox } from "../redraw.ts";

/** A bar and its place on the x axis. Places are numbers because bars may share a name. */
interface Placed extends Omit<Bar, "value" | "low" | "high"> {
  readonly at: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly colour: string;
  readonly title: string;
}

const widest = 64;

/** One bar for each item, starting at 0, with intervals, single measurements, bands and lines. */
export function bars(figure: BarsFigure): HTMLElement[] {
  const palette = paletteOf(figure.bars.flatMap(({ group }) => (group === undefined ? [] : [group])));
  const drawn = drawnLook(figure.look, "var(--group-0)");
  const placed = figure.bars.map((bar, at) => placedAt(bar, at, figure.y.label, palette, drawn));
  const { box } = drawingBox((width) => [
    ...legendOf(palette),
    ...lookLegend([figure.look], false, width),
    chart(figure, placed, width),
  ]);
  return [frame(figure, [box], [figure.caption ?? ""])];
}

function placedAt(
  bar: Bar,
  at: number,
  label: string,
  palette: ReadonlyMap<string, string>,
  drawn: DrawnLook,
): Placed {
  const [value, low, high] = [bar.value, bar.low, bar.high].map((number) => number ?? NaN) as [
    number,
    number,
    number,
  ];
  const lines = [
    bar.name,
    ...(bar.group === undefined ? [] : [bar.group]),
    ...drawn.tip(at),
    `${label} ${showNumber(value)}${bar.mark ? ` ${bar.mark}` : ""}`,
    ...(low <= high ? [`from ${showNumber(low)} to ${showNumber(high)}`] : []),
    ...(bar.level ? [`${bar.level.label} ${showNumber(bar.level.at)}`] : []),
    ...(bar.band ? [`band ${showNumber(bar.band.low)} to ${showNumber(bar.band.high)}`] : []),
  ];
  const colour = palette.get(bar.group ?? "") ?? drawn.of(at).colour;
  return { ...bar, name: drawn.label(at, bar.name), at, value, low, high, colour, title: lines.join("\n") };
}

function chart({ y, bands, references, title }: BarsFigure, placed: readonly Placed[], width: number) {
  const marginRight = rightMargin(bands, references);
  const step = Math.min(widest / 0.7, (width - leftMargin - marginRight) / placed.length);
  const names = namesOf(placed, step);
  const { behind, before } = horizontals(bands, references);
  const values = [
    0,
    ...placed.flatMap((bar) => [bar.value, bar.low, bar.high, ...Array.from(bar.parts ?? [])]),
    ...placed.flatMap(({ band }) => (band ? [band.low, band.high] : [])),
    ...placed.flatMap(({ level }) => (level ? [level.at] : [])),
    ...(bands ?? []).flatMap(({ low, high }) => [low, high]),
    ...(references ?? []).map(({ at }) => at),
  ];
  const half = 0.36;
  return plot({
    width: leftMargin + marginRight + step * placed.length,
    height: 260 + names.room,
    marginLeft: leftMargin,
    marginRight,
    marginTop: 16,
    marginBottom: names.room,
    x: { domain: [-0.5, placed.length - 0.5], axis: null },
    y: scaleOf(y, values),
    style: plotStyle,
    ariaLabel: `Bars: ${title}`,
    marks: [
      ...behind,
      Plot.rect(placed as Placed[], {
        x1: ({ at }: Placed) => at - half,
        x2: ({ at }: Placed) => at + half,
        y1: 0,
        y2: "value",
        fill: (bar: Placed) => bar.colour,
        fillOpacity: 0.75,
      }),
      Plot.rect(
        placed.filter(({ band }) => band),
        {
          x1: ({ at }: Placed) => at - 0.46,
          x2: ({ at }: Placed) => at + 0.46,
          y1: (bar: Placed) => bar.band!.low,
          y2: (bar: Placed) => bar.band!.high,
          fill: "var(--quiet)",
          fillOpacity: 0.35,
        },
      ),
      Plot.dot(partsOf(placed), { x: "x", y: "y", r: 1.8, fill: "var(--ink)", fillOpacity: 0.45 }),
      Plot.ruleX(placed as Placed[], {
        x: "at",
        y1: "low",
        y2: "high",
        stroke: "var(--ink)",
        strokeWidth: 1.5,
      }),
      Plot.ruleY(
        placed.filter(({ level }) => level),
        {
          y: (bar: Placed) => bar.level!.at,
          x1: ({ at }: Placed) => at - 0.46,
          x2: ({ at }: Placed) => at + 0.46,
          stroke: "var(--ink)",
          strokeWidth: 1.5,
          strokeDasharray: "4 3",
        },
      ),
      Plot.ruleY([0], { stroke: "var(--ink)" }),
      Plot.text(
        placed.filter(({ mark }) => mark),
        { x: "at", y: topOf, text: "mark", dy: -8, fontSize: 13 },
      ),
      Plot.axisX(names.ticks, {
        tickFormat: (at: number) => names.shown[at]!,
        tickSize: 0,
        label: null,
        tickRotate: names.rotate,
      }),
      ...before,
      hoverTip(placed as Placed[], { x: "at", y: "value", title: "title" }),
    ],
  });
}

/** The names under the bars: horizontal if all fit, else vertical. */
function namesOf(placed: readonly Placed[], step: number) {
  const names = placed.map(({ name }) => name);
  const level = names.every((name) => name.length * characterWidth < step - 4);
  const upright = fitNames(names, 150);
  const every = level ? 1 : thinning(step);
  return {
    shown: level ? names : upright.shown,
    room: level ? 24 : upright.room + 6,
    rotate: level ? 0 : -90,
    ticks: names.map((_, i) => i).filter((i) => i % every === 0),
  };
}

function topOf({ value, high }: Placed): number {
  return Math.max(0, value, high >= value ? high : value);
}

/** Dots of one bar, placed side by side so that equal values stay visible. */
function partsOf(placed: readonly Placed[]): { x: number; y: number }[] {
  return placed.flatMap(({ at, parts }) => {
    const values = Array.from(parts ?? []);
    const offset = (i: number) => (values.length < 2 ? 0 : 0.5 * (i / (values.length - 1) - 0.5));
    return values.map((y, i) => ({ x: at + offset(i), y: y ?? NaN }));
  });
}
