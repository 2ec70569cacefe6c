import type { Matrix } from "../../base/matrix.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import {
  predict as predictBy,
  type Classification,
  type Prediction,
  type PredictOptions,
} from "../../geometry/predict.ts";
import { distancesOf } from "./given.ts";

type Given = Comparisons | Matrix | Float64Array;

/**
 * How well distances predict a covariate of items (accuracy, depth, architecture of networks), with
 * cross-validation, by one of
 *
 *   kernel-ridge   ŷ = ȳ + κᵀ (K + ridge·I)⁻¹ (y − ȳ),   K = exp(−d²/2σ²)
 *   neighbors      ŷ = mean of y over the k nearest items
 *
 * @param distances - of `pairwise`, similarities converted as their metric declares; or n × n,
 *   symmetric, zero diagonal; or condensed
 * @param covariate - n finite numbers; or n names of classes
 * @throws {OptionError} if an option is out of range.
 * @throws {ShapeError} if there is not one value for each item.
 * @throws {NumericalError} if the covariate does not vary or is not finite, a distance is negative, infinite
 *   or NaN, or the kernel of these distances cannot be inverted at this ridge.
 */
export function predict(
  distances: Given,
  covariate: readonly string[],
  options?: PredictOptions,
): Classification;
export function predict(distances: Given, covariate: ArrayLike<number>, options?: PredictOptions): Prediction;
export function predict(
  distances: Given,
  covariate: ArrayLike<number> | readonly string[],
  options: PredictOptions = {},
): Prediction | Classification {
  return predictBy(distancesOf(distances), covariate as readonly string[], options);
}
