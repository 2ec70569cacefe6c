import { NumericalError, OptionError, ShapeError } from "../errors.ts";
import { matrix } from "../matrix.ts";
import type { Matrix } from "../matrix.ts";
import { createRandom, shuffled } from "../random.ts";
import { correlation } from "./goodness.ts";
import { squareOf } from "./linkage.ts";
import { kernelRidgeWeights, neighborWeights } from "./weights.ts";

/** How a covariate is predicted from distances. */
export const predictionMethods = ["kernel-ridge", "neighbors"] as const;
export type PredictionMethod = (typeof predictionMethods)[number];

export interface PredictOptions {
  /** @default "kernel-ridge" */
  readonly method?: PredictionMethod;
  /** Parts of the items, each predicted from the others; 2 … n. @default the smaller of 10 and n */
  readonly folds?: number;
  /** Decides the parts and the permutations. @default 1 */
  readonly seed?: number;
  /** Permutations for the p-value; 0 for none. @default 1000 */
  readonly permutations?: number;
  /** kernel-ridge: what is added to the diagonal of the kernel, whose own is 1; above 0. @default 0.1 */
  readonly ridge?: number;
  /** kernel-ridge: σ in exp(−d²/2σ²), as a multiple of the median distance in the training part; above 0. @default 1 */
  readonly bandwidth?: number;
  /** neighbors: how many, a whole number from 1. @default 3 */
  readonly k?: number;
}

/** How well the geometry carries a covariate. */
export interface Prediction {
  /**
   * 1 − Σ (y − ŷ)² / Σ (y − ȳ)² over all items, each predicted while it was held out.
   * At most 1; below 0 where the mean predicts better.
   */
  readonly r2: number;
  /** (1 + permutations of the covariate with r2 as large) / (1 + permutations); absent without any. */
  readonly p?: number;
  /** ŷ of each item, in the unit of the covariate. */
  readonly predicted: Float64Array;
}

/**
 * Predicts a covariate of items (accuracy, depth, seed of networks) from their distances, with
 * cross-validation, by one of
 *
 *   kernel-ridge   ŷ = ȳ + κᵀ (K + ridge·I)⁻¹ (y − ȳ),   K = exp(−d²/2σ²)
 *   neighbors      ŷ = mean of y over the k nearest items
 *
 * Either is a weighted mean whose weights come from the distances alone, so a permutation of y
 * costs one product. In ties of distance the earlier item counts as nearer.
 *
 * @param distances - n × n, symmetric, zero diagonal; or condensed
 * @param covariate - n finite numbers
 * @throws {OptionError} if an option is out of range.
 * @throws {ShapeError} if there is not one value for each item.
 * @throws {NumericalError} if the covariate does not vary or is not finite, a distance is negative, infinite
 *   or NaN, or the kernel of these distances cannot be inverted at this ridge.
 */
export function predict(
  distances: Matrix | Float64Array,
  covariate: ArrayLike<number>,
  options: PredictOptions = {},
): Prediction {
  const d = squareOf(distances);
  const n = d.rows;
  const y = standardized(covariate, n);
  const chosen = checkOptions({ ...defaults, folds: Math.min(10, n), ...options }, n);
  const random = createRandom(chosen.seed);
  const weights = outOfFoldWeights(d, shuffled(n, random), chosen);
  const predicted = times(weights, y.values);
  const r2 = r2Of(y.values, predicted);
  let atLeast = 0;
  for (let k = 0; k < chosen.permutations; k++) {
    const permuted = Float64Array.from(shuffled(n, random), (i) => y.values[i]!);
    if (r2Of(permuted, times(weights, permuted)) >= r2 - 1e-12) atLeast++;
  }
  return {
    r2,
    ...(chosen.permutations > 0 ? { p: (1 + atLeast) / (1 + chosen.permutations) } : {}),
    predicted: predicted.map((value) => y.mean + value * y.deviation),
  };
}

const defaults = {
  method: "kernel-ridge" as PredictionMethod,
  seed: 1,
  permutations: 1000,
  ridge: 0.1,
  bandwidth: 1,
  k: 3,
};
type Chosen = Required<PredictOptions>;

function checkOptions(chosen: Chosen, n: number): Chosen {
  const refuse = (name: keyof Chosen, accepted: string): never => {
    throw new OptionError(`predict: ${name} must be ${accepted}; got ${chosen[name]}.`);
  };
  const { method, folds, permutations, ridge, bandwidth, k } = chosen;
  if (!predictionMethods.includes(method)) refuse("method", `one of ${predictionMethods.join(", ")}`);
  if (n < 3) throw new ShapeError(`predict needs 3 items or more; got ${n}.`);
  if (!Number.isInteger(folds) || folds < 2 || folds > n) refuse("folds", `a whole number from 2 to ${n}`);
  if (!Number.isInteger(permutations) || permutations < 0) refuse("permutations", "a whole number from 0");
  if (!(ridge > 0 && ridge < Infinity)) refuse("ridge", "above 0");
  if (!(bandwidth > 0 && bandwidth < Infinity)) refuse("bandwidth", "above 0");
  const training = n - Math.ceil(n / folds);
  if (method === "neighbors" && (!Number.isInteger(k) || k < 1 || k > training)) {
    refuse("k", `a whole number from 1 to the items in a training part, ${training}`);
  }
  return chosen;
}

