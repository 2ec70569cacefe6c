import { NumericalError } from "../../../base/errors.ts";
import { matrix } from "../../../base/matrix.ts";
import { createRandom } from "../../../base/random.ts";
import { mean } from "../../../base/statistics.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { evaluateFolds } from "../evaluate.ts";
import { wholeDraw } from "../observed.ts";
import type { Inference } from "../result.ts";
import type { Study } from "../study.ts";
import type { Fold } from "./ceiling.ts";
import { foldFrom, foldsOf, type FoldPlan, type GivenFold } from "./draws.ts";

/**
 * Cross-validation of all data, without a bootstrap.
 * @param given - folds to take instead of drawn ones
 * @throws {NumericalError} if no fold has enough stimuli.
 */
export function crossvalidate(
  given: readonly GivenFold[] | undefined,
  study: Study,
  plan: FoldPlan,
  kernels: Kernels,
): Inference {
  const whole = wholeDraw(study);
  const folds = given ? given.map((fold) => foldFrom(whole, fold)) : drawnFolds(study, plan);
  const { values, ceiling } = evaluateFolds(study.models, study, whole, folds, kernels);
  const means = Float64Array.from(study.models, (_, m) =>
    mean(definedOf(values.subarray(m * folds.length, (m + 1) * folds.length))),
  );
  if (means.some(Number.isNaN))
    throw new NumericalError("Every fold tests or trains on fewer than 3 stimuli; take fewer folds.");
  return { means, folds: matrix(study.models.length, folds.length, values), noiseCeiling: ceiling };
}

function drawnFolds(study: Study, plan: FoldPlan): Fold[] {
  const random = createRandom(study.seed);
  return Array.from({ length: plan.repeats }, () => foldsOf(wholeDraw(study), plan, random)).flat();
}

function definedOf(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}
