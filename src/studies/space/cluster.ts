import { OptionError } from "../../base/errors.ts";
import { toRows, type Matrix } from "../../base/matrix.ts";
import {
  choice,
  optional,
  resolveOptions,
  whole,
  withDefault,
  type Chosen,
  type OptionSchemas,
} from "../../base/options.ts";
import { written, type NamedTable, type Written } from "../../data/written.ts";
import { leaves, leafOrderSteps } from "../../geometry/leaf-order.ts";
import { linkageMethods, linkageSteps } from "../../geometry/linkage.ts";
import {
  bestMedoids,
  kMedoidsOptions,
  labelParts,
  type KMedoids,
  type KMedoidsOptions,
} from "../../geometry/medoids.ts";
import { assertClusters, cutTree, silhouetteSteps } from "../../geometry/partition.ts";
import { inTurn, type Steps } from "../../geometry/parts.ts";
import type { Control } from "../../run/lanes/control.ts";
import { distancesOf, namesOption, type DistancesLike, type Provenance } from "./given.ts";
import { onThreads } from "../geometry/on-threads.ts";

export const clusterMethods = [...linkageMethods, "k-medoids"] as const;
export type ClusterMethod = (typeof clusterMethods)[number];

/** What groups are made by; restarts and seed are read by k-medoids alone. */
export interface ClusterOptions extends KMedoidsOptions {
  readonly method?: ClusterMethod | undefined;
  readonly clusters?: number | undefined;
  readonly names?: readonly string[] | undefined;
}

export const clusterOptions = {
  method: withDefault<ClusterMethod>(
    choice(clusterMethods, "The linkage of a tree, which can be cut; or k-medoids."),
    "average",
  ),
  clusters: optional(
    whole(2, 1, 1e9, "How many, at most as many as there are items. A tree is not cut without it."),
  ),
  ...kMedoidsOptions,
  names: namesOption,
} satisfies OptionSchemas<ClusterOptions>;

/** Groups of items, or their tree. */
export interface Clustering extends Partial<Pick<KMedoids, "medoids" | "loss">>, Provenance, Written {
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
 * @param distances - of `pairwise`, similarities converted as their metric declares; or n × n,
 *   symmetric, zero diagonal; or condensed
 * @throws {OptionError} naming the option and what it accepts; for similarities without a conversion.
 * @throws {ShapeError} if the distances are neither square nor condensed.
 * @throws {NumericalError} if a distance is negative, infinite or NaN, or they are not symmetric.
 */
export function cluster(distances: DistancesLike, options: ClusterOptions = {}): Clustering {
  return inTurn(clusterSteps(distances, options));
}

/** As `cluster`, on the threads of an engine: for many items, whose tree may take seconds. */
export async function clusterAsync(
  distances: DistancesLike,
  options: ClusterOptions = {},
  control: Control = {},
): Promise<Clustering> {
  return onThreads(clusterSteps(distances, options), control);
}

function* clusterSteps(distances: DistancesLike, options: ClusterOptions): Steps<Clustering> {
  const chosen = resolveOptions("cluster", clusterOptions, options);
  const { square, names, changes } = distancesOf(distances, chosen.names);
  const found = yield* grouped(square, chosen);
  const quality = found.labels ? yield* qualityOf(square, found.labels) : {};
  return clustering({ method: chosen.method, ...found, ...quality, names, changes });
}

type Groups = Pick<Clustering, "labels" | "linkage" | "order" | "medoids" | "loss">;

function* grouped(d: Matrix, { method, clusters, ...search }: Chosen<typeof clusterOptions>): Steps<Groups> {
  if (clusters !== undefined) assertClusters("cluster", clusters, d.rows);
  if (method !== "k-medoids") {
    const tree = yield* linkageSteps(d, method);
    const found = { linkage: tree, order: leaves(yield* leafOrderSteps(tree, d)) };
    return clusters === undefined ? found : { ...found, labels: cutTree(tree, clusters) };
  }
  if (clusters !== undefined) return yield* bestMedoids(d, clusters, search);
  throw new OptionError(
    "cluster: clusters is not given; method k-medoids needs the number of clusters.",
    "clusters",
  );
}

function* qualityOf(d: Matrix, labels: Int32Array): Steps<Pick<Clustering, "silhouette">> {
  const count = new Set(labels).size;
  if (count < 2 || count >= labels.length || d.data.every((distance) => distance === 0)) return {};
  const { mean } = yield* silhouetteSteps(d, labels);
  return { silhouette: mean };
}

/** Facts with their writers: the tree, or the labels where there is no tree. */
function clustering(facts: Omit<Clustering, keyof Written>): Clustering {
  const { linkage, labels, names } = facts;
  const parts = linkage ? { table: () => treeTable(linkage) } : labelParts(labels!, names);
  return { ...facts, ...written({ document: () => documentOf(facts), ...parts }) };
}

/** A row a merge, named by the id of the union. */
function treeTable({ rows, data }: Matrix): NamedTable {
  const merges = Array.from({ length: rows }, (_, k) => String(rows + 1 + k));
  return { rowNames: merges, colNames: ["first", "second", "distance", "size"], values: data };
}

function documentOf({ labels, linkage, order, medoids, ...facts }: Omit<Clustering, keyof Written>): object {
  return {
    ...facts,
    ...(medoids ? { medoids: [...medoids] } : {}),
    ...(order ? { order: [...order] } : {}),
    ...(labels ? { labels: [...labels] } : {}),
    ...(linkage ? { linkage: toRows(linkage) } : {}),
  };
}
