import { NumericalError, OptionError, ShapeError } from "../base/errors.ts";
import { matrix } from "../base/matrix.ts";
import type { Matrix } from "../base/matrix.ts";
import { createRandom, shuffled } from "../base/random.ts";
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

interface Evidence {
  /**
   * 1 − Σ (y − ŷ)² / Σ (y − ȳ)² over all items, each predicted while it was held out; of
   * classes, over the indicators of all of them. At most 1; below 0 where the mean predicts better.
   */
  readonly r2: number;
  /** (1 + permutations of the covariate with r2 as large) / (1 + permutations); absent without any. */
  readonly p?: number;
  /** r2 of each permutation of the covariate; absent without any. */
  readonly permuted?: Float64Array;
}

/** How well the geometry carries a covariate. */
export interface Prediction extends Evidence {
  /** ŷ of each item, in the unit of the covariate. */
  readonly predicted: Float64Array;
}

/** How well the geometry carries classes. */
export interface Classification extends Evidence {
  /** Of each item the class of the largest predicted indicator; the first in a tie. */
  readonly predicted: readonly string[];
  /** Share of the items whose class is predicted, 0 … 1. */
  readonly accuracy: number;
  /** The accuracy of always naming the most frequent class. */
  readonly chance: number;
}

/**
 * Predicts a covariate of items (accuracy, depth, architecture of networks) from their distances,
 * with cross-validation, by one of
 *
 *   kernel-ridge   ŷ = ȳ + κᵀ (K + ridge·I)⁻¹ (y − ȳ),   K = exp(−d²/2σ²)
 *   neighbors      ŷ = mean of y over the k nearest items
 *
 * Either is a weighted mean whose weights come from the distances alone, so a permutation of y
 * costs one product. In ties of distance the earlier item counts as nearer. Classes are predicted
 * through their indicators, 1 for the items of a class and 0 for the others.
 *
 * @param distances - n × n, symmetric, zero diagonal; or condensed
 * @param covariate - n finite numbers; or n names of classes
 * @throws {OptionError} if an option is out of range.
 * @throws {ShapeError} if there is not one value for each item.
 * @throws {NumericalError} if the covariate does not vary or is not finite, a distance is negative, infinite
 *   or NaN, or the kernel of these distances cannot be inverted at this ridge.
 */
export function predict(
  distances: Matrix | Float64Array,
  covariate: readonly string[],
  options?: PredictOptions,
): Classification;
export function predict(
  distances: Matrix | Float64Array,
  covariate: ArrayLike<number>,
  options?: PredictOptions,
): Prediction;
export function predict(
  distances: Matrix | Float64Array,
  covariate: ArrayLike<number> | readonly string[],
  options: PredictOptions = {},
): Prediction | Classification {
  const d = squareOf(distances);
  assertOneEach(covariate, d.rows);
  return isClasses(covariate) ? predictClasses(d, covariate, options) : predictNumbers(d, covariate, options);
}

function isClasses(covariate: ArrayLike<number> | readonly string[]): covariate is readonly string[] {
  return typeof covariate[0] === "string";
}

function predictNumbers(d: Matrix, covariate: ArrayLike<number>, options: PredictOptions): Prediction {
  const y = standardized(covariate);
  const { evidence, predicted } = crossvalidated(d, [y.values], options);
  return { ...evidence, predicted: predicted[0]!.map((value) => y.mean + value * y.deviation) };
}

function predictClasses(d: Matrix, covariate: readonly string[], options: PredictOptions): Classification {
  const n = d.rows;
  const classes = [...new Set(covariate)];
  if (classes.length < 2) {
    throw new NumericalError(
      `predict: the covariate is ${covariate[0]} for every item; there is nothing to predict.`,
    );
  }
  const shares = classes.map((name) => covariate.filter((one) => one === name).length / n);
  const indicators = classes.map((name, c) =>
    Float64Array.from(covariate, (one) => Number(one === name) - shares[c]!),
  );
  const { evidence, predicted } = crossvalidated(d, indicators, options);
  const named = covariate.map((_, i) => {
    const values = predicted.map((column, c) => column[i]! + shares[c]!);
    return classes[values.indexOf(Math.max(...values))]!;
  });
  const right = named.filter((name, i) => name === covariate[i]).length;
  return { ...evidence, predicted: named, accuracy: right / n, chance: Math.max(...shares) };
}

/** Predictions of centred columns, and what permutations of the items say of their R². */
function crossvalidated(d: Matrix, columns: readonly Float64Array[], options: PredictOptions) {
  const n = d.rows;
  const chosen = checkOptions({ ...defaults, folds: Math.min(10, n), ...options }, n);
  const random = createRandom(chosen.seed);
  const weights = outOfFoldWeights(d, shuffled(n, random), chosen);
  const predicted = columns.map((column) => times(weights, column));
  const r2 = r2Of(columns, predicted);
  const underPermutation = Float64Array.from({ length: chosen.permutations }, () => {
    const order = shuffled(n, random);
    const permuted = columns.map((column) => Float64Array.from(order, (i) => column[i]!));
    const again = permuted.map((column) => times(weights, column));
    return r2Of(permuted, again);
  });
  const atLeast = underPermutation.filter((value) => value >= r2 - 1e-12).length;
  const permuted = underPermutation;
  const p = chosen.permutations > 0 ? { p: (1 + atLeast) / (1 + chosen.permutations), permuted } : {};
  return { evidence: { r2, ...p }, predicted };
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

function assertOneEach(covariate: ArrayLike<unknown>, n: number): void {
  if (covariate.length === n) return;
  throw new ShapeError(
    `predict: ${covariate.length} values of the covariate for ${n} items; expected one for each.`,
  );
}

/** At mean 0 and deviation 1: predictions do not depend on the unit of the covariate. */
function standardized(covariate: ArrayLike<number>) {
  const n = covariate.length;
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

/** Of columns whose means are 0, all together. */
function r2Of(columns: readonly Float64Array[], predicted: readonly Float64Array[]): number {
  let [missed, total] = [0, 0];
  for (const [c, column] of columns.entries()) {
    column.forEach((value, i) => {
      missed += (value - predicted[c]![i]!) ** 2;
      total += value ** 2;
    });
  }
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
