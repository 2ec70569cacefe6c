import type { Matrix } from "../../base/matrix.ts";
import { permutationShare, reaches } from "../../base/statistics.ts";
import { ordersOf, rangesOf, step, type PartWork, type Range, type Steps } from "../parts.ts";
import { arrangement, arrangementsOf, sameDivisions } from "./arrangements.ts";
import type { Grouping } from "./group-distances.ts";

/** What both tests of groups tell beside their statistic. */
export interface GroupTest {
  /** Names of the groups, in the order of their first items. */
  readonly groups: readonly string[];
  /** Items of each group. */
  readonly sizes: readonly number[];
  /**
   * One-sided: (1 + permutations of the items with a statistic as large) / (1 + permutations); of all
   * divisions, the share with a statistic as large.
   */
  readonly p: number;
  /** Permutations that were done. */
  readonly permutations: number;
  /** Whether they are all divisions of the items into groups of these sizes. */
  readonly exact: boolean;
  readonly warnings: readonly string[];
}

/** The weighted sum of entries within groups, over all pairs, and how often permutations get as little. */
export function* tested(
  values: Matrix,
  { groups, sizes, labels }: Grouping,
  weights: readonly number[],
  { permutations: wanted, seed }: { readonly permutations: number; readonly seed: number },
): Steps<GroupTest & { observed: number; total: number }> {
  const n = values.rows;
  const ways = arrangementsOf(sizes, wanted);
  const exact = ways <= wanted;
  const permutations = exact ? ways : wanted;
  const observed = sumWithin(values, labels, weights);
  const total = sumWithin(values, new Int32Array(n), [1]);
  const setup = { values, labels, sizes, weights, observed, scale: total, seed, ...(exact ? { ways } : {}) };
  const pieces = rangesOf(0, permutations, n * n);
  const finish = (found: readonly number[]) => found.reduce((sum, count) => sum + count, 0);
  const reached = yield* step(groupCounts, { setup, pieces, operations: permutations * n * n, finish });
  const p = exact ? reached / ways : permutationShare(reached, permutations);
  const least = exact ? sameDivisions(sizes) / ways : 1 / (1 + permutations);
  const warnings = warningsOf({ groups, sizes, exact, permutations }, least);
  return { observed, total, groups, sizes, p, permutations, exact, warnings };
}

function warningsOf(
  { groups, sizes, exact, permutations }: Omit<GroupTest, "p" | "warnings">,
  least: number,
): string[] {
  const alone = groups.filter((_, g) => sizes[g] === 1);
  const why = exact ? `groups of ${sizes.join(", ")} items` : `${permutations} permutations`;
  return [
    ...(least > 0.05 ? [`With ${why} no p-value can be below ${least.toPrecision(2)}.`] : []),
    ...(alone.length > 0 ? [`One item only, and so nothing within: ${alone.join(", ")}.`] : []),
  ];
}

/** What all permutations share. */
interface GroupSetup {
  /** n × n, symmetric. */
  readonly values: Matrix;
  readonly labels: Int32Array;
  readonly sizes: readonly number[];
  readonly weights: readonly number[];
  readonly observed: number;
  readonly scale: number;
  readonly seed: number;
  /** All divisions are taken, of which there are so many; absent where permutations are drawn. */
  readonly ways?: number;
}

/** How many permutations of a range have as little within groups as was observed. */
export const groupCounts: PartWork<GroupSetup, Range, number> = {
  name: "group-counts",
  durable: true,
  open({ values, labels, sizes, weights, observed, scale, seed, ways }) {
    const orderOf = ordersOf(values.rows, seed);
    const labelsOf = (k: number) =>
      ways === undefined ? Int32Array.from(orderOf(k), (item) => labels[item]!) : arrangement(sizes, k, ways);
    return ([start, end]) => {
      let reached = 0;
      for (let k = start; k < end; k++)
        if (reaches(sumWithin(values, labelsOf(k), weights), observed, scale, "left")) reached++;
      return reached;
    };
  },
};

/** Σ over groups of weight · Σ over its pairs of the entry. */
function sumWithin({ rows: n, data }: Matrix, labels: Int32Array, weights: readonly number[]): number {
  const sums = new Float64Array(weights.length);
  for (let i = 0; i < n; i++) {
    const group = labels[i]!;
    let sum = 0;
    for (let j = i + 1; j < n; j++) if (labels[j] === group) sum += data[i * n + j]!;
    sums[group]! += sum;
  }
  return weights.reduce((total, weight, g) => total + weight * sums[g]!, 0);
}
