import { largestOf } from "../../base/lists.ts";
import { NumericalError } from "../../base/errors.ts";
import { inner, type Matrix } from "../../base/matrix.ts";
import { resolveOptions } from "../../base/options.ts";
import { residualsOf } from "../../geometry/confounds.ts";
import { crossvalidated, type Crossvalidation } from "../../geometry/crossvalidate.ts";
import { inTurn, type Steps } from "../../geometry/parts.ts";
import type { Control } from "../../run/lanes/control.ts";
import { onThreads } from "../geometry/on-threads.ts";
import {
  assertCovariate,
  confoundsOf,
  isClasses,
  nothingToPredict,
  standardized,
  type Covariate,
  type TiedBy,
} from "./covariate.ts";
import { distancesOf, type DistancesLike } from "./given.ts";
import { fittedTo, predictOptions, type PredictOptions } from "./predict-options.ts";
import { classification, prediction, type Classification, type Prediction } from "./predict-result.ts";

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
 * With `confounds` it is what a linear fit of them leaves of the covariate that is predicted. The fit
 * comes from the training items of each fold alone (a fit over all would tell of the test items: Snoek,
 * Miletić & Scholte, NeuroImage 184, 2019); what a fit over all leaves is permuted (Freedman & Lane,
 * Journal of Business & Economic Statistics 1, 1983).
 *
 * Items that belong together, as networks of one configuration, would tell of each other: `together` holds
 * them out together and permutes them as a whole, with others of as many items. `within` exchanges items of
 * one value alone (Winkler et al., NeuroImage 123, 2015).
 *
 * @param distances - of `pairwise`, similarities converted as their metric declares; or n × n,
 *   symmetric, zero diagonal; or condensed
 * @param covariate - n finite numbers; or n names of classes
 * @throws {OptionError} naming the option and what it accepts; for similarities without a conversion.
 * @throws {ShapeError} if there is not one value for each item, or there are fewer than 3 items.
 * @throws {NumericalError} if the covariate does not vary or is not finite, a distance is negative, infinite
 *   or NaN, the kernel of these distances cannot be inverted at this ridge, or confounds leave nothing of
 *   the covariate.
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
  covariate: Covariate,
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
  covariate: Covariate,
  options: PredictOptions = {},
  control: Control = {},
): Promise<Prediction | Classification> {
  return onThreads(predictSteps(distances, covariate, options), control);
}

function* predictSteps(
  distances: DistancesLike,
  covariate: Covariate,
  options: PredictOptions,
): Steps<Prediction | Classification> {
  const given = resolveOptions("predict", predictOptions, options);
  const { square, names, changes } = distancesOf(distances, given.names);
  return yield* predictedFrom("predict", square, covariate, given, { names, changes });
}

/** What is asked of a prediction, before it is fitted to the number of items. */
interface Asked extends Omit<Crossvalidation, "folds" | "ties">, TiedBy {
  readonly folds: number | undefined;
  readonly confounds: readonly Covariate[] | undefined;
}

/**
 * The prediction of a covariate from distances, or for `linear-ridge` from inner products.
 * @param owner - begins messages
 */
export function* predictedFrom(
  owner: string,
  square: Matrix,
  covariate: Covariate,
  given: Asked,
  facts: Pick<Prediction, "names" | "changes">,
): Steps<Prediction | Classification> {
  const n = square.rows;
  assertCovariate(owner, "the covariate", covariate, n);
  const { training, ...chosen } = fittedTo(owner, n, given);
  const design = confoundsOf(owner, given.confounds, n, training);
  const job = { owner, square, chosen, design };
  const known = { method: chosen.method, ...facts };
  return isClasses(covariate)
    ? classification({ ...known, ...(yield* predictClasses(job, covariate)) })
    : prediction({ ...known, ...(yield* predictNumbers(job, covariate)) });
}

interface Job {
  readonly owner: string;
  readonly square: Matrix;
  readonly chosen: Crossvalidation;
  /** Confounds, n × columns. */
  readonly design: Matrix | undefined;
}

function* predictNumbers({ owner, square, chosen, design }: Job, covariate: ArrayLike<number>) {
  const y = standardized(owner, covariate);
  if (design) assertLeft(owner, design, [y.values]);
  const found = yield* crossvalidated(square, [y.values], chosen, design);
  const [predicted, remaining] = [found.predicted[0]!, found.remaining[0]!];
  if (design)
    return {
      ...found.evidence,
      predicted: predicted.map((value) => value * y.deviation),
      remaining: remaining.map((value) => value * y.deviation),
    };
  return { ...found.evidence, predicted: predicted.map((value) => y.mean + value * y.deviation) };
}

function* predictClasses({ owner, square, chosen, design }: Job, covariate: readonly string[]) {
  const n = square.rows;
  const classes = [...new Set(covariate)];
  if (classes.length < 2) throw nothingToPredict(owner, covariate[0]!);
  const shares = classes.map((name) => covariate.filter((one) => one === name).length / n);
  const indicators = classes.map((name, c) =>
    Float64Array.from(covariate, (one) => Number(one === name) - shares[c]!),
  );
  if (design) assertLeft(owner, design, indicators);
  const { evidence, predicted, remaining } = yield* crossvalidated(square, indicators, chosen, design);
  // What the confounds alone say of the indicators: without any, nothing beyond the shares.
  const fits = indicators.map((column, c) => column.map((value, i) => value - remaining[c]![i]!));
  const named = namesOf(classes, n, (c, i) => shares[c]! + (design ? fits[c]![i]! : 0) + predicted[c]![i]!);
  const accuracyOf = (names: readonly string[]) => names.filter((name, i) => name === covariate[i]).length / n; // prettier-ignore
  const chance = design
    ? accuracyOf(namesOf(classes, n, (c, i) => shares[c]! + fits[c]![i]!))
    : largestOf(shares);
  return { ...evidence, predicted: named, accuracy: accuracyOf(named), chance };
}

/** Of each item the class of the largest indicator; the first in a tie. */
function namesOf(
  classes: readonly string[],
  n: number,
  indicator: (c: number, i: number) => number,
): string[] {
  return Array.from({ length: n }, (_, i) => {
    const values = classes.map((_, c) => indicator(c, i));
    return classes[values.indexOf(largestOf(values))]!;
  });
}

/** @throws {NumericalError} if the confounds determine the covariate, to rounding. */
function assertLeft(owner: string, design: Matrix, columns: readonly Float64Array[]): void {
  const isLeft = columns.some((column) => {
    const left = residualsOf(design, column);
    return inner(left, left) > 1e-20 * inner(column, column);
  });
  if (isLeft) return;
  throw new NumericalError(`${owner}: the confounds determine the covariate; nothing is left to predict.`);
}
