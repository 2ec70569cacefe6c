import { dissimilarities } from "./dissimilarities/all.ts";
import type { DissimilarityName } from "./dissimilarities/registry.ts";

/** Dissimilarities of order 1 that are this close are one value: what the subtraction 1 − r leaves is rounding of 1. */
const floor = 8 * Number.EPSILON;

/**
 * The least difference that counts between entries of an RDM. It is above 0 for dissimilarities with a
 * largest value (correlation, cosine), which are differences of numbers of order 1; 0 for all others, whose
 * unit is free.
 * @param dissimilarity - its name; 0 for a name that is not ours
 */
export function leastDifference(dissimilarity: string | undefined): number {
  if (dissimilarity === undefined || !Object.hasOwn(dissimilarities, dissimilarity)) return 0;
  return dissimilarities[dissimilarity as DissimilarityName].range[1] < Infinity ? floor : 0;
}

/**
 * Entries of which only rounding tells one from another become equal: all 0 if 0 is among them up to
 * rounding, else all the first. Otherwise a network whose rows are all alike would be ranked and correlated
 * by its rounding errors. NaN stays.
 * @returns the same array where nothing changes
 */
export function levelled(condensed: Float64Array, dissimilarity: string | undefined): Float64Array {
  const least = leastDifference(dissimilarity);
  if (least === 0) return condensed;
  let [smallest, largest] = [Infinity, -Infinity];
  for (const value of condensed) {
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  if (!(largest - smallest <= least)) return condensed;
  const level = smallest <= least ? 0 : smallest;
  return condensed.map((value) => (Number.isNaN(value) ? value : level));
}
