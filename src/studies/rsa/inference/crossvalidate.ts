import { NumericalError } from "../../../base/errors.ts";
import { matrix } from "../../../base/matrix.ts";
import { createRandom } from "../../../base/random.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { evaluateFolds } from "../evaluate.ts";
import { wholeDraw } from "../observed.ts";
import type { Inference } from "../result.ts";
import type { Study } from "../study.ts";
import type { Fold } from "./ceiling.ts";
import { foldFrom, foldsOf, type FoldPlan, type GivenFold } from "./draws.ts";
import { meanOfDefined } from "./permute.ts";

/**
 * Cross-validation of all data, without a bootstrap.
 * @throws {NumericalError} if no fold has enough stimuli.
 */
export function crossvalidate(folds: readonly Fold[], study: Study, kernels: Kernels): Inference {
  const { values, ceiling } = evaluateFolds(study.models, study, wholeDraw(study), folds, kernels);
  const means = Float64Array.from(study.models, (_, m) =>
    meanOfDefined(values.subarray(m * folds.length, (m + 1) * folds.length)),
  );
  if (means.some(Number.isNaN))
    throw new NumericalError("Every fold tests or trains on fewer than 3 stimuli; take fewer folds.");
  return { means, folds: matrix(study.models.length, folds.length, values), noiseCeiling: ceiling };
}

/**
 * A division of all data.
 * @param given - folds to take instead of drawn ones
 */
export function divisionOf(given: readonly GivenFold[] | undefined, study: Study, plan: FoldPlan): Fold[] {
  const whole = wholeDraw(study);
  if (given) return given.map((fold) => foldFrom(whole, fold));
  const random = createRandom(study.seed);
  return Array.from({ length: plan.repeats }, () => foldsOf(whole, plan, random)).flat();
}
