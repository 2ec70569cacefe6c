import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { comparatorOf } from "../../rdm/comparators/registry.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { ones } from "./drawn.ts";
import { similarities } from "./evaluate.ts";
import { weightsFor, type Draw } from "./fitting/fit.ts";
import { isPerSubject, type ModelParts } from "./fitting/models.ts";
import { pairsBySubject } from "./fitting/patterns.ts";
import { leaveOneOutCeiling, type Ceiling } from "./inference/ceiling.ts";
import type { RsaPlan } from "./plan.ts";
import type { Study } from "./study.ts";

/** What the data say as they are. */
export interface Observed {
  /** Models × subjects. */
  readonly bySubject: Matrix;
  readonly weights: (readonly number[] | undefined)[];
  /** The noise ceiling of all data; only where it is neither resampled nor cross-validated. */
  readonly ceiling?: Ceiling;
}

/** Fits and compares every model on all data. */
export function observe(study: Study, plan: RsaPlan, kernels: Kernels): Observed {
  const whole = wholeDraw(study);
  const weights = study.models.map((model) =>
    model.kind === "fixed" || isPerSubject(model) ? undefined : weightsFor(model, study, whole, kernels),
  );
  const fitted = study.models.map((model, m): ModelParts =>
    weights[m] ? { ...model, theta: weights[m] } : model,
  );
  return {
    bySubject: similarities(fitted, study, { train: whole, test: whole }, kernels),
    weights,
    ...(readsCeiling(plan) ? { ceiling: leaveOneOutCeiling(study, whole, kernels) } : {}),
  };
}

/** Every subject and stimulus once. */
export function wholeDraw({ data, stimuli }: Pick<Study, "data" | "stimuli">): Draw {
  return { subjects: ones(data.rows), stimuli: ones(stimuli) };
}

function readsCeiling({ bootstrap, crossvalidation, noiseCeiling }: RsaPlan): boolean {
  return bootstrap.length > 0 ? noiseCeiling === "known" : !crossvalidation;
}

/** @throws {NumericalError} naming the model and the subject for which the comparator is not defined. */
export function assertDefined(
  { cols, data }: Matrix,
  subjects: readonly string[],
  { models, comparison: { comparator } }: Study,
): void {
  const at = data.findIndex(Number.isNaN);
  if (at < 0) return;
  const [model, subject] = [models[Math.floor(at / cols)]!.name, subjects[at % cols]!];
  throw new NumericalError(
    `${comparator} of model ${model} and ${subject} is not defined: one of them is such that ${comparatorOf(comparator).degenerate}.`,
  );
}

/** @throws {NumericalError} if pairs are missing that the comparator needs, naming the subject. */
export function assertPairs(study: Study, subjects: readonly string[]): void {
  const { comparator } = study.comparison;
  const { missing, leastPairs } = comparatorOf(comparator);
  const all = study.data.cols;
  for (const [t, pairs] of pairsBySubject(study).entries()) {
    if (pairs < all && missing === "refused")
      throw new NumericalError(
        `${comparator} needs all pairs of stimuli; ${subjects[t]} or a model misses ${all - pairs} of ${all}. Take a subset of the stimuli, or another comparator.`,
      );
    if (pairs >= leastPairs) continue;
    throw new NumericalError(
      `${subjects[t]} and the models have ${pairs} of ${all} pairs of stimuli in common; ${comparator} needs at least ${leastPairs}, with fewer its value is forced. Leave the subject out.`,
    );
  }
}
