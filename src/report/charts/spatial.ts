import type { Numbers, Trajectory } from "../figures.ts";
import { element } from "./element.ts";
import { legendOf, paletteOf } from "./palette.ts";
import { withTip } from "./pointer-tip.ts";
import { drawingBox } from "./redraw.ts";
import { project, startRotation, turned, type Rotation } from "./rotation.ts";

/** A path, or a single point, with what a tip says at each of its points. */
export interface SpatialPath extends Trajectory {
  readonly tips: readonly string[];
}

export interface SpatialPanel {
  readonly title: string;
  readonly paths: readonly SpatialPath[];
}

type Triple = [number, number, number];

/** A point on the screen: pixels, and depth from −1 (far) to 1 (near). */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

/** A panel with its points centred in a ball of radius 1. */
interface Scene {
  readonly paths: readonly {
    readonly points: readonly Triple[];
    readonly colour: string;
    readonly path: SpatialPath;
  }[];
  readonly svg: SVGElement;
  /** Where the points were drawn last. */
  spots: Spot[][];
}

/**
 * Panels of paths and points in space. A drag, a finger or the arrow keys turn all of them
 * together; Home turns them back.
 */
export function spatialView(
  panels: readonly SpatialPanel[],
  axes: readonly string[] = [],
  label: string,
): HTMLElement[] {
  const words = panels.flatMap(({ paths }) =>
    paths.flatMap(({ group }) => (group === undefined ? [] : [group])),
  );
  const palette = paletteOf(words);
  const scenes = panels.map((panel) =>
    sceneOf(panel, palette, `${label}${panel.title && `, ${panel.title}`}`),
  );
  let rotation = startRotation;
  let side = 0;
  const draw = () => scenes.forEach((scene) => drawScene(scene, rotation, side, axes));
  const turn = (aboutY: number, aboutX: number) => {
    rotation = turned(rotation, aboutY, aboutX);
    draw();
  };
  const reset = () => {
    rotation = startRotation;
    draw();
  };
  const boxes = scenes.map((scene, k) => {
    const title = panels[k]!.title;
    const tipped = withTip(scene.svg, (x, y) => nearest(scene, x, y));
    setUpTurning(scene.svg, turn, reset);
    return element("div", {}, [...(title ? [element("h4", {}, [title])] : []), tipped]);
  });
  const row = element("div", { class: "panels" }, boxes);
  const { box } = drawingBox((width) => {
    side = sideOf(width, scenes.length);
    draw();
    return [...legendOf(palette), row];
  });
  return [box];
}

function sideOf(width: number, count: number): number {
  const columns = width >= 280 * count ? count : 1;
  return Math.min(520, Math.floor((width - 20 * (columns - 1)) / columns));
}

function sceneOf({ paths }: SpatialPanel, palette: ReadonlyMap<string, string>, label: string): Scene {
  const { centre, radius } = ballOf(paths.flatMap(({ points }) => points));
  const place = (point: Numbers): Triple =>
    [0, 1, 2].map((k) => ((point[k] ?? 0) - centre[k]!) / radius) as Triple;
  return {
    paths: paths.map((path) => ({
      path,
      points: path.points.map(place),
      colour: palette.get(path.group ?? "") ?? "var(--accent)",
    })),
    svg: svg("svg", {
      class: "spatial",
      tabindex: "0",
      role: "img",
      "aria-label": `In space: ${label}. Arrow keys turn it.`,
    }),
    spots: [],
  };
}

/** The middle of the box around all points, and the largest distance from it. */
function ballOf(points: readonly Numbers[]): { centre: Triple; radius: number } {
  const centre = [0, 1, 2].map((k) => {
    const values = points.map((point) => point[k] ?? 0);
    return (
      (values.reduce((a, b) => Math.min(a, b), Infinity) +
        values.reduce((a, b) => Math.max(a, b), -Infinity)) /
      2
    );
  }) as Triple;
  const from = (point: Numbers) => Math.hypot(...centre.map((middle, k) => (point[k] ?? 0) - middle));
  return { centre, radius: points.reduce((most, point) => Math.max(most, from(point)), 0) || 1 };
}

