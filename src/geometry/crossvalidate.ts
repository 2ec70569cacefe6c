import { matrix, type Matrix } from "../base/matrix.ts";
import { createRandom, shuffled, type Random } from "../base/random.ts";
import { permutationP } from "../base/statistics.ts";
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

/**
 * Predictions of centred columns, each item from the parts that it is not in, and what
 * permutations of the items say of their R². The weights depend on the distances alone, so a
 * permutation costs one product.
 *
 * @param d - n × n, as `squareOf` gives it
 * @param columns - n values each, mean 0
 * @returns the predictions of each column beside the evidence
 */
export function crossvalidated(d: Matrix, columns: readonly Float64Array[], chosen: Crossvalidation) {
  const random = createRandom(chosen.seed);
  const weights = outOfFoldWeights(d, shuffled(d.rows, random), chosen);
  const predicted = columns.map((column) => times(weights, column));
  const r2 = r2Of(columns, predicted);
  return { evidence: { r2, ...tested(r2, columns, weights, chosen.permutations, random) }, predicted };
}

function tested(
  r2: number,
  columns: readonly Float64Array[],
  weights: Matrix,
  permutations: number,
  random: Random,
): Omit<PredictionTest, "r2"> {
  if (permutations === 0) return {};
  const permuted = Float64Array.from({ length: permutations }, () => {
    const order = shuffled(weights.rows, random);
    const moved = columns.map((column) => Float64Array.from(order, (i) => column[i]!));
    return r2Of(
      moved,
      moved.map((column) => times(weights, column)),
    );
  });
  return { p: permutationP(r2, permuted), permuted };
}

/** n × n: row i predicts item i from those outside its part; rows sum to 1. */
function outOfFoldWeights(d: Matrix, order: readonly number[], chosen: Crossvalidation): Matrix {
  const weights = matrix(d.rows, d.rows);
  const weigh = chosen.method === "neighbors" ? neighborWeights : kernelRidgeWeights;
  for (let fold = 0; fold < chosen.folds; fold++) {
    const pick = (held: boolean) =>
      order.filter((_, position) => (position % chosen.folds === fold) === held).toSorted((a, b) => a - b);
    const [train, test] = [pick(false), pick(true)];
    const rows = weigh(d, train, test, chosen);
    test.forEach((i, t) => train.forEach((j, s) => (weights.data[i * d.rows + j] = rows[t]![s]!)));
  }
  return weights;
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
