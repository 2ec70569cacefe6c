/** Feature spaces as Gram matrices: ridge sees units only through inner products of stimuli. */
import { square } from "../../../base/math/powers.ts";
import { NumericalError } from "../../../base/errors.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { StoredType } from "../../../data/stored.ts";
import { roundingFloor } from "../../../metrics/linear/rank.ts";
import type { Kernels } from "../../../wasm/kernels.ts";

/** Numbers of responses that a product takes at once: 32 MB. */
export const blockNumbers = 2 ** 22;

/** Units of one feature space. */
export interface FeatureSpace {
  readonly name: string;
  /** Stimuli × units. */
  readonly units: Matrix;
  readonly stored?: StoredType | undefined;
}

/** The Gram matrix of a feature space over all stimuli. */
export interface SpaceGram {
  readonly name: string;
  /** Stimuli × stimuli. */
  readonly gram: Matrix;
  /** Square of the singular values that rounding of the stored units can make. */
  readonly rounding: number;
}

/** Units are centred over all stimuli first, so that an offset costs no digits later. */
export function gramOf({ name, units, stored }: FeatureSpace, kernels: Kernels): SpaceGram {
  const { rows, cols } = units;
  const rounding = square(roundingFloor(rows, cols, kernels.norm(units), 0, stored));
  const { centered } = kernels.centerColumns(units);
  return { name, gram: kernels.detach(kernels.syrk(centered)), rounding };
}

/** One space in one fold, at the scale where the mean eigenvalue of the training Gram matrix is 1. */
export interface FoldGram {
  /** Training × training stimuli, centred on the training stimuli. */
  readonly train: Matrix;
  /** Tested × training stimuli, likewise. */
  readonly test: Matrix;
  readonly rounding: number;
}

/**
 * Inner products of units less their means over the training stimuli.
 * @throws {NumericalError} for a space that does not vary over the training stimuli.
 */
export function foldGram(
  { name, gram, rounding }: SpaceGram,
  trained: readonly number[],
  tested: readonly number[],
): FoldGram {
  const n = trained.length;
  const take = (rows: readonly number[]) => matrix(rows.length, n, picked(gram, rows, trained));
  const [train, test] = [take(trained), take(tested)];
  const means = columnMeans(train);
  const [level, own] = [means.reduce((sum, value) => sum + value, 0) / n, rowMeans(train)];
  center(train, means, own, level);
  center(test, means, rowMeans(test), level);
  const scale = traceOf(train) / n;
  if (!(scale > rounding))
    throw new NumericalError(
      `${name} does not vary over the stimuli that a fold is trained on; leave it out.`,
    );
  for (const { data } of [train, test]) data.forEach((value, k) => (data[k] = value / scale));
  return { train, test, rounding: rounding / scale };
}

function picked({ cols, data }: Matrix, rows: readonly number[], columns: readonly number[]): Float64Array {
  const values = new Float64Array(rows.length * columns.length);
  let next = 0;
  for (const row of rows) for (const column of columns) values[next++] = data[row * cols + column]!;
  return values;
}

function center({ cols, data }: Matrix, means: Float64Array, own: Float64Array, level: number): void {
  for (let k = 0; k < data.length; k++) data[k]! += level - means[k % cols]! - own[Math.floor(k / cols)]!;
}

function columnMeans({ rows, cols, data }: Matrix): Float64Array {
  const means = new Float64Array(cols);
  for (let k = 0; k < data.length; k++) means[k % cols]! += data[k]! / rows;
  return means;
}

function rowMeans({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from(
    { length: rows },
    (_, i) => data.subarray(i * cols, (i + 1) * cols).reduce((sum, value) => sum + value, 0) / cols,
  );
}

function traceOf({ rows, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += data[i * (rows + 1)]!;
  return sum;
}

/** The eigenvectors of Σ γ_b K_b, and what of each eigenvalue counts. */
export interface WeightedSpectrum {
  /** Eigenvectors × training stimuli. */
  readonly vectors: Matrix;
  /** Eigenvalues; 0 where one is no more than rounding. */
  readonly values: Float64Array;
}

/** @param weights - one a space */
export function spectrumOf(
  grams: readonly FoldGram[],
  weights: Float64Array,
  kernels: Kernels,
): WeightedSpectrum {
  const n = grams[0]!.train.rows;
  const sum = matrix(n, n);
  let rounding = 0;
  grams.forEach((gram, b) => {
    const weight = weights[b]!;
    if (weight === 0) return;
    rounding += weight * gram.rounding;
    gram.train.data.forEach((value, k) => (sum.data[k]! += weight * value));
  });
  const { values, vectors } = kernels.eigh(sum);
  const floor = Math.max(values.at(-1)! * n * Number.EPSILON, rounding);
  return { vectors, values: values.map((value) => (value > floor ? value : 0)) };
}
