import { indexNames } from "../base/lists.ts";
import { beat } from "../base/beat.ts";
import type { Matrix } from "../base/matrix.ts";
import { resolveOptions, mostStarts, seed, whole, type Chosen, type OptionSchemas } from "../base/options.ts";
import { createRandom, shuffled } from "../base/random.ts";
import { written, type NamedTable, type Written } from "../data/written.ts";
import { assertClusters } from "./partition.ts";
import { inTurn, step, type Parts, type PartWork, type Steps } from "./parts.ts";
import { powerOfTwoNear, scaled, squareOf } from "./square.ts";

/** How `kMedoids` searches. */
export interface KMedoidsOptions {
  readonly restarts?: number | undefined;
  readonly seed?: number | undefined;
}

export const kMedoidsOptions = {
  restarts: whole(8, 0, mostStarts, "k-medoids: random starts besides the greedy one."),
  seed: seed("k-medoids: decides the random starts."),
} satisfies OptionSchemas<KMedoidsOptions>;

/** Clusters around items of the data, so that nothing but distances is needed. */
export interface KMedoids extends Written {
  /** The item in the middle of each cluster, rising. */
  readonly medoids: Int32Array;
  /** The cluster of each item, as an index into `medoids`: that of the nearest one. */
  readonly labels: Int32Array;
  /** Sum of the distances of all items to their medoids; unit of the distances. */
  readonly loss: number;
}

/**
 * k-medoids: the k items for which the distances of all to the nearest of them add up to the
 * least. From each start (a greedy one, then random ones) single medoids are swapped for other
 * items while that lowers the sum; an item is tried against all medoids at once.
 *
 * @param distances - n × n, symmetric, zero diagonal; or condensed
 * @param clusters - a whole number from 1 to n
 * @throws {OptionError} if an option is out of range.
 * @throws {ShapeError} if the distances are neither square nor condensed.
 * @throws {NumericalError} if a distance is negative, infinite or NaN, or they are not symmetric.
 *
 * Source: Kaufman & Rousseeuw, 1987 (PAM); Schubert & Rousseeuw, "Fast and eager k-medoids
 * clustering", Information Systems 101, 2021, arXiv:2008.05171.
 */
export function kMedoids(
  distances: Matrix | Float64Array,
  clusters: number,
  options: KMedoidsOptions = {},
): KMedoids {
  return inTurn(medoidSteps(distances, clusters, options));
}

/** The steps of `kMedoids`. */
export function* medoidSteps(
  distances: Matrix | Float64Array,
  clusters: number,
  options: KMedoidsOptions,
): Steps<KMedoids> {
  const chosen = resolveOptions("kMedoids", kMedoidsOptions, options);
  const d = squareOf(distances);
  assertClusters("kMedoids", clusters, d.rows);
  const facts = yield* bestMedoids(d, clusters, chosen);
  const { medoids, labels, loss } = facts;
  const document = () => ({ medoids: [...medoids], labels: [...labels], loss });
  return { ...facts, ...written({ document, ...labelParts(labels) }) };
}

/** Labels of items as a table of one column, and as a list. */
export function labelParts(labels: Int32Array, names: readonly string[] = indexNames(labels.length)) {
  return {
    table: (): NamedTable => ({ rowNames: names, colNames: ["cluster"], values: labels }),
    array: () => ({ shape: [labels.length], data: labels }),
  };
}

/**
 * What `kMedoids` finds, as plain data: a piece a start.
 * @param given - n × n, as `squareOf` gives it
 * @param clusters - from 1 to n
 */
export function* bestMedoids(
  given: Matrix,
  clusters: number,
  { restarts, seed }: Chosen<typeof kMedoidsOptions>,
): Steps<Omit<KMedoids, keyof Written>> {
  const unit = powerOfTwoNear(given.data);
  const d = scaled(given, 1 / unit);
  const random = createRandom(seed);
  const starts = Array.from({ length: restarts }, () => shuffled(d.rows, random).slice(0, clusters));
  const best = yield* step(swaps, swapParts(d, clusters, [null, ...starts]));
  const medoids = Int32Array.from(best.medoids).sort();
  return { medoids, labels: nearestOf(d, medoids), loss: best.loss * unit };
}

/** Distances over a power of two, and the number of clusters. */
interface SwapSetup {
  readonly d: Matrix;
  readonly clusters: number;
}

