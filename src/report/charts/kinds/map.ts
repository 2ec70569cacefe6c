import type { MapFigure } from "../../figures.ts";
import type { Link } from "../link.ts";
import { frame } from "../parts/frame.ts";
import { drawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { flatMap } from "./flat-map.ts";
import { spatialView } from "./spatial.ts";

/** Points drawn at their coordinates, with one scale for all axes. Three coordinates give a view that the reader can turn. */
export function mapFigure(figure: MapFigure, link: Link): HTMLElement[] {
  return figure.points[0]!.length > 2 ? [spatialMap(figure)] : flatMap(figure, link);
}

function spatialMap(figure: MapFigure): HTMLElement {
  const { points, names, groups, tips, axes, look, caption = "" } = figure;
  const drawn = drawnLook(look, "var(--accent)");
  const more = points[0]!.length > 3 ? " Axes beyond the third are not drawn." : "";
  const paths = points.map((point, i) => ({
    name: drawn.label(i, names[i]!),
    points: [point],
    ...(groups && !look?.colour ? { group: groups[i]! } : {}),
    ...(look ? { drawn: drawn.of(i) } : {}),
    tips: [[names[i]!, ...drawn.tip(i), ...(tips ? [tips[i]!] : [])].join("\n")],
  }));
  const lines = (figure.joined ?? []).map(([a, b]) => ({
    name: "",
    points: [points[a]!, points[b]!],
    dotted: true,
    tips: [],
  }));
  const legend = (width: number) => lookLegend([look], true, width);
  const view = spatialView([{ title: "", paths: [...lines, ...paths] }], axes, figure.title, legend);
  return frame(figure, view, [`${caption}${more} Drag or press arrow keys to turn.`.trim()]);
}
