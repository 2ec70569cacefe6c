import { largestOf } from "../../base/lists.ts";
import { assertNumbers, kindOf } from "../../base/numbers.ts";
import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { resolveOptions } from "../../base/options.ts";
import { written, type Written } from "../../data/written.ts";
import { crossvalidated, type Crossvalidation, type PredictionTest } from "../../geometry/crossvalidate.ts";
import { inTurn, type Steps } from "../../geometry/parts.ts";
import type { Control } from "../../run/lanes/control.ts";
import { distancesOf, type DistancesLike, type Provenance } from "./given.ts";
import { onThreads } from "../geometry/on-threads.ts";
import { fittedTo, predictOptions, type PredictionMethod, type PredictOptions } from "./predict-options.ts";

/** How well distances predict numbers. */
export interface Prediction extends PredictionTest, Provenance, Written {
  readonly method: PredictionMethod;
  /** ŷ of each item, in the unit of the covariate. */
  readonly predicted: Float64Array;
}

/** How well distances predict classes. */
export interface Classification extends PredictionTest, Provenance, Written {
  readonly method: PredictionMethod;
  /** Of each item the class of the largest predicted indicator; the first in a tie. */
  readonly predicted: readonly string[];
  /** Share of the items whose class is predicted, 0 … 1. */
  readonly accuracy: number;
  /** The accuracy of always naming the most frequent class. */
  readonly chance: number;
}

/**
 * How well distances predict a covariate of items (accuracy, depth, architecture of networks), with
 * cross-validation, by one of
 *
 *   kernel-ridge   ŷ = ȳ + κᵀ (K + ridge·I)⁻¹ (y − ȳ),   K = exp(−d²/2σ²)
 *   neighbors      ŷ = mean of y over the k nearest items
 *
 * In ties of distance the earlier item counts as nearer. Classes are predicted through their
 * indicators, 1 for the items of a class and 0 for the others.
 *
 * @param distances - of `pairwise`, similarities converted as their metric declares; or n × n,
 *   symmetric, zero diagonal; or condensed
 * @param covariate - n finite numbers; or n names of classes
 * @throws {OptionError} naming the option and what it accepts; for similarities without a conversion.
 * @throws {ShapeError} if there is not one value for each item, or there are fewer than 3 items.
 * @throws {NumericalError} if the covariate does not vary or is not finite, a distance is negative, infinite
 *   or NaN, or the kernel of these distances cannot be inverted at this ridge.
 */
export function predict(
  distances: DistancesLike,
  covariate: readonly string[],
  options?: PredictOptions,
): Classification;
export function predict(
  distances: DistancesLike,
  covariate: ArrayLike<number>,
  options?: PredictOptions,
): Prediction;
export function predict(
  distances: DistancesLike,
  covariate: ArrayLike<number> | readonly string[],
  options: PredictOptions = {},
): Prediction | Classification {
  return inTurn(predictSteps(distances, covariate, options));
}

/** As `predict`, on the threads of an engine, which share the folds and the permutations. */
export async function predictAsync(
  distances: DistancesLike,
  covariate: readonly string[],
  options?: PredictOptions,
  control?: Control,
): Promise<Classification>;
export async function predictAsync(
  distances: DistancesLike,
  covariate: ArrayLike<number>,
  options?: PredictOptions,
  control?: Control,
): Promise<Prediction>;
export async function predictAsync(
  distances: DistancesLike,
  covariate: ArrayLike<number> | readonly string[],
  options: PredictOptions = {},
  control: Control = {},
): Promise<Prediction | Classification> {
  return onThreads(predictSteps(distances, covariate, options), control);
}

function* predictSteps(
  distances: DistancesLike,
  covariate: ArrayLike<number> | readonly string[],
  options: PredictOptions,
): Steps<Prediction | Classification> {
  const given = resolveOptions("predict", predictOptions, options);
  const { square, names, changes } = distancesOf(distances, given.names);
  assertCovariate(covariate);
  assertOneEach(covariate, square.rows);
  const chosen = fittedTo(square.rows, given);
  const facts = { method: chosen.method, names, changes };
  return isClasses(covariate)
    ? classification({ ...facts, ...(yield* predictClasses(square, covariate, chosen)) })
    : prediction({ ...facts, ...(yield* predictNumbers(square, covariate, chosen)) });
}

