import type { Matrix } from "../../../base/matrix.ts";
import { type Counts, total } from "../drawn.ts";

/** Mean of the rows, each as often as it was drawn. Divides last: equal sums of ranks stay equal. */
export function poolOf({ rows, cols, data }: Matrix, counts: Counts): Float64Array {
  const pool = new Float64Array(cols);
  const all = total(counts);
  for (let i = 0; i < rows; i++) {
    if (counts[i] === 0) continue;
    for (let p = 0; p < cols; p++) pool[p]! += counts[i]! * data[i * cols + p]!;
  }
  for (let p = 0; p < cols; p++) pool[p]! /= all;
  return pool;
}

/**
 * The same, at each place over the rows that have a value there.
 * @returns NaN where none has
 */
export function poolOfPresent(rows: Matrix, counts: Counts): Float64Array {
  const { cols, data } = rows;
  if (!hasMissing(data)) return poolOf(rows, counts);
  const [pool, weight] = [new Float64Array(cols), new Float64Array(cols)];
  for (let i = 0; i < rows.rows; i++) {
    const count = counts[i]!;
    if (count === 0) continue;
    for (let p = 0, at = i * cols; p < cols; p++, at++) {
      const value = data[at]!;
      if (value !== value) continue;
      pool[p]! += count * value;
      weight[p]! += count;
    }
  }
  return pool.map((sum, p) => (weight[p]! > 0 ? sum / weight[p]! : NaN));
}

function hasMissing(data: Float64Array): boolean {
  for (let k = 0; k < data.length; k++) if (data[k] !== data[k]) return true;
  return false;
}

/** Mean of each row over its columns, each as often as it was drawn. */
export function meanBy({ rows, cols, data }: Matrix, counts: Counts): Float64Array {
  const means = new Float64Array(rows);
  const all = total(counts);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < cols; j++) if (counts[j]! > 0) sum += counts[j]! * data[i * cols + j]!;
    means[i] = sum / all;
  }
  return means;
}
