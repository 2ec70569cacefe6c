import { matrix, type Matrix } from "../../base/matrix.ts";

/** The sum of each column, 1 × n. */
export function columnSums({ rows, cols, data }: Matrix): Matrix {
  const sums = new Float64Array(cols);
  for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < cols; j++, k++) sums[j]! += data[k]!;
  return matrix(1, cols, sums);
}
