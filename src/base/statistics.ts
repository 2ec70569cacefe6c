/** Bounds between which so much of a distribution lies. */
export interface Interval<T = number> {
  readonly lower: T;
  readonly upper: T;
}

export interface Estimate extends Interval {
  readonly value: number;
}

/**
 * The value that a share of the values lies below, linear between order statistics (Hyndman &
 * Fan's type 7).
 *
 * @param rising - sorted; infinities have their place
 * @returns NaN if there are no values
 */
export function quantile(rising: ArrayLike<number>, share: number): number {
  if (rising.length === 0) return Number.NaN;
  const at = share * (rising.length - 1);
  const [below, weight] = [Math.floor(at), at % 1];
  const low = rising[below]!;
  return weight === 0 || low === -Infinity ? low : low + weight * (rising[below + 1]! - low);
}

/** Sum over count, added from the first to the last; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/**
 * Percentile interval: the bounds leave out equal shares of the values below and above.
 * @param values - resampled values in any order; not changed
 * @param confidence - share of the values inside, between 0 and 1
 */
export function percentileInterval(values: ArrayLike<number>, confidence: number): Interval {
  const rising = Float64Array.from(values).sort();
  return { lower: quantile(rising, (1 - confidence) / 2), upper: quantile(rising, (1 + confidence) / 2) };
}

/** Which values of a statistic speak against the null hypothesis: large ones, small ones, both. */
export type Side = "right" | "left" | "two-sided";

/** Two values closer than this share of their scale are one value: rounding must not decide a test. */
const rounding = 1e-12;

/**
 * Whether a value under the null hypothesis is at least as extreme as the observed one.
 * This is the only rule for ties in the library.
 *
 * @param scale - the size that values of this statistic have: 1 for correlations
 */
export function reaches(value: number, observed: number, scale: number, side: Side = "right"): boolean {
  const slack = rounding * scale;
  if (side === "left") return value <= observed + slack;
  if (side === "right") return value >= observed - slack;
  return Math.abs(value) >= Math.abs(observed) - slack;
}

/** (1 + those that reach the observed value) / (1 + all): Phipson & Smyth, SAGMB 9(1), 2010. */
export function permutationShare(reached: number, permutations: number): number {
  return (1 + reached) / (1 + permutations);
}

/**
 * p-value of an observed statistic from its values under the null hypothesis.
 * @param permuted - one value a permutation; NaN counts as not as extreme
 */
export function permutationP(observed: number, permuted: ArrayLike<number>, side: Side = "right"): number {
  const scale = scaleOf(observed, permuted);
  let reached = 0;
  for (let k = 0; k < permuted.length; k++) if (reaches(permuted[k]!, observed, scale, side)) reached++;
  return permutationShare(reached, permuted.length);
}

/** The largest of all values in size: what rounding errors are relative to. */
function scaleOf(observed: number, permuted: ArrayLike<number>): number {
  let scale = Math.abs(observed);
  for (let k = 0; k < permuted.length; k++)
    if (Number.isFinite(permuted[k]!)) scale = Math.max(scale, Math.abs(permuted[k]!));
  return scale;
}
