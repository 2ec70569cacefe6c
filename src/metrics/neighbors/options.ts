import { choice, whole } from "../../base/options.ts";
import type { Outline } from "../../data/representation.ts";
import type { Invariance } from "../metric.ts";

/** Which stimuli are near. */
export type Neighbors = "cosine" | "euclidean" | "correlation" | "inner-product";

export interface NeighborOptions {
  k: number;
  neighbors: Neighbors;
}

/** What all measures of neighbours ask. */
export const neighborOptions = {
  k: whole(
    10,
    1,
    2 ** 31 - 1,
    "Nearest neighbours of each stimulus, itself left out. There must be more stimuli than that.",
  ),
  neighbors: choice(
    ["cosine", "euclidean", "correlation", "inner-product"],
    "What makes two stimuli near: a great cosine, a small distance, a great correlation over units, or a great inner product. Of equally near ones the one that comes first among the stimuli is the nearer.",
  ),
};

/** Option sets that take every way of being near. */
export const testedNeighbors: readonly Partial<NeighborOptions>[] = [
  {},
  { k: 1 },
  { k: 16, neighbors: "euclidean" },
  { k: 4, neighbors: "correlation" },
  { k: 5, neighbors: "inner-product" },
];

const invariances: Readonly<Record<Neighbors, readonly Invariance[]>> = {
  cosine: ["permutation", "orthogonal", "isotropic-scaling"],
  euclidean: ["permutation", "orthogonal", "isotropic-scaling", "translation"],
  correlation: ["permutation", "isotropic-scaling"],
  "inner-product": ["permutation", "orthogonal", "isotropic-scaling"],
};

/** What may be done to a network without another order of its neighbours. */
export function invariancesOf(neighbors: Neighbors): readonly Invariance[] {
  return invariances[neighbors];
}

/** Of comparing two tables, about. */
export function tableOperations({ shape: [m = 1] }: Outline, { k }: NeighborOptions): number {
  return 10 * m * k;
}

export const tableCost = { network: "m²·n", pair: "m·k" } as const;
