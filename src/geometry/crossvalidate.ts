import { matrix, type Matrix } from "../base/matrix.ts";
import { permutationP } from "../base/statistics.ts";
import { ordersOf, rangesOf, step, type Parts, type PartWork, type Range, type Steps } from "./parts.ts";
import { kernelRidgeWeights, neighborWeights } from "./weights.ts";

/** How held-out items are predicted; the options of `predict` say what each means. */
export interface Crossvalidation {
  readonly method: "kernel-ridge" | "neighbors";
  /** From 2 to n. */
  readonly folds: number;
  readonly seed: number;
  readonly permutations: number;
  readonly ridge: number;
  readonly bandwidth: number;
  /** At most the items of the smallest training part. */
  readonly k: number;
}

/** How well held-out items are predicted. */
export interface PredictionTest {
  /**
   * 1 − Σ (y − ŷ)² / Σ (y − ȳ)² over all items, each predicted while it was held out; of
   * classes, over the indicators of all of them. At most 1; below 0 where the mean predicts better.
   */
  readonly r2: number;
  /** (1 + permutations of the covariate with r2 as large) / (1 + permutations); absent without any. */
  readonly p?: number;
  /** r2 of each permutation of the covariate; absent without any. */
  readonly permuted?: Float64Array;
}

/** Predictions of columns, with the evidence. */
export interface Crossvalidated {
  readonly evidence: PredictionTest;
  readonly predicted: readonly Float64Array[];
}

/**
 * Predictions of centred columns, each item from the parts that it is not in, and what
 * permutations of the items say of their R². The weights depend on the distances alone, so a
 * permutation costs one product.
 *
 * @param d - n × n, as `squareOf` gives it
 * @param columns - n values each, mean 0
 * @returns the predictions of each column beside the evidence
 */
export function* crossvalidated(
  d: Matrix,
  columns: readonly Float64Array[],
  chosen: Crossvalidation,
): Steps<Crossvalidated> {
  const weights = yield* step(foldWeights, weightParts(d, chosen));
  const predicted = columns.map((column) => times(weights, column));
  const r2 = r2Of(columns, predicted);
  if (chosen.permutations === 0) return { evidence: { r2 }, predicted };
  const permuted = yield* step(permutedR2s, permutationParts(weights, columns, chosen));
  return { evidence: { r2, p: permutationP(r2, permuted), permuted }, predicted };
}

/** What all folds share. */
interface WeightSetup {
  readonly d: Matrix;
  /** The items in the order in which they are dealt to the folds. */
  readonly order: readonly number[];
  readonly chosen: Crossvalidation;
}

/** The weights of the training items for each test item of one fold. */
interface FoldWeights {
  readonly train: readonly number[];
  readonly test: readonly number[];
  /** Test × training items. */
  readonly rows: readonly (readonly number[])[];
}

/** A piece a fold. Together n × n weights, row i predicts item i from those outside its fold. */
function weightParts(d: Matrix, chosen: Crossvalidation): Parts<WeightSetup, number, FoldWeights, Matrix> {
  const n = d.rows;
  const order = ordersOf(n, chosen.seed)(0);
  return {
    setup: { d, order, chosen },
    pieces: Array.from({ length: chosen.folds }, (_, fold) => fold),
    operations: chosen.folds * (chosen.method === "neighbors" ? 20 * n : n ** 3),
    finish: (folds) => assembled(folds, n),
  };
}

/** The weights of each fold; every row sums to 1. */
export const foldWeights: PartWork<WeightSetup, number, FoldWeights> = {
  name: "fold-weights",
  open: (setup) => (fold) => weightsOf(setup, fold),
};

function weightsOf({ d, order, chosen }: WeightSetup, fold: number): FoldWeights {
  const pick = (held: boolean) =>
    order.filter((_, position) => (position % chosen.folds === fold) === held).toSorted((a, b) => a - b);
  const [train, test] = [pick(false), pick(true)];
  const weigh = chosen.method === "neighbors" ? neighborWeights : kernelRidgeWeights;
  return { train, test, rows: weigh(d, train, test, chosen) };
}

function assembled(folds: readonly FoldWeights[], n: number): Matrix {
  const weights = matrix(n, n);
  for (const { train, test, rows } of folds)
    test.forEach((i, t) => train.forEach((j, s) => (weights.data[i * n + j] = rows[t]![s]!)));
  return weights;
}

/** What all permutations share. */
interface PermutationSetup {
  readonly weights: Matrix;
  readonly columns: readonly Float64Array[];
  readonly seed: number;
}

/** A piece a range of permutations. Together R² of each of them. */
function permutationParts(
  weights: Matrix,
  columns: readonly Float64Array[],
  { permutations, seed }: Crossvalidation,
): Parts<PermutationSetup, Range, Float64Array, Float64Array> {
  const each = 2 * columns.length * weights.data.length;
  return {
    setup: { weights, columns, seed },
    pieces: rangesOf(1, 1 + permutations, each), // order 0 dealt the items to the folds
    operations: permutations * each,
    finish: (found) => joined(found, permutations),
  };
}

/** R² of the permutations of a range. */
export const permutedR2s: PartWork<PermutationSetup, Range, Float64Array> = {
  name: "permuted-r2",
  open({ weights, columns, seed }) {
    const orderOf = ordersOf(weights.rows, seed);
    return ([start, end]) =>
      Float64Array.from({ length: end - start }, (_, k) => {
        const order = orderOf(start + k);
        const moved = columns.map((column) => Float64Array.from(order, (i) => column[i]!));
        return r2Of(
          moved,
          moved.map((column) => times(weights, column)),
        );
      });
  },
};

function joined(parts: readonly Float64Array[], length: number): Float64Array {
  const all = new Float64Array(length);
  let next = 0;
  for (const part of parts) {
    all.set(part, next);
    next += part.length;
  }
  return all;
}

function times({ rows: n, data }: Matrix, y: Float64Array): Float64Array {
  const product = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) product[i]! += data[i * n + j]! * y[j]!;
  return product;
}

/** Of columns whose means are 0, all together. */
function r2Of(columns: readonly Float64Array[], predicted: readonly Float64Array[]): number {
  let [missed, total] = [0, 0];
  for (const [c, column] of columns.entries()) {
    column.forEach((value, i) => {
      missed += (value - predicted[c]![i]!) ** 2;
      total += value ** 2;
    });
  }
  return 1 - missed / total;
}
