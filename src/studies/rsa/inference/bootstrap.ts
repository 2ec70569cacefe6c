import { takeColumn } from "../../../base/matrix.ts";
import { mean } from "../../../base/statistics.ts";
import type { Control } from "../../../run/lanes/control.ts";
import type { Runtime } from "../../../run/runtime.ts";
import type { Observed } from "../observed.ts";
import type { RsaPlan } from "../plan.ts";
import type { Inference } from "../result.ts";
import type { GivenResample, ResampleRange, Study } from "../study.ts";
import { rsaResamples } from "../task.ts";
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
  const evaluations = perResample(resamples);
  const columns = Array.from({ length: evaluations.cols }, (_, m) => takeColumn(evaluations, m));
  const means = Float64Array.from(columns, mean);
  const [lowers, uppers] = [boundPerResample(resamples, 0), boundPerResample(resamples, 1)];
  const isKnown = plan.noiseCeiling === "known";
  const noiseCeiling = isKnown ? ceiling! : { lower: mean(lowers), upper: mean(uppers) };
  const certainty =
    plan.test === "percentile"
      ? {
          tests: percentileTests(columns, isKnown ? Float64Array.of(noiseCeiling.lower) : lowers),
          intervals: percentileIntervals(columns, plan.confidence),
        }
      : {
          tests: tTests(means, variances, noiseCeiling.lower, dof),
          intervals: tIntervals(means, variances, dof, plan.confidence),
        };
  return {
    means,
    noiseCeiling,
    ...certainty,
    resamples,
    evaluations,
    variances,
    dof,
    standardErrors: standardErrors(variances),
  };
}
