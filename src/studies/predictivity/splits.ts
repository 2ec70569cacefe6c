import { matrix, takeRows, type Matrix } from "../../base/matrix.ts";
import { regress, type Regression } from "./regression.ts";
import { createRandom, shuffled } from "../../base/random.ts";
import { differ } from "../../base/statistics.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** What every split of the repeats is made from; crosses threads. */
export interface PredictivityStudy {
  /** Stimuli × units. */
  readonly units: Matrix;
  /** Stimuli × repeats × voxels. */
  readonly responses: Float64Array;
  readonly repeats: number;
  readonly voxels: number;
  readonly regression: Regression;
  /** Of each stimulus, the fold in which it is tested. */
  readonly folds: Int32Array;
  readonly seed: number;
}

/** Correlations over stimuli, one a voxel. */
export interface SplitValues {
  /** Predictions from one half with responses of the other, mean of both directions. */
  readonly across: Float64Array;
  /** Predictions from one half with predictions from the other. */
  readonly predictions: Float64Array;
  /** Responses in one half with responses in the other. */
  readonly responses: Float64Array;
}

/** Splits, fits and correlates; the split depends on the seed and its number alone. */
export function openPredictivity(
  study: PredictivityStudy,
  kernels: Kernels,
): (piece: { index: number }) => SplitValues {
  const units = reduced(study.units, kernels);
  return ({ index }) => {
    const halves = halvesOf(study, index).map((some) => meanOf(study, some));
    const predictions = halves.map((responses) => crossPredict(units, responses, study, kernels));
    const across = [0, 1].map((h) => correlations(predictions[h]!, halves[1 - h]!));
    return {
      across: across[0]!.map((value, v) => (value + across[1]![v]!) / 2),
      predictions: correlations(predictions[0]!, predictions[1]!),
      responses: correlations(halves[0]!, halves[1]!),
    };
  };
}

/** The repeats of both halves of a split. */
export function halvesOf(
  { repeats, seed }: Pick<PredictivityStudy, "repeats" | "seed">,
  index: number,
): [number[], number[]] {
  const order = shuffled(repeats, createRandom(seed, index + 1));
  const half = repeats >> 1;
  return [order.slice(0, half), order.slice(half)];
}

/** The stimuli that one fold is trained on, and those that it is tested on. */
export function partsOfFold(folds: Int32Array, fold: number): { trained: number[]; tested: number[] } {
  const all = [...folds.keys()];
  return {
    trained: all.filter((i) => folds[i] !== fold),
    tested: all.filter((i) => folds[i] === fold),
  };
}

/** Ridge and PLS see units only through inner products: with more units than stimuli, coordinates on their span. */
function reduced(units: Matrix, kernels: Kernels): Matrix {
  const given = kernels.copy(units);
  return units.cols <= units.rows ? given : kernels.lq(given);
}

/** Mean over some repeats, stimuli × voxels. */
function meanOf({ units, responses, repeats, voxels }: PredictivityStudy, some: readonly number[]): Matrix {
  const mean = matrix(units.rows, voxels);
  for (let i = 0; i < units.rows; i++) {
    for (const repeat of some) {
      const offset = (i * repeats + repeat) * voxels;
      for (let v = 0; v < voxels; v++) mean.data[i * voxels + v]! += responses[offset + v]! / some.length;
    }
  }
  return mean;
}

/** Each stimulus predicted from those of the other folds. */
function crossPredict(
  units: Matrix,
  responses: Matrix,
  { folds, regression }: PredictivityStudy,
  kernels: Kernels,
): Matrix {
  const predictions = matrix(responses.rows, responses.cols);
  for (let fold = 0; fold <= folds.reduce((most, one) => Math.max(most, one), 0); fold++) {
    const { trained, tested } = partsOfFold(folds, fold);
    kernels.scope(() => {
      const [train, targets] = [takeRows(units, trained), takeRows(responses, trained)];
      const values = regress(train, targets, takeRows(units, tested), regression, kernels);
      tested.forEach((i, k) =>
        predictions.data.set(values.data.subarray(k * values.cols, (k + 1) * values.cols), i * values.cols),
      );
    });
  }
  return predictions;
}

/** Pearson correlation of each column with its counterpart; NaN where one is constant. */
function correlations(x: Matrix, y: Matrix): Float64Array {
  const { rows, cols } = x;
  return Float64Array.from({ length: cols }, (_, v) => {
    if (isConstant(x, v) || isConstant(y, v)) return NaN;
    const at = (a: Matrix, i: number) => a.data[i * cols + v]!;
    let [meanX, meanY] = [0, 0];
    for (let i = 0; i < rows; i++) {
      meanX += at(x, i) / rows;
      meanY += at(y, i) / rows;
    }
    let [xy, xx, yy] = [0, 0, 0];
    for (let i = 0; i < rows; i++) {
      const [a, b] = [at(x, i) - meanX, at(y, i) - meanY];
      xy += a * b;
      xx += a * a;
      yy += b * b;
    }
    return xy / Math.sqrt(xx * yy);
  });
}

/** Whether a voxel varies by rounding alone. Predictions are about the mean of the training responses, a sum over them. */
function isConstant({ rows, cols, data }: Matrix, voxel: number): boolean {
  let [smallest, largest] = [Infinity, -Infinity];
  for (let k = voxel; k < data.length; k += cols) {
    smallest = Math.min(smallest, data[k]!);
    largest = Math.max(largest, data[k]!);
  }
  return !differ(smallest, largest, rows);
}
