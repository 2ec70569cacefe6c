import { powerOfTwo } from "../base/math/powers.ts";
import { NumericalError } from "../base/errors.ts";
import type { Matrix } from "../base/matrix.ts";
import type { Kernels } from "../wasm/kernels.ts";
import {
  dissimilarityDefaults,
  type ChosenDissimilarity,
  type Dissimilarity,
  type RdmSource,
} from "./dissimilarities/dissimilarity.ts";

/**
 * Dissimilarities of stimuli start … end − 1 to all later ones: that stretch of the
 * condensed matrix, (start, start + 1), (start, start + 2), … row after row, for the
 * rows as they were scaled.
 */
export function rdmRows(
  { rows, subtracted }: Pick<RdmSource, "rows" | "subtracted">,
  dissimilarity: Pick<Dissimilarity, "between">,
  block: { start: number; end: number; length: number },
  kernels: Kernels,
  options: ChosenDissimilarity = dissimilarityDefaults,
): Float64Array {
  const values = rowsOf(rows, dissimilarity, block, kernels, options);
  if (!subtracted) return values;
  const less = rowsOf(subtracted, dissimilarity, block, kernels, options);
  return values.map((value, k) => value - less[k]!);
}

function rowsOf(
  rows: Matrix,
  dissimilarity: Pick<Dissimilarity, "between">,
  { start, end, length }: { start: number; end: number; length: number },
  kernels: Kernels,
  options: ChosenDissimilarity,
): Float64Array {
  return kernels.scope(() => {
    const later = kernels.rows(rows, start, rows.rows);
    const { cols, data } = dissimilarity.between(later, end - start, kernels, options);
    const condensed = new Float64Array(length);
    let next = 0;
    for (let i = 0; i < end - start; i++) {
      condensed.set(data.subarray(i * cols + i + 1, (i + 1) * cols), next);
      next += cols - i - 1;
    }
    return condensed;
  });
}

/**
 * Brings values between scaled rows to the scale of the responses.
 * @throws {NumericalError} if a value is too large for a number there, or all are too small.
 */
export function unscale(
  values: Float64Array,
  exponent: number,
  degree: Dissimilarity["degree"],
  name: string,
): Float64Array {
  if (degree === 0 || exponent === 0) return values;
  const factor = powerOfTwo(exponent);
  const unscaled = values.map((value) => (degree === 1 ? value * factor : value * factor * factor));
  const lost = unscaled.findIndex((value, k) => !Number.isFinite(value) && Number.isFinite(values[k]!));
  if (lost >= 0)
    throw new NumericalError(
      `${name}: a value is beyond the largest double, 1.8e308: divide the responses by a constant first${degree === 2 ? ', or take "euclidean"' : ""}.`,
    );
  if (vanish(values, unscaled))
    throw new NumericalError(
      `${name}: every value is below the smallest double, 5e-324: multiply the responses by a constant first${degree === 2 ? ', or take "euclidean"' : ""}.`,
    );
  return unscaled;
}

/** Whether nothing is left of values that are not all 0. */
function vanish(values: Float64Array, unscaled: Float64Array): boolean {
  return unscaled.every((value) => value === 0) && values.some((value) => value !== 0);
}
