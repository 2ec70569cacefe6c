/** What metrics are blind to: one cloud of stimuli, changes of it, and how much of each change a metric sees. */
import type { AnyMetricSpec, compare as Compare } from "repgeom";

/** A stimulus: its responses of two units. */
export type Point = readonly [number, number];
export type Cloud = readonly Point[];

export interface Change {
  readonly name: string;
  apply(cloud: Cloud): Cloud;
}

/** Uniform in [0, 1), the same in every browser. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** Three groups of 16 stimuli; sums of three uniform numbers are near enough to normal ones. */
export function cloudOf(seed: number): Cloud {
  const next = uniform(seed);
  const normal = () => next() + next() + next() - 1.5;
  const centers: Cloud = [
    [-1.6, -0.5],
    [0.2, 1.1],
    [1.5, -0.7],
  ];
  return centers.flatMap(([x, y]) =>
    Array.from({ length: 16 }, (): Point => [x + 0.5 * normal(), y + 0.35 * normal()]),
  );
}

const each = (change: (x: number, y: number, k: number) => Point) => (cloud: Cloud) =>
  cloud.map(([x, y], k) => change(x, y, k));

function noise(cloud: Cloud): Cloud {
  const next = uniform(5);
  return cloud.map(([x, y]): Point => [x + next() - 0.5, y + next() - 0.5]);
}

/** Exchanges the responses of stimuli of one group: the cloud looks the same. */
function shuffledInGroups(cloud: Cloud): Cloud {
  return cloud.map((_, k) => cloud[16 * Math.floor(k / 16) + ((k * 5 + 3) % 16)]!);
}

export const changes: readonly Change[] = [
  { name: "as it was", apply: (cloud) => cloud },
  { name: "moved", apply: each((x, y) => [x + 2, y + 1]) },
  { name: "larger", apply: each((x, y) => [2 * x, 2 * y]) },
  { name: "units exchanged", apply: each((x, y) => [y, x]) },
  { name: "turned", apply: each((x, y) => [0.8 * x - 0.6 * y, 0.6 * x + 0.8 * y]) },
  { name: "stretched", apply: each((x, y) => [2 * x, 0.35 * y]) },
  { name: "bent", apply: each((x, y) => [x, y + 0.9 * x * x - 1.2]) },
  { name: "noise added", apply: noise },
  { name: "exchanged in groups", apply: shuffledInGroups },
  { name: "one stimulus far away", apply: each((x, y, k) => (k === 0 ? [6, 4] : [x, y])) },
];

export const specs: Readonly<Record<string, AnyMetricSpec>> = {
  elementwise: { metric: "elementwise", dissimilarity: "euclidean" },
  permutation: { metric: "permutation" },
  procrustes: { metric: "procrustes" },
  cka: { metric: "cka" },
  "rsa, Euclidean, Spearman": { metric: "rsa", dissimilarity: "euclidean", comparator: "spearman" },
  "mutual-knn": { metric: "mutual-knn" },
  cca: { metric: "cca" },
  "linear-regression": { metric: "linear-regression" },
};

export const matrixOf = (cloud: Cloud) => ({
  rows: cloud.length,
  cols: 2,
  data: Float64Array.from(cloud.flat()),
});

/** The cloud with its stimuli in another order: nothing is left of what a stimulus was. */
function unrelated(cloud: Cloud, seed: number): Cloud {
  const next = uniform(seed);
  return cloud
    .map((point) => ({ point, key: next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ point }) => point);
}

/**
 * How much of each change a metric sees: 0 is the value of a cloud with itself, 1 the mean value with 20 clouds whose
 * stimuli are in random order. It is above 1 where a change weighs more than that.
 */
export async function seen(compare: typeof Compare, spec: AnyMetricSpec, cloud: Cloud): Promise<number[]> {
  const value = (other: Cloud) => compare(matrixOf(cloud), matrixOf(other), spec);
  const others = Array.from({ length: 20 }, (_, k) => unrelated(cloud, k + 1));
  const far = (await Promise.all(others.map(value))).reduce((sum, one) => sum + one, 0) / others.length;
  const near = await value(cloud);
  const all = await Promise.all(changes.map(({ apply }) => value(apply(cloud))));
  return all.map((one) => Math.abs((one - near) / (far - near)));
}
