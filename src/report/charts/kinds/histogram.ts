import * as Plot from "@observablehq/plot";
import type { HistogramFigure, Reference } from "../../figures.ts";
import { shorten } from "../../words.ts";
import { listenToDrags } from "../act/drag.ts";
import { together } from "../act/plane.ts";
import { walkable } from "../act/walk.ts";
import { holdsOf, isEmpty, nothing, type Link, type Selection } from "../link.ts";
import { element, svg } from "../parts/element.ts";
import { frame } from "../parts/frame.ts";
import { unpinned } from "../parts/hover-tip.ts";
import { characterWidth } from "../parts/labels.ts";
import { linked, standing, whileKept, type Item } from "../parts/linked.ts";
import { colourAt, legendOf } from "../parts/palette.ts";
import { axisRoom, plotStyle, scaleOf } from "../axes/plot-options.ts";
import { wholeTicks } from "../axes/ticks.ts";
import { binsOf, type Bin } from "./histogram-bins.ts";
import { drawingBox } from "../redraw.ts";
import { extentOf, padded } from "../parts/values.ts";
import { spread } from "../../span.ts";
import { plot } from "../parts/plot.ts";

/** The distribution of the values. Where they are of pairs of networks, a range of them selects the pairs. */
export function histogram(figure: HistogramFigure, link: Link): HTMLElement[] {
  const series = figure.series?.length ? figure.series : [{ name: "", values: figure.values }];
  const bins = binsOf(figure, series);
  const stands = standing(figure, []);
  const isLinked = bins.some(({ items }) => items.some((item) => stands(item)));
  const stage = element("div", { class: "stage" }, []);
  const items = linked(stage, link);
  let shown: Chart | undefined;
  const mark = () => shown && markChosen(shown, bins, stands, link);
  if (isLinked) {
    whileKept(stage, link, mark);
    brush(stage, () => shown, bins, stands, link);
  }
  const { box } = drawingBox((width) => {
    shown = chart(figure, bins, width, series.length > 1);
    stage.replaceChildren(unpinned(shown.drawing));
    if (isLinked) {
      items.show(hitsOf(shown, bins, stands));
      mark();
    }
    const palette = new Map(series.map(({ name }, k) => [name, colourAt(k)]));
    return [...legendOf(palette), stage];
  });
  const help = isLinked ? " Drag over a range to select its pairs." : "";
  return [frame(figure, [box], [`${figure.caption ?? ""}${help}`.trim()])];
}

interface Chart {
  readonly drawing: Plot.Plot & Element;
  readonly x: (value: number) => number;
  readonly y: (height: number) => number;
}

function chart(
  { x, references = [], title }: HistogramFigure,
  bins: readonly Bin[],
  width: number,
  isShare: boolean,
): Chart {
  const ends = [...bins.flatMap(({ from, to }) => [from, to]), ...references.map(({ at }) => at)];
  const domain = x.domain ?? padded(spread(extentOf(ends) ?? [0, 1]), 0.02);
  const middle = (domain[0] + domain[1]) / 2;
  const highest = bins.reduce((most, { height }) => Math.max(most, height), 0) || 1;
  const y = isShare ? { label: "share of each group", format: "percent" as const } : { label: "count" };
  const yDomain: [number, number] = [0, 1.04 * highest];
  const counts = isShare ? {} : { ticks: wholeTicks(yDomain, 5), tickFormat: (at: number) => String(at) };
  const drawing = plot({
    width,
    height: Math.min(320, Math.max(220, width * 0.55)),
    marginLeft: axisRoom(yDomain, isShare ? "percent" : undefined),
    marginRight: 14,
    marginTop: 12 + 14 * references.length,
    marginBottom: 40,
    x: { ...scaleOf({ ...x, domain }, []), ticks: Math.min(7, width / 80) },
    y: { ...scaleOf({ ...y, domain: yDomain }, []), ticks: 5, ...counts },
    style: plotStyle,
    ariaLabel: `Histogram: ${title}`,
    marks: [
      Plot.rect(bins as Bin[], {
        x1: "from",
        x2: "to",
        y1: 0,
        y2: "height",
        fill: (bin: Bin) => bin.colour,
        fillOpacity: isShare ? 0.45 : 0.7,
        inset: 0.5,
      }),
      Plot.ruleY([0], { stroke: "var(--ink)" }),
      Plot.ruleX(references as Reference[], { x: "at", stroke: "var(--group-5)", strokeWidth: 1.8 }),
      ...references.map(({ at, label }, k) =>
        Plot.text([{ at, label: shorten(label, Math.floor(width / characterWidth / 1.2)) }], {
          x: "at",
          frameAnchor: "top",
          text: "label",
          dy: -8 - 14 * k,
          ...anchorOf(at < middle, label, width),
        }),
      ),
      tipOf(bins),
    ],
  });
  const apply = (name: "x" | "y") => (value: number) => drawing.scale(name)!.apply(value) as number;
  return { drawing, x: apply("x"), y: apply("y") };
}

