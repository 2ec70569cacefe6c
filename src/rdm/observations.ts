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
 * Sums of rows: A·X for a sparse A of one entry in each column.
 * @param targets - for each row of x the row of the result that it goes to, −1 for none
 */
function sumRows(x: Matrix, rows: number, targets: Int32Array): Matrix {
  const sums = matrix(rows, x.cols);
  const [from, to, n] = [x.data, sums.data, x.cols];
  for (let row = 0; row < x.rows; row++) {
    const target = targets[row]!;
    if (target < 0) continue;
    for (let k = 0, a = row * n, b = target * n; k < n; k++) to[b + k]! += from[a + k]!;
  }
  return sums;
}

function divideRows({ rows, cols, data }: Matrix, by: Int32Array): void {
  for (let row = 0; row < rows; row++) {
    const divisor = by[row]!;
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
  const means = sumRows(x, groups.stimuli.length, groups.stimulusOf);
  divideRows(means, countRows(groups));
  return kernels.place(means.rows, means.cols, means.data);
}

/** The mean of the rows of each stimulus in one run, stimuli × units, in ordinary memory. */
export function runMeans(x: Matrix, groups: Groups, run: number): Matrix {
  const { stimulusOf, runOf, stimuli } = groups;
  const targets = stimulusOf.map((stimulus, row) => (runOf[row] === run ? stimulus : -1));
  const means = sumRows(x, stimuli.length, targets);
  divideRows(means, countRows(groups, run));
  return means;
}

/**
 * The mean of the rows of each stimulus in each run: the runs of a stimulus one below the other,
 * (stimuli · runs) × units. What has that form already is returned itself.
 */
export function meansOfRuns(x: Matrix, groups: Groups): Matrix {
  const { stimuli, runs, stimulusOf, runOf } = groups;
  const places = stimuli.length * runs.length;
  const targets = stimulusOf.map((stimulus, row) => stimulus * runs.length + runOf[row]!);
  if (x.rows === places && targets.every((target, row) => target === row)) return x;
  const counts = new Int32Array(places);
  for (const target of targets) counts[target]!++;
  const means = sumRows(x, places, targets);
  divideRows(means, counts);
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
