import type { Matrix } from "../../../base/matrix.ts";
import { ones } from "../drawn.ts";
import { meanBy } from "../fitting/pool.ts";
import type { Observed } from "../observed.ts";
import type { RsaPlan } from "../plan.ts";
import type { Inference } from "../result.ts";
import { standardErrors, subjectVariances } from "./summary.ts";
import { signedRankTests, tIntervals, tTests } from "./tests.ts";

/** Inference without drawing anything again: the subjects are the sample. */
export function overSubjects(plan: RsaPlan, { bySubject, ceiling }: Observed): Inference {
  const noiseCeiling = ceiling!;
  const means = meanBy(bySubject, ones(bySubject.cols));
  if (bySubject.cols < 2) return { means, noiseCeiling };
  const { variances, dof } = subjectVariances(bySubject);
  const tests =
    plan.test === "signed-rank"
      ? signedRankTests(rowsOf(bySubject), noiseCeiling.lower)
      : tTests(means, variances, noiseCeiling.lower, dof);
  const intervals = tIntervals(means, variances, dof, plan.confidence);
  return {
    means,
    noiseCeiling,
    tests,
    intervals,
    variances,
    dof,
    standardErrors: standardErrors(variances),
  };
}

function rowsOf({ rows, cols, data }: Matrix): Float64Array[] {
  return Array.from({ length: rows }, (_, m) => data.slice(m * cols, (m + 1) * cols));
}
