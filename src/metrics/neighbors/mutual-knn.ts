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
 * Mutual k-nearest neighbours: with Aᵢ and Bᵢ the k nearest neighbours of stimulus i in both networks,
 *
 *   mean over i of |Aᵢ ∩ Bᵢ| / k
 *
 * Huh et al. take rows of length 1 and inner products, which are our cosines.
 */
export const mutualKnn = definePairMetric<PreparedTable, NeighborOptions>({
  name: "mutual-knn",
  title: "Mutual nearest neighbours",
  summary: "Share of the nearest neighbours of a stimulus that both networks agree on.",
  source: "Huh, Cheung, Wang & Isola, ICML 2024, arXiv:2405.07987, §3 and appendix A",
  family: "Neighbours of stimuli",
  cost: tableCost,
  blindTo:
    "All beyond the k nearest neighbours, and how near these are. Unrelated networks share k/(m − 1) of them by chance.",
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
  compare: (x, y, { k }) => meanOfShared(x.table, y.table, ({ count }) => count) / k,
});
