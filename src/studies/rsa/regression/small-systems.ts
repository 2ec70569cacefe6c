/** Systems of few equations, on plain arrays: thousands are solved for each resample. */
import { square } from "../../../base/math/powers.ts";
import { hypot } from "../../../base/math/hypot.ts";

/** A pivot below this share of its variance: the variable is, for every purpose, a sum of those before it. */
const least = 1e-10;

/**
 * The lower Cholesky factor of some rows and columns of a correlation matrix, the last of which may
 * depend on the others (its pivot is then 0).
 * @param size - of the correlation matrix, row-major in `correlations`
 * @param order - which rows, in this order; k of them
 * @returns k × k, row-major; undefined where another depends on those before it
 */
export function choleskyOf(
  correlations: Float64Array,
  size: number,
  order: readonly number[],
): Float64Array | undefined {
  const k = order.length;
  const factor = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = correlations[order[i]! * size + order[j]!]!;
      for (let c = 0; c < j; c++) sum -= factor[i * k + c]! * factor[j * k + c]!;
      if (i !== j) factor[i * k + j] = sum / factor[j * k + j]!;
      else if (sum > least) factor[i * k + i] = Math.sqrt(sum);
      else if (i === k - 1 && sum === sum) factor[i * k + i] = Math.sqrt(Math.max(0, sum));
      else return undefined;
    }
  }
  return factor;
}

/**
 * The weights of the first k − 1 variables for the last, from the factor of all k: L₁₁ᵀ b = l.
 */
export function weightsIn(factor: Float64Array, k: number): Float64Array {
  const count = k - 1;
  const weights = new Float64Array(count);
  for (let i = count - 1; i >= 0; i--) {
    let sum = factor[count * k + i]!;
    for (let j = i + 1; j < count; j++) sum -= factor[j * k + i]! * weights[j]!;
    weights[i] = sum / factor[i * k + i]!;
  }
  return weights;
}

/** R² of the last variable on the others: the squares of its row without its own pivot. */
export function explainedIn(factor: Float64Array, k: number): number {
  let sum = 0;
  for (let j = 0; j < k - 1; j++) sum += square(factor[(k - 1) * k + j]!);
  return sum;
}

/** The correlation of the last two variables, those before them partialled out of both; NaN if nothing is left of the last. */
export function partialIn(factor: Float64Array, k: number): number {
  const [shared, own] = [factor[k * k - 2]!, factor[k * k - 1]!];
  const left = hypot(shared, own);
  return left * left > least ? shared / left : NaN;
}
