import { matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { type Ceiling, type Fold, foldedCeiling, leaveOneOutCeiling } from "./inference/ceiling.ts";
import { leastStimuli } from "./inference/draws.ts";
import { type Draw, predict, weightsFor } from "./fitting/fit.ts";
import type { ModelParts } from "./fitting/models.ts";
import { withSubjects, type Evidence } from "./fitting/patterns.ts";
import { meanBy } from "./fitting/pool.ts";
import { total } from "./drawn.ts";

/** Similarity of every model with every subject, and the ceiling, of one draw of the data. */
export interface Evaluation {
  /** Models × folds: means over the tested subjects. NaN where a fold is too small. */
  readonly values: Float64Array;
  readonly ceiling: Ceiling;
}

/** Fits what has to be fitted and compares, on the same draw: nothing is held out. */
export function evaluateWhole(
  models: readonly ModelParts[],
  evidence: Evidence,
  draw: Draw,
  kernels: Kernels,
): Evaluation {
  return {
    values: evaluateFold(models, evidence, { train: draw, test: draw }, kernels),
    ceiling: leaveOneOutCeiling(evidence, draw, kernels),
  };
}

/** Cross-validation over `folds` of `draw`. */
export function evaluateFolds(
  models: readonly ModelParts[],
  evidence: Evidence,
  draw: Draw,
  folds: readonly Fold[],
  kernels: Kernels,
): Evaluation {
  return {
    values: foldValues(models, evidence, folds, kernels),
    ceiling: foldedCeiling(evidence, draw, folds, kernels),
  };
}

/** Models × folds: means over the tested subjects. */
export function foldValues(
  models: readonly ModelParts[],
  evidence: Evidence,
  folds: readonly Fold[],
  kernels: Kernels,
): Float64Array {
  const values = new Float64Array(models.length * folds.length);
  folds.forEach((fold, f) => {
    const tested = evaluateFold(models, evidence, fold, kernels);
    tested.forEach((value, m) => (values[m * folds.length + f] = value));
  });
  return values;
}

/** One mean similarity for each model. */
function evaluateFold(
  models: readonly ModelParts[],
  evidence: Evidence,
  { train, test }: Fold,
  kernels: Kernels,
): Float64Array {
  if (isEmpty(train) || isEmpty(test)) return new Float64Array(models.length).fill(NaN);
  return meanBy(similarities(models, evidence, { train, test }, kernels), test.subjects);
}

/** Models × subjects: fitted on one draw, compared on the stimuli of the other with all subjects. */
export function similarities(
  models: readonly ModelParts[],
  evidence: Evidence,
  { train, test }: Fold,
  kernels: Kernels,
) {
  const { data } = evidence;
  const predictions = matrix(models.length, data.cols);
  models.forEach((model, m) => {
    const theta = weightsFor(model, evidence, train, kernels);
    predictions.data.set(predict(model, theta), m * data.cols);
  });
  return withSubjects(predictions, evidence, test.stimuli, kernels);
}

/** Whether a part of the data is too small to fit or test on. */
export function isEmpty({ subjects, stimuli }: Draw): boolean {
  return total(subjects) === 0 || total(stimuli) < leastStimuli;
}
