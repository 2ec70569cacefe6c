import { NumericalError } from "../../base/errors.ts";
import { matrix, norm, type Matrix } from "../../base/matrix.ts";
import { mean } from "../../base/statistics.ts";
import { assertStimuli, stimulusName, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/**
 * ‖row‖ of each stimulus, as 1 × stimuli: what a cosine divides by.
 * @param rows - stimuli × units, the responses or any rotation of them
 * @param moved - means that were subtracted, 1 × units: what rounding of the difference is relative to
 * @throws {NumericalError} naming a stimulus whose row has no direction.
 */
export function rowNorms(input: Responses, rows: Matrix, moved?: Matrix): Matrix {
  const { cols: n, data } = rows;
  const rounding = moved ? 2 * Number.EPSILON * norm(moved.data) : 0;
  const norms = matrix(1, rows.rows);
  for (let i = 0; i < rows.rows; i++) {
    norms.data[i] = norm(data.subarray(i * n, (i + 1) * n));
    if (norms.data[i]! <= rounding) throw withoutDirection(input, i, moved !== undefined);
  }
  return norms;
}

/** The rows, each over its norm. */
export function directionsOf(rows: Matrix, norms: Matrix, kernels: Kernels): Matrix {
  const directions = kernels.copy(rows);
  const [{ data, cols: n }, lengths] = [directions, norms.data];
  for (let i = 0, k = 0; i < lengths.length; i++)
    for (const [end, length] = [k + n, lengths[i]!]; k < end; k++) data[k]! /= length;
  return directions;
}

function withoutDirection(input: Responses, stimulus: number, center: boolean): NumericalError {
  if (center) assertStimuli(input.name, input.shape[0]!);
  return new NumericalError(
    `${input.name}: ${stimulusName(input, stimulus)}, counted from 0: ` +
      `${center ? "each response is the mean of its unit" : "its responses are all 0"}, so it has no cosine with another. ` +
      `Leave such stimuli out${center ? ", or compare without centring." : "."}`,
  );
}

/**
 * Adds to `cosines` what some axes give: Σₖ pᵢₖ·qᵢₖ / (‖xᵢ‖·‖yᵢ‖) for each stimulus i. Each factor is divided before
 * they are multiplied, so that rows far smaller than others do not vanish.
 * @param p, q - stimuli × axes, both networks in common axes
 */
export function addCosines(cosines: Float64Array, p: Matrix, q: Matrix, x: Matrix, y: Matrix): void {
  const [pd, qd, axes] = [p.data, q.data, p.cols];
  const [xd, yd] = [x.data, y.data];
  for (let i = 0, k = 0; i < cosines.length; i++) {
    const [a, b] = [xd[i]!, yd[i]!];
    let sum = 0;
    for (let axis = 0; axis < axes; axis++, k++) sum += (pd[k]! / a) * (qd[k]! / b);
    cosines[i]! += sum;
  }
}

/** Their mean, each being no more than rounding beyond ±1. */
export function meanCosine(cosines: Float64Array): number {
  return mean(cosines.map((cosine) => Math.max(-1, Math.min(1, cosine))));
}
