import { silhouette } from "../../geometry/partition.ts";
import type { Clustering } from "../../geometry/cluster.ts";
import type { Matrix } from "../../base/matrix.ts";
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
import { changeFacts, madeWith, rowsOf } from "../../report/parts.ts";
import { colourScaleOf } from "../pairwise/section.ts";

/** What was clustered, and the clusters. */
export interface ClusterReport {
  readonly found: Clustering;
  /** n × n, as given to `cluster`. */
  readonly distances: Matrix;
  readonly names: readonly string[];
  /** What was done to the values to get distances, a sentence each. */
  readonly changes?: readonly string[];
}

/** Tree with its cut, distances in the order of the leaves, silhouettes and labels. */
export function clusterSection(report: ClusterReport): Section {
  const { found, names, changes = [] } = report;
  const order = orderOf(found, names.length);
  const quality = qualityOf(report);
  const beside: Figure[] = [
    ...(found.linkage ? [treeOf(found, names, found.linkage)] : []),
    ...(quality ? [silhouettesOf(found.labels!, quality, names, order)] : []),
  ];
  return {
    heading: found.method === "k-medoids" ? "k-medoids" : `Clusters by ${found.method} linkage`,
    facts: [...factsOf(found, names), ...changeFacts(changes), madeWith],
    figures: [
      heatMapOf(report, order),
      ...(beside.length > 0 ? [beside] : []),
      ...(found.labels ? [labelsOf(found, names, quality)] : []),
    ],
  };
}

function factsOf(
  { method, labels, silhouette: mean, medoids, loss }: Clustering,
  names: readonly string[],
): Fact[] {
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
function orderOf({ order, labels }: Clustering, n: number): number[] {
  if (order) return [...order];
  const given = Array.from({ length: n }, (_, i) => i);
  return labels ? given.toSorted((a, b) => labels[a]! - labels[b]! || a - b) : given;
}

/** Silhouettes, where `cluster` found that they are defined. */
function qualityOf({ found, distances }: ClusterReport): Float64Array | undefined {
  return found.silhouette === undefined ? undefined : silhouette(distances, found.labels!).values;
}

function heatMapOf({ found, distances, names }: ClusterReport, order: readonly number[]): HeatMapsFigure {
  const given = names.map((_, i) => i);
  const name = found.linkage ? "of the tree" : "by cluster";
  return {
    kind: "heat-maps",
    title: "Distances",
    caption: "Dark is alike.",
    panels: [{ rowNames: names, colNames: names, values: distances.data }],
    scale: colourScaleOf("distance"),
    orders: [
      { name, rows: order, cols: order },
      { name: "as given", rows: given, cols: given },
    ],
    table: true,
  };
}

function treeOf(
  { method, order, labels }: Clustering,
  names: readonly string[],
  linkage: Matrix,
): TreeFigure {
  const count = labels && new Set(labels).size;
  const cut = count === undefined ? undefined : cutHeight(linkage, count);
  const dashed =
    cut === undefined ? "" : ` The dashed line cuts it into ${count} clusters, the colours of the names.`;
  return {
    kind: "tree",
    title: "Tree",
    caption: `Neighbours stand as near as the tree allows.${dashed}`,
    names,
    order: order!,
    merges: rowsOf(linkage),
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
  labels: ArrayLike<number>,
  values: Float64Array,
  names: readonly string[],
  order: readonly number[],
): BarsFigure {
  const sorted = order.toSorted((a, b) => labels[a]! - labels[b]! || values[b]! - values[a]!);
  return {
    kind: "bars",
    title: "Silhouettes",
    caption: "Near 1: well inside its cluster. Below 0: nearer to another one.",
    y: { label: "silhouette" },
    bars: sorted.map((i) => ({ name: names[i]!, value: values[i]!, group: clusterName(labels[i]!) })),
  };
}

function clusterName(label: number): string {
  return `cluster ${label}`;
}

function labelsOf(
  { labels, medoids }: Clustering,
  names: readonly string[],
  quality?: Float64Array,
): TableFigure {
  const centres = new Set(medoids);
  return {
    kind: "table",
    title: "Labels",
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
