import type { TrajectoriesFigure } from "../../figures.ts";
import { frame } from "../parts/frame.ts";
import { drawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { spatialView } from "./spatial.ts";

/** Paths in space. All panels turn together. */
export function trajectories(figure: TrajectoriesFigure): HTMLElement[] {
  const { panels, times, axes, title, look, caption = "" } = figure;
  const drawnAs = drawnLook(look, "var(--accent)");
  const withTips = panels.map(({ title, paths }) => ({
    title,
    paths: paths.map((path, k) => ({
      ...path,
      ...(look?.colour ? { drawn: drawnAs.of(k) } : {}),
      tips: path.points.map((_, t) =>
        [path.name, ...drawnAs.tip(k), times?.[t] ?? `point ${t + 1} of ${path.points.length}`].join("\n"),
      ),
    })),
  }));
  const help = "A circle marks the start. Drag or press arrow keys to turn.";
  const drawn = spatialView(withTips, axes, title, (width) => lookLegend([look], false, width));
  return [frame({ title, wide: figure.wide ?? panels.length > 1 }, drawn, [`${caption} ${help}`.trim()])];
}
