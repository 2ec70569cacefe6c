import { exponentOf, powerOfTwo } from "../base/math/powers.ts";
import type { Matrix } from "../base/matrix.ts";
import { choice } from "../base/options.ts";
import type { Kernels } from "../wasm/kernels.ts";

export type Precision = "double" | "single";

/** The precision of products, as an option of a metric. */
export const precisionOption = choice<Precision>(
  ["double", "single"],
  "single: products of responses in single precision, in about half of the time and memory; sums, centring and the value in double precision. The value is off by at most 10⁻⁵ of its range.",
);

/** What is said beside values of that precision. */
export function notePrecision({ precision }: { readonly precision: Precision }): string | undefined {
  if (precision === "double") return undefined;
  return "Products were taken in single precision: values are off by up to 10⁻⁵ of their range.";
}

/**
 * In single precision where asked, at a scale where squares neither overflow nor vanish in it.
 * @param a - at a scale where fourth powers do not in double precision
 * @returns a · 2^−exponent
 */
export function inPrecision(
  a: Matrix,
  precision: Precision,
  kernels: Kernels,
): { matrix: Matrix; exponent: number } {
  if (precision === "double") return { matrix: a, exponent: 0 };
  const largest = kernels.maxAbs(a);
  const exponent = largest > 0 ? exponentOf(largest) : 0;
  return { matrix: kernels.singles(a, powerOfTwo(-exponent)), exponent };
}
