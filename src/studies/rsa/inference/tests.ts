import { bonferroni, falseDiscoveryRate } from "../../../base/multiple.ts";
import { signedRank } from "./signed-rank.ts";
import { twoSided, upperQuantile, upperTail } from "../../../base/student.ts";
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
  /** Is the model better than chance? One-sided. Chance is 0 unless the test is "permutation". */
  readonly againstZero: PValues;
  /** Is the model different from the lower noise ceiling? Two-sided (percentile: is it below?). Absent without a ceiling. */
  readonly againstCeiling?: PValues;
  /** Do two models differ? Two-sided; pairs (0, 1), (0, 2), …, (1, 2), … Absent where no variance is known. */
  readonly pairwise?: PValues;
}

/** Raw p-values, and corrected for their number. NaN (no test) is not among the questions asked. */
export function corrected(raw: Float64Array): PValues {
  const asked = [...raw.keys()].filter((k) => !Number.isNaN(raw[k]!));
  const among = (correct: (p: Float64Array) => Float64Array) => {
    const result = new Float64Array(raw.length).fill(NaN);
    correct(Float64Array.from(asked, (k) => raw[k]!)).forEach((p, n) => (result[asked[n]!] = p));
    return result;
  };
  return { raw, fdr: among(falseDiscoveryRate), bonferroni: among(bonferroni) };
}

/** Below this a variance is rounding. */
const leastVariance = Number.EPSILON;

/**
 * t tests of mean values with estimated variances.
 * @param lower - mean lower noise ceiling; NaN if there is none
 */
export function tTests(means: Float64Array, variances: Variances, lower: number, dof: number): Tests {
  const t = (difference: number, variance: number) =>
    difference / Math.sqrt(Math.max(variance, leastVariance));
  const pairs = pairsOf(means.length);
  return {
    againstZero: corrected(means.map((mean, m) => upperTail(t(mean, variances.model[m]!), dof))),
    ...againstCeiling(lower, () =>
      means.map((mean, m) => twoSided(t(mean - lower, variances.toLower[m]!), dof)),
    ),
    pairwise: corrected(
      Float64Array.from(pairs, ([a, b], k) =>
        twoSided(t(means[a]! - means[b]!, variances.difference[k]!), dof),
      ),
    ),
  };
}

/** The p-values against a ceiling, if there is one. */
function againstCeiling(lower: number, raw: () => Float64Array): Pick<Tests, "againstCeiling"> {
  const p = Number.isNaN(lower) ? undefined : raw();
  // A single resample with a ceiling has no variance.
  return !p || p.every(Number.isNaN) ? {} : { againstCeiling: corrected(p) };
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
 * @param lower - the lower noise ceiling in every resample, or once for all; NaN where there is none
 */
export function percentileTests(samples: readonly Float64Array[], lower: Float64Array): Tests {
  const count = samples[0]?.length ?? 0;
  const share = (hits: number, of: number) => Math.min(1, (hits + 1) / of);
  const isKnown = lower.length === 1;
  const without = lower.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
  const withCeiling = isKnown ? count : count - without;
  const ceilingAt = (n: number) => (isKnown ? lower[0]! : lower[n]!);
  const hits = (values: Float64Array, isHit: (value: number, n: number) => boolean) =>
    values.reduce((sum, value, n) => sum + (isHit(value, n) ? 1 : 0), 0);
  const each = (of: number, isHit: (value: number, n: number) => boolean) =>
    Float64Array.from(samples, (values) => share(hits(values, isHit), of));
  return {
    againstZero: corrected(each(count, (value) => value <= 0)),
    ...againstCeiling(without === lower.length ? NaN : 0, () =>
      each(withCeiling, (value, n) => ceilingAt(n) - value <= 0),
    ),
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
    Float64Array.from(bySubject, (values) => signedRank(values.map((one) => one - value)));
  return {
    againstZero: corrected(against(0)),
    ...againstCeiling(lower, () => against(lower)),
    pairwise: corrected(
      Float64Array.from(pairsOf(bySubject.length), ([a, b]) =>
        signedRank(bySubject[a]!.map((value, t) => value - bySubject[b]![t]!)),
      ),
    ),
  };
}
