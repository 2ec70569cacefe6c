import { cube, square } from "../base/math/powers.ts";
import { matrix, type Matrix } from "../base/matrix.ts";
import { permutationP } from "../base/statistics.ts";
import { partialled, residualsOf } from "./confounds.ts";
import { exchangeBy, foldsOf, type Ties } from "./exchange.ts";
import { ordersOf, rangesOf, step, type Parts, type PartWork, type Range, type Steps } from "./parts.ts";
import { kernelRidgeWeights, linearRidgeWeights, neighborWeights } from "./weights.ts";

/** How held-out items are predicted; the options of `predict` say what each means. */
export interface Crossvalidation {
  /** `linear-ridge` takes inner products of the items in place of distances. */
  readonly method: "kernel-ridge" | "neighbors" | "linear-ridge";
  /** From 2 to n. */
  readonly folds: number;
  readonly seed: number;
  readonly permutations: number;
  readonly ridge: number;
  readonly bandwidth: number;
  /** At most the items of the smallest training part. */
  readonly k: number;
  /** What limits folds and permutations; absent where items are independent. */
  readonly ties?: Ties;
}

/** How well held-out items are predicted. */
export interface PredictionTest {
  /**
   * 1 − Σ (y − ŷ)² / Σ (y − ȳ)² over all items, each predicted while it was held out; of
   * classes, over the indicators of all of them. At most 1; below 0 where the mean predicts better.
   * With confounds, y is what they leave of the covariate, and 0 takes the place of ȳ.
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
  /** What the confounds leave of each column, by fits from which the item was held out; without confounds the columns. */
  readonly remaining: readonly Float64Array[];
}

/**
 * Predictions of centred columns, each item from the parts that it is not in, and what
 * permutations of the items say of their R². The weights depend on the distances alone, so a
 * permutation costs one product. With confounds, what a fit over all items leaves of the columns is
 * permuted: the fits of the folds leave nothing of the rest (Freedman & Lane, 1983).
 *
 * @param d - n × n, as `squareOf` gives it; for linear-ridge inner products
 * @param columns - n values each, mean 0
 * @param design - confounds to partial out, as `designOf` gives them
 * @returns the predictions of each column beside the evidence
 */
export function* crossvalidated(
  d: Matrix,
  columns: readonly Float64Array[],
  chosen: Crossvalidation,
  design?: Matrix,
): Steps<Crossvalidated> {
  const fitted = yield* step(foldWeights, weightParts({ d, chosen, ...(design ? { design } : {}) }));
  const [remaining, predicted] = outcomeOf(fitted, columns);
  const r2 = r2Of(remaining, predicted);
  if (chosen.permutations === 0) return { evidence: { r2 }, predicted, remaining };
  const moved = design ? columns.map((column) => residualsOf(design, column)) : columns;
  const permuted = yield* step(permutedR2s, permutationParts(fitted, moved, chosen));
  return { evidence: { r2, p: permutationP(r2, permuted), permuted }, predicted, remaining };
}

/** What all folds share. */
interface WeightSetup {
  readonly d: Matrix;
  /** The fold of each item. */
  readonly foldOf: Int32Array;
  readonly chosen: Crossvalidation;
  /** Confounds, n × columns. */
  readonly design?: Matrix;
}

/** The weights of the training items for each test item of one fold. */
interface FoldWeights {
  readonly train: readonly number[];
  readonly test: readonly number[];
  /** Test × training items. */
  readonly rows: readonly (readonly number[])[];
  /** Of the fit by the confounds, likewise. */
  readonly fits?: readonly (readonly number[])[];
}

/** Row i predicts item i from those outside its fold; the fit by the confounds likewise. Both n × n. */
interface Fitted {
  readonly weights: Matrix;
  readonly fits?: Matrix;
}

