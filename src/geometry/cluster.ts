import { OptionError } from "../base/errors.ts";
import type { Matrix } from "../base/matrix.ts";
import { leaves, optimalLeafOrder } from "./leaf-order.ts";
import { linkage, linkageMethods, squareOf } from "./linkage.ts";
import type { LinkageMethod } from "./linkage.ts";
import { kMedoids } from "./medoids.ts";
import type { KMedoids, KMedoidsOptions } from "./medoids.ts";
import { cutTree, silhouette } from "./partition.ts";

export const clusterMethods = [...linkageMethods, "k-medoids"] as const;
export type ClusterMethod = (typeof clusterMethods)[number];

export interface ClusterOptions extends KMedoidsOptions {
  /** The linkage of a tree, or `k-medoids`, which alone reads restarts and seed. @default "average" */
  readonly method?: ClusterMethod;
  /** A whole number from 1 to n; needed by k-medoids, cuts the tree otherwise. */
  readonly clusters?: number;
}

export interface Clustering extends Partial<Pick<KMedoids, "medoids" | "loss">> {
  readonly method: ClusterMethod;
  /** The cluster of each item, from 0; where a number of clusters was asked for. */
  readonly labels?: Int32Array;
  /** The tree, (n−1) × 4, as `linkage` gives it; its leaves are drawn best in `order`. */
  readonly linkage?: Matrix;
  readonly order?: Int32Array;
  /** Mean silhouette of the labels; where there are 2 to n − 1 clusters and distances above 0. */
  readonly silhouette?: number;
}

/**
 * Groups of items from their distances.
 *
 * @param distances - n × n, symmetric, zero diagonal; or condensed
 * @throws as `linkage` and `kMedoids`.
 */
export function cluster(
  distances: Matrix | Float64Array,
  { method = "average", clusters, ...search }: ClusterOptions = {},
): Clustering {
  const d = squareOf(distances);
  if (!clusterMethods.includes(method)) {
    throw new OptionError(`cluster: method must be one of ${clusterMethods.join(", ")}; got "${method}".`);
  }
  if (method === "k-medoids") {
    if (clusters === undefined) throw new OptionError("cluster: k-medoids needs the number of clusters.");
    const found = kMedoids(d, clusters, search);
    return { method, ...found, ...qualityOf(d, found.labels) };
  }
  return { method, ...treeOf(d, method, clusters) };
}

function treeOf(d: Matrix, method: LinkageMethod, clusters: number | undefined) {
  const tree = linkage(d, method);
  const found = { linkage: tree, order: leaves(optimalLeafOrder(tree, d)) };
  if (clusters === undefined) return found;
  const labels = cutTree(tree, clusters);
  return { ...found, labels, ...qualityOf(d, labels) };
}

function qualityOf(d: Matrix, labels: Int32Array): Pick<Clustering, "silhouette"> {
  const count = new Set(labels).size;
  if (count < 2 || count >= labels.length || d.data.every((distance) => distance === 0)) return {};
  return { silhouette: silhouette(d, labels).mean };
}
