import type { MapFigure } from "../../figures.ts";
import type { Link } from "../link.ts";
import { frame } from "../parts/frame.ts";
import { standing } from "../parts/linked.ts";
import { drawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { flatMap } from "../map/flat-map.ts";
import { spatialView } from "../space/spatial.ts";

/** Points drawn at their coordinates, with one scale for all axes. Three coordinates give a view that the reader can turn. */
export function mapFigure(figure: MapFigure, link: Link): HTMLElement[] {
  return figure.points[0]!.length > 2 ? [spatialMap(figure, link)] : flatMap(figure, link);
}

function spatialMap(figure: MapFigure, link: Link): HTMLElement {
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
  const stands = standing(figure, names);
  const { box } = spatialView([{ title: "", paths: [...paths, ...lines] }], {
    axes,
    label: figure.title,
    link,
    stands: (item) => stands(item),
    legend: (width) => lookLegend([look], true, width),
  });
  return frame(figure, [box], [`${caption}${more} Drag or press arrow keys to turn.`.trim()]);
}
