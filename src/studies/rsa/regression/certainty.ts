/** How certain the values of regressions are: intervals and tests. */
import { assertFits } from "../../../base/forecast.ts";
import { concatenate, matrix, transpose, type Matrix } from "../../../base/matrix.ts";
import { permutationP, type Interval } from "../../../base/statistics.ts";
import { upperQuantile, upperTail } from "../../../base/student.ts";
import type { Control } from "../../../run/lanes/control.ts";
import type { Runtime } from "../../../run/runtime.ts";
import { countOrders } from "../inference/permute.ts";
import { rangesOf } from "../inference/pieces.ts";
import { bootstrapVariances, joinResamples, subjectVariances } from "../inference/summary.ts";
import { corrected, type PValues } from "../inference/tests.ts";
import type { RegressionStudy } from "./draws.ts";
import type { RegressionPlan } from "./options.ts";
import { permutedCount } from "./permutations.ts";
import { placesOf } from "./statistics.ts";
import { regressionDraws, regressionPermutations } from "./task.ts";

/** Standard errors and intervals of the values. */
export interface Certainty {
  readonly standardErrors?: Float64Array;
  readonly intervals?: Interval<Float64Array>;
  readonly dof?: number;
  /** Resamples that were left out. */
  readonly skipped?: number;
}

/** Resamples if there is a bootstrap, else the spread of the subjects. */
export async function certaintyOf(
  owner: string,
  study: RegressionStudy,
  plan: RegressionPlan,
  observed: Matrix,
  values: Float64Array,
  runtime: Runtime,
  control: Control,
): Promise<Certainty> {
  const { bootstrap, samples, confidence } = plan;
  if (bootstrap.length === 0) {
    if (observed.rows < 2) return {};
    const { variances, dof } = subjectVariances(transpose(observed));
    return { ...boundsOf(values, variances.model, dof, confidence), dof };
  }
  assertFits(owner, "samples", samples, 200 + 16 * 3 * observed.cols);
  const operations = operationsOf(study, samples);
  const parts = await runtime.tasks.run(regressionDraws, study, rangesOf(samples), {
    ...control,
    operations,
  });
  const resamples = joinResamples(parts, { dual: study.dual, models: values });
  const sizes = { subjects: observed.rows, stimuli: study.stimuli };
  const { variances, dof } = bootstrapVariances(resamples, { bootstrap, noiseCeiling: "known" }, sizes);
  return { ...boundsOf(values, variances.model, dof, confidence), dof, skipped: resamples.skipped };
}

/** value ± t · standard error. */
function boundsOf(values: Float64Array, variances: Float64Array, dof: number, confidence: number) {
  const standardErrors = variances.map((variance) => Math.sqrt(Math.max(0, variance)));
  const t = upperQuantile((1 - confidence) / 2, dof);
  const intervals = {
    lower: values.map((value, k) => value - t * standardErrors[k]!),
    upper: values.map((value, k) => value + t * standardErrors[k]!),
  };
  return { standardErrors, intervals };
}

/** One-sided tests of the partial correlations, and of R² where there is a regression. */
export interface RegressionTests {
  readonly partialTests?: PValues;
  readonly explainedP?: number;
  /** How many there were, the given order not counted; 0: t tests. */
  readonly permutations: number;
}

/** Permutations, or t tests where there are none. */
export async function testsOf(
  owner: string,
  study: RegressionStudy,
  plan: RegressionPlan,
  values: Float64Array,
  { standardErrors, dof }: Certainty,
  runtime: Runtime,
  control: Control,
): Promise<RegressionTests> {
  const count = study.asked.partial.length;
  if (plan.permutations === 0) {
    if (!standardErrors) return { permutations: 0 };
    const t = (k: number) => values[k]! / standardErrors[k]!;
    return {
      partialTests: corrected(Float64Array.from({ length: count }, (_, k) => upperTail(t(k), dof!))),
      permutations: 0,
    };
  }
  assertFits(owner, "permutations", plan.permutations, 200 + 16 * permutedCount(study));
  const orders = countOrders(study.stimuli, plan.permutations);
  const operations = operationsOf(study, orders.count * count);
  const parts = await runtime.tasks.run(regressionPermutations, study, rangesOf(orders.count), {
    ...control,
    operations,
  });
  const permuted = matrix(orders.count, permutedCount(study), concatenate(parts));
  const first = orders.isAll ? 1 : 0; // all orders begin with the given one, which p counts by itself
  const p = (observed: number, k: number) => {
    const others: number[] = [];
    for (let n = first; n < permuted.rows; n++) {
      const value = permuted.data[n * permuted.cols + k]!;
      if (!Number.isNaN(value)) others.push(value);
    }
    return permutationP(observed, others);
  };
  const partialTests = corrected(Float64Array.from({ length: count }, (_, k) => p(values[k]!, k)));
  const permutations = permuted.rows - first;
  if (study.asked.regressors === 0) return { partialTests, permutations };
  const explained = values[placesOf(study.asked).findIndex(({ kind }) => kind === "r2")]!;
  return { partialTests, explainedP: p(explained, count), permutations };
}

/** About how many additions and multiplications so many evaluations take. */
function operationsOf({ data, variables }: RegressionStudy, evaluations: number): number {
  return evaluations * data.cols * variables.rows * (data.rows + variables.rows);
}
