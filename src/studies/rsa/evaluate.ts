import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { type Ceiling, type Fold, foldedCeiling, leaveOneOutCeiling } from "./inference/ceiling.ts";
import { leastStimuli } from "./inference/draws.ts";
import { type Draw, predict, weightsFor } from "./fitting/fit.ts";
import { isPerSubject, type ModelParts } from "./fitting/models.ts";
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
  const rows = models.map((model) =>
    isPerSubject(model) ? model.components.data : predict(model, weightsFor(model, evidence, train, kernels)),
  );
  const predictions = matrix(
    rows.reduce((sum, { length }) => sum + length / data.cols, 0),
    data.cols,
  );
  const starts = rows.map((_, m) =>
    rows.slice(0, m).reduce((sum, { length }) => sum + length / data.cols, 0),
  );
  rows.forEach((row, m) => predictions.data.set(row, starts[m]! * data.cols));
  const all = withSubjects(predictions, evidence, test.stimuli, kernels);
  return models.some(isPerSubject) ? ownOf(models, starts, all) : all;
}

/** Of a model that each subject has one of, its similarity with that subject. @param all - predictions × subjects */
function ownOf(models: readonly ModelParts[], starts: readonly number[], all: Matrix): Matrix {
  const values = matrix(models.length, all.cols);
  models.forEach((model, m) => {
    for (let t = 0; t < all.cols; t++) {
      const row = starts[m]! + (isPerSubject(model) ? t : 0);
      values.data[m * all.cols + t] = all.data[row * all.cols + t]!;
    }
  });
  return values;
}

/** Whether a part of the data is too small to fit or test on. */
export function isEmpty({ subjects, stimuli }: Draw): boolean {
  return total(subjects) === 0 || total(stimuli) < leastStimuli;
}
