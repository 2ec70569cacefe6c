import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { type ComparisonContext, definePairComparator, type PairComparator } from "./comparator.ts";
import { atSafeScale, nanEuclideanBetween } from "./entries-present.ts";

const scipy = "scipy.spatial.distance, on the condensed RDMs; Virtanen et al., Nature Methods 17, 2020";

/** Values of each row of `x` with each of `y`, both of the same columns, in wasm memory. */
type Distances = (x: Matrix, y: Matrix, context: ComparisonContext, kernels: Kernels) => Matrix;

/** One RDM as it is, 1 × P. */
export type Entries = { readonly entries: Matrix };

/** A distance of the entries as vectors: nothing to prepare, all pairs in one call. */
function vectorDistance(
  own: Pick<PairComparator<Entries>, "title" | "equation"> &
    Partial<Pick<PairComparator<Entries>, "source" | "reads" | "missing" | "properties">>,
  distances: Distances,
): PairComparator<Entries> {
  return {
    ...definePairComparator<Entries>({
      source: scipy,
      reads: [],
      missing: "left-out",
      leastPairs: 1,
      properties: () => ({ kind: "distance", range: [0, Infinity], symmetric: true, self: 0 }),
      nonNegative: true,
      chanceIsZero: false,
      cosineOf: undefined,
      pooling: "own",
      fittedBy: "cosine",
      degenerate: "no entry is present in both",
      ...own,
      prepare: (x, _context, kernels) => ({ entries: kernels.detach(x) }),
      isFitAsSecond: () => true,
      compare: (x, y, context, kernels) => distances(x.entries, y.entries, context, kernels).data[0]!,
    }),
    between: (x, y, context, kernels) =>
      kernels.scope(() => kernels.detach(distances(x, y, context, kernels))),
  };
}

export const euclidean = vectorDistance(
  { title: "Euclidean distance", equation: "‖a − b‖" },
  (x, y, _context, kernels) => atSafeScale(x, y, kernels, (a, b) => kernels.euclideanBetween(a, b)),
);

export const cityblock = vectorDistance(
  { title: "City block distance", equation: "Σ |aᵢ − bᵢ|" },
  (x, y, _context, kernels) => minkowskiOf(x, y, 1, kernels),
);

export const chebyshev = vectorDistance(
  { title: "Chebyshev distance", equation: "max |aᵢ − bᵢ|" },
  (x, y, _context, kernels) => minkowskiOf(x, y, Infinity, kernels),
);

export const minkowski = vectorDistance(
  {
    title: "Minkowski distance",
    equation: "(Σ |aᵢ − bᵢ|^p)^(1/p)",
    reads: ["p"],
    // Below p = 1 the triangle inequality does not hold.
    properties: ({ p }) => ({
      kind: p >= 1 ? "distance" : "dissimilarity",
      range: [0, Infinity],
      symmetric: true,
      self: 0,
    }),
  },
  (x, y, { options }, kernels) => minkowskiOf(x, y, options.p, kernels),
);

export const nanEuclidean = vectorDistance(
  {
    title: "Euclidean distance over the entries present",
    equation: "√(P / present · Σ (aᵢ − bᵢ)²), over the entries present in both",
    source: "sklearn.metrics.pairwise.nan_euclidean_distances; Dixon, IEEE Trans. Syst. Man Cybern. 9, 1979",
    missing: "own",
    // With entries missing in different places the triangle inequality need not hold; without any it does.
    properties: () => ({ kind: "distance", range: [0, Infinity], symmetric: true, self: 0 }),
  },
  (x, y, _context, kernels) => nanEuclideanBetween(x, y, kernels),
);

/** Rows of one matrix are compared from each row on, so the smaller set goes first. */
function minkowskiOf(x: Matrix, y: Matrix, order: number, kernels: Kernels): Matrix {
  if (x.rows > y.rows) return kernels.transpose(minkowskiOf(y, x, order, kernels));
  const both = matrix(x.rows + y.rows, x.cols);
  both.data.set(x.data);
  both.data.set(y.data, x.data.length);
  return kernels.columns(kernels.minkowskiBetweenRows(both, x.rows, order), x.rows, both.rows);
}
