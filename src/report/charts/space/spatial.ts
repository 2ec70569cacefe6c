import { norm } from "../../../base/matrix.ts";
import type { Numbers } from "../../figures.ts";
import { planeOf, type Plane } from "../act/plane.ts";
import { nothing, type Link, type Selection } from "../link.ts";
import { element, svg } from "../parts/element.ts";
import { choose } from "../parts/linked.ts";
import { legendOf, paletteOf } from "../parts/palette.ts";
import { withTip } from "../parts/pointer-tip.ts";
import { drawingBox } from "../redraw.ts";
import { startRotation, turned } from "./rotation.ts";
import { drawScene, type Scene, type SpatialPath, type Triple } from "./scene.ts";

export interface SpatialPanel {
  readonly title: string;
  readonly paths: readonly SpatialPath[];
}

/** What is drawn in space, and what acts on it. */
export interface SpatialOptions {
  readonly axes?: readonly string[] | undefined;
  readonly label: string;
  readonly link: Link;
  /** What a point of a path stands for; the whole path without `at`. */
  stands(path: number, at?: number): Selection | undefined;
  readonly legend?: (width: number) => readonly HTMLElement[];
  /** Controls above the panels. */
  readonly controls?: readonly HTMLElement[];
}

export interface SpatialView {
  readonly box: HTMLElement;
  readonly scenes: readonly Scene[];
  /** Draws again, e.g. after points were moved. @param marked - points of each path to mark */
  redraw(marked?: readonly number[]): void;
}

/** More names are not placed while the scene turns. */
const mostTurned = 60;

/**
 * Panels of paths and points in space. The mouse, a finger or the arrow keys turn all panels
 * together; the Home key turns them back. A click selects, a drag with the shift key is a lasso.
 */
export function spatialView(panels: readonly SpatialPanel[], options: SpatialOptions): SpatialView {
  const { axes = [], label, link, legend = () => [], controls = [] } = options;
  const words = panels.flatMap(({ paths }) =>
    paths.flatMap(({ group, drawn }) => (group === undefined || drawn ? [] : [group])),
  );
  const palette = paletteOf(words);
  const scenes = panels.map((panel) =>
    sceneOf(panel, palette, `${label}${panel.title && `, ${panel.title}`}`),
  );
  const isMany = scenes.some(({ paths }) => paths.length > mostTurned);
  let [rotation, side, timer] = [startRotation, 0, 0];
  let marked: readonly number[] = [];
  const drawAll = (names: boolean) =>
    scenes.forEach((scene, k) => {
      const own = drawScene(scene, { rotation, side, axes, names, marked });
      show(planes[k]!, scene, own, options);
    });
  const turn = (aboutY: number, aboutX: number) => {
    rotation = turned(rotation, aboutY, aboutX);
    drawAll(!isMany);
    if (!isMany) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => drawAll(true), 150);
  };
  const reset = () => {
    rotation = startRotation;
    drawAll(true);
  };
  const planes = scenes.map(() => planeOf(link, { turn: (right, down) => turn(right * 0.01, down * 0.01) }));
  const boxes = scenes.map((scene, k) => {
    const title = panels[k]!.title;
    setUpKeys(scene.svg, turn, reset);
    const tipped = tippedStage(planes[k]!, scene, options);
    return element("div", {}, [...(title ? [element("h4", { title }, [title])] : []), tipped]);
  });
  const row = element("div", { class: "panels" }, boxes);
  const { box } = drawingBox((width) => {
    side = sideOf(width, scenes.length);
    drawAll(true);
    return [...legendOf(palette), ...legend(width), ...controls, row];
  });
  const redraw = (next = marked) => {
    marked = next;
    if (side > 0) drawAll(!isMany);
  };
  return { box, scenes, redraw };
}

