import { silhouette } from "../../geometry/partition.ts";
import { toRows, type Matrix } from "../../base/matrix.ts";
import type { Clustering } from "./cluster.ts";
import { distancesOf, type DistancesLike } from "./given.ts";
import type {
  BarsFigure,
  Fact,
  Figure,
  HeatMapsFigure,
  Section,
  TableFigure,
  TreeFigure,
} from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import { changeFacts, madeWith } from "../../report/parts.ts";
import type { NetworkGroups } from "../groups/by-column.ts";
import { groupParts } from "../groups/section.ts";
import { colourScaleOf } from "../pairwise/picture/colour-scale.ts";

/** What was clustered, and the clusters. */
export interface ClusterReport {
  readonly found: Clustering;
  /** As given to `cluster`. */
  readonly distances: DistancesLike;
  /** Which of the items are of one group. */
  readonly groups?: NetworkGroups | undefined;
}

/** Tree with its cut, distances in the order of the leaves, silhouettes and labels. */
export function clusterSection({ found, distances, groups }: ClusterReport): Section {
  const { square } = distancesOf(distances, found.names);
  const parts = groups && groupParts(square, groups, found.names);
  const order = orderOf(found);
  const quality = qualityOf(found, square);
  const beside: Figure[] = [
    ...(found.linkage ? [treeOf(found, found.linkage)] : []),
    ...(quality ? [silhouettesOf(found, quality, order)] : []),
  ];
  return {
    heading: found.method === "k-medoids" ? "k-medoids" : `Clusters by ${found.method} linkage`,
    facts: [...factsOf(found), ...(parts?.facts ?? []), ...changeFacts(found.changes), madeWith],
    ...(parts ? { text: parts.text, warnings: parts.warnings } : {}),
    figures: [
      heatMapOf(found, square, order),
      ...(beside.length > 0 ? [beside] : []),
      ...(parts?.figures ?? []),
      ...(found.labels ? [labelsOf(found, quality)] : []),
    ],
  };
}

function factsOf({ method, labels, silhouette: mean, medoids, loss, names }: Clustering): Fact[] {
  const facts: [string, string | undefined][] = [
    ["Method", method],
    ["Items", String(names.length)],
    ["Clusters", labels && String(new Set(labels).size)],
    ["Mean silhouette", mean === undefined ? undefined : showNumber(mean)],
    ["Medoids", medoids && Array.from(medoids, (item) => names[item]).join(", ")],
    ["Sum of distances to medoids", loss === undefined ? undefined : showNumber(loss)],
  ];
  return facts.flatMap(([term, text]) => (text === undefined ? [] : [{ term, text }]));
}

/** The leaves of the tree; without one, cluster by cluster. */
function orderOf({ order, labels, names }: Clustering): number[] {
  if (order) return [...order];
  const given = names.map((_, i) => i);
  return labels ? given.toSorted((a, b) => labels[a]! - labels[b]! || a - b) : given;
}

/** Silhouettes, where `cluster` found that they are defined. */
function qualityOf(found: Clustering, distances: Matrix): Float64Array | undefined {
  return found.silhouette === undefined ? undefined : silhouette(distances, found.labels!).values;
}

function heatMapOf(
  { linkage, names }: Clustering,
  distances: Matrix,
  order: readonly number[],
): HeatMapsFigure {
  const given = names.map((_, i) => i);
  const name = linkage ? "of the tree" : "by cluster";
  return {
    kind: "heat-maps",
    title: "Distances",
    caption: "Dark is alike.",
    networks: "items",
    panels: [{ rowNames: names, colNames: names, values: distances.data }],
    scale: colourScaleOf("distance"),
    orders: [
      { name, rows: order, cols: order },
      { name: "as given", rows: given, cols: given },
    ],
  };
}

function treeOf({ method, order, labels, names }: Clustering, linkage: Matrix): TreeFigure {
  const count = labels && new Set(labels).size;
  const cut = count === undefined ? undefined : cutHeight(linkage, count);
  const dashed = cut === undefined ? "" : ` The dashed line cuts it into ${count} clusters.`;
  return {
    kind: "tree",
    title: "Tree",
    caption: `Neighbours stand as near as the tree allows.${dashed}`,
    networks: "items",
    names,
    order: order!,
    merges: toRows(linkage),
    heights: `${method} distance at which two clusters join`,
    ...(labels ? { labels } : {}),
    ...(cut === undefined ? {} : { cut }),
  };
}

/** Halfway between the last merge that is kept and the first that is undone; nothing to cut for one cluster. */
function cutHeight({ rows, data }: Matrix, clusters: number): number | undefined {
  const undone = data[4 * (rows + 1 - clusters) + 2];
  if (clusters < 2 || undone === undefined) return undefined;
  const kept = rows - clusters >= 0 ? data[4 * (rows - clusters) + 2]! : 0;
  return (kept + undone) / 2;
}

/** Cluster by cluster, the best placed first. */
function silhouettesOf(
  { labels: known, names }: Clustering,
  values: Float64Array,
  order: readonly number[],
): BarsFigure {
  const labels = known!;
  const sorted = order.toSorted((a, b) => labels[a]! - labels[b]! || values[b]! - values[a]!);
  return {
    kind: "bars",
    title: "Silhouettes",
    caption: "Near 1: well inside its cluster. Below 0: nearer to another one.",
    networks: "items",
    grouped: true,
    y: { label: "silhouette" },
    bars: sorted.map((i) => ({ name: names[i]!, value: values[i]!, group: clusterName(labels[i]!) })),
  };
}

function clusterName(label: number): string {
  return `cluster ${label}`;
}

function labelsOf({ labels, medoids, names }: Clustering, quality?: Float64Array): TableFigure {
  const centres = new Set(medoids);
  return {
    kind: "table",
    title: "Labels",
    networks: "items",
    columns: ["item", "cluster", ...(quality ? ["silhouette"] : []), ...(medoids ? ["medoid"] : [])],
    rows: names.map((name, i) => [
      name,
      labels![i]!,
      ...(quality ? [quality[i]!] : []),
      ...(medoids ? [centres.has(i) ? "yes" : ""] : []),
    ]),
    collapsed: true,
  };
}
