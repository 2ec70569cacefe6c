import { definePairMetric } from "../metric.ts";
import {
  invariancesOf,
  neighborOptions,
  tableCost,
  tableOperations,
  testedNeighbors,
  type NeighborOptions,
} from "./options.ts";
import { meanOfShared } from "./shared.ts";
import { prepareTable, type PreparedTable } from "./table.ts";

/**
 * Jaccard similarity of nearest neighbours: with Aᵢ and Bᵢ the k nearest neighbours of stimulus i in both networks,
 *
 *   mean over i of |Aᵢ ∩ Bᵢ| / |Aᵢ ∪ Bᵢ|
 */
export const knnJaccard = definePairMetric<PreparedTable, NeighborOptions>({
  name: "knn-jaccard",
  title: "Jaccard similarity of neighbours",
  summary: "Share of all nearest neighbours of a stimulus, in either network, that both agree on.",
  source:
    "Schumacher et al., ECML PKDD workshops 2021, arXiv:2005.10039; Klabunde et al., ACM Computing Surveys 2025, arXiv:2305.06329, §3.4",
  family: "Neighbours of stimuli",
  cost: tableCost,
  blindTo:
    "All beyond the k nearest neighbours, and their order. It falls faster than the share itself: of half of them shared it makes a third.",
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
  compare: (x, y, { k }) => meanOfShared(x.table, y.table, ({ count }) => jaccardOf(count, k)),
});

/** Of two sets of k with so many members in common. */
export function jaccardOf(count: number, k: number): number {
  return count / (2 * k - count);
}
