import type { MapFigure } from "../../figures.ts";
import { lightNearest } from "../act/nearest.ts";
import { planeOf, type Plane, type PlaneFrame } from "../act/plane.ts";
import { walkable } from "../act/walk.ts";
import { seen } from "../act/zoom.ts";
import { tickRoom } from "../axes/plot-options.ts";
import { nothing, type Link } from "../link.ts";
import { labelElement, labelled } from "../names/point-labels.ts";
import { add, element, svg } from "../parts/element.ts";
import { above, frame as framed } from "../parts/frame.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { drawnLook } from "../parts/look.ts";
import { standing, whileKept, type Item } from "../parts/linked.ts";
import { legendOf, paletteOf } from "../parts/palette.ts";
import { marksOf } from "../parts/plot.ts";
import { symbolAt } from "../parts/symbols.ts";
import { drawingBox } from "../redraw.ts";
import { endsOf, hit, plotOf, shaped, type Ends, type Point } from "./drawing.ts";
import { nameLit } from "./lit-names.ts";
import { neighboursOf } from "./neighbours.ts";

/** A map in the plane: it is seen from nearer, and its points are selected by click, lasso or keys. */
export function flatMap(figure: MapFigure, link: Link): HTMLElement[] {
  const palette = paletteOf(figure.look?.colour ? [] : (figure.groups ?? []));
  const points = pointsOf(figure, palette);
  const stands = standing(figure, figure.names);
  const rest = element("span", {}, []);
  let drawn = 0;
  const draw = (isMoving: boolean) => {
    const unnamed = drawMap(figure, points, stands, plane, drawn, { isMoving, link });
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
    draw(false);
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

/** Of more points, names and what the pointer meets are left out while the view moves. */
const mostMoved = 200;

/** Of more points, the pointer meets the nearest. */
const mostHits = 1500;

/** @returns whether points are without a name */
function drawMap(
  figure: MapFigure,
  points: readonly Point[],
  stands: ReturnType<typeof standing>,
  plane: Plane,
  width: number,
  { isMoving, link }: { readonly isMoving: boolean; readonly link: Link },
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
  const isQuick = isMoving && shown.length > mostMoved;
  const labels = isQuick
    ? []
    : labelled(
        shown.map(({ name }) => name),
        places,
        frame,
        { radius },
      );
  const marks = marksOf(drawing, "dot");
  const drawnAt = places.map(([x, y]): [number, number] => [x + left, y + top]);
  const hasHits = !isQuick && shown.length <= mostHits;
  const hits = hasHits ? shown.map(({ title, item }, k) => hit(drawnAt[k]!, title, item)) : [];
  const names = svg("g", { class: "names" });
  const over = svg("g", { class: "hits", "data-passing": "" });
  const items = shown.map(({ item }, k): Item => {
    const name = labels[k] && labelElement(labels[k], places[k]!, frame);
    if (name) {
      name.dataset["item"] = String(item);
      names.append(name);
    }
    const elements = [hits[k], marks[k], name].filter((one) => one !== undefined);
    return { elements, stands: stands(item) ?? nothing };
  });
  add(over, hits);
  drawing.append(names, over);
  walkable(hits, drawnAt);
  if (!hasHits) lightNearest(drawing, ({ item }: Point) => stands(item), link);
  plane.show({
    drawing,
    frame,
    items,
    points: shown.map(({ item }, k) => ({ at: drawnAt[k]!, stands: stands(item) })),
  });
  return !isQuick && labels.some(({ stand }) => stand === undefined);
}

function isWithin(value: number, [low, high]: Ends): boolean {
  return value >= low && value <= high;
}
