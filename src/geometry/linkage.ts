import { exponentOf } from "../base/math/powers.ts";
import { beat } from "../base/beat.ts";
import { NumericalError, OptionError } from "../base/errors.ts";
import { matrix, type Matrix } from "../base/matrix.ts";
import { inTurn, onePart, step, type PartWork, type Steps } from "./parts.ts";
import { powerOfTwoNear, scaled, squareOf } from "./square.ts";

/**
 * Agglomerative clustering: the two closest clusters are merged until one is left.
 * The methods differ in the distance from a merged cluster to the others.
 *
 *   complete, average, ward   nearest-neighbour chain, O(n²) time and memory
 *   single                    minimum spanning tree, O(n²)
 *
 * Source: Müllner, "Modern hierarchical, agglomerative clustering algorithms",
 * arXiv:1109.2378, 2011.
 */

export const linkageMethods = ["single", "complete", "average", "ward"] as const;
export type LinkageMethod = (typeof linkageMethods)[number];

/** Two items, one of each cluster that is merged, and the distance between these clusters. */
interface Merge {
  a: number;
  b: number;
  height: number;
}

/** Distances from the clusters x and y to a third one and to each other; then the three sizes. */
type Update = (xi: number, yi: number, xy: number, x: number, y: number, i: number) => number;

/** Distance from the union of x and y to the cluster i. Lance & Williams, Computer Journal 9, 1967. */
const updates: Record<Exclude<LinkageMethod, "single">, Update> = {
  complete: (xi, yi) => Math.max(xi, yi),
  average: (xi, yi, _xy, x, y) => (x * xi + y * yi) / (x + y),
  ward(xi, yi, xy, x, y, i) {
    const t = 1 / (x + y + i);
    return Math.sqrt((i + x) * t * xi * xi + (i + y) * t * yi * yi - i * t * xy * xy);
  },
};

/**
 * Hierarchical clustering of n items.
 *
 * @param distances - square (n × n, symmetric, zero diagonal), or condensed: n(n−1)/2 in `pdist` order
 * @param method - `ward` takes the distances to be Euclidean
 * @returns (n−1) × 4. Row k is a merge, nearest first: the two clusters (smaller id first), their
 *   distance, the size of the union, which gets the id n + k. Items have the ids 0 … n−1.
 *   This is SciPy's convention, ties included.
 * @throws {OptionError} for another method.
 * @throws {ShapeError} if the distances are neither square nor condensed.
 * @throws {NumericalError} if a distance is negative, infinite or NaN, or the square is not
 *   symmetric with a zero diagonal, to rounding; or if a merge of `ward` is higher than any number.
 */
export function linkage(distances: Matrix | Float64Array, method: LinkageMethod): Matrix {
  return inTurn(linkageSteps(distances, method));
}

/** Distances, n × n, as `squareOf` gives them, and what is to be made of them. */
interface LinkageSetup {
  readonly d: Matrix;
  readonly method: LinkageMethod;
}

/** The steps of `linkage`. */
export function* linkageSteps(distances: Matrix | Float64Array, method: LinkageMethod): Steps<Matrix> {
  if (!linkageMethods.includes(method)) {
    throw new OptionError(
      `linkage: method is ${JSON.stringify(method)}; accepted: ${linkageMethods.join(", ")}.`,
      "method",
    );
  }
  const d = squareOf(distances);
  return yield* step(trees, onePart({ d, method }, 8 * d.data.length));
}

/** The tree. */
export const trees: PartWork<LinkageSetup, null, Matrix> = {
  name: "linkage",
  open: (setup) => () => treeOf(setup),
};

function treeOf({ d, method }: LinkageSetup): Matrix {
  if (method === "single") return numberClusters(treeMerges(d), d.rows);
  const unit = unitOf(d);
  const merges = chainMerges(scaled(d, 1 / unit), updates[method]);
  for (const merge of merges) merge.height *= unit;
  assertHeights(merges, method);
  return numberClusters(merges, d.rows);
}

/** Distances are divided by it where their squares, or sums of them, would overflow or vanish. */
function unitOf({ data }: Matrix): number {
  const unit = powerOfTwoNear(data);
  return Math.abs(exponentOf(unit)) > 400 ? unit : 1;
}

