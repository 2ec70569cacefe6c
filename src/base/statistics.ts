/** The bounds of an interval of a distribution. */
export interface Interval<T = number> {
  readonly lower: T;
  readonly upper: T;
}

/** A number with the interval that it has. */
export interface Estimate extends Interval {
  readonly value: number;
}

/**
 * The quantile at `share` (0 to 1), linear between order statistics (Hyndman & Fan's type 7).
 *
 * @param rising - values in ascending order; infinities are allowed
 * @returns NaN if there are no values
 */
export function quantile(rising: ArrayLike<number>, share: number): number {
  if (rising.length === 0) return Number.NaN;
  const at = share * (rising.length - 1);
  const [below, weight] = [Math.floor(at), at % 1];
  const low = rising[below]!;
  return weight === 0 || low === -Infinity ? low : low + weight * (rising[below + 1]! - low);
}

/** Arithmetic mean, summed from first to last; NaN if there are no values. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/**
 * Whether numbers differ by more than rounding can have left of a constant. The spread tells, not
 * what is left about a mean: the mean itself is rounded.
 *
 * @param terms - of how many numbers each was the sum or the mean
 */
export function differ(smallest: number, largest: number, terms: number): boolean {
  const size = Math.max(Math.abs(smallest), Math.abs(largest));
  return largest - smallest > 4 * Number.EPSILON * terms * size;
}

/**
 * Percentile interval: equal shares of the values lie below and above it.
 * @param values - resampled values in any order; not changed
 * @param confidence - share of the values inside, between 0 and 1
 */
export function percentileInterval(values: ArrayLike<number>, confidence: number): Interval {
  const rising = Float64Array.from(values).sort();
  return { lower: quantile(rising, (1 - confidence) / 2), upper: quantile(rising, (1 + confidence) / 2) };
}

/** Which values count as evidence against the null hypothesis: large ("right"), small ("left") or both. */
export type Side = "right" | "left" | "two-sided";

/** Values that differ by less than this share of their scale count as equal, so that rounding cannot decide a test. */
const rounding = 1e-12;

/**
 * Whether a value under the null hypothesis is at least as extreme as the observed one.
 * This is the only rule for ties in the library.
 *
 * @param scale - the typical size of this statistic, e.g. 1 for correlations
 */
export function reaches(value: number, observed: number, scale: number, side: Side = "right"): boolean {
  const slack = rounding * scale;
  if (side === "left") return value <= observed + slack;
  if (side === "right") return value >= observed - slack;
  return Math.abs(value) >= Math.abs(observed) - slack;
}

/** p = (1 + permutations that reach the observed value) / (1 + permutations): Phipson & Smyth, SAGMB 9(1), 2010. */
export function permutationShare(reached: number, permutations: number): number {
  return (1 + reached) / (1 + permutations);
}

/**
 * p-value of an observed statistic from its values under the null hypothesis.
 * @param permuted - one value for each permutation; NaN counts as less extreme
 */
export function permutationP(observed: number, permuted: ArrayLike<number>, side: Side = "right"): number {
  const scale = scaleOf(observed, permuted);
  let reached = 0;
  for (let k = 0; k < permuted.length; k++) if (reaches(permuted[k]!, observed, scale, side)) reached++;
  return permutationShare(reached, permuted.length);
}

/** The largest absolute value; rounding errors are relative to it. */
function scaleOf(observed: number, permuted: ArrayLike<number>): number {
  let scale = Math.abs(observed);
  for (let k = 0; k < permuted.length; k++)
    if (Number.isFinite(permuted[k]!)) scale = Math.max(scale, Math.abs(permuted[k]!));
  return scale;
}
