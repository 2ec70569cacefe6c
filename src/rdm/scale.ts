/** Norms of RDMs with missing entries, and what is divided by them. */
import { NumericalError } from "../base/errors.ts";
import type { Rdm } from "./rdm.ts";

/** The scale, unless there is none. @throws {NumericalError} naming the RDM. */
export function positiveOrThrow(scale: number, { name }: Rdm, why: string): number {
  if (scale > 0) return scale;
  throw new NumericalError(
    `${name}: all its dissimilarities are ${why}, so it cannot be brought to a scale.`,
  );
}

/** Every entry times the factor. */
export function scaled(values: Float64Array, factor: number): Float64Array {
  return values.map((value) => value * factor);
}

/** Norm of the values at the places where `at` has any. */
export function normWhere(values: Float64Array, at: Float64Array): number {
  let sum = 0;
  for (const [k, value] of values.entries())
    if (!Number.isNaN(value) && !Number.isNaN(at[k]!)) sum += value * value;
  return Math.sqrt(sum);
}

/** Root of the mean square of the values that are there. */
export function rms(values: Float64Array): number {
  const count = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  return normWhere(values, values) / Math.sqrt(count);
}
