/** Dissimilarities that would be equal if computers did not round. */
import { comparatorOf, type ComparatorName } from "../comparators/registry.ts";
import { present } from "../condensed.ts";
import { countBelow } from "./ranks.ts";
import { sortRising } from "./rising.ts";
import { dissimilarities } from "../dissimilarities/all.ts";
import type { RdmFacts } from "../rdm.ts";

/** The relative error that a sum of many products keeps, most often. */
const rounding = 8 * Number.EPSILON;

/** Bounded dissimilarities end here: 1 − cosine and 1 − correlation. Another program may round a little above. */
const bound = 2 + 2 ** -40;

/**
 * Values of which those that differ by rounding alone are made equal, so that ranks tie them.
 * In sorted order, neighbours a < b are joined if b − a < 8ε · max(floor, |a|, |b|). All that are
 * joined take the value that is least. NaN stays.
 *
 * @param floor - the size to which the rounding is relative even where values are smaller: 1 for
 *   differences from 1, such as 1 − correlation; 0 where small values are as exact as large ones
 * @returns `values` itself, if nothing was joined
 */
export function tied(values: Float64Array, floor: number): Float64Array {
  const sorted = sortRising(present(values));
  const least = leastOfJoined(sorted, floor);
  if (!least) return values;
  return values.map((value) => (Number.isNaN(value) ? NaN : least[countBelow(sorted, value)]!));
}

/** For each of the rising values the least that it is joined with; undefined if none is. */
function leastOfJoined(rising: Float64Array, floor: number): Float64Array | undefined {
  let least: Float64Array | undefined;
  for (let k = 1; k < rising.length; k++) {
    const [below, above] = [rising[k - 1]!, rising[k]!];
    const isSame = above === below;
    const isClose = above - below < rounding * Math.max(floor, Math.abs(below), Math.abs(above));
    if (isClose && !isSame) least ??= rising.slice();
    if (least && (isClose || isSame)) least[k] = least[k - 1]!;
  }
  return least;
}

/** The entries of an RDM as ranks see them. */
export function tiedEntries({ condensed, dissimilarity }: TiedRdm): Float64Array {
  return tied(condensed, floorOf(condensed, dissimilarity));
}

/** The same RDM with those entries, where the comparator ranks them. */
export function tiedFor<R extends TiedRdm>(rdm: R, comparator: ComparatorName): R {
  if (!ranks(comparator)) return rdm;
  const condensed = tiedEntries(rdm);
  return condensed === rdm.condensed ? rdm : { ...rdm, condensed };
}

/** Whether only the order of the entries matters to a comparator. */
export function ranks(comparator: ComparatorName): boolean {
  return comparatorOf(comparator).pooling === "ranks";
}

/** The `floor` of `tied` for entries of that dissimilarity. */
export function floorOf(condensed: Float64Array, dissimilarity?: string): number {
  if (dissimilarity !== undefined && Object.hasOwn(dissimilarities, dissimilarity))
    return dissimilarities[dissimilarity as keyof typeof dissimilarities].range[1] < Infinity ? 1 : 0;
  return likelyFloor(condensed);
}

/** Values of an unknown kind, as files hold them: those between 0 and 2 may be differences from 1. */
export function likelyFloor(values: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < values.length; k++) {
    if (values[k]! < -bound) return 0;
    if (values[k]! > largest) largest = values[k]!;
  }
  return largest <= bound ? Math.min(1, largest) : 0;
}

type TiedRdm = Pick<RdmFacts, "condensed"> & Partial<Pick<RdmFacts, "dissimilarity">>;
