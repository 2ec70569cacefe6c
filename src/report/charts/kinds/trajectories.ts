import type { TrajectoriesFigure } from "../../figures.ts";
import { frame } from "../parts/frame.ts";
import { spatialView } from "./spatial.ts";

/** Paths in space. All panels turn together. */
export function trajectories(figure: TrajectoriesFigure): HTMLElement[] {
  const { panels, times, axes, title, caption = "" } = figure;
  const withTips = panels.map(({ title, paths }) => ({
    title,
    paths: paths.map((path) => ({
      ...path,
      tips: path.points.map(
        (_, t) => `${path.name}\n${times?.[t] ?? `point ${t + 1} of ${path.points.length}`}`,
      ),
    })),
  }));
  const help = "A circle marks the start. Drag or press arrow keys to turn.";
  const drawn = spatialView(withTips, axes, title);
  return [frame({ title, wide: figure.wide ?? panels.length > 1 }, drawn, [`${caption} ${help}`.trim()])];
}
