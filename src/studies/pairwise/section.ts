import { stressNotes } from "../../geometry/goodness.ts";
import type { Matrix } from "../../base/matrix.ts";
import { square as squared } from "../../base/math/powers.ts";
import { metrics } from "../../metrics/all.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import type { Layout, MapLayout, TreeLayout } from "./picture/layout-data.ts";
import { factsOf, isExact, placedOf, showShare } from "./picture/facts.ts";
import type { Figure, HeatMapsFigure, MapFigure, Order, Section, TreeFigure } from "../../report/figures.ts";
import { nearestOf } from "../../report/parts.ts";
import { showNumber } from "../../report/numbers.ts";
import { toDistances } from "../../geometry/to-distances.ts";
import type { NetworkGroups } from "../groups/by-column.ts";
import { groupParts } from "../groups/section.ts";
import { among, crowdText } from "./picture/crowd.ts";
import { shepardDiagram } from "./picture/shepard.ts";
import { certaintyFigures } from "./picture/certainty.ts";
import { colourScaleOf } from "./picture/colour-scale.ts";

/** A result of `pairwise` or `cross`: heat map, and map and tree where it has distances; then also its groups. */
export function resultSection(
  result: Comparisons,
  layout: Layout,
  heading = titleOf(result),
  grouping?: NetworkGroups,
): Section {
  const seen = layout.seen ? among(result, layout.seen) : result;
  const beside: Figure[] = [
    ...(layout.map ? [mapOf(result, layout, layout.map)] : []),
    ...(layout.tree ? [treeOf(seen, layout, layout.tree)] : []),
  ];
  const heat = { ...heatMapOf(result, layout), wide: beside.length === 0 };
  const certainty = certaintyFigures(seen, colourScaleOf(result.kind, result.range));
  const groups = grouping && groupParts(toDistances(result).square, grouping, result.rowNames);
  const shepard = layout.map && !isExact(layout.map) ? [shepardOf(result, layout, layout.map)] : [];
  const shown = [...(beside.length > 0 ? [heat, beside] : [heat]), ...shepard, ...(groups?.figures ?? [])];
  const figures = [...shown, ...certainty];
  const facts = factsOf(result, layout).toSpliced(-1, 0, ...(groups?.facts ?? []));
  const crowd = crowdText(result.rowNames.length, placedOf(result, layout).length, seen.rowNames.length);
  const text = [...(crowd ? [crowd] : []), ...(groups?.text ?? [])];
  const warnings = [...result.warnings, ...(groups?.warnings ?? [])];
  return { heading, facts, ...(text.length > 0 ? { text } : {}), warnings, figures };
}

/** Results may come from a metric that is not registered here; then its name must do. */
export function titleOf({ metric, own }: Pick<Comparisons, "metric" | "own">): string {
  if (own) return own.title;
  return Object.hasOwn(metrics, metric) ? metrics[metric as keyof typeof metrics].title : metric;
}

function heatMapOf({ rowNames, colNames, values, kind, range }: Comparisons, layout: Layout): HeatMapsFigure {
  return {
    kind: "heat-maps",
    title: "All values",
    caption: values.length === 1 ? "A single value." : "Dark is alike.",
    networks: "items",
    panels: [{ rowNames, colNames, values }],
    scale: colourScaleOf(kind, range),
    orders: ordersOf(rowNames.length, colNames.length, layout),
  };
}

function ordersOf(rows: number, cols: number, { tree, order: leaves, everyone }: Layout): Order[] {
  const order = everyone ?? leaves;
  const given = { name: "as given", rows: count(rows), cols: count(cols) };
  return tree ? [{ name: "of the tree", rows: order, cols: order }, given] : [given];
}

function count(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function mapOf(result: Comparisons, layout: Layout, map: MapLayout): MapFigure {
  const { changes } = layout;
  const placed = placedOf(result, layout);
  const [first, second] = map.varianceExplained.map(showShare);
  const { row, col } = map.worstPair;
  const fit = isExact(map)
    ? "All distances are exact."
    : `Stress ${showNumber(map.stress, 2)}. Dotted: the pair that is shown worst.`;
  const doubts = stressNotes(map.stress).map((note) => `Note: ${note}.`);
  return {
    kind: "map",
    title: "Map",
    caption: [`Near is alike. ${fit}`, ...doubts, ...changes].join(" "),
    networks: "items",
    names: placed.map((i) => result.rowNames[i]!),
    points: map.points,
    axes: [`axis 1, ${first} of the variance`, `axis 2, ${second}`],
    neighbors: nearestOf(distancesAmong(result, placed)),
    tips: mostAlike(result, placed),
    joined: isExact(map) ? [] : [[row, col]],
  };
}

/** Of the networks on the map. */
function distancesAmong(result: Comparisons, placed: readonly number[]): Matrix {
  const { square } = toDistances(result);
  const data = new Float64Array(squared(placed.length));
  for (const [k, i] of placed.entries())
    for (const [l, j] of placed.entries()) data[k * placed.length + l] = square.data[i * square.cols + j]!;
  return { rows: placed.length, cols: placed.length, data };
}

function shepardOf(result: Comparisons, layout: Layout, { points }: MapLayout): Figure {
  const placed = placedOf(result, layout);
  const names = placed.map((i) => result.rowNames[i]!);
  return shepardDiagram(names, points, distancesAmong(result, placed));
}

function treeOf(result: Comparisons, { order, changes }: Layout, { method, merges }: TreeLayout): TreeFigure {
  const caption = `Clustering with ${method} linkage; neighbours stand as near as the tree allows.`;
  return {
    kind: "tree",
    title: "Tree",
    caption: [caption, ...changes].join(" "),
    networks: "items",
    names: result.rowNames,
    order,
    merges,
    heights: `${method} distance at which two clusters join`,
  };
}

/** Whom each resembles most, by the values themselves and not by the map. */
function mostAlike({ rowNames, values, kind }: Comparisons, placed: readonly number[]): string[] {
  const n = rowNames.length;
  const sign = kind === "similarity" ? -1 : 1;
  return placed.map((i) => {
    let nearest = -1;
    let least = Infinity;
    for (let j = 0; j < n; j++) {
      const rank = sign * values[i * n + j]!;
      if (j !== i && rank < least) [nearest, least] = [j, rank];
    }
    return nearest < 0
      ? ""
      : `most alike: ${rowNames[nearest]}\n${kind} ${showNumber(values[i * n + nearest]!)}`;
  });
}
