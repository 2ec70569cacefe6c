import * as Plot from "@observablehq/plot";
import { largestOf, smallestOf } from "../../../base/lists.ts";
import type { MapFigure } from "../../figures.ts";
import { planeOf, type Plane, type PlaneFrame } from "../act/plane.ts";
import { walkable } from "../act/walk.ts";
import { seen } from "../act/zoom.ts";
import { holdsOf, isEmpty, nothing, type Link } from "../link.ts";
import { element, svg } from "../parts/element.ts";
import { above, frame as framed } from "../parts/frame.ts";
import { hoverTip } from "../parts/hover-tip.ts";
import { standing, whileKept, type Item } from "../parts/linked.ts";
import { drawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { legendOf, paletteOf } from "../parts/palette.ts";
import { scaleOf, tickRoom } from "../axes/plot-options.ts";
import { labelElement, labelled, widthOf } from "../names/point-labels.ts";
import { marksOf, plot } from "../parts/plot.ts";
import { symbolAt, type Symbol } from "../parts/symbols.ts";
import { drawingBox } from "../redraw.ts";
import { neighboursOf } from "./neighbours.ts";

export interface Point {
  readonly item: number;
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly colour: string;
  readonly symbol: Symbol;
  readonly title: string;
}

type Ends = [number, number];

/** A map in the plane: it is seen from nearer, and its points are selected by click, lasso or keys. */
export function flatMap(figure: MapFigure, link: Link): HTMLElement[] {
  const palette = paletteOf(figure.look?.colour ? [] : (figure.groups ?? []));
  const points = pointsOf(figure, palette);
  const stands = standing(figure, figure.names);
  const rest = element("span", {}, []);
  let drawn = 0;
  const draw = () => {
    const unnamed = drawMap(figure, points, stands, plane, drawn);
    rest.textContent = unnamed ? " Point at a dot without a name to see it, or look from nearer." : "";
    update();
  };
  const update = () => {
    near.update();
    nameLit(plane.stage, points, stands, link);
  };
  const plane = planeOf(link, { changed: draw });
  const near = neighboursOf(figure, points, plane.stage, link);
  whileKept(plane.stage, link, update);
  const { box } = drawingBox((width) => {
    drawn = width;
    draw();
    const legend = [...legendOf(palette), ...lookLegend([figure.look], true, width)];
    return [above(legend, plane.controls), plane.stage, near.list];
  });
  return [framed(figure, [box], [figure.caption ?? "", rest])];
}

function pointsOf(
  { points, names, groups, tips, look }: MapFigure,
  palette: ReadonlyMap<string, string>,
): Point[] {
  const drawn = drawnLook(look, "var(--accent)");
  return points.map((point, item) => {
    const { colour, shape } = drawn.of(item);
    return {
      item,
      x: point[0] ?? NaN,
      y: point[1] ?? 0,
      name: drawn.label(item, names[item]!),
      colour: palette.get(groups?.[item] ?? "") ?? colour,
      symbol: symbolAt(shape),
      title: [names[item]!, groups?.[item], ...drawn.tip(item), tips?.[item]].filter(Boolean).join("\n"),
    };
  });
}

/** @returns whether points are without a name */
function drawMap(
  figure: MapFigure,
  points: readonly Point[],
  stands: ReturnType<typeof standing>,
  plane: Plane,
  width: number,
): boolean {
  const { scale, x, y } = plane.view();
  const [all, isLine] = [endsOf(points), figure.points[0]!.length === 1];
  const ends = { x: seen(all.x, x, scale), y: seen(all.y, y, scale) };
  const left = isLine ? 14 : Math.max(36, tickRoom(ends.y) + 18);
  const [right, top, bottom] = [12, 20, 38];
  const inner = width - left - right;
  const frame: PlaneFrame = { left, top, width: inner, height: Math.min(640, all.aspect * inner) };
  const shown = points.filter((one) => isWithin(one.x, ends.x) && isWithin(one.y, ends.y));
  const places = shown.map((one): [number, number] => [
    ((one.x - ends.x[0]) / (ends.x[1] - ends.x[0])) * frame.width,
    ((ends.y[1] - one.y) / (ends.y[1] - ends.y[0])) * frame.height,
  ]);
  const drawing = plotOf(figure, { points, shown, ends, isLine }, frame, [
    width,
    top + frame.height + bottom,
  ]);
  const radius = figure.look ? shaped.r : 3.5;
  const labels = labelled(
    shown.map(({ name }) => name),
    places,
    frame,
    { radius },
  );
  const marks = marksOf(drawing, "dot");
  const drawnAt = places.map(([x, y]): [number, number] => [x + left, y + top]);
  const hits = shown.map(({ title, item }, k) => hit(drawnAt[k]!, title, item));
  const [names, over] = [svg("g", { class: "names" }), svg("g", { class: "hits", "data-passing": "" })];
  const items = shown.map(({ item }, k): Item => {
    const name = labelElement(labels[k]!, places[k]!, frame);
    if (name) {
      name.dataset["item"] = String(item);
      names.append(name);
    }
    over.append(hits[k]!);
    return { elements: [hits[k]!, marks[k]!, ...(name ? [name] : [])], stands: stands(item) ?? unlinked };
  });
  drawing.append(names, over);
  walkable(hits, drawnAt);
  plane.show({
    drawing,
    frame,
    items,
    points: shown.map(({ item }, k) => ({ at: drawnAt[k]!, stands: stands(item) })),
  });
  return labels.some(({ stand }) => stand === undefined);
}

/** Of more points than this that are lit, names would cover one another. */
const mostLit = 12;

/** The names of lit points that have none. */
function nameLit(
  stage: HTMLElement,
  points: readonly Point[],
  stands: ReturnType<typeof standing>,
  link: Link,
) {
  const over = stage.querySelector(".hits");
  stage.querySelectorAll(".passing").forEach((one) => one.remove());
  const holds = holdsOf(isEmpty(link.lit) ? link.selected : link.lit);
  const lit = points.filter(({ item }) => holds.holds(stands(item) ?? nothing));
  if (!over || lit.length > mostLit) return;
  const named = new Set(
    Array.from(stage.querySelectorAll<SVGElement>(".names > [data-item]"), (one) => one.dataset["item"]),
  );
  const width = Number(stage.querySelector("svg")!.getAttribute("width"));
  for (const { item, name } of lit) {
    const place = over.querySelector(`[data-item='${item}']`);
    if (!place || named.has(String(item))) continue;
    const [x, y] = ["x", "y"].map((one) => Number(place.getAttribute(one)) + 9) as [number, number];
    const isLeft = x + widthOf(name) + 10 > width;
    const stand = { x: isLeft ? x - 7 : x + 7, y, anchor: isLeft ? "end" : "start", leads: false } as const;
    const label = labelElement({ text: name, stand }, [x, y], { left: 0, top: 0 })!;
    label.setAttribute("class", "passing lit");
    over.before(label);
  }
}

const unlinked = { networks: [], pairs: [], stimuli: [] };

/** What the pointer meets in place of a small dot, and what has the focus. */
function hit([x, y]: readonly [number, number], title: string, item: number): SVGElement {
  const size = { width: "18", height: "18", rx: "9" };
  const at = { x: (x - 9).toFixed(1), y: (y - 9).toFixed(1) };
  return svg("rect", {
    class: "hit",
    "data-item": String(item),
    role: "button",
    "aria-label": title.replaceAll("\n", ", "),
    ...at,
    ...size,
  });
}

function isWithin(value: number, [low, high]: Ends): boolean {
  return value >= low && value <= high;
}

interface Seen {
  readonly points: readonly Point[];
  readonly shown: readonly Point[];
  readonly ends: { readonly x: Ends; readonly y: Ends };
  readonly isLine: boolean;
}

function plotOf(
  figure: MapFigure,
  { points, shown, ends, isLine }: Seen,
  frame: PlaneFrame,
  [width, height]: readonly [number, number],
): Element {
  const [first = "axis 1", second = "axis 2"] = figure.axes ?? [];
  const joined = (figure.joined ?? []).map(([a, b]) => [points[a]!, points[b]!]);
  const yAxis = {
    ...scaleOf({ label: second, domain: ends.y }, []),
    labelAnchor: "top",
    label: `↑ ${second}`,
  } as const;
  return plot({
    width,
    height,
    marginLeft: frame.left,
    marginRight: width - frame.left - frame.width,
    marginTop: frame.top,
    marginBottom: height - frame.top - frame.height,
    x: {
      ...scaleOf({ label: `${first} →`, domain: ends.x }, []),
      labelAnchor: "right",
      ticks: frame.width / 80,
    },
    y: { ...yAxis, ticks: frame.height / 50, ...(isLine ? { axis: null } : {}) },
    style: { fontSize: "11px", background: "transparent" },
    ariaLabel: `Map of ${points.length}: ${figure.title}`,
    marks: [
      Plot.frame({ stroke: "var(--line)" }),
      ...joined.map((pair) =>
        Plot.line(pair, { x: "x", y: "y", stroke: "var(--quiet)", strokeDasharray: "2,4", clip: true }),
      ),
      Plot.dot(shown as Point[], {
        x: "x",
        y: "y",
        r: 3.5,
        fill: (point: Point) => point.colour,
        ...(figure.look ? shaped : {}),
      }),
      hoverTip(shown, { x: "x", y: "y", title: "title" }),
    ],
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

/** Ends with one scale for both axes. The frame is as high as the points need: 0.5 to 1 times its width. */
function endsOf(points: readonly Point[]): { x: Ends; y: Ends; aspect: number } {
  const [xMid, xSpan] = middleAndSpan(points.map(({ x }) => x));
  const [yMid, ySpan] = middleAndSpan(points.map(({ y }) => y));
  const span = 1.2 * Math.max(xSpan, ySpan) || 1; // room for names at the edge
  const aspect = Math.min(0.95, Math.max(0.5, (1.2 * ySpan) / span));
  const around = (middle: number, half: number): Ends => [middle - half, middle + half];
  return { x: around(xMid, span / 2), y: around(yMid, (aspect * span) / 2), aspect };
}

function middleAndSpan(values: number[]): [middle: number, span: number] {
  const known = values.filter(Number.isFinite);
  const [least, most] = [smallestOf(known), largestOf(known)];
  return known.length === 0 ? [0, 0] : [(least + most) / 2, most - least];
}
