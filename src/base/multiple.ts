/** Corrections of p-values for having asked several questions at once. */
import type { Side } from "./statistics.ts";

/** Bonferroni: each p times their number, at most 1. */
export function bonferroni(p: ArrayLike<number>): Float64Array {
  return Float64Array.from(p, (value) => Math.min(1, value * p.length));
}

/**
 * Benjamini–Hochberg: the least false discovery rate at which each would be accepted.
 * NaN is no question that was asked: it stays NaN and is not counted.
 * Source: Benjamini & Hochberg, J. R. Stat. Soc. B 57(1), 1995; adjusted as Yekutieli &
 * Benjamini, J. Stat. Plan. Inference 82, 1999.
 */
export function falseDiscoveryRate(p: ArrayLike<number>): Float64Array {
  const asked = Array.from({ length: p.length }, (_, k) => k).filter((k) => !Number.isNaN(p[k]!));
  const order = asked.sort((a, b) => p[b]! - p[a]!);
  const adjusted = new Float64Array(p.length).fill(Number.NaN);
  let least = 1;
  order.forEach((k, fromLargest) => {
    least = Math.min(least, (p[k]! * order.length) / (order.length - fromLargest));
    adjusted[k] = least;
  });
  return adjusted;
}

/**
 * The most extreme value of each resample over all questions, piece by piece: what the
 * max-statistic correction compares with. NaN has no part in it.
 * Source: Nichols & Holmes, Human Brain Mapping 15(1), 2002.
 *
 * @param into - one a resample so far; −∞ at the start
 * @param values - resamples × questions, row-major
 * @param centre - value of each question where nothing is to be found; 0 if left out
 */
export function gatherExtremes(
  into: Float64Array,
  values: ArrayLike<number>,
  side: Side,
  centre?: ArrayLike<number>,
): void {
  const questions = values.length / into.length;
  for (let sample = 0, k = 0; sample < into.length; sample++) {
    for (let q = 0; q < questions; q++, k++) {
      const size = extremity(values[k]! - (centre ? centre[q]! : 0), side);
      if (size > into[sample]!) into[sample] = size;
    }
  }
}

/** How far a value lies on the side that a test looks at. */
export function extremity(value: number, side: Side): number {
  if (side === "left") return -value;
  return side === "right" ? value : Math.abs(value);
}
