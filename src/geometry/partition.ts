import { indexNames, largestOf } from "../base/lists.ts";
import { assertLabels, givenMatrix } from "../base/numbers.ts";
import { NumericalError, OptionError, ShapeError } from "../base/errors.ts";
import { shapeOf, type Matrix } from "../base/matrix.ts";
import { written, type Written } from "../data/written.ts";
import { inTurn, onePart, step, type PartWork, type Steps } from "./parts.ts";
import { squareOf } from "./square.ts";

/**
 * Cuts a tree into clusters: its last merges are undone.
 *
 * @param z - linkage, (n−1) × 4
 * @param clusters - a whole number from 1 to n
 * @returns the cluster of each item, counted from 0 in the order of their first items
 * @throws {OptionError} for another number of clusters.
 * @throws {ShapeError} if `z` has not 4 columns.
 */
export function cutTree(z: Matrix, clusters: number): Int32Array {
  givenMatrix(z, "cutTree");
  if (z.cols !== 4) throw new ShapeError(`A linkage is (n−1) × 4; got ${shapeOf(z)}.`);
  const n = z.rows + 1;
  assertClusters("cutTree", clusters, n);
  const owner = Int32Array.from({ length: 2 * n - 1 }, (_, id) => id);
  for (let k = n - clusters - 1; k >= 0; k--) {
    owner[z.data[4 * k]!] = owner[z.data[4 * k + 1]!] = owner[n + k]!; // parents come before their children
  }
  return renumbered(owner.subarray(0, n));
}

/** @throws {OptionError} unless it is a whole number from 1 to n. */
export function assertClusters(what: string, clusters: number, n: number): void {
  if (Number.isInteger(clusters) && clusters >= 1 && clusters <= n) return;
  throw new OptionError(
    `${what}: clusters is ${clusters}; accepted: a whole number from 1 to ${n}, the number of items.`,
    "clusters",
  );
}

/** Any labels as 0, 1, … in the order in which they first occur. */
function renumbered(labels: ArrayLike<number | string>): Int32Array {
  const numbers = new Map<number | string, number>();
  return Int32Array.from({ length: labels.length }, (_, i) => {
    const label = labels[i]!;
    if (!numbers.has(label)) numbers.set(label, numbers.size);
    return numbers.get(label)!;
  });
}

/**
 * How far two partitions of the same items agree, corrected for chance, from the pairs that
 * they put together: 1 for equal partitions, 0 on average for unrelated ones. Range [−0.5, 1].
 * The names of the clusters do not matter.
 *
 * @throws {ShapeError} if the partitions are not of the same number of items, or of none.
 *
 * Source: Hubert & Arabie, "Comparing partitions", Journal of Classification 2, 1985.
 */
export function adjustedRand(a: ArrayLike<number | string>, b: ArrayLike<number | string>): number {
  for (const labels of [a, b]) assertLabels(labels, "adjustedRand", "labels");
  if (a.length !== b.length || a.length === 0) {
    throw new ShapeError(
      `adjustedRand: partitions of ${a.length} and ${b.length} items; expected the same, at least 1.`,
    );
  }
  const [rows, cols] = [renumbered(a), renumbered(b)];
  const both = Array.from(rows, (row, i) => `${row} ${cols[i]}`);
  const [together, inA, inB] = [pairsWithin(both), pairsWithin(rows), pairsWithin(cols)];
  const all = (a.length * (a.length - 1)) / 2;
  const [byChance, most] = [all > 0 ? (inA * inB) / all : 0, (inA + inB) / 2];
  return most === byChance ? 1 : (together - byChance) / (most - byChance);
}

/** Pairs of items in the same cluster. */
function pairsWithin(labels: ArrayLike<number | string>): number {
  const sizes = new Map<number, number>();
  for (const label of renumbered(labels)) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}

/** How well items lie in their clusters. */
export interface Silhouette extends Written {
  /** Mean over items. Range [−1, 1]. */
  readonly mean: number;
  /** (b − a) / max(a, b) of each item; 0 for the only member of a cluster. */
  readonly values: Float64Array;
}

/**
 * Compares a, the mean distance of an item to the others of its cluster, with b, the mean
 * distance to the nearest other cluster.
 *
 * @param distances - n × n, symmetric, zero diagonal; or condensed
 * @param labels - the cluster of each item, n
 * @throws {ShapeError} if there is not one label for each item.
 * @throws {OptionError} unless there are 2 to n − 1 clusters.
 * @throws {NumericalError} if a distance is negative, infinite or NaN, or they are not symmetric.
 *
 * Source: Rousseeuw, Journal of Computational and Applied Mathematics 20, 1987.
 */
export function silhouette(distances: Matrix | Float64Array, labels: ArrayLike<number | string>): Silhouette {
  return inTurn(silhouetteSteps(distances, labels));
}

/** Distances, n × n, and the cluster of each item. */
interface SilhouetteSetup {
  readonly d: Matrix;
  readonly clusters: Int32Array;
}

/** The steps of `silhouette`. */
export function* silhouetteSteps(
  distances: Matrix | Float64Array,
  labels: ArrayLike<number | string>,
): Steps<Silhouette> {
  const d = squareOf(distances);
  assertLabels(labels, "silhouette", "labels");
  if (labels.length !== d.rows)
    throw new ShapeError(`silhouette: ${labels.length} labels for ${d.rows} items; expected one for each.`);
  const n = d.rows;
  const values = yield* step(silhouettes, onePart({ d, clusters: renumbered(labels) }, 4 * d.data.length));
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  const document = () => ({ mean, values: [...values] });
  const table = () => ({ rowNames: indexNames(n), colNames: ["silhouette"], values });
  const array = () => ({ shape: [n], data: values });
  return { mean, values, ...written({ document, table, array }) };
}

/** The silhouette of each item. */
export const silhouettes: PartWork<SilhouetteSetup, null, Float64Array> = {
  name: "silhouette",
  open:
    ({ d, clusters }) =>
    () =>
      contrasts(d, clusters),
};

/** (b − a) / max(a, b) of each item. */
function contrasts({ rows: n, data }: Matrix, clusters: Int32Array): Float64Array {
  const count = largestOf(clusters) + 1;
  if (count < 2 || count >= n) {
    throw new OptionError(`silhouette needs 2 to n − 1 clusters; got ${count} of ${n} items.`);
  }
  const largest = data.reduce((most, value) => Math.max(most, value), 0);
  if (largest === 0)
    throw new NumericalError("silhouette: all distances are 0; there is nothing to tell clusters by.");
  const sizes = new Int32Array(count);
  for (const cluster of clusters) sizes[cluster]!++;
  return Float64Array.from({ length: n }, (_, i) => {
    const sums = new Float64Array(count);
    for (let j = 0; j < n; j++) sums[clusters[j]!]! += data[i * n + j]! / largest;
    return contrast(sums, sizes, clusters[i]!);
  });
}

function contrast(sums: Float64Array, sizes: Int32Array, own: number): number {
  if (sizes[own] === 1) return 0;
  const a = sums[own]! / (sizes[own]! - 1);
  const b = sums.reduce((least, sum, k) => (k === own ? least : Math.min(least, sum / sizes[k]!)), Infinity);
  return Math.max(a, b) > 0 ? (b - a) / Math.max(a, b) : 0;
}
