import { condense, condensedIndex } from "./condensed.ts";
import type { Groups } from "./observations.ts";

/**
 * How rows of one stimulus go into its dissimilarities: as their mean; or as pairs of rows
 * that count by the number of units that both have, or all the same.
 */
export const poolings = ["means", "number", "equal"] as const;

export type Pooling = (typeof poolings)[number];

/** Those that go through pairs of rows. */
export type RowPooling = Exclude<Pooling, "means">;

/**
 * Sums of inner products over pairs of rows, for each pair of stimuli. A row with itself counts
 * half; where runs are crossvalidated only pairs of rows of different runs count.
 */
export class PairSums {
  readonly #groups: Groups;
  readonly #crossvalidates: boolean;
  readonly #pooling: RowPooling;
  readonly #own: readonly [values: Float64Array, weights: Float64Array];
  readonly #others: readonly [values: Float64Array, weights: Float64Array];

  constructor(groups: Groups, crossvalidates: boolean, pooling: RowPooling) {
    const m = groups.stimuli.length;
    const pairs = (m * (m - 1)) / 2;
    this.#groups = groups;
    this.#crossvalidates = crossvalidates;
    this.#pooling = pooling;
    this.#own = [new Float64Array(m), new Float64Array(m)];
    this.#others = [new Float64Array(pairs), new Float64Array(pairs)];
  }

  /** @param units - how many units the product is a sum over */
  add(row: number, other: number, product: number, units: number): void {
    const { stimulusOf, runOf, stimuli } = this.#groups;
    if (this.#crossvalidates && runOf[row] === runOf[other]) return;
    const share = row === other ? 0.5 : 1;
    const [i, j] = [stimulusOf[row]!, stimulusOf[other]!];
    const [values, weights] = i === j ? this.#own : this.#others;
    const at = i === j ? i : condensedIndex(stimuli.length, i, j);
    values[at]! += share * (this.#pooling === "number" ? product : product / units);
    weights[at]! += share * (this.#pooling === "number" ? units : 1);
  }

  /** k(i, i) + k(j, j) − 2 k(i, j) of the means; NaN for stimuli without a pair of rows. */
  condensed(): Float64Array {
    const [own, others] = [this.#own, this.#others].map(([values, weights]) =>
      values.map((value, at) => value / weights[at]!),
    ) as [Float64Array, Float64Array];
    const m = own.length;
    return condense(m, (i, j) => own[i]! + own[j]! - 2 * others[condensedIndex(m, i, j)]!);
  }
}
