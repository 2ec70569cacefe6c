/** Rows of which several belong to one stimulus, in runs (folds, sessions, repeats). */
import { matrix, type Matrix } from "../base/matrix.ts";
import type { Kernels } from "../wasm/kernels.ts";

/** Which stimulus and which run each row belongs to. */
export interface Groups {
  /** Names of the stimuli, in the order of the RDM. */
  readonly stimuli: readonly string[];
  /** Names of the runs. */
  readonly runs: readonly string[];
  /** For each row the position of its stimulus. */
  readonly stimulusOf: Int32Array;
  /** For each row the position of its run. */
  readonly runOf: Int32Array;
}

/**
 * Weighted sums of rows: A·X for a sparse A of one entry in each column.
 * @param of - for each row of x the row of the result that it goes to, −1 for none
 */
function sumRows(x: Matrix, rows: number, of: (row: number) => number): Matrix {
  const sums = matrix(rows, x.cols);
  const [from, to, n] = [x.data, sums.data, x.cols];
  for (let row = 0; row < x.rows; row++) {
    const target = of(row);
    if (target < 0) continue;
    for (let k = 0, a = row * n, b = target * n; k < n; k++) to[b + k]! += from[a + k]!;
  }
  return sums;
}

function divideRows({ rows, cols, data }: Matrix, by: (row: number) => number): void {
  for (let row = 0; row < rows; row++) {
    const divisor = by(row);
    if (divisor === 1) continue;
    for (let k = row * cols; k < (row + 1) * cols; k++) data[k]! /= divisor;
  }
}

/** How many rows each stimulus has: of run r if given, otherwise in all. */
export function countRows({ stimuli, stimulusOf, runOf }: Groups, run?: number): Int32Array {
  const counts = new Int32Array(stimuli.length);
  for (let row = 0; row < stimulusOf.length; row++)
    if (run === undefined || runOf[row] === run) counts[stimulusOf[row]!]!++;
  return counts;
}

/** The mean of the rows of each stimulus, stimuli × units, in wasm memory. */
export function stimulusMeans(x: Matrix, groups: Groups, kernels: Kernels): Matrix {
  const counts = countRows(groups);
  const means = sumRows(x, groups.stimuli.length, (row) => groups.stimulusOf[row]!);
  divideRows(means, (stimulus) => counts[stimulus]!);
  return kernels.place(means.rows, means.cols, means.data);
}

/** The mean of the rows of each stimulus in one run, stimuli × units, in ordinary memory. */
export function runMeans(x: Matrix, groups: Groups, run: number): Matrix {
  const { stimulusOf, runOf, stimuli } = groups;
  const counts = countRows(groups, run);
  const means = sumRows(x, stimuli.length, (row) => (runOf[row] === run ? stimulusOf[row]! : -1));
  divideRows(means, (stimulus) => counts[stimulus]!);
  return means;
}

/** Rows minus the mean of their stimulus, in wasm memory; and how many of them are free. */
export function residualsOf(x: Matrix, groups: Groups, kernels: Kernels): { residuals: Matrix; dof: number } {
  const means = stimulusMeans(x, groups, kernels);
  const residuals = kernels.copy(x);
  const [to, from, n] = [residuals.data, means.data, x.cols];
  for (let row = 0; row < x.rows; row++) {
    const stimulus = groups.stimulusOf[row]!;
    for (let k = 0; k < n; k++) to[row * n + k]! -= from[stimulus * n + k]!;
  }
  return { residuals, dof: x.rows - groups.stimuli.length };
}
