import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import { quantile } from "../../base/statistics.ts";

/** A prediction that varies by less than this share of what it predicts is rounding, and correlates 0. */
const rounding = 1e-13;

/**
 * The median over units of the Pearson correlation of predictions with responses, over held-out stimuli. A unit whose held-out
 * responses are all equal has no correlation and is left out; one that is predicted to be constant counts as 0.
 * @param predicted, actual - held-out stimuli × units
 * @returns NaN if no unit varies
 */
export function medianCorrelation(predicted: Matrix, actual: Matrix): number {
  const [p, y] = [deviations(predicted), deviations(actual)];
  const rising: number[] = [];
  for (let unit = 0; unit < actual.cols; unit++) {
    if (!(y.largest[unit]! > 0)) continue;
    rising.push(correlation(p, y, unit));
  }
  return quantile(Float64Array.from(rising).sort(), 0.5);
}

/** Responses of units as columns, less their means. */
interface Deviations {
  readonly data: Float64Array;
  readonly cols: number;
  /** Of each unit, in magnitude; exactly 0 where all are equal. */
  readonly largest: Float64Array;
}

function deviations({ rows, cols, data }: Matrix): Deviations {
  const [means, largest, moved] = [new Float64Array(cols), new Float64Array(cols), data.slice()];
  // From the first row, so that equal responses give exactly 0.
  for (let i = 0, k = 0; i < rows; i++)
    for (let j = 0; j < cols; j++, k++) means[j]! += moved[k]! -= data[j]!;
  for (let j = 0; j < cols; j++) means[j]! /= rows;
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, k++) {
      moved[k]! -= means[j]!;
      largest[j] = Math.max(largest[j]!, Math.abs(moved[k]!));
    }
  }
  return { data: moved, cols, largest };
}

/** In [−1, 1]. Each column is divided by its largest deviation, so that squares of tiny ones do not vanish. */
function correlation(p: Deviations, y: Deviations, unit: number): number {
  const [a, b] = [p.largest[unit]!, y.largest[unit]!];
  if (a <= rounding * b) return 0;
  let [both, ofP, ofY] = [0, 0, 0];
  for (let k = unit; k < p.data.length; k += p.cols) {
    const [u, v] = [p.data[k]! / a, y.data[k]! / b];
    both += u * v;
    ofP += square(u);
    ofY += square(v);
  }
  return Math.max(-1, Math.min(1, both / Math.sqrt(ofP * ofY)));
}