/** A piece a fold. */
function weightParts(given: Omit<WeightSetup, "foldOf">): Parts<WeightSetup, number, FoldWeights, Fitted> {
  const { d, chosen } = given;
  const n = d.rows;
  return {
    setup: { ...given, foldOf: foldsOfItems(n, chosen) },
    pieces: Array.from({ length: chosen.folds }, (_, fold) => fold),
    operations: chosen.folds * (chosen.method === "neighbors" ? 20 * n : cube(n)),
    finish: (folds) => assembled(folds, n),
  };
}

/** The fold of each item, from 0; order 0 of the seed deals them. */
export function foldsOfItems(
  n: number,
  { folds, seed, ties = {} }: Pick<Crossvalidation, "folds" | "seed" | "ties">,
): Int32Array {
  return foldsOf(ordersOf(n, seed)(0), folds, ties);
}

/** The weights of each fold; without confounds every row sums to 1. */
export const foldWeights: PartWork<WeightSetup, number, FoldWeights> = {
  name: "fold-weights",
  open: (setup) => (fold) => weightsOf(setup, fold),
};

const weighs = {
  "kernel-ridge": kernelRidgeWeights,
  neighbors: neighborWeights,
  "linear-ridge": linearRidgeWeights,
} satisfies Record<Crossvalidation["method"], unknown>;

function weightsOf({ d, foldOf, chosen, design }: WeightSetup, fold: number): FoldWeights {
  const pick = (held: boolean) => [...foldOf.keys()].filter((i) => (foldOf[i] === fold) === held);
  const [train, test] = [pick(false), pick(true)];
  const rows = weighs[chosen.method](d, train, test, chosen);
  return { train, test, ...(design ? partialled(design, train, test, rows) : { rows }) };
}

function assembled(folds: readonly FoldWeights[], n: number): Fitted {
  const [weights, fits] = [matrix(n, n), matrix(n, n)];
  for (const { train, test, rows, fits: ofFold } of folds)
    test.forEach((i, t) =>
      train.forEach((j, s) => {
        weights.data[i * n + j] = rows[t]![s]!;
        if (ofFold) fits.data[i * n + j] = ofFold[t]![s]!;
      }),
    );
  return folds[0]!.fits ? { weights, fits } : { weights };
}

/** What is left of each column to predict, and its prediction. */
function outcomeOf({ weights, fits }: Fitted, columns: readonly Float64Array[]) {
  const remaining = fits
    ? columns.map((column) => {
        const fit = times(fits, column);
        return column.map((value, i) => value - fit[i]!);
      })
    : columns;
  return [remaining, columns.map((column) => times(weights, column))] as const;
}

/** What all permutations share. */
interface PermutationSetup extends Fitted {
  readonly columns: readonly Float64Array[];
  readonly seed: number;
  readonly ties?: Ties;
}

/** A piece a range of permutations. Together R² of each of them. */
function permutationParts(
  fitted: Fitted,
  columns: readonly Float64Array[],
  { permutations, seed, ties }: Crossvalidation,
): Parts<PermutationSetup, Range, Float64Array, Float64Array> {
  const each = (fitted.fits ? 4 : 2) * columns.length * fitted.weights.data.length;
  return {
    setup: { ...fitted, columns, seed, ...(ties ? { ties } : {}) },
    pieces: rangesOf(1, 1 + permutations, each), // order 0 dealt the items to the folds
    operations: permutations * each,
    finish: (found) => joined(found, permutations),
  };
}

/** R² of the permutations of a range. */
export const permutedR2s: PartWork<PermutationSetup, Range, Float64Array> = {
  name: "permuted-r2",
  durable: true,
  open({ columns, seed, ties = {}, ...fitted }) {
    const orderOf = ordersOf(fitted.weights.rows, seed);
    const exchange = exchangeBy(fitted.weights.rows, ties);
    return ([start, end]) =>
      Float64Array.from({ length: end - start }, (_, k) => {
        const order = exchange(orderOf(start + k));
        const moved = columns.map((column) => Float64Array.from(order, (i) => column[i]!));
        return r2Of(...outcomeOf(fitted, moved));
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
      missed += square(value - predicted[c]![i]!);
      total += square(value);
    });
  }
  return 1 - missed / total;
}
