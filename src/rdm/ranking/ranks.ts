/** Ranks of numbers, some of which may be missing. */
import { present } from "../condensed.ts";

export const tiesKinds = ["average", "min", "max", "dense", "ordinal"] as const;

/** What ranks equal values get. */
export type Ties = (typeof tiesKinds)[number];

/** Ranks of the values that are there, from 1; NaN for the others. Ties as `scipy.stats.rankdata` has them. */
export function ranksOf(values: Float64Array, ties: Ties = "average"): Float64Array {
  const rankOf = rankings[ties](present(values).sort());
  return values.map((value) => (Number.isNaN(value) ? NaN : rankOf(value)));
}

/** Of the rising values, how a value gets its rank; asked for each value in the order in which they stand. */
const rankings: Readonly<Record<Ties, (rising: Float64Array) => (value: number) => number>> = {
  average: (rising) => (value) => (countBelow(rising, value) + 1 + countUpTo(rising, value)) / 2,
  min: (rising) => (value) => countBelow(rising, value) + 1,
  max: (rising) => (value) => countUpTo(rising, value),
  dense(rising) {
    const distinct = rising.filter((value, k) => k === 0 || value !== rising[k - 1]);
    return (value) => countUpTo(distinct, value);
  },
  ordinal(rising) {
    const given = new Uint32Array(rising.length);
    return (value) => {
      const place = countBelow(rising, value);
      return place + ++given[place]!;
    };
  },
};

/** How many of the rising values are less. */
export const countBelow = (sorted: Float64Array, value: number) =>
  partition(sorted, (other) => other < value);
const countUpTo = (sorted: Float64Array, value: number) => partition(sorted, (other) => other <= value);

/** How many leading elements satisfy a condition that the later ones do not. */
function partition(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
