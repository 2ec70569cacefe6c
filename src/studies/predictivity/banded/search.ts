import { matrix, takeRows, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { leaveOneOutErrors } from "../regression.ts";
import { partsOfFold } from "../splits.ts";
import { blockNumbers, foldGram, spectrumOf, type FoldGram, type SpaceGram } from "./kernels.ts";

/** What every piece of the search is made from; crosses threads. */
export interface SearchSetup {
  readonly grams: readonly SpaceGram[];
  /** Mean over all repeats, stimuli × voxels. */
  readonly responses: Matrix;
  /** Of each stimulus, the fold in which it is tested. */
  readonly folds: Int32Array;
  /** Candidates × spaces. */
  readonly weights: Matrix;
  /** Penalties at the scale where the mean eigenvalue of each space is 1. */
  readonly penalties: readonly number[];
}

/** Some of the candidates in one fold. */
export interface SearchPiece {
  readonly fold: number;
  readonly from: number;
  readonly to: number;
}

/** The best of these candidates for each voxel. */
export interface Choice {
  /** Sum of squared leave-one-out errors on the training stimuli. */
  readonly errors: Float64Array;
  readonly candidates: Int32Array;
  readonly penalties: Int32Array;
}

/** For each voxel the weights and the penalty with the least leave-one-out error; the first of equals. */
export function openSearch(setup: SearchSetup, kernels: Kernels): (piece: SearchPiece) => Choice {
  return ({ fold, from, to }) => {
    const { trained, tested } = partsOfFold(setup.folds, fold);
    const grams = setup.grams.map((gram) => foldGram(gram, trained, tested));
    const targets = takeRows(setup.responses, trained);
    const choice = noChoice(targets.cols);
    for (let candidate = from; candidate < to; candidate++)
      kernels.scope(() => compareCandidate(candidate, grams, targets, setup, choice, kernels));
    return choice;
  };
}

export function noChoice(voxels: number): Choice {
  return {
    errors: new Float64Array(voxels).fill(Infinity),
    candidates: new Int32Array(voxels),
    penalties: new Int32Array(voxels),
  };
}

/** Keeps of two choices the better of each voxel, in `into`. */
export function mergeChoice(into: Choice, other: Choice): void {
  other.errors.forEach((error, v) => {
    if (!(error < into.errors[v]!)) return;
    into.errors[v] = error;
    into.candidates[v] = other.candidates[v]!;
    into.penalties[v] = other.penalties[v]!;
  });
}

function compareCandidate(
  candidate: number,
  grams: readonly FoldGram[],
  targets: Matrix,
  { weights, penalties }: SearchSetup,
  choice: Choice,
  kernels: Kernels,
): void {
  const row = weights.data.subarray(candidate * weights.cols, (candidate + 1) * weights.cols);
  const { vectors, values } = spectrumOf(grams, row, kernels);
  const u = kernels.transpose(vectors);
  const width = Math.max(1, Math.floor(blockNumbers / targets.rows));
  for (let start = 0; start < targets.cols; start += width) {
    kernels.scope(() => {
      const some = columnsOf(targets, start, Math.min(start + width, targets.cols));
      const y = kernels.centerColumns(some).centered;
      const rotated = kernels.gemm(vectors, y);
      penalties.forEach((penalty, p) => {
        const shrinkage = values.map((value) => (value === 0 ? 0 : value / (value + penalty)));
        const errors = kernels.scope(() => leaveOneOutErrors(u, rotated, y, shrinkage, kernels));
        errors.forEach((error, v) => note(choice, start + v, error, candidate, p));
      });
    });
  }
}

function note(choice: Choice, voxel: number, error: number, candidate: number, penalty: number): void {
  if (!(error < choice.errors[voxel]!)) return;
  choice.errors[voxel] = error;
  choice.candidates[voxel] = candidate;
  choice.penalties[voxel] = penalty;
}

function columnsOf({ rows, cols, data }: Matrix, from: number, to: number): Matrix {
  const taken = matrix(rows, to - from);
  for (let i = 0; i < rows; i++)
    taken.data.set(data.subarray(i * cols + from, i * cols + to), i * taken.cols);
  return taken;
}
