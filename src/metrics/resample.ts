import { matrix, type Matrix } from "../base/matrix.ts";

/** Rows of a matrix in another order, some more than once; in ordinary memory. */
export function takeRows({ cols, data }: Matrix, rows: readonly number[]): Matrix {
  const taken = matrix(rows.length, cols);
  for (const [k, row] of rows.entries())
    taken.data.set(data.subarray(row * cols, (row + 1) * cols), k * cols);
  return taken;
}

/** Rows and columns alike, of a stimuli × stimuli matrix; in ordinary memory. */
export function takeRowsAndColumns({ cols, data }: Matrix, stimuli: readonly number[]): Matrix {
  const m = stimuli.length;
  const taken = matrix(m, m);
  const columns = Int32Array.from(stimuli);
  for (let i = 0, to = 0; i < m; i++) {
    const from = columns[i]! * cols;
    for (let j = 0; j < m; j++) taken.data[to++] = data[from + columns[j]!]!;
  }
  return taken;
}
