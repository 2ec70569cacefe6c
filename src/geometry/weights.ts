import { exp } from "../base/math/exp.ts";
import { square } from "../base/math/powers.ts";
import { beat } from "../base/beat.ts";
import { NumericalError } from "../base/errors.ts";
import type { Matrix } from "../base/matrix.ts";

/** Weights of the training items in the prediction of each test item; each row sums to 1. */
type Weights = number[][];

/** The k nearest of the training items, with equal weights. */
export function neighborWeights(
  { rows: n, data }: Matrix,
  train: readonly number[],
  test: readonly number[],
  { k }: { k: number },
): Weights {
  return test.map((i) => {
    const nearest = train
      .map((j, s) => ({ s, distance: data[i * n + j]! }))
      .toSorted((a, b) => a.distance - b.distance || a.s - b.s);
    const weights = train.map(() => 0);
    for (const { s } of nearest.slice(0, k)) weights[s] = 1 / k;
    return weights;
  });
}

/**
 * w = (K + ridge·I)⁻¹ κ for the centred covariate, and what centring adds: (1 − Σ w) / n each.
 * @throws {NumericalError} if the matrix is singular: the kernel of distances that are not
 *   Euclidean can have negative eigenvalues.
 */
export function kernelRidgeWeights(
  { rows: n, data }: Matrix,
  train: readonly number[],
  test: readonly number[],
  { ridge, bandwidth }: { ridge: number; bandwidth: number },
): Weights {
  const sigma = bandwidth * medianDistance({ data, rows: n }, train);
  const kernel = (i: number, j: number) => exp(-square(data[i * n + j]! / sigma) / 2);
  const system = train.map((i) => train.map((j) => kernel(i, j) + (i === j ? ridge : 0)));
  return ridgeWeights(
    system,
    train.map((j) => test.map((i) => kernel(i, j))),
  );
}

/**
 * The same for a linear kernel: inner products about the mean of the training items, over their mean
 * with themselves, which gives the ridge its unit.
 * @param products - n × n inner products of the items, about whatever point
 * @throws {NumericalError} if the training items are all the same.
 */
export function linearRidgeWeights(
  { rows: n, data }: Matrix,
  train: readonly number[],
  test: readonly number[],
  { ridge }: { ridge: number },
): Weights {
  const meanOf = (i: number) => train.reduce((sum, j) => sum + data[i * n + j]! / train.length, 0);
  const means = Float64Array.from({ length: n }, (_, i) => meanOf(i));
  const all = train.reduce((sum, i) => sum + means[i]! / train.length, 0);
  const about = (i: number, j: number) => data[i * n + j]! - means[i]! - means[j]! + all;
  const scale = train.reduce((sum, i) => sum + about(i, i) / train.length, 0);
  if (!(scale > 0)) throw new NumericalError("linear-ridge: the training items are all the same.");
  const system = train.map((i) => train.map((j) => about(i, j) / scale + (i === j ? ridge : 0)));
  return ridgeWeights(
    system,
    train.map((j) => test.map((i) => about(i, j) / scale)),
  );
}

/** (K + ridge·I)⁻¹ κ for each test item, and what centring the covariate adds. */
function ridgeWeights(system: number[][], kernels: number[][]): Weights {
  const solved = solve(system, kernels);
  const count = system.length;
  return kernels[0]!.map((_, t) => {
    const weights = solved.map((row) => row[t]!);
    const rest = (1 - weights.reduce((sum, weight) => sum + weight, 0)) / count;
    return weights.map((weight) => weight + rest);
  });
}

function medianDistance({ rows: n, data }: Pick<Matrix, "rows" | "data">, items: readonly number[]): number {
  const pairs = items.flatMap((i, s) => items.slice(s + 1).map((j) => data[i * n + j]!));
  const sorted = Float64Array.from(pairs).sort();
  const half = sorted.length / 2;
  const median = sorted.length === 0 ? 0 : (sorted[Math.floor(half)]! + sorted[Math.ceil(half) - 1]!) / 2;
  if (median > 0) return median;
  throw new NumericalError(
    "kernel-ridge: half of the distances or more are 0, so their median is no bandwidth; use neighbors.",
  );
}

/** X of A·X = B by Gaussian elimination with partial pivoting; both are overwritten. */
function solve(a: number[][], b: number[][]): number[][] {
  const n = a.length;
  for (let k = 0; k < n; k++) {
    beat();
    pivot(a, b, k);
    for (let i = k + 1; i < n; i++) {
      const factor = a[i]![k]! / a[k]![k]!;
      for (let j = k; j < n; j++) a[i]![j]! -= factor * a[k]![j]!;
      b[i] = b[i]!.map((value, t) => value - factor * b[k]![t]!);
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    b[k] = b[k]!.map((value) => value / a[k]![k]!);
    for (let i = 0; i < k; i++) b[i] = b[i]!.map((value, t) => value - a[i]![k]! * b[k]![t]!);
  }
  return b;
}

function pivot(a: number[][], b: number[][], k: number): void {
  let best = k;
  for (let i = k + 1; i < a.length; i++) if (Math.abs(a[i]![k]!) > Math.abs(a[best]![k]!)) best = i;
  if (!(Math.abs(a[best]![k]!) > 1e-12)) {
    throw new NumericalError(
      "kernel-ridge: the kernel of these distances plus the ridge is singular. Use a larger ridge, or neighbors.",
    );
  }
  [a[k], a[best]] = [a[best]!, a[k]!];
  [b[k], b[best]] = [b[best]!, b[k]!];
}
