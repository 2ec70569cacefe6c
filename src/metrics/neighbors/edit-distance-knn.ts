import { definePairMetric } from "../metric.ts";
import { invariancesOf, neighborOptions, testedNeighbors, type NeighborOptions } from "./options.ts";
import { eachShared } from "./shared.ts";
import { prepareTable, type PreparedTable } from "./table.ts";

/**
 * 1 − the mean over stimuli of the Levenshtein distance of their two lists of neighbours, nearest first, divided by k:
 * insertions, deletions and exchanges of one neighbour cost 1 each.
 */
export const editDistanceKnn = definePairMetric<PreparedTable, NeighborOptions>({
  name: "edit-distance-knn",
  title: "Edit distance of neighbours",
  summary: "How few edits make one network's list of nearest neighbours that of the other, as a share of k.",
  source: "Huh, Cheung, Wang & Isola, ICML 2024, arXiv:2405.07987, appendix A; Levenshtein, 1966",
  family: "Neighbours of stimuli",
  cost: { network: "m²·n", pair: "m·k²" },
  blindTo:
    "All beyond the k nearest neighbours. Two neighbours that trade places cost as much as two others would.",
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
  operations: ({ shape: [m = 1] }, { k }) => 4 * m * k * k,
  prepare: prepareTable,
  compare(x, y, { k }) {
    const row = new Int32Array(k + 1);
    const [a, b] = [x.table.data, y.table.data];
    let edits = 0;
    eachShared(x.table, y.table, ({ count }, i) => {
      edits +=
        count === 0 ? k : levenshtein(a.subarray(i * k, (i + 1) * k), b.subarray(i * k, (i + 1) * k), row);
    });
    return 1 - edits / (x.table.rows * k);
  },
});

/** @param row - one longer than the lists, which are of one length */
function levenshtein(a: Float64Array, b: Float64Array, row: Int32Array): number {
  const k = a.length;
  for (let j = 0; j <= k; j++) row[j] = j;
  for (let i = 0; i < k; i++) {
    const wanted = a[i]!;
    let [diagonal, left] = [i, i + 1];
    for (let j = 1; j <= k; j++) {
      const above = row[j]!;
      const exchanged = wanted === b[j - 1]! ? diagonal : diagonal + 1;
      const removed = (above < left ? above : left) + 1;
      left = exchanged < removed ? exchanged : removed;
      diagonal = above;
      row[j] = left;
    }
    row[0] = i + 1;
  }
  return row[k]!;
}
