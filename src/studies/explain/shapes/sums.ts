import type { Matrix } from "../../../base/matrix.ts";

/** Σ of all, added from the first to the last. */
export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum;
}

/** Sums of the rows and of the columns of a matrix whose entries are `entry(k)`. */
export function sumsOf(
  { rows, cols }: Pick<Matrix, "rows" | "cols">,
  entry: (k: number, col: number) => number,
): { rows: Float64Array; cols: Float64Array } {
  const sums = { rows: new Float64Array(rows), cols: new Float64Array(cols) };
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, k++) {
      const value = entry(k, j);
      sums.rows[i]! += value;
      sums.cols[j]! += value;
    }
  }
  return sums;
}

/** Every number times a factor, as a new list. */
export function times(values: Float64Array, factor: number): Float64Array {
  return values.map((value) => value * factor);
}

/** Σ aᵢₖ²·weightₖ of each row i. @param weights - of the columns; 1 where absent */
export function rowSquares(a: Matrix, weights?: ArrayLike<number>): Float64Array {
  const { data } = a;
  return sumsOf(a, (k, col) => data[k]! * data[k]! * (weights ? weights[col]! : 1)).rows;
}
