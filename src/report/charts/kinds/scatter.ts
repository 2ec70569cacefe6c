import * as Plot from "@observablehq/plot";
import type { ScatterFigure } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { shorten } from "../../words.ts";
import type { Corner } from "../act/lasso.ts";
import { lightNearest } from "../act/nearest.ts";
import { planeOf, type Plane, type PlaneFrame } from "../act/plane.ts";
import { holdsOf, nothing, type Link } from "../link.ts";
import { svg } from "../parts/element.ts";
import { above, frame } from "../parts/frame.ts";
import { characterWidth } from "../parts/labels.ts";
import { hoverTip } from "../parts/hover-tip.ts";
import { standing, whileKept, type Item } from "../parts/linked.ts";
import { drawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { legendOf, paletteOf } from "../parts/palette.ts";
import { axisRoom, plotStyle, scaleOf } from "../axes/plot-options.ts";
import { labelElement, labelled } from "../names/point-labels.ts";
import { symbolAt, type Symbol } from "../parts/symbols.ts";
import { drawingBox } from "../redraw.ts";
import { extentOf, padded } from "../parts/values.ts";
import { spread } from "../../span.ts";
import { marksOf, plot } from "../parts/plot.ts";

interface Point {
  /** Its place in the figure. */
  readonly item: number;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly symbol: Symbol;
  readonly name: string;
  readonly title: string;
}

const many = 3000; // with more points, dots hide each other; the density is drawn instead

const mostNamed = 60; // with more points, only the tip shows names

/** Pairs of numbers. A lasso selects what the points stand for. */
export function scatter(figure: ScatterFigure, link: Link): HTMLElement[] {
  const palette = paletteOf(figure.look?.colour ? [] : (figure.groups ?? []));
  const points = pointsOf(figure, palette);
  const stands = standing(figure, figure.names ?? []);
  const isLinked = points.some(({ item }) => stands(item));
  const plane = planeOf(link);
  const light = () => drawChosen(plane.stage, points, stands, link);
  if (isLinked && points.length > many) whileKept(plane.stage, link, light);
  const { box } = drawingBox((width) => {
    chart(figure, points, stands, plane, width, link);
    if (points.length > many) light();
    const legend = [...legendOf(palette), ...lookLegend([figure.look], true, width)];
    return [above(legend, isLinked ? plane.controls : undefined), plane.stage];
  });
  return [frame(figure, [box], [figure.caption ?? ""])];
}

function pointsOf(
  { x, y, points, names, groups, look, pairs }: ScatterFigure,
  palette: ReadonlyMap<string, string>,
) {
  const drawn = drawnLook(look, "var(--accent)");
  return Array.from({ length: points.x.length }, (_, i): Point => {
    const [a, b] = [points.x[i] ?? NaN, points.y[i] ?? NaN];
    const { colour, shape } = drawn.of(i);
    const values = [`${x.label} ${showNumber(a)}`, `${y.label} ${showNumber(b)}`];
    const lines = [names?.[i] ?? pairs?.[i]?.join(" – "), groups?.[i], ...drawn.tip(i), ...values];
    const title = lines.filter((line) => line !== undefined).join("\n");
    return {
      item: i,
      x: a,
      y: b,
      colour: palette.get(groups?.[i] ?? "") ?? colour,
      symbol: symbolAt(shape),
      name: drawn.label(i, names?.[i] ?? ""),
      title,
    };
  }).filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
}

function chart(
  figure: ScatterFigure,
  points: readonly Point[],
  stands: Stands,
  plane: Plane,
  width: number,
  link: Link,
): void {
  const domains = domainsOf(figure, points);
  const height = Math.min(420, Math.max(240, width * (figure.identity ? 0.85 : 0.68)));
  const left = axisRoom(domains.y, figure.y.format);
  const place = { left, top: 12, width: width - left - 14, height: height - 52 };
  const toPixels = ({ x, y }: Point): Corner => [
    ((x - domains.x[0]) / (domains.x[1] - domains.x[0])) * place.width,
    ((domains.y[1] - y) / (domains.y[1] - domains.y[0])) * place.height,
  ];
  const named = figure.names && points.length <= mostNamed ? points : [];
  const labels = labelled(
    named.map(({ name }) => name),
    named.map(toPixels),
    place,
  );
  const drawing = plotOf(figure, points, domains, [width, height], place);
  const at = points.map((point): Corner => {
    const [x, y] = toPixels(point);
    return [x + place.left, y + place.top];
  });
  const marks = marksOf(drawing, "dot");
  const names = svg("g", { class: "names" });
  const items = points.map(({ item }, k): Item => {
    const name = labels[k] && labelElement(labels[k], toPixels(points[k]!), place);
    if (name) names.append(name);
    return {
      elements: [...(marks[k] ? [marks[k]] : []), ...(name ? [name] : [])],
      stands: stands(item) ?? nothing,
    };
  });
  drawing.append(names);
  lightNearest(drawing, ({ item }: Point) => stands(item), link);
  const shown = points.map(({ item }, k) => ({ at: at[k]!, stands: stands(item) }));
  plane.show({ drawing, frame: place, items: points.length > many ? [] : items, points: shown });
}

const mostChosen = 2000;

/** Over a density: dots of what is selected or lit elsewhere. */
function drawChosen(stage: HTMLElement, points: readonly Point[], stands: Stands, link: Link): void {
  const scales = stage.querySelector<SVGSVGElement & Plot.Plot>("svg");
  stage.querySelector(".over")?.remove();
  if (!scales) return;
  const [x, y] = [scales.scale("x")!, scales.scale("y")!];
  const over = svg("g", { class: "over", fill: "var(--group-5)" });
  const [chosen, lit] = [holdsOf(link.selected), holdsOf(link.lit)];
  for (const point of points) {
    if (over.childElementCount >= mostChosen) break;
    const own = stands(point.item);
    if (!own || !(chosen.holds(own) || lit.holds(own))) continue;
    const at = { cx: x.apply(point.x) as number, cy: y.apply(point.y) as number };
    over.append(svg("circle", { cx: at.cx.toFixed(1), cy: at.cy.toFixed(1), r: "2.2" }));
  }
  scales.append(over);
}

/** The label of an axis that is so many pixels long. */
function fitting(label: string, room: number): string {
  return shorten(label, Math.floor(room / characterWidth));
}

type Stands = ReturnType<typeof standing>;

function plotOf(
  figure: ScatterFigure,
  points: readonly Point[],
  domains: ReturnType<typeof domainsOf>,
  [width, height]: Corner,
  place: PlaneFrame,
) {
  const [low, high] = domains.x;
  return plot({
    width,
    height,
    marginLeft: place.left,
    marginRight: 14,
    marginTop: place.top,
    marginBottom: 40,
    x: {
      ...scaleOf(
        { ...figure.x, label: fitting(figure.x.label, width - 14 - place.left / 2), domain: domains.x },
        [],
      ),
    },
    y: { ...scaleOf({ ...figure.y, label: fitting(figure.y.label, height), domain: domains.y }, []) },
    opacity: { range: [0.12, 1] },
    style: plotStyle,
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
      ...(figure.regression && hasSlope(points)
        ? [
            Plot.linearRegressionY(points as Point[], {
              x: "x",
              y: "y",
              stroke: "var(--group-5)",
              fillOpacity: 0.12,
              clip: true,
            }),
          ]
        : []),
      ...(points.length > many ? [] : [hoverTip(points, { x: "x", y: "y", title: "title" })]),
    ],
  });
}

/** A line has a slope, and a band, where three points or more do not stand above one another. */
function hasSlope(points: readonly Point[]): boolean {
  return points.length > 2 && points.some(({ x }) => x !== points[0]!.x);
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
    clip: true as const,
  };
  return [Plot.dot(points as Point[], options)];
}

/** The density of the points: stronger colour for more points. */
function density(points: readonly Point[]): Plot.Markish[] {
  const x = { value: "x", thresholds: 70 };
  const y = { value: "y", thresholds: 50 };
  const bins = Plot.bin({ fillOpacity: "count" }, { x, y });
  const flush = { insetTop: 0, insetRight: 0, insetBottom: 0, insetLeft: 0 };
  return [Plot.rect(points as Point[], { ...bins, ...flush, fill: "var(--accent)", clip: true })];
}
