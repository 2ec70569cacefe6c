import { definePairMetric } from "../metric.ts";
import { jaccardOf } from "./knn-jaccard.ts";
import {
  invariancesOf,
  neighborOptions,
  tableCost,
  tableOperations,
  testedNeighbors,
  type NeighborOptions,
} from "./options.ts";
import { rankSimilarityOf } from "./rank-similarity.ts";
import { meanOfShared } from "./shared.ts";
import { prepareTable, type PreparedTable } from "./table.ts";

/** The mean over stimuli of the Jaccard similarity of their neighbours times the rank similarity of those shared. */
export const jointRankJaccard = definePairMetric<PreparedTable, NeighborOptions>({
  name: "joint-rank-jaccard",
  title: "Joint rank and Jaccard similarity",
  summary: "How many nearest neighbours both networks share, times how alike they rank them.",
  source:
    "Wang, Rao, Guo, Wang, Liu & Guan, IEEE TKDE 34(2), 2022; Klabunde et al., ACM Computing Surveys 2025, arXiv:2305.06329, §3.4",
  family: "Neighbours of stimuli",
  cost: tableCost,
  blindTo:
    "All beyond the k nearest neighbours. Low values do not tell other neighbours from the same in another order.",
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
  compare: (x, y, { k }) =>
    Math.min(
      1,
      meanOfShared(x.table, y.table, (shared) => jaccardOf(shared.count, k) * rankSimilarityOf(shared)),
    ),
});
