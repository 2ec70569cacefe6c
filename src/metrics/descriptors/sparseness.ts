import { NumericalError } from "../../base/errors.ts";
import { stimulusName, type Responses } from "../../data/responses.ts";
import type { Descriptor } from "./descriptor.ts";

/**
 * Population sparseness, mean over stimuli, of the sizes r of the n responses:
 *
 *   (1 − (Σ r/n)² / (Σ r²/n)) / (1 − 1/n)
 */
export const sparsenessOf: Descriptor = {
  name: "sparseness",
  title: "Population sparseness",
  unit: "1",
  range: [0, 1],
  source:
    "Vinje & Gallant, Science 287, 2000, note 12, after Rolls & Tovee 1995; of the sizes of the responses",
  summary: "0 where all units answer a stimulus equally strongly, 1 where one unit answers alone.",
  of(input) {
    const { rows, cols, data } = input.responses;
    if (cols === 1)
      throw new NumericalError(`${input.name} has 1 unit; sparseness is of several that share a stimulus.`);
    let total = 0;
    for (let i = 0; i < rows; i++) total += ofRow(input, i, data.subarray(i * cols, (i + 1) * cols));
    return Math.max(0, total / rows);
  },
};

function ofRow(input: Responses, stimulus: number, row: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < row.length; k++) largest = Math.max(largest, Math.abs(row[k]!));
  if (largest === 0)
    throw new NumericalError(
      `${input.name}: all responses to ${stimulusName(input, stimulus)} are 0, so it has no sparseness. Leave that stimulus out.`,
    );
  let [sum, squares] = [0, 0];
  for (let k = 0; k < row.length; k++) {
    const size = Math.abs(row[k]!) / largest;
    sum += size;
    squares += size * size;
  }
  const n = row.length;
  return (1 - (sum * sum) / (n * squares)) / (1 - 1 / n);
}
