import type { Matrix } from "../../base/matrix.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import { cluster as clusterBy, type Clustering, type ClusterOptions } from "../../geometry/cluster.ts";
import { distancesOf } from "./given.ts";

/**
 * Groups of items from their distances.
 *
 * @param distances - of `pairwise`, similarities converted as their metric declares; or n × n,
 *   symmetric, zero diagonal; or condensed
 * @throws {OptionError | ShapeError | NumericalError} if there are no distances in it, or for bad options.
 */
export function cluster(
  distances: Comparisons | Matrix | Float64Array,
  options: ClusterOptions = {},
): Clustering {
  return clusterBy(distancesOf(distances), options);
}
