import { fill, svg } from "../parts/element.ts";
import type { Drawn } from "../parts/look.ts";
import { symbolElement } from "../parts/symbols.ts";
import type { Trajectory } from "../../figures.ts";
import { shorten } from "../../words.ts";
import { labelElement, labelled, widthOf } from "../names/point-labels.ts";
import { project, type Rotation } from "./rotation.ts";

/** A path, or a single point, with the tip of each point. */
export interface SpatialPath extends Trajectory {
  /** One tip for each point. The last points may have none. */
  readonly tips: readonly string[];
  /** A thin line without markers at its ends. It joins points of other paths. */
  readonly dotted?: boolean;
  /** In place of the colour of its group. */
  readonly drawn?: Drawn;
  /** Whether its name stands beside its end: of single points always. */
  readonly named?: boolean;
}

export type Triple = [number, number, number];

/** A point on the screen: pixels, and depth from −1 (far) to 1 (near). */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

/** A panel whose points are shifted and scaled into a ball of radius 1. */
export interface Scene {
  readonly paths: readonly {
    points: readonly Triple[];
    readonly colour: string;
    readonly path: SpatialPath;
  }[];
  readonly svg: SVGElement;
  /** The screen positions of the last drawing. */
  spots: Spot[][];
}

/** What changes from one drawing to the next. */
export interface Seeing {
  readonly rotation: Rotation;
  /** Pixels of the square. */
  readonly side: number;
  readonly axes: readonly string[];
  /** Whether names are placed: of many that takes too long while the scene turns. */
  readonly names: boolean;
  /** Points of each path that are marked. */
  readonly marked: readonly number[];
}

/** Draws the points under this rotation. Near shapes cover far ones. @returns the elements of each path */
export function drawScene(scene: Scene, { rotation, side, axes, names, marked }: Seeing): Element[][] {
  const half = side / 2;
  const reach = half * 0.86;
  const spot = (point: Triple): Spot => {
    const [x, y, depth] = project(rotation, point);
    return { x: half + reach * x, y: half - reach * y, depth };
  };
  scene.spots = scene.paths.map(({ points }) => points.map(spot));
  const own = scene.paths.map(({ colour, path }, k) => shapesOf(scene.spots[k]!, colour, path, marked));
  const shapes = own.flat();
  shapes.sort((a, b) => a.depth - b.depth); // far shapes first
  const labels = names ? namesOf(scene, side) : [];
  scene.svg.setAttribute("width", String(side));
  scene.svg.setAttribute("height", String(side));
  scene.svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  const texts = labels.flatMap((label) => label ?? []);
  fill(scene.svg, [...axisLines(spot, axes, side), ...shapes.map(({ node }) => node), ...texts]);
  return own.map((all, k) => [...all.map(({ node }) => node), ...(labels[k] ? [labels[k]] : [])]);
}

interface Shape {
  readonly node: SVGElement;
  readonly depth: number;
}

const pieces = 8; // of a path; far pieces are drawn fainter

function shapesOf(
  spots: readonly Spot[],
  colour: string,
  { dotted, drawn }: SpatialPath,
  marked: readonly number[],
): Shape[] {
  const [start] = spots;
  if (!start) return [];
  if (dotted) return [stroke(spots, "var(--quiet)", { "stroke-dasharray": "2,4", "stroke-width": "1" })];
  if (spots.length === 1) return [point(start, colour, drawn)];
  const length = Math.max(1, Math.ceil((spots.length - 1) / pieces));
  const parts: Shape[] = [];
  for (let from = 0; from < spots.length - 1; from += length) {
    parts.push(stroke(spots.slice(from, from + length + 1), colour));
  }
  const marks = marked.flatMap((at) => (spots[at] ? [dot(spots[at], 5, colour, true)] : []));
  return [...parts, dot(start, 3.2, colour, false), dot(spots.at(-1)!, 2.4, colour, true), ...marks];
}

/** The name of each point, and of each path at its end, where there is room for it. */
function namesOf({ paths, spots }: Scene, side: number): (SVGElement | undefined)[] {
  const named = paths.flatMap(({ path, points }, k) =>
    points.length === 0 ? [] : path.named || (points.length === 1 && !path.dotted) ? [k] : [],
  );
  const places = named.map((k): [number, number] => [spots[k]!.at(-1)!.x, spots[k]!.at(-1)!.y]);
  const labels = labelled(
    named.map((k) => paths[k]!.path.name),
    places,
    { width: side, height: side },
    { radius: 4.5 },
  );
  const made: (SVGElement | undefined)[] = Array.from({ length: paths.length });
  for (const [at, k] of named.entries())
    made[k] = labelElement(labels[at]!, places[at]!, { left: 0, top: 0 });
  return made;
}

function stroke(spots: readonly Spot[], colour: string, look: Readonly<Record<string, string>> = {}): Shape {
  const depth = spots.reduce((sum, spot) => sum + spot.depth, 0) / spots.length;
  const d = spots.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  return {
    node: svg("path", {
      d,
      stroke: colour,
      fill: "none",
      "stroke-width": "1.6",
      opacity: nearness(depth),
      ...look,
    }),
    depth,
  };
}

/** A single point. With a look of its own it has a thin dark line, as on a flat map. */
function point(spot: Spot, colour: string, drawn: Drawn | undefined): Shape {
  if (!drawn) return dot(spot, 4, colour, true);
  const look = { fill: colour, stroke: "var(--ink)", "stroke-width": "0.5", opacity: nearness(spot.depth) };
  const r = 4.5 * (1 + 0.25 * spot.depth);
  return { node: symbolElement(drawn.shape, [spot.x, spot.y], r, look), depth: spot.depth };
}

function dot({ x, y, depth }: Spot, r: number, colour: string, filled: boolean): Shape {
  const fill = filled ? colour : "var(--paper)";
  const look = { fill, stroke: colour, "stroke-width": "1.4", opacity: nearness(depth) };
  return { node: symbolElement(0, [x, y], r * (1 + 0.25 * depth), look), depth };
}

function nearness(depth: number): string {
  return (0.7 + 0.3 * depth).toFixed(2);
}

/** Three thin lines through the centre, with the names of the axes inside the square. */
function axisLines(spot: (point: Triple) => Spot, axes: readonly string[], side: number): SVGElement[] {
  const origin = spot([0, 0, 0]);
  return [0, 1, 2].flatMap((k) => {
    const end = spot([0, 1, 2].map((j) => (j === k ? 1 : 0)) as Triple);
    const line = svg("line", {
      x1: `${origin.x}`,
      y1: `${origin.y}`,
      x2: `${end.x}`,
      y2: `${end.y}`,
      stroke: "var(--line)",
    });
    const name = shorten(axes[k] ?? `axis ${k + 1}`, 24);
    const width = Math.min(widthOf(name), side - 4);
    const left = Math.min(side - width - 2, Math.max(2, end.x < origin.x ? end.x - width : end.x));
    const y = Math.min(side - 4, Math.max(11, end.y));
    const text = svg("text", { x: left.toFixed(1), y: y.toFixed(1), class: "axis" });
    text.textContent = name;
    return [line, text];
  });
}