function isClasses(covariate: ArrayLike<number> | readonly string[]): covariate is readonly string[] {
  return typeof covariate[0] === "string";
}

/** All names, or all numbers: one of the other kind would be taken for missing, or for a class. */
function assertCovariate(covariate: ArrayLike<number> | readonly string[]): void {
  if (!isClasses(covariate)) return assertNumbers(covariate, "predict: the covariate");
  const at = covariate.findIndex((name: unknown) => typeof name !== "string");
  if (at < 0) return;
  throw new ShapeError(
    `predict: the covariate: expected the name of a class at place ${at}, counted from 0, got ${kindOf(covariate[at])}.`,
  );
}

function assertOneEach(covariate: ArrayLike<unknown>, n: number): void {
  if (covariate.length === n) return;
  throw new ShapeError(
    `predict: ${covariate.length} values of the covariate for ${n} items; expected one for each.`,
  );
}

function* predictNumbers(d: Matrix, covariate: ArrayLike<number>, chosen: Crossvalidation) {
  const y = standardized(covariate);
  const { evidence, predicted } = yield* crossvalidated(d, [y.values], chosen);
  return { ...evidence, predicted: predicted[0]!.map((value) => y.mean + value * y.deviation) };
}

function* predictClasses(d: Matrix, covariate: readonly string[], chosen: Crossvalidation) {
  const n = d.rows;
  const classes = [...new Set(covariate)];
  if (classes.length < 2) throw nothingToPredict(covariate[0]!);
  const shares = classes.map((name) => covariate.filter((one) => one === name).length / n);
  const indicators = classes.map((name, c) =>
    Float64Array.from(covariate, (one) => Number(one === name) - shares[c]!),
  );
  const { evidence, predicted } = yield* crossvalidated(d, indicators, chosen);
  const named = covariate.map((_, i) => {
    const values = predicted.map((column, c) => column[i]! + shares[c]!);
    return classes[values.indexOf(largestOf(values))]!;
  });
  const right = named.filter((name, i) => name === covariate[i]).length;
  return { ...evidence, predicted: named, accuracy: right / n, chance: largestOf(shares) };
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
  if (!(largest > n * Number.EPSILON * Math.abs(mean))) throw nothingToPredict(y[0]!);
  const spread = y.reduce((sum, value) => sum + ((value - mean) / largest) ** 2, 0);
  const deviation = largest * Math.sqrt(spread / n);
  return { values: y.map((value) => (value - mean) / deviation), mean, deviation };
}

function nothingToPredict(value: number | string): NumericalError {
  return new NumericalError(
    `predict: the covariate is ${value} for every item; there is nothing to predict.`,
  );
}

function prediction(facts: Omit<Prediction, keyof Written>): Prediction {
  const { predicted } = facts;
  const array = () => ({ shape: [predicted.length], data: predicted });
  return { ...facts, ...written({ document: () => documentOf(facts), table: () => tableOf(facts), array }) };
}

function classification(facts: Omit<Classification, keyof Written>): Classification {
  const array = () => {
    throw new OptionError(
      "predict: predicted classes are names, and .npy holds numbers; take toCsv or toJson.",
    );
  };
  return { ...facts, ...written({ document: () => documentOf(facts), table: () => tableOf(facts), array }) };
}

type Facts = Omit<Prediction | Classification, keyof Written>;

function tableOf({ names, predicted }: Pick<Prediction | Classification, "names" | "predicted">) {
  return { rowNames: names, colNames: ["predicted"], values: predicted };
}

/** Typed arrays as lists. */
function documentOf({ predicted, permuted, ...facts }: Facts & PredictionTest): object {
  return {
    ...facts,
    predicted: [...predicted],
    ...(permuted ? { permuted: [...permuted] } : {}),
  };
}