/** A merge by `ward` may be higher than every distance. */
function assertHeights(merges: readonly Merge[], method: LinkageMethod): void {
  if (merges.every(({ height }) => height < Infinity)) return;
  throw new NumericalError(
    `linkage: the heights of ${method} exceed the largest number, ${Number.MAX_VALUE}; divide the distances first.`,
  );
}

/** Single linkage: Prim's tree, in the order in which it reaches the items. Every height is exact. */
function treeMerges({ rows: n, data }: Matrix): Merge[] {
  const nearest = new Float64Array(n).fill(Infinity);
  const source = new Int32Array(n);
  const reached = new Uint8Array(n);
  const merges: Merge[] = [];
  let x = 0;
  while (merges.length < n - 1) {
    reached[x] = 1;
    let y = -1;
    for (let i = 0; i < n; i++) {
      if (reached[i]) continue;
      const distance = data[x * n + i]!;
      if (distance < nearest[i]!) {
        nearest[i] = distance;
        source[i] = x;
      }
      if (y < 0 || nearest[i]! < nearest[y]!) y = i;
    }
    beat();
    merges.push({ a: source[y]!, b: y, height: nearest[y]! });
    x = y;
  }
  return merges;
}

/**
 * Follows nearest neighbours until two are each other's nearest, and merges them. The rest of the
 * chain stays valid, as no method here brings a merged cluster nearer to a third one.
 * The union takes the place of its second member in `d`, which is overwritten.
 */
function chainMerges(d: Matrix, update: Update): Merge[] {
  const sizes = new Int32Array(d.rows).fill(1); // 0: merged into another
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (merges.length < d.rows - 1) {
    if (chain.length === 0) chain.push(sizes.findIndex((size) => size > 0));
    beat();
    const merge = followChain(chain, d, sizes);
    merges.push(merge);
    unite(d, sizes, merge, update);
  }
  return merges;
}

/** Grows the chain until it ends in two mutual nearest neighbours, which are taken off. */
function followChain(chain: number[], d: Matrix, sizes: Int32Array): Merge {
  for (;;) {
    const x = chain.at(-1)!;
    const before = chain.at(-2) ?? -1;
    const y = nearestTo(x, before, d, sizes);
    if (y === before) {
      chain.length -= 2;
      return { a: Math.min(x, y), b: Math.max(x, y), height: d.data[x * d.rows + y]! };
    }
    chain.push(y);
  }
}

/** In a tie the one before x in the chain wins, or the chain would not end; then the lowest. */
function nearestTo(x: number, before: number, d: Matrix, sizes: Int32Array): number {
  let y = before;
  let least = before < 0 ? Infinity : d.data[x * d.rows + before]!;
  for (let i = 0; i < d.rows; i++) {
    if (sizes[i] === 0 || i === x) continue;
    const distance = d.data[x * d.rows + i]!;
    if (distance < least) {
      least = distance;
      y = i;
    }
  }
  return y;
}

function unite({ rows: n, data }: Matrix, sizes: Int32Array, { a, b, height }: Merge, update: Update): void {
  const [x, y] = [sizes[a]!, sizes[b]!];
  sizes[a] = 0;
  sizes[b] = x + y;
  for (let i = 0; i < n; i++) {
    if (sizes[i] === 0 || i === b) continue;
    const distance = update(data[i * n + a]!, data[i * n + b]!, height, x, y, sizes[i]!);
    data[i * n + b] = data[b * n + i] = distance;
  }
}

/** Sorts the merges by height, equal ones in the order found, and names clusters by their merge. */
function numberClusters(merges: Merge[], n: number): Matrix {
  const z = matrix(n - 1, 4);
  const parent = Int32Array.from({ length: 2 * n - 1 }, (_, id) => id);
  const sizes = new Int32Array(2 * n - 1).fill(1);
  merges.sort((p, q) => p.height - q.height);
  merges.forEach(({ a, b, height }, k) => {
    const [p, q] = [rootOf(a, parent), rootOf(b, parent)];
    parent[p] = parent[q] = n + k;
    sizes[n + k] = sizes[p]! + sizes[q]!;
    z.data.set([Math.min(p, q), Math.max(p, q), height, sizes[n + k]!], 4 * k);
  });
  return z;
}

function rootOf(id: number, parent: Int32Array): number {
  while (parent[id] !== id) {
    parent[id] = parent[parent[id]!]!; // halves the path for the next time
    id = parent[id]!;
  }
  return id;
}
