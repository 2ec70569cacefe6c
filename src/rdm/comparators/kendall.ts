import type { Matrix } from "../../base/matrix.ts";
import { definePairComparator, type PairComparator } from "./comparator.ts";
import { clip } from "./correlations.ts";
import { rankKernels } from "../../wasm/parts/ranks.ts";

/** The order of the entries of one RDM. */
export type Order = {
  /** As `Kernels.order` gives it. */
  readonly order: Matrix;
  /** Pairs of entries. */
  readonly all: number;
  /** Pairs of equal entries. */
  readonly tied: number;
};

/** The Kendall correlations, in P log P steps: what depends on one RDM is its order. */
function kendall(
  own: Pick<PairComparator<Order>, "title" | "equation" | "source" | "properties" | "degenerate">,
  isDefined: (order: Order) => boolean,
  finish: (difference: number, x: Order, y: Order) => number,
): PairComparator<Order> {
  return definePairComparator<Order>({
    ...own,
    reads: [],
    missing: "left-out",
    leastPairs: 3,
    nonNegative: false,
    chanceIsZero: true,
    cosineOf: undefined,
    pooling: "ranks",
    fittedBy: "pearson",
    joins: true,
    prepare(x, _context, kernels, floor) {
      if (x.cols < 2) return undefined;
      const order = kernels.detach(kernels.part(rankKernels).order(x, { floor }));
      const prepared = { order, all: pairsOf(x.cols), tied: order.data[0]! };
      return isDefined(prepared) ? prepared : undefined;
    },
    isFitAsSecond: () => true,
    compare: (x, y, _context, kernels) =>
      clip(finish(kernels.part(rankKernels).concordance(x.order, y.order), x, y)),
  });
}

export const kendallTauA = kendall(
  {
    title: "Kendall's tau-a",
    equation: "(concordant − discordant) / (P(P − 1)/2)",
    source: "Nili et al., PLoS Comput. Biol. 10(4), 2014; Kendall, Biometrika 30, 1938",
    // Of an RDM with ties against itself it is below 1.
    properties: () => ({ kind: "similarity", range: [-1, 1], symmetric: true }),
    degenerate: "one pair of stimuli has no order; 3 stimuli have",
  },
  () => true,
  (difference, { all }) => difference / all,
);

export const kendallTauB = kendall(
  {
    title: "Kendall's tau-b",
    equation: "(concordant − discordant) / √(pairs not tied in a · pairs not tied in b)",
    source: "Kendall, Biometrika 33, 1945; algorithm: Knight, J. Am. Stat. Assoc. 61, 1966",
    properties: () => ({ kind: "similarity", range: [-1, 1], symmetric: true, self: 1 }),
    degenerate: "all dissimilarities between stimuli are equal, so they correlate with nothing",
  },
  // Without any order there is nothing to divide by.
  ({ all, tied }) => tied < all,
  (difference, x, y) => difference / (Math.sqrt(x.all - x.tied) * Math.sqrt(y.all - y.tied)),
);

const pairsOf = (n: number) => (n * (n - 1)) / 2;
