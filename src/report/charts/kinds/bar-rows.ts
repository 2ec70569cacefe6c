import * as Plot from "@observablehq/plot";
import type { BarsFigure } from "../../figures.ts";
import { walkable } from "../act/walk.ts";
import { add } from "../parts/element.ts";
import { unpinned } from "../parts/hover-tip.ts";
import { fitNames } from "../parts/labels.ts";
import { scaleOf, plotStyle } from "../axes/plot-options.ts";
import { plot } from "../parts/plot.ts";
import { widthOf } from "../names/point-labels.ts";
import { verticals } from "../axes/verticals.ts";
import { shortLines } from "../parts/words.ts";
import { hitOf, rowOf } from "./bar-row.ts";
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
