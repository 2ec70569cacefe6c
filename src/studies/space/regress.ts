import { indexNames } from "../../base/lists.ts";
import { NumericalError, ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { assertLabels, givenMatrix, placesIn } from "../../base/numbers.ts";
import { resolveOptions } from "../../base/options.ts";
import { inTurn, type Steps } from "../../geometry/parts.ts";
import { powerOfTwoNear } from "../../geometry/square.ts";
import type { Control } from "../../run/lanes/control.ts";
import { onThreads } from "../geometry/on-threads.ts";
import type { Covariate } from "./covariate.ts";
import { regressOptions, type RegressOptions } from "./predict-options.ts";
import type { Classification, Prediction } from "./predict-result.ts";
import { predictedFrom } from "./predict.ts";

/**
 * How well coordinates of items predict a covariate, by ridge regression with cross-validation:
 *
 *   ŷ = ȳ + xᵀ (XᵀX + λI)⁻¹ Xᵀ (y − ȳ),   λ = ridge · mean ‖x‖²
 *
 * with means, X and λ from the training items. The coordinates of networks in the tangent space at
 * their mean (`tangentSpace`, with as many dimensions as networks) make it a regression in shape
 * space. Classes, confounds and the test are those of `predict`.
 *
 * @param coordinates - n × dimensions
 * @param covariate - n finite numbers; or n names of classes
 * @throws as `predict`, and {ShapeError} for coordinates that are no matrix.
 */
export function regress(
  coordinates: Matrix,
  covariate: readonly string[],
  options?: RegressOptions,
): Classification;
export function regress(
  coordinates: Matrix,
  covariate: ArrayLike<number>,
  options?: RegressOptions,
): Prediction;
export function regress(
  coordinates: Matrix,
  covariate: Covariate,
  options: RegressOptions = {},
): Prediction | Classification {
  return inTurn(regressSteps(coordinates, covariate, options));
}

/** As `regress`, on the threads of an engine, which share the folds and the permutations. */
export async function regressAsync(
  coordinates: Matrix,
  covariate: readonly string[],
  options?: RegressOptions,
  control?: Control,
): Promise<Classification>;
export async function regressAsync(
  coordinates: Matrix,
  covariate: ArrayLike<number>,
  options?: RegressOptions,
  control?: Control,
): Promise<Prediction>;
export async function regressAsync(
  coordinates: Matrix,
  covariate: Covariate,
  options: RegressOptions = {},
  control: Control = {},
): Promise<Prediction | Classification> {
  return onThreads(regressSteps(coordinates, covariate, options), control);
}

function* regressSteps(
  coordinates: Matrix,
  covariate: Covariate,
  options: RegressOptions,
): Steps<Prediction | Classification> {
  const given = resolveOptions("regress", regressOptions, options);
  const points = givenMatrix(coordinates, "regress: coordinates");
  const bad = points.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new NumericalError(
      `regress: coordinates: ${points.data[bad]} ${placesIn(points.cols)(bad)}, counted from 0; expected a finite number.`,
    );
  const names = namesOf(points.rows, given.names);
  const asked = { ...given, method: "linear-ridge", bandwidth: 1, k: 1 } as const;
  return yield* predictedFrom("regress", productsOf(points), covariate, asked, { names, changes: [] });
}

function namesOf(n: number, names: readonly string[] | undefined): readonly string[] {
  if (names === undefined) return indexNames(n);
  assertLabels(names, "regress", "names");
  if (names.length === n) return names;
  throw new ShapeError(`regress: ${names.length} names for ${n} items; expected one for each.`);
}

/** Inner products of the items, over a power of two so that none overflows or vanishes: the ridge is relative to them. */
function productsOf({ rows: n, cols, data }: Matrix): Matrix {
  const unit = powerOfTwoNear(data);
  const products = matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < cols; k++) sum += (data[i * cols + k]! / unit) * (data[j * cols + k]! / unit);
      products.data[i * n + j] = products.data[j * n + i] = sum;
    }
  }
  return products;
}
