/** Clusters, as many as fit best where no number was asked for. */
import type { Clustering, Comparisons, Engine } from "repgeom";
import type { Work } from "../../../worker/runner.ts";
import type { Chosen } from "./options.ts";

/** With more clusters than this a person would say how many. */
const mostTried = 10;

export async function clustersOf(
  distances: Comparisons,
  { clustering: method, clusters, seed }: Chosen,
  engine: Engine,
  control: Work["control"],
): Promise<Clustering> {
  const of = (count: number) => engine.clusterAsync(distances, { method, clusters: count, seed }, control);
  if (clusters !== undefined) return of(clusters);
  const n = distances.rowNames.length;
  const all: Clustering[] = [];
  for (let count = 2; count <= Math.min(mostTried, n - 1); count++) all.push(await of(count));
  if (all.length === 0) return of(Math.min(2, n));
  const quality = (one: Clustering) => one.silhouette ?? -Infinity;
  return all.reduce((best, one) => (quality(one) > quality(best) ? one : best)); // the fewest of equals
}