/** Tells the plane where points are now, for clicks and the lasso. */
function show(plane: Plane, scene: Scene, own: readonly Element[][], { stands }: SpatialOptions): void {
  const items = own.map((elements, k) => ({ elements, stands: stands(k) ?? nothing }));
  const points = scene.spots.flatMap((spots, k) =>
    scene.paths[k]!.path.dotted ? [] : spots.map(({ x, y }) => ({ at: [x, y] as const, stands: stands(k) })),
  );
  const { width, height } = { width: scene.svg.clientWidth, height: scene.svg.clientHeight };
  plane.show({ drawing: scene.svg, frame: { left: 0, top: 0, width, height }, items, points });
}

/** The stage with its tip. What is nearest to the pointer is lit, and a click selects it. */
function tippedStage({ stage }: Plane, scene: Scene, { link, stands }: SpatialOptions): HTMLElement {
  stage.addEventListener(
    "click",
    (event) => {
      const box = stage.getBoundingClientRect();
      const found = nearest(scene, event.clientX - box.left, event.clientY - box.top);
      const own = found && stands(found.path);
      if (!own) return;
      event.stopImmediatePropagation();
      choose(link, own, event);
    },
    true,
  );
  return withTip(stage, (x, y) => {
    const found = nearest(scene, x, y);
    link.light((found && stands(found.path, found.at)) ?? nothing);
    return found;
  });
}

function sideOf(width: number, count: number): number {
  const columns = Math.max(1, Math.min(count, Math.floor((width + 20) / 260)));
  return Math.min(520, Math.floor((width - 20 * (columns - 1)) / columns));
}

function sceneOf(panel: SpatialPanel, palette: ReadonlyMap<string, string>, label: string): Scene {
  const paths = panel.paths.map(withoutGaps);
  const { centre, radius } = ballOf(paths.flatMap(({ points }) => points));
  const place = (point: Numbers): Triple =>
    [0, 1, 2].map((k) => ((point[k] ?? 0) - centre[k]!) / radius) as Triple;
  return {
    paths: paths.map((path) => ({
      path,
      points: path.points.map(place),
      colour: path.drawn?.colour ?? palette.get(path.group ?? "") ?? "var(--accent)",
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

/** Leaves out points with missing coordinates; they cannot be drawn. */
function withoutGaps(path: SpatialPath): SpatialPath {
  const isWhole = (point: Numbers) => Array.from(point).every((x) => x !== null && Number.isFinite(x));
  const kept = path.points.map(isWhole);
  const keep = <T>(items: readonly T[]) => items.filter((_, t) => kept[t]);
  return { ...path, points: keep(path.points), tips: keep(path.tips) };
}

/** The centre of the box around all points, and the largest distance from it. */
function ballOf(points: readonly Numbers[]): { centre: Triple; radius: number } {
  const centre = [0, 1, 2].map((k) => {
    const values = points.map((point) => point[k] ?? 0);
    return (
      (values.reduce((a, b) => Math.min(a, b), Infinity) +
        values.reduce((a, b) => Math.max(a, b), -Infinity)) /
      2
    );
  }) as Triple;
  const from = (point: Numbers) => norm(centre.map((middle, k) => (point[k] ?? 0) - middle));
  return { centre, radius: points.reduce((most, point) => Math.max(most, from(point)), 0) || 1 };
}

const reach = 18; // a point is chosen if the pointer is at most this many pixels away

/** The nearest point with a tip. */
function nearest({ paths, spots }: Scene, x: number, y: number) {
  let found: { text: string; path: number; at: number } | undefined;
  let least = reach;
  spots.forEach((all, path) =>
    all.forEach((spot, at) => {
      const distance = Math.hypot(spot.x - x, spot.y - y);
      const text = paths[path]!.path.tips[at];
      if (text !== undefined && distance < least) [least, found] = [distance, { text, path, at }];
    }),
  );
  return found;
}

const keys: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-0.12, 0],
  ArrowRight: [0.12, 0],
  ArrowUp: [0, -0.12],
  ArrowDown: [0, 0.12],
};

function setUpKeys(
  target: SVGElement,
  turn: (aboutY: number, aboutX: number) => void,
  reset: () => void,
): void {
  target.addEventListener("keydown", (event) => {
    const step = keys[event.key];
    if (!step && event.key !== "Home") return;
    event.preventDefault();
    if (step) turn(...step);
    else reset();
  });
}
