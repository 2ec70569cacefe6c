import { definePairMetric } from "../metric.ts";
import {
  invariancesOf,
  neighborOptions,
  tableCost,
  tableOperations,
  testedNeighbors,
  type NeighborOptions,
} from "./options.ts";
import { meanOfShared, type Shared } from "./shared.ts";
import { prepareTable, type PreparedTable } from "./table.ts";

/**
 * Rank similarity of nearest neighbours. Of the neighbours j that both networks give stimulus i, s of them, with
 * ranks r and r′ from 1 among the neighbours of each,
 *
 *   mean over i of Σⱼ 2 / ((1 + |r − r′|)·(r + r′)) / Σ₁ˢ 1/n
 *
 * A stimulus without shared neighbours counts 0. The divisor is what the same ranks 1 … s in both would give.
 */
export const rankSimilarity = definePairMetric<PreparedTable, NeighborOptions>({
  name: "rank-similarity",
  title: "Rank similarity of neighbours",
  summary:
    "How alike both networks rank the nearest neighbours of a stimulus that they share, near ones first.",
  source:
    "Wang, Rao, Guo, Wang, Liu & Guan, IEEE TKDE 34(2), 2022; Klabunde et al., ACM Computing Surveys 2025, arXiv:2305.06329, §3.4",
  family: "Neighbours of stimuli",
  cost: tableCost,
  blindTo:
    "How many neighbours are shared: a single one of the same rank 1 makes a stimulus perfect. All beyond the k nearest.",
  accepts: "matrix",
  options: neighborOptions,
  testedWith: testedNeighbors,
  properties: ({ neighbors }) => ({
    kind: "similarity",
    symmetric: true,
    range: [0, 1],
    invariantTo: invariancesOf(neighbors),
    self: 1,
    toDistance: "one-minus",
  }),
  operations: tableOperations,
  prepare: prepareTable,
  compare: (x, y) => Math.min(1, meanOfShared(x.table, y.table, rankSimilarityOf)),
});

/** Of one stimulus. */
export function rankSimilarityOf({ count, first, second }: Shared): number {
  if (count === 0) return 0;
  let [sum, best] = [0, 0];
  for (let n = 0; n < count; n++) {
    const [r, s] = [first[n]!, second[n]!];
    sum += 2 / ((1 + Math.abs(r - s)) * (r + s + 2));
    best += 1 / (n + 1);
  }
  return sum / best;
}
