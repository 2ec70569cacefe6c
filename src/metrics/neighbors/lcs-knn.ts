import { definePairMetric } from "../metric.ts";
import {
  invariancesOf,
  neighborOptions,
  tableOperations,
  testedNeighbors,
  type NeighborOptions,
} from "./options.ts";
import { meanOfShared } from "./shared.ts";
import { prepareTable, type PreparedTable } from "./table.ts";

/**
 * The mean over stimuli of the length of the longest common subsequence of their two lists of neighbours, nearest
 * first. It is a number of neighbours, from 0 to k, and not divided by k.
 */
export const lcsKnn = definePairMetric<PreparedTable, NeighborOptions>({
  name: "lcs-knn",
  title: "Longest common subsequence of neighbours",
  summary: "How many nearest neighbours of a stimulus, out of k, both networks have in the same order.",
  source: "Huh, Cheung, Wang & Isola, ICML 2024, arXiv:2405.07987, appendix A",
  family: "Neighbours of stimuli",
  cost: { network: "m²·n", pair: "m·k·log k" },
  blindTo: "All beyond the k nearest neighbours, and gaps between those in order. It grows with k.",
  accepts: "matrix",
  options: neighborOptions,
  testedWith: testedNeighbors,
  properties: ({ k, neighbors }) => ({
    kind: "similarity",
    symmetric: true,
    range: [0, k],
    invariantTo: invariancesOf(neighbors),
    self: k,
  }),
  operations: (input, options) => 2 * tableOperations(input, options),
  prepare: prepareTable,
  compare(x, y, { k }) {
    const ends = new Int32Array(k);
    return meanOfShared(x.table, y.table, ({ count, first }) => longestRise(first, count, ends));
  },
});

/**
 * The longest rising subsequence of `count` different numbers. No stimulus stands twice in a list, so the common
 * subsequences of two lists are the rising ones of the ranks in one, taken in the order of the other.
 * @param ends - the least last number of a rise of each length, while it is filled
 */
function longestRise(numbers: Int32Array, count: number, ends: Int32Array): number {
  let length = 0;
  for (let n = 0; n < count; n++) {
    let [low, high] = [0, length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! < numbers[n]!) low = middle + 1;
      else high = middle;
    }
    ends[low] = numbers[n]!;
    if (low === length) length++;
  }
  return length;
}
