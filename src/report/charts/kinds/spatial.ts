import { norm } from "../../../base/matrix.ts";
import type { Numbers } from "../../figures.ts";
import { element, svg } from "../parts/element.ts";
import { legendOf, paletteOf } from "../parts/palette.ts";
import { withTip } from "../parts/pointer-tip.ts";
import { drawingBox } from "../redraw.ts";
import { startRotation, turned } from "../parts/rotation.ts";
import { drawScene, type Scene, type SpatialPath, type Triple } from "./scene.ts";

export interface SpatialPanel {
  readonly title: string;
  readonly paths: readonly SpatialPath[];
}

/**
 * Panels of paths and points in space. The mouse, a finger or the arrow keys turn all panels
 * together; the Home key turns them back.
 */
export function spatialView(
  panels: readonly SpatialPanel[],
  axes: readonly string[] = [],
  label: string,
  legend: (width: number) => readonly HTMLElement[] = () => [],
): HTMLElement[] {
  const words = panels.flatMap(({ paths }) =>
    paths.flatMap(({ group, drawn }) => (group === undefined || drawn ? [] : [group])),
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
    return element("div", {}, [...(title ? [element("h4", { title }, [title])] : []), tipped]);
  });
  const row = element("div", { class: "panels" }, boxes);
  const { box } = drawingBox((width) => {
    side = sideOf(width, scenes.length);
    draw();
    return [...legendOf(palette), ...legend(width), row];
  });
  return [box];
}

function sideOf(width: number, count: number): number {
  const columns = width >= 280 * count ? count : 1;
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

function nearest({ paths, spots }: Scene, x: number, y: number) {
  let found: string | undefined;
  let least = reach;
  spots.forEach((path, k) =>
    path.forEach((spot, t) => {
      const distance = Math.hypot(spot.x - x, spot.y - y);
      const tip = paths[k]!.path.tips[t];
      if (tip !== undefined && distance < least) [least, found] = [distance, tip];
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
