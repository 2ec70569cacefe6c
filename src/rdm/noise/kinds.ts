/** What may be known of the noise, before anything is estimated. */
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { allFinite } from "../condensed.ts";

/** How the covariance is estimated. */
export const noiseMethods = ["full", "diagonal", "shrinkage-eye", "shrinkage-diag"] as const;

export type NoiseMethod = (typeof noiseMethods)[number];

/** What is known of the noise. */
export type Noise =
  /** Alike in all units and independent between them. */
  | { readonly independent: true }
  /** The inverse of its covariance, units × units; or one for each run. */
  | { readonly precision: Matrix }
  | { readonly precisions: readonly Matrix[] }
  /** To be estimated: from residuals, or, where there are none, from the repeats of the data. */
  | { readonly method: NoiseMethod; readonly residuals?: Matrix; readonly dof?: number };

/** In words, for results. */
export function describeNoise(noise: Noise): string {
  if ("independent" in noise) return "none";
  if ("precision" in noise) return "precision given";
  if ("precisions" in noise) return "precisions given, one for each run";
  return `${noise.method} from ${noise.residuals ? "residuals" : "repeats"}`;
}

/**
 * The covariance of rows with missing responses is not estimated: those rows would have to be left
 * out, and an RDM has no place to say so.
 * @throws {NumericalError} naming the first response that is missing.
 */
export function assertComplete(name: string, rows: Matrix): void {
  if (allFinite(rows.data)) return;
  const at = rows.data.findIndex(Number.isNaN);
  if (at < 0) return;
  const [row, unit] = [Math.floor(at / rows.cols), at % rows.cols];
  throw new NumericalError(
    `${name}: noise is estimated from complete rows, and the response of unit ${unit} in row ${row}, counted from 0, is NaN. ` +
      `Give the noise of the complete rows (noisePrecision), residuals without NaN, or noise "none".`,
  );
}
