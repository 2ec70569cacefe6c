import { takeColumn, type Matrix } from "../../../base/matrix.ts";
import { mean } from "../../../base/statistics.ts";
import type { Control } from "../../../run/lanes/control.ts";
import type { Runtime } from "../../../run/runtime.ts";
import type { Observed } from "../observed.ts";
import type { RsaPlan } from "../plan.ts";
import type { Inference } from "../result.ts";
import type { GivenResample, ResampleRange, Study } from "../study.ts";
import { rsaResamples } from "../task.ts";
import { meanOfDefined } from "./permute.ts";
import { operationsOf, rangesOf } from "./pieces.ts";
import {
  boundPerResample,
  bootstrapVariances,
  joinResamples,
  perResample,
  standardErrors,
  type Resamples,
} from "./summary.ts";
import { percentileIntervals, percentileTests, tIntervals, tTests } from "./tests.ts";

/** Evaluates resamples on all threads, and what follows from them. */
export async function bootstrap(
  given: readonly GivenResample[] | undefined,
  study: Study,
  plan: RsaPlan,
  observed: Observed,
  runtime: Runtime,
  control: Control,
): Promise<Inference> {
  const pieces = rangesOf(plan.samples).map((range): ResampleRange =>
    given ? { ...range, given: given.slice(range.first, range.first + range.count) } : range,
  );
  const operations = operationsOf(study, plan.samples);
  const parts = await runtime.tasks.run(rsaResamples, study, pieces, { ...control, operations });
  return judged(joinResamples(parts, study), study, plan, observed);
}

function judged(resamples: Resamples, study: Study, plan: RsaPlan, { ceiling }: Observed): Inference {
  const sizes = { subjects: study.data.rows, stimuli: study.stimuli };
  const { variances, dof } = bootstrapVariances(resamples, plan, sizes);
  // What was drawn over all dimensions. The other draws of a dual bootstrap only correct the variance.
  const evaluations = perResample(resamples, 1);
  const columns = columnsOf(evaluations);
  const isCounted = plan.test === "percentile";
  const means = Float64Array.from(isCounted ? columns : columnsOf(perResample(resamples)), mean);
  const lowers = boundPerResample(resamples, 0, isCounted ? 1 : undefined);
  const uppers = boundPerResample(resamples, 1, isCounted ? 1 : undefined);
  const isKnown = plan.noiseCeiling === "known";
  const noiseCeiling = isKnown ? ceiling! : { lower: meanOfDefined(lowers), upper: meanOfDefined(uppers) };
  const certainty = isCounted
    ? {
        tests: percentileTests(columns, isKnown ? Float64Array.of(noiseCeiling.lower) : lowers),
        intervals: percentileIntervals(columns, plan.confidence),
      }
    : {
        tests: tTests(means, variances, noiseCeiling.lower, dof),
        intervals: tIntervals(means, variances, dof, plan.confidence),
      };
  const withoutCeiling = isKnown ? 0 : lowers.filter(Number.isNaN).length;
  return {
    means,
    noiseCeiling,
    ...certainty,
    resamples: { ...resamples, withoutCeiling },
    evaluations,
    variances,
    dof,
    standardErrors: standardErrors(variances),
  };
}

function columnsOf(samples: Matrix): Float64Array[] {
  return Array.from({ length: samples.cols }, (_, m) => takeColumn(samples, m));
}
