import * as Plot from "@observablehq/plot";
import type { BarsFigure } from "../../figures.ts";
import { walkable } from "../act/walk.ts";
import { add, svg } from "../parts/element.ts";
import { unpinned } from "../parts/hover-tip.ts";
import { fitNames } from "../parts/labels.ts";
import { scaleOf, plotStyle } from "../axes/plot-options.ts";
import { plot } from "../parts/plot.ts";
import { widthOf } from "../names/point-labels.ts";
import { verticals } from "../axes/verticals.ts";
import { shortLines } from "../parts/words.ts";
import type { DrawnBars, Placed } from "./placed-bars.ts";

/** Pixels of a row, of one of several with the same name, and between groups. */
const [most, least, between] = [22, 6, 10];
const tallest = 900;

/** Where a row is. */
interface Row {
  readonly bar: Placed;
  readonly y: number;
}

/** A row for each item: a dot with its interval, or a bar from 0 where values are in groups; names are on the left. */
export function rows(figure: BarsFigure, placed: readonly Placed[], width: number): DrawnBars {
  const { y: axis, bands = [], references = [], title, grouped } = figure;
  const roomy = placed.some(({ parts }) => parts) ? 1.5 * most : most;
  const step = Math.min(roomy, Math.max(least, tallest / placed.length));
  const names = fitNames(
    placed.map(({ name }) => name),
    width * (width < 420 ? 0.46 : 0.36),
  );
  const left = Math.min(names.room, largestWidth(names.shown) + 8) + 6;
  const right = placed.some(({ mark }) => mark) ? 34 : 20;
  const ends = scaleOf(axis, valuesOf(figure, placed));
  const inner = width - left - right;
  const across = verticals(bands, references, ends.domain, { left, inner });
  const all = placesOf(placed, step, grouped === true, across.room + 8);
  const height = (all.at(-1)?.y ?? 0) + step / 2 + 44;
  const drawing = plot({
    width,
    height,
    marginLeft: left,
    marginRight: right,
    marginTop: across.room + 8,
    marginBottom: 40,
    x: { ...ends, ticks: Math.max(2, Math.min(6, inner / 70)), labelOffset: 34 },
    y: { domain: [height - 40, across.room + 8], axis: null },
    style: plotStyle,
    ariaLabel: `Bars: ${title}`,
    marks: [
      Plot.gridX({ stroke: "var(--line)", strokeOpacity: 1 }),
      ...across.marks,
      ...(ends.domain[0] <= 0 && ends.domain[1] >= 0 ? [Plot.ruleX([0], { stroke: "var(--quiet)" })] : []),
      tipOf(all),
    ],
  });
  const scale = drawing.scale("x")!;
  const x = (value: number) => scale.apply(value) as number;
  const shown = shownNames(all, names.shown, step);
  const drawn = all.map(({ bar, y }, k) =>
    rowOf(bar, { x, y, step, left, name: shown[k], isBar: grouped === true }),
  );
  const hits = all.map(({ bar, y }) => hitOf(bar, y, step, width));
  add(drawing, [...drawn.map(({ row }) => row), ...hits, ...across.names]);
  walkable(
    hits,
    all.map(({ y }) => [0, y]),
  );
  return { drawing: unpinned(drawing), elements: drawn.map(({ parts }, k) => [hits[k]!, ...parts]) };
}

function largestWidth(names: readonly string[]): number {
  return names.reduce((most, name) => Math.max(most, widthOf(name)), 0);
}

/** Everything that must be inside the axis; 0 too where bars start from it. */
function valuesOf({ bands = [], references = [], grouped }: BarsFigure, placed: readonly Placed[]): number[] {
  return [
    ...(grouped ? [0] : []),
    ...placed.flatMap((bar) => [
      bar.value,
      bar.low,
      bar.high,
      ...Array.from(bar.parts ?? [], (one) => one ?? NaN),
    ]),
    ...placed.flatMap(({ band, level }) => [
      ...(band ? [band.low, band.high] : []),
      ...(level ? [level.at] : []),
    ]),
    ...bands.flatMap(({ low, high }) => [low, high]),
    ...references.map(({ at }) => at),
  ];
}

/** Rows one below the other. Those of one name stand closer, groups farther apart. */
function placesOf(placed: readonly Placed[], step: number, grouped: boolean, top: number): Row[] {
  let y = top - step / 2;
  return placed.map((bar, k) => {
    const before = placed[k - 1];
    const isSame = before?.name === bar.name && !grouped;
    y += isSame ? Math.max(least, 0.62 * step) : step;
    if (grouped && before && before.group !== bar.group) y += between;
    return { bar, y };
  });
}

/** A name once for all neighbours that have it; where rows are thin, every other one or fewer. */
function shownNames(all: readonly Row[], names: readonly string[], step: number): (string | undefined)[] {
  const every = Math.max(1, Math.ceil(11 / step));
  let kept = 0;
  return all.map(({ bar }, k) => {
    if (k > 0 && all[k - 1]!.bar.name === bar.name) return undefined;
    return kept++ % every === 0 ? names[k]! : undefined;
  });
}

interface RowPlace {
  x(value: number): number;
  readonly y: number;
  readonly step: number;
  readonly left: number;
  readonly name: string | undefined;
  readonly isBar: boolean;
}

/** One row, and those of its elements that show what is selected. */
function rowOf(
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
function hitOf({ title }: Placed, y: number, step: number, width: number): SVGElement {
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

function tipOf(all: readonly Row[]): Plot.Markish {
  const options = {
    x: ({ bar }: Row) => bar.value,
    y: "y",
    title: ({ bar }: Row) => shortLines(bar.title),
    lineHeight: 1.35,
    fontSize: 12,
    textPadding: 9,
    stroke: "var(--line)",
  };
  return Plot.tip(all as Row[], Plot.pointerY(options as Plot.TipOptions));
}
