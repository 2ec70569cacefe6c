import { definePairMetric } from "../metric.ts";
import { invariancesOf, neighborOptions, testedNeighbors, type NeighborOptions } from "./options.ts";
import { prepareTable, type PreparedTable } from "./table.ts";

/**
 * Cycles of nearest neighbours: with Aᵢ and Bᵢ the k nearest neighbours of stimulus i in the first and the second network,
 *
 *   share of the stimuli i that are in Aⱼ for some j in Bᵢ
 *
 * one step in the second network and one in the first lead back. Not symmetric, and a network with itself has as
 * many cycles as it has stimuli with a mutual neighbour.
 */
export const cycleKnn = definePairMetric<PreparedTable, NeighborOptions>({
  name: "cycle-knn",
  title: "Cycles of nearest neighbours",
  summary:
    "Share of the stimuli that come back to themselves over a neighbour in the second network and one in the first.",
  source: "Huh, Cheung, Wang & Isola, ICML 2024, arXiv:2405.07987, appendix A",
  family: "Neighbours of stimuli",
  cost: { network: "m²·n", pair: "m·k²" },
  blindTo:
    "How many ways lead back: one is enough, so values are near 1 for k of tens. Order among the k nearest.",
  accepts: "matrix",
  options: neighborOptions,
  testedWith: testedNeighbors,
  properties: ({ neighbors }) => ({
    kind: "similarity",
    symmetric: false,
    range: [0, 1],
    invariantTo: invariancesOf(neighbors),
  }),
  operations: ({ shape: [m = 1] }, { k }) => m * k * k,
  prepare: prepareTable,
  compare({ table: x }, { table: y }, { k }) {
    const [a, b] = [x.data, y.data];
    let cycles = 0;
    for (let i = 0; i < x.rows; i++) if (leadsBack(i, a, b, k)) cycles++;
    return cycles / x.rows;
  },
});

/** Whether a neighbour of stimulus i in the second table has it as one in the first. */
function leadsBack(i: number, a: Float64Array, b: Float64Array, k: number): boolean {
  for (let r = i * k; r < (i + 1) * k; r++) {
    const start = b[r]! * k;
    for (let s = start; s < start + k; s++) if (a[s] === i) return true;
  }
  return false;
}
