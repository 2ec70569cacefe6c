import { fill, svg } from "../parts/element.ts";
import type { Drawn } from "../parts/look.ts";
import { symbolElement } from "../parts/symbols.ts";
import type { Trajectory } from "../../figures.ts";
import { shorten } from "../../words.ts";
import { characterWidth } from "../parts/labels.ts";
import { project, type Rotation } from "../parts/rotation.ts";

/** A path, or a single point, with the tip of each point. */
export interface SpatialPath extends Trajectory {
  /** One tip for each point. The last points may have none. */
  readonly tips: readonly string[];
  /** A thin line without markers at its ends. It joins points of other paths. */
  readonly dotted?: boolean;
  /** In place of the colour of its group. */
  readonly drawn?: Drawn;
}

export type Triple = [number, number, number];

/** A point on the screen: pixels, and depth from −1 (far) to 1 (near). */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

/** A panel whose points are shifted and scaled into a ball of radius 1. */
export interface Scene {
  readonly paths: readonly {
    readonly points: readonly Triple[];
    readonly colour: string;
    readonly path: SpatialPath;
  }[];
  readonly svg: SVGElement;
  /** The screen positions of the last drawing. */
  spots: Spot[][];
}

/** Draws the points under this rotation. Near shapes cover far ones. */
export function drawScene(scene: Scene, rotation: Rotation, side: number, axes: readonly string[]): void {
  const half = side / 2;
  const reach = half * 0.86;
  const spot = (point: Triple): Spot => {
    const [x, y, depth] = project(rotation, point);
    return { x: half + reach * x, y: half - reach * y, depth };
  };
  scene.spots = scene.paths.map(({ points }) => points.map(spot));
  const shapes = scene.paths.flatMap(({ colour, path }, k) =>
    shapesOf(scene.spots[k]!, colour, path, scene, side),
  );
  shapes.sort((a, b) => a.depth - b.depth); // far shapes first
  scene.svg.setAttribute("width", String(side));
  scene.svg.setAttribute("height", String(side));
  fill(scene.svg, [...axisLines(spot, axes), ...shapes.map(({ node }) => node)]);
}

interface Shape {
  readonly node: SVGElement;
  readonly depth: number;
}

const pieces = 8; // of a path; far pieces are drawn fainter

function shapesOf(
  spots: readonly Spot[],
  colour: string,
  { name, dotted, drawn }: SpatialPath,
  scene: Scene,
  side: number,
): Shape[] {
  const [start] = spots;
  if (!start) return [];
  if (dotted) return [stroke(spots, "var(--quiet)", { "stroke-dasharray": "2,4", "stroke-width": "1" })];
  if (spots.length === 1) return [point(start, colour, drawn), ...named(start, name, scene, side)];
  const length = Math.max(1, Math.ceil((spots.length - 1) / pieces));
  const parts: Shape[] = [];
  for (let from = 0; from < spots.length - 1; from += length) {
    parts.push(stroke(spots.slice(from, from + length + 1), colour));
  }
  return [...parts, dot(start, 3.2, colour, false), dot(spots.at(-1)!, 2.4, colour, true)];
}

const mostNamed = 40; // with more points, names would cover each other

function named(at: Spot, name: string, { paths }: Scene, side: number): Shape[] {
  if (paths.filter(({ path }) => !path.dotted).length > mostNamed) return [];
  const shown = shorten(name, 22);
  const toLeft = at.x + 7 + shown.length * characterWidth > side;
  const place = toLeft ? { x: String(at.x - 7), "text-anchor": "end" } : { x: String(at.x + 7) };
  const text = svg("text", { ...place, y: String(at.y + 4), opacity: nearness(at.depth) });
  text.textContent = shown;
  return [{ node: text, depth: at.depth }];
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

/** Three thin lines through the centre, with the names of the axes. */
function axisLines(spot: (point: Triple) => Spot, axes: readonly string[]): SVGElement[] {
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
    const text = svg("text", {
      x: String(end.x),
      y: String(end.y),
      class: "axis",
      "text-anchor": end.x < origin.x ? "end" : "start",
    });
    text.textContent = shorten(axes[k] ?? `axis ${k + 1}`, 24);
    return [line, text];
  });
}
