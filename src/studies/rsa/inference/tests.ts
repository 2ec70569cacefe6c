import { bonferroni, falseDiscoveryRate } from "../../../base/multiple.ts";
import { signedRank } from "./signed-rank.ts";
import { twoSided, upperQuantile, upperTail } from "./student.ts";
import { pairsOf, type Variances } from "./variance.ts";
import { quantile, type Interval } from "../../../base/statistics.ts";

/** P-values of one question asked of several models or pairs. */
export interface PValues {
  readonly raw: Float64Array;
  /** Benjamini–Hochberg over all of them. */
  readonly fdr: Float64Array;
  readonly bonferroni: Float64Array;
}

/** The three questions. */
export interface Tests {
  /** Is the model better than 0? One-sided. */
  readonly againstZero: PValues;
  /** Is the model different from the lower noise ceiling? Two-sided (bootstrap: is it below?). */
  readonly againstCeiling: PValues;
  /** Do two models differ? Two-sided; pairs (0, 1), (0, 2), …, (1, 2), … */
  readonly pairwise: PValues;
}

/** Raw p-values, and corrected for their number. */
export function corrected(raw: Float64Array): PValues {
  return { raw, fdr: falseDiscoveryRate(raw), bonferroni: bonferroni(raw) };
}

/** Below this a variance is rounding. */
const leastVariance = Number.EPSILON;

/**
 * t tests of mean values with estimated variances.
 * @param lower - mean lower noise ceiling
 */
export function tTests(means: Float64Array, variances: Variances, lower: number, dof: number): Tests {
  const t = (difference: number, variance: number) =>
    difference / Math.sqrt(Math.max(variance, leastVariance));
  const pairs = pairsOf(means.length);
  return {
    againstZero: corrected(means.map((mean, m) => upperTail(t(mean, variances.model[m]!), dof))),
    againstCeiling: corrected(means.map((mean, m) => twoSided(t(mean - lower, variances.toLower[m]!), dof))),
    pairwise: corrected(
      Float64Array.from(pairs, ([a, b], k) =>
        twoSided(t(means[a]! - means[b]!, variances.difference[k]!), dof),
      ),
    ),
  };
}

/** mean ± t · √variance of each model. */
export function tIntervals(
  means: Float64Array,
  variances: Variances,
  dof: number,
  confidence: number,
): Interval<Float64Array> {
  const t = upperQuantile((1 - confidence) / 2, dof);
  const half = variances.model.map((variance) => t * Math.sqrt(Math.max(variance, 0)));
  return {
    lower: means.map((mean, m) => mean - half[m]!),
    upper: means.map((mean, m) => mean + half[m]!),
  };
}

/**
 * Tests by counting resamples.
 * @param samples - for each model, its value in every resample
 * @param lower - the lower noise ceiling in every resample, or once for all
 */
export function percentileTests(samples: readonly Float64Array[], lower: Float64Array): Tests {
  const count = samples[0]?.length ?? 0;
  const share = (hits: number) => Math.min(1, (hits + 1) / count);
  const ceilingAt = (n: number) => (lower.length === 1 ? lower[0]! : lower[n]!);
  const hits = (values: Float64Array, isHit: (value: number, n: number) => boolean) =>
    values.reduce((sum, value, n) => sum + (isHit(value, n) ? 1 : 0), 0);
  const each = (isHit: (value: number, n: number) => boolean) =>
    corrected(Float64Array.from(samples, (values) => share(hits(values, isHit))));
  return {
    againstZero: each((value) => value <= 0),
    againstCeiling: each((value, n) => ceilingAt(n) - value <= 0),
    pairwise: corrected(
      Float64Array.from(pairsOf(samples.length), ([a, b]) => pairByCounting(samples[a]!, samples[b]!)),
    ),
  };
}

/** Twice the smaller share of resamples in which one model is below the other, ties left out. */
function pairByCounting(a: Float64Array, b: Float64Array): number {
  let [below, equal] = [0, 0];
  a.forEach((value, n) => {
    if (value < b[n]!) below++;
    else if (value === b[n]) equal++;
  });
  const count = a.length;
  if (equal === count) return 1;
  const share = below / (count - equal);
  return ((count - 1) / count) * 2 * Math.min(share, 1 - share) + 1 / count;
}

/**
 * Bounds of the middle `confidence` of the resamples of each model. As in rsatoolbox −∞ and ∞ count as
 * two more resamples, so that few resamples give wide intervals.
 */
export function percentileIntervals(
  samples: readonly Float64Array[],
  confidence: number,
): Interval<Float64Array> {
  const framed = samples.map((values) => Float64Array.of(-Infinity, Infinity, ...values).sort());
  const tail = (1 - confidence) / 2;
  return {
    lower: Float64Array.from(framed, (values) => quantile(values, tail)),
    upper: Float64Array.from(framed, (values) => quantile(values, 1 - tail)),
  };
}

/**
 * Wilcoxon's signed-rank tests over subjects.
 * @param bySubject - for each model, its value with each subject
 */
export function signedRankTests(bySubject: readonly Float64Array[], lower: number): Tests {
  const against = (value: number) =>
    corrected(Float64Array.from(bySubject, (values) => signedRank(values.map((one) => one - value))));
  return {
    againstZero: against(0),
    againstCeiling: against(lower),
    pairwise: corrected(
      Float64Array.from(pairsOf(bySubject.length), ([a, b]) =>
        signedRank(bySubject[a]!.map((value, t) => value - bySubject[b]![t]!)),
      ),
    ),
  };
}