/** At mean 0 and deviation 1: predictions do not depend on the unit of the covariate. */
function standardized(covariate: ArrayLike<number>, n: number) {
  if (covariate.length !== n) {
    throw new ShapeError(
      `predict: ${covariate.length} values of the covariate for ${n} items; expected one for each.`,
    );
  }
  const y = Float64Array.from(covariate);
  const bad = y.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new NumericalError(`predict: the covariate of item ${bad} is ${y[bad]}; expected a finite number.`);
  const mean = y.reduce((sum, value) => sum + value / n, 0);
  const largest = y.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  if (!(largest > n * Number.EPSILON * Math.abs(mean))) {
    throw new NumericalError(
      `predict: the covariate is ${y[0]} for every item; there is nothing to predict.`,
    );
  }
  const spread = y.reduce((sum, value) => sum + ((value - mean) / largest) ** 2, 0);
  const deviation = largest * Math.sqrt(spread / n);
  return { values: y.map((value) => (value - mean) / deviation), mean, deviation };
}

/** n × n: row i predicts item i from those outside its part; rows sum to 1. */
function outOfFoldWeights(d: Matrix, order: readonly number[], chosen: Chosen): Matrix {
  const weights = matrix(d.rows, d.rows);
  for (let fold = 0; fold < chosen.folds; fold++) {
    const pick = (held: boolean) =>
      order.filter((_, position) => (position % chosen.folds === fold) === held).toSorted((a, b) => a - b);
    const [train, test] = [pick(false), pick(true)];
    const weigh = chosen.method === "neighbors" ? neighborWeights : kernelRidgeWeights;
    const rows = weigh(d, train, test, chosen);
    test.forEach((i, t) => train.forEach((j, s) => (weights.data[i * d.rows + j] = rows[t]![s]!)));
  }
  return weights;
}

function times({ rows: n, data }: Matrix, y: Float64Array): Float64Array {
  const product = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) product[i]! += data[i * n + j]! * y[j]!;
  return product;
}

function r2Of(y: Float64Array, predicted: Float64Array): number {
  let [missed, total] = [0, 0];
  y.forEach((value, i) => {
    missed += (value - predicted[i]!) ** 2;
    total += value ** 2; // the mean is 0
  });
  return 1 - missed / total;
}

/** Whether two matrices of distances between the same items go together. */
export interface Mantel {
  /** Pearson's, over pairs. Range [−1, 1]. */
  readonly correlation: number;
  /** (1 + permutations of the items with a correlation as large) / (1 + permutations): one-sided. */
  readonly p: number;
}

/**
 * Mantel test: correlation of two distance matrices over pairs, against its values when the
 * items of one of them are permuted, which keeps the dependence between pairs.
 *
 * @param a - n × n, symmetric, zero diagonal; or condensed; n ≥ 3
 * @param b - the same items in the same order
 * @throws {OptionError} unless permutations is a whole number from 1.
 * @throws {ShapeError} if the matrices are not of the same number of items, 3 or more.
 * @throws {NumericalError} if the distances of one do not vary, or a distance is negative, infinite or NaN.
 *
 * Source: Mantel, Cancer Research 27, 1967.
 */
export function mantel(
  a: Matrix | Float64Array,
  b: Matrix | Float64Array,
  { permutations = 1000, seed = 1 }: { permutations?: number; seed?: number } = {},
): Mantel {
  const [x, y] = [squareOf(a), squareOf(b)];
  const n = x.rows;
  if (y.rows !== n || n < 3) {
    throw new ShapeError(`mantel: matrices of ${n} and ${y.rows} items; expected the same items, 3 or more.`);
  }
  if (!Number.isInteger(permutations) || permutations < 1) {
    throw new OptionError(`mantel: permutations must be a whole number from 1; got ${permutations}.`);
  }
  const random = createRandom(seed);
  const identity = Array.from({ length: n }, (_, i) => i);
  const fixed = pairsIn(x, identity);
  const observed = correlation(fixed, pairsIn(y, identity));
  if (observed === undefined) {
    throw new NumericalError(
      "mantel: the distances of one matrix are all equal; they correlate with nothing.",
    );
  }
  let atLeast = 0;
  for (let k = 0; k < permutations; k++) {
    if (correlation(fixed, pairsIn(y, shuffled(n, random)))! >= observed - 1e-12) atLeast++;
  }
  return { correlation: observed, p: (1 + atLeast) / (1 + permutations) };
}

function pairsIn({ rows: n, data }: Matrix, order: readonly number[]): Float64Array {
  const pairs = new Float64Array((n * (n - 1)) / 2);
  let next = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) pairs[next++] = data[order[i]! * n + order[j]!]!;
  return pairs;
}
