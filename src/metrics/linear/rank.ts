import { NumericalError } from "../../base/errors.ts";
import { number, optional } from "../../base/options.ts";
import { scaleOf, type Responses } from "../../data/responses.ts";
import { roundingOf } from "../../data/stored.ts";

/** Which singular values are more than rounding: those above both. */
export interface RankRule {
  /** As a share of the largest singular value. */
  readonly relative: number;
  /** At the scale of the values. */
  readonly floor: number;
}

/** The option of every metric that takes a rank. */
export interface RankOptions {
  tolerance: number | undefined;
}

export const rankOptions = {
  tolerance: optional(
    number(
      0,
      0,
      1,
      "Singular values up to this share of the largest count as zero. Left out: what rounding of the stored numbers (float16, bfloat16, float32, float64) can make.",
    ),
  ),
};

/**
 * The rule for X · 2^−exponent, stimuli × units. A singular value s counts when
 *
 *   s > max(max(m, n)·2⁻⁵²·s₀,  ½·eps·‖X‖·(1/√m + 1/√n),  ½·least·(√m + √n))
 *
 * with eps and the least positive number of the type that X was stored in. Numbers rounded by
 * half of eps are a matrix of noise, whose largest singular value is about the second bound. Rounding
 * is relative to the stored numbers, so ‖X‖ is that before centring. The third bound is the same
 * for subnormal numbers, whose rounding does not shrink with them.
 *
 * @param size - ‖X‖ · 2^−exponent before centring
 * @param tolerance - replaces all that, as a share of s₀
 */
export function rankRule(
  { responses: { rows: m, cols: n }, stored }: Pick<Responses, "responses" | "stored">,
  { size, exponent }: { readonly size: number; readonly exponent: number },
  tolerance: number | undefined,
): RankRule {
  if (tolerance !== undefined) return { relative: tolerance, floor: 0 };
  return { relative: Math.max(m, n) * Number.EPSILON, floor: roundingFloor(m, n, size, exponent, stored) };
}

/** Singular values that rounding alone can make in m × n stored numbers of that norm. */
export function roundingFloor(
  m: number,
  n: number,
  size: number,
  exponent: number,
  stored: Responses["stored"],
): number {
  const { epsilon, least } = roundingOf(stored);
  const relative = 0.5 * epsilon * size * (1 / Math.sqrt(m) + 1 / Math.sqrt(n));
  const subnormal = 0.5 * scaleOf(least, -exponent) * (Math.sqrt(m) + Math.sqrt(n));
  return Math.max(relative, subnormal);
}

/** How many singular values, the largest first, are more than rounding. */
export function rankOf(values: Float64Array, { relative, floor }: RankRule): number {
  const threshold = Math.max(relative * values[0]!, floor);
  return values.findLastIndex((s) => s > threshold) + 1;
}

/**
 * The same, where a measure needs one direction at least.
 * @throws {NumericalError} if all is rounding.
 */
export function positiveRankOf(
  { name }: Pick<Responses, "name">,
  values: Float64Array,
  rule: RankRule,
): number {
  const rank = rankOf(values, rule);
  if (rank > 0) return rank;
  throw new NumericalError(
    `${name}: what its units vary by is no more than the rounding of the stored numbers, so nothing is left to compare. ` +
      `Store them in a wider type, subtract a large offset before storing, or set tolerance.`,
  );
}