function drawScene(scene: Scene, rotation: Rotation, side: number, axes: readonly string[]): void {
  const half = side / 2;
  const reach = half * 0.86;
  const spot = (point: Triple): Spot => {
    const [x, y, depth] = project(rotation, point);
    return { x: half + reach * x, y: half - reach * y, depth };
  };
  scene.spots = scene.paths.map(({ points }) => points.map(spot));
  const shapes = scene.paths.flatMap(({ colour, path }, k) => shapesOf(scene.spots[k]!, colour, path, scene));
  shapes.sort((a, b) => a.depth - b.depth); // what is near covers what is far
  scene.svg.setAttribute("width", String(side));
  scene.svg.setAttribute("height", String(side));
  scene.svg.replaceChildren(...axisLines(spot, axes), ...shapes.map(({ node }) => node));
}

interface Shape {
  readonly node: SVGElement;
  readonly depth: number;
}

const pieces = 8; // of a path: each is as faint as it is far

function shapesOf(spots: readonly Spot[], colour: string, { name }: SpatialPath, scene: Scene): Shape[] {
  const [start] = spots;
  if (!start) return [];
  if (spots.length === 1) return [dot(start, 4, colour, true), ...named(start, name, scene)];
  const length = Math.max(1, Math.ceil((spots.length - 1) / pieces));
  const parts: Shape[] = [];
  for (let from = 0; from < spots.length - 1; from += length) {
    parts.push(stroke(spots.slice(from, from + length + 1), colour));
  }
  return [...parts, dot(start, 3.2, colour, false), dot(spots.at(-1)!, 2.4, colour, true)];
}

function named(at: Spot, name: string, { paths }: Scene): Shape[] {
  if (paths.length > 40) return [];
  const text = svg("text", { x: String(at.x + 7), y: String(at.y + 4), opacity: nearness(at.depth) });
  text.textContent = name;
  return [{ node: text, depth: at.depth }];
}

function stroke(spots: readonly Spot[], colour: string): Shape {
  const depth = spots.reduce((sum, spot) => sum + spot.depth, 0) / spots.length;
  const d = spots.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  return {
    node: svg("path", { d, stroke: colour, fill: "none", "stroke-width": "1.6", opacity: nearness(depth) }),
    depth,
  };
}

function dot({ x, y, depth }: Spot, r: number, colour: string, filled: boolean): Shape {
  const fill = filled ? colour : "var(--paper)";
  const at = { cx: x.toFixed(1), cy: y.toFixed(1), r: String(r * (1 + 0.25 * depth)) };
  return {
    node: svg("circle", { ...at, fill, stroke: colour, "stroke-width": "1.4", opacity: nearness(depth) }),
    depth,
  };
}

function nearness(depth: number): string {
  return (0.7 + 0.3 * depth).toFixed(2);
}

/** Three thin lines through the middle with their names. */
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
    text.textContent = axes[k] ?? `axis ${k + 1}`;
    return [line, text];
  });
}

const reach = 18; // pixels from a point at which it is still meant

function nearest({ paths, spots }: Scene, x: number, y: number) {
  let found: string | undefined;
  let least = reach;
  spots.forEach((path, k) =>
    path.forEach((spot, t) => {
      const distance = Math.hypot(spot.x - x, spot.y - y);
      if (distance < least) [least, found] = [distance, paths[k]!.path.tips[t]];
    }),
  );
  return found === undefined ? undefined : { text: found };
}

const keys: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-0.12, 0],
  ArrowRight: [0.12, 0],
  ArrowUp: [0, -0.12],
  ArrowDown: [0, 0.12],
};

function setUpTurning(
  target: SVGElement,
  turn: (aboutY: number, aboutX: number) => void,
  reset: () => void,
): void {
  target.addEventListener("pointerdown", (event) => target.setPointerCapture(event.pointerId));
  target.addEventListener("pointermove", ({ buttons, movementX, movementY }) => {
    if (buttons & 1) turn(movementX * 0.01, movementY * 0.01);
  });
  target.addEventListener("keydown", (event) => {
    const step = keys[event.key];
    if (!step && event.key !== "Home") return;
    event.preventDefault();
    if (step) turn(...step);
    else reset();
  });
}

function svg(tag: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