/** Anchors a label towards the middle of the figure, so that a name at the edge is not cut. */
function anchorOf(left: boolean, label: string, width: number): Plot.TextOptions {
  if (label.length * characterWidth > width / 2) return { textAnchor: left ? "start" : "end" };
  return { textAnchor: left ? "start" : "end", dx: left ? -4 : 4 };
}

function tipOf(bins: readonly Bin[]): Plot.Markish {
  const options = {
    x: ({ from, to }: Bin) => (from + to) / 2,
    y: "height",
    title: "title",
    lineHeight: 1.35,
    fontSize: 12,
    textPadding: 9,
    stroke: "var(--line)",
  };
  return Plot.tip(bins as Bin[], Plot.pointerX(options as Plot.TipOptions));
}

type Stands = ReturnType<typeof standing>;

function standOf({ items }: Pick<Bin, "items">, stands: Stands): Selection {
  return together(items.flatMap((item) => stands(item) ?? []));
}

/** Each range as something to click, and to walk to by keys. */
function hitsOf({ drawing, x, y }: Chart, bins: readonly Bin[], stands: Stands): Item[] {
  const full = bins.filter(({ items }) => items.length > 0);
  const hits = full.map((bin) => {
    const [left, right, top] = [x(bin.from), x(bin.to), y(bin.height)];
    const place = { x: left, y: top, width: right - left, height: y(0) - top };
    const numbers = Object.entries(place).map(([name, value]) => [name, value.toFixed(1)]);
    return svg("rect", {
      ...(Object.fromEntries(numbers) as Record<string, string>),
      class: "hit",
      role: "button",
      "aria-label": bin.title.replaceAll("\n", ", "),
    });
  });
  for (const one of hits) drawing.append(one);
  walkable(
    hits,
    full.map(({ from, series }) => [x(from), 1000 * series]),
  );
  return full.map((bin, k) => ({ elements: [hits[k]!], stands: standOf(bin, stands) }));
}

/** The part of each bin that is selected, or lit, in darker colour. */
function markChosen({ drawing, x, y }: Chart, bins: readonly Bin[], stands: Stands, link: Link): void {
  drawing.querySelector(".over")?.remove();
  const over = svg("g", { class: "over" });
  const holds = holdsOf(isEmpty(link.selected) ? link.lit : link.selected);
  for (const { items, height, from, to, colour } of bins) {
    const chosen = items.filter((item) => holds.holds(stands(item) ?? nothing)).length;
    if (chosen === 0) continue;
    const top = y((height * chosen) / items.length);
    const place = { x: x(from) + 0.5, y: top, width: x(to) - x(from) - 1, height: y(0) - top };
    const numbers = Object.entries(place).map(([name, value]) => [name, value.toFixed(1)]);
    const shape = Object.fromEntries(numbers) as Record<string, string>;
    over.append(svg("rect", { ...shape, fill: colour, stroke: "var(--ink)", "stroke-width": "1" }));
  }
  (drawing.querySelector(".hit") ?? drawing.lastElementChild)!.before(over);
}

/** A drag over a range selects what its values stand for. */
function brush(
  stage: HTMLElement,
  shown: () => Chart | undefined,
  bins: readonly Bin[],
  stands: Stands,
  link: Link,
): void {
  listenToDrags(stage, {
    kind: ({ pointerType }) => (pointerType === "touch" ? undefined : "lasso"),
    move() {},
    pinch() {},
    lasso(line, isDone, { shiftKey }) {
      const { drawing, x, y } = shown()!;
      const { left } = drawing.getBoundingClientRect();
      const [a, b] = [line[0]![0] - left, line.at(-1)![0] - left];
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      drawing.querySelector(".lasso")?.remove();
      if (!isDone) {
        const d = `M${from} 0V${y(0)}H${to}V0Z`;
        drawing.append(svg("path", { class: "lasso", "data-passing": "", d }));
        return;
      }
      const inside = bins.filter((bin) => x(bin.to) > from && x(bin.from) < to);
      const found = together(inside.map((bin) => standOf(bin, stands)));
      link.select(shiftKey ? together([link.selected, found]) : found);
    },
  });
  stage.addEventListener("click", ({ target, shiftKey }) => {
    if (!(target as Element).closest(".hit") && !shiftKey) link.select(nothing);
  });
}
