import { square } from "../../../base/math/powers.ts";
import { falseDiscoveryRate } from "../../../base/multiple.ts";
import { mean, permutationShare, reaches, type Side } from "../../../base/statistics.ts";
import { mirrorOf, testedCells, type Table } from "./table.ts";

/**
 * A table of p-values, corrected for the number of pairs: false discovery rate.
 * @returns 1 on the diagonal of a square one, where nothing is tested
 */
export function fdrOf(p: Float64Array, table: Table): Float64Array {
  const pairs = testedCells(table);
  return spreadOut(falseDiscoveryRate(pairs.map((at) => p[at]!)), pairs, table);
}

/**
 * Family-wise p-values by the max statistic: how often the most extreme pair of a permutation reaches
 * the observed one. Values of pairs have their own scales, so each is taken as a deviation from the
 * mean over its permutations and the observed value, in standard deviations.
 *
 * Source: Westfall & Young, "Resampling-based multiple testing", 1993; Nichols & Holmes, Human Brain Mapping 15(1), 2002.
 *
 * @param draws - one table of values for each permutation
 * @returns 1 on the diagonal of a square one
 */
export function familyWiseOf(
  observed: Float64Array,
  draws: readonly Float64Array[],
  table: Table,
  side: Side,
): Float64Array {
  const test = familyWiseTest(side);
  for (const at of testedCells(table))
    test.add(
      at,
      observed[at]!,
      draws.map((values) => values[at]!),
    );
  return test.p(table);
}

/** `familyWiseOf`, which is given the draws of one pair after the other. */
export function familyWiseTest(side: Side) {
  const own = new Map<number, number>();
  let largest: number[] | undefined;
  return {
    /** @param draws - as many for each pair, in the same order */
    add(pair: number, observed: number, draws: readonly number[]): void {
      const [first = 0, ...rest] = standardized([observed, ...draws], side);
      own.set(pair, first);
      largest ??= rest;
      for (const [k, size] of rest.entries()) largest[k] = Math.max(largest[k]!, size);
    },
    p(table: Table): Float64Array {
      const pairs = testedCells(table);
      const extremes = largest ?? [];
      const p = pairs.map((at) => {
        const size = own.get(at)!;
        const reached = extremes.filter((one) => reaches(one, size, Math.max(1, Math.abs(size))));
        return permutationShare(reached.length, extremes.length);
      });
      return spreadOut(p, pairs, table);
    },
  };
}

/** Deviations from the mean in standard deviations, positive on the side that is tested; 0 where nothing varies. */
function standardized(values: readonly number[], side: Side): number[] {
  const centre = mean(values);
  const sd = Math.sqrt(mean(values.map((value) => square(value - centre))));
  const sign = side === "left" ? -1 : 1;
  // What is left of equal values is rounding.
  if (!(sd > 1e-12 * Math.abs(centre))) return values.map(() => 0);
  return values.map((value) => (sign * (value - centre)) / sd);
}

function spreadOut(p: ArrayLike<number>, pairs: readonly number[], table: Table) {
  const all = new Float64Array(table.rows * table.cols).fill(1);
  pairs.forEach((at, k) => (all[at] = all[mirrorOf(table, at)] = p[k]!));
  return all;
}