/** A random start, or null for the greedy one. */
type Start = readonly number[] | null;

/** Where the swaps from one start have led. */
interface Swapped {
  readonly medoids: readonly number[];
  readonly loss: number;
}

/** Rounds of swaps after which most searches have ended; it only decides where they are done. */
const usualRounds = 5;

function swapParts(
  d: Matrix,
  clusters: number,
  pieces: readonly Start[],
): Parts<SwapSetup, Start, Swapped, Swapped> {
  return {
    setup: { d, clusters },
    pieces,
    operations: d.data.length * (clusters + pieces.length * usualRounds),
    finish: (found) => found.reduce((best, one) => (one.loss < best.loss * (1 - 1e-12) ? one : best)),
  };
}

/** The search from each start. */
export const swaps: PartWork<SwapSetup, Start, Swapped> = {
  name: "k-medoids",
  durable: true,
  open:
    ({ d, clusters }) =>
    (start) =>
      swapped(d, start ? [...start] : greedy(d, clusters)),
};

/** One medoid after the other, each the item that lowers the sum most. */
function greedy({ rows: n, data: d }: Matrix, clusters: number): number[] {
  const reach = new Float64Array(n).fill(Infinity);
  const medoids: number[] = [];
  while (medoids.length < clusters) {
    let [best, least] = [-1, Infinity];
    beat();
    for (let c = 0; c < n; c++) {
      if (medoids.includes(c)) continue;
      let sum = 0;
      for (let i = 0; i < n; i++) sum += Math.min(reach[i]!, d[i * n + c]!);
      if (sum < least) [best, least] = [c, sum];
    }
    medoids.push(best);
    for (let i = 0; i < n; i++) reach[i] = Math.min(reach[i]!, d[i * n + best]!);
  }
  return medoids;
}

/** For each item: its nearest medoid, and the distances to this and to the second nearest. */
interface Assignment {
  near: Int32Array;
  first: Float64Array;
  second: Float64Array;
}

function assign({ rows: n, data: d }: Matrix, medoids: readonly number[]): Assignment {
  const near = new Int32Array(n);
  const [first, second] = [new Float64Array(n).fill(Infinity), new Float64Array(n).fill(Infinity)];
  for (let i = 0; i < n; i++) {
    for (const [k, medoid] of medoids.entries()) {
      const distance = d[i * n + medoid]!;
      if (distance < first[i]!) [near[i], second[i], first[i]] = [k, first[i]!, distance];
      else if (distance < second[i]!) second[i] = distance;
    }
  }
  return { near, first, second };
}

/** Swaps until a whole round over the items has found nothing better. */
function swapped(d: Matrix, medoids: number[]): Swapped {
  let at = assign(d, medoids);
  let unchanged = 0;
  for (let c = 0; unchanged < d.rows; c = (c + 1) % d.rows) {
    if (c === 0) beat();
    const { gain, medoid } = bestSwap(d, medoids, at, c);
    // What rounding calls a gain could go round in circles.
    if (medoids.includes(c) || gain <= 1e-12 * sumOf(at.first)) {
      unchanged++;
      continue;
    }
    medoids[medoid] = c;
    at = assign(d, medoids);
    unchanged = 0;
  }
  return { medoids, loss: sumOf(at.first) };
}

/** The medoid for which item c is best taken, and by how much the sum falls. O(n + k). */
function bestSwap(
  { rows: n, data: d }: Matrix,
  medoids: readonly number[],
  { near, first, second }: Assignment,
  c: number,
): { gain: number; medoid: number } {
  const gains = new Float64Array(medoids.length);
  let common = 0; // whichever medoid goes
  for (let i = 0; i < n; i++) {
    const distance = d[i * n + c]!;
    if (distance < first[i]!) common += first[i]! - distance;
    else gains[near[i]!]! += first[i]! - Math.min(distance, second[i]!);
  }
  let medoid = 0;
  gains.forEach((gain, k) => {
    if (gain > gains[medoid]!) medoid = k;
  });
  return { gain: common + gains[medoid]!, medoid };
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** A medoid belongs to itself, also where another one lies at the same place. */
function nearestOf(d: Matrix, medoids: Int32Array): Int32Array {
  const { near } = assign(d, [...medoids]);
  medoids.forEach((item, k) => (near[item] = k));
  return near;
}
