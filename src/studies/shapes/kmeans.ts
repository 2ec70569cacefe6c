import { OptionError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { createRandom, type Random } from "../../base/random.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Written } from "../../data/written.ts";
import type { ChosenKMeans } from "./options.ts";
import type { KMeans } from "./result.ts";
import { convergenceNotes, minimaNotes } from "./warnings.ts";
import { atTrueScale, averaged, movedOnto, squareAtTrueScale, squaredGap, type Shapes } from "./shapes.ts";

/** How clusters are looked for. */
export interface KMeansSearch {
  readonly clusters: number;
  readonly restarts: number;
  readonly seed: number;
  readonly iterations: number;
}

/** Settles from starts 0 … count − 1, in any order; results are in the order of the starts. */
export type Settle = (shapes: Shapes, search: KMeansSearch, count: number) => Promise<Settled[]>;

/**
 * k-means in shape space: each network belongs to the nearest center under the best motion; a center
 * is the mean of its networks, moved onto it. Neither step raises the loss. Starts are drawn by
 * k-means++: networks with a probability proportional to their squared distance to the nearest center
 * that was drawn before.
 *
 * Source: Lloyd, IEEE TIT 28, 1982; Arthur & Vassilvitskii, "k-means++", SODA 2007; in shape
 * space: Williams, Kunz, Kornblith & Linderman, NeurIPS 2021, arXiv:2110.14739, §3.
 */
export async function kMeansOf(
  shapes: Shapes,
  options: ChosenKMeans,
  settle: Settle,
): Promise<Omit<KMeans, keyof Written>> {
  const search = searchFor(options, shapes.points.length);
  const found = await settle(shapes, search, search.restarts);
  const { labels, centers, loss, ...facts } = found.reduce((best, one) =>
    one.loss < best.loss ? one : best,
  );
  const { exponent, names, normalize } = shapes;
  const losses = found.map((one) => one.loss);
  return {
    names,
    normalize,
    labels,
    centers: centers.map((center) => atTrueScale(center, exponent)),
    loss: squareAtTrueScale(loss, exponent),
    ...facts,
    warnings: [...shapes.warnings, ...minimaNotes(losses, 1e-9), ...convergenceNotes(facts)],
  };
}

/** @throws {OptionError} for no number of clusters, or more clusters than networks. */
function searchFor({ clusters, restarts, seed, iterations }: ChosenKMeans, networks: number): KMeansSearch {
  if (clusters !== undefined && clusters <= networks) return { clusters, restarts, seed, iterations };
  throw new OptionError(
    `kmeans: clusters is ${clusters}; accepted: a whole number from 1 to ${networks}, the number of networks.`,
    "clusters",
  );
}

/** Centers of one start, by k-means++. */
function drawn({ points, group }: Shapes, clusters: number, random: Random, kernels: Kernels): Matrix[] {
  const gaps = new Float64Array(points.length).fill(1);
  const centers: Matrix[] = [];
  while (centers.length < clusters) {
    const center = points[pick(gaps, random)]!;
    centers.push(center);
    points.forEach((x, i) => {
      const gap = squaredGap(movedOnto(x, center, group, kernels), center);
      gaps[i] = centers.length === 1 ? gap : Math.min(gaps[i]!, gap);
    });
  }
  return centers;
}

/** An index with probability proportional to its weight; any where all weights are 0. */
function pick(weights: Float64Array, random: Random): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return random.below(weights.length);
  let left = random.uniform() * total;
  const at = weights.findIndex((weight) => (left -= weight) < 0);
  return at >= 0 ? at : weights.findLastIndex((weight) => weight > 0);
}

/** Where one start led. */
export interface Settled {
  labels: Int32Array;
  centers: Matrix[];
  loss: number;
  iterations: number;
  converged: boolean;
}

/** Assigns and averages in turn, from start `index`, until that gains nothing. */
export function settleFrom(
  shapes: Shapes,
  { clusters, seed, iterations }: KMeansSearch,
  index: number,
  kernels: Kernels,
): Settled {
  let centers = drawn(shapes, clusters, createRandom(seed, index), kernels);
  let before: Assigned | undefined;
  for (let round = 1; ; round++) {
    const now = assign(shapes, centers, kernels);
    const settled = before !== undefined && before.loss - now.loss <= 1e-12 * before.loss;
    if (settled || round === iterations) {
      const { labels, loss } = now;
      return { labels, centers, loss, iterations: round, converged: settled };
    }
    centers = centers.map((center, k) => {
      const members = now.moved.filter((_, i) => now.labels[i] === k);
      return members.length > 0 ? averaged(members) : center;
    });
    before = now;
  }
}

interface Assigned {
  labels: Int32Array;
  /** Each network, moved onto its center. */
  moved: Matrix[];
  loss: number;
}

function assign({ points, group }: Shapes, centers: readonly Matrix[], kernels: Kernels): Assigned {
  const labels = new Int32Array(points.length);
  let loss = 0;
  const moved = points.map((x, i) => {
    let [nearest, least] = [x, Infinity];
    for (const [k, center] of centers.entries()) {
      const candidate = movedOnto(x, center, group, kernels);
      const gap = squaredGap(candidate, center);
      if (gap < least) [labels[i], nearest, least] = [k, candidate, gap];
    }
    loss += least;
    return nearest;
  });
  return { labels, moved, loss };
}
