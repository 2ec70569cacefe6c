import { matrix, type Matrix } from "../../base/matrix.ts";
import { exponentToRemove, scaleByPowerOfTwo } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { type ComparisonContext, definePairComparator, type PairComparator } from "./comparator.ts";

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
  (x, y, _context, kernels) =>
    atSafeScale(x, y, kernels, (a, b) =>
      a.data.some(Number.isNaN) || b.data.some(Number.isNaN)
        ? overPresent(a, b)
        : kernels.euclideanBetween(a, b),
    ),
);

/** Values outside of these, 0 too, may come from squares that overflowed or vanished. */
const [least, most] = [2 ** -450, 2 ** 450];

/** Distances of x and y; again at another scale where their squares are no doubles. */
function atSafeScale(
  x: Matrix,
  y: Matrix,
  kernels: Kernels,
  distances: (x: Matrix, y: Matrix) => Matrix,
): Matrix {
  const plain = distances(x, y);
  if (plain.data.every((value) => (value > least && value < most) || Number.isNaN(value))) return plain;
  const exponent = exponentToRemove(Math.max(largest(x.data), largest(y.data)));
  if (exponent === 0) return plain;
  const [a, b] = [x, y].map((rows) => scaleByPowerOfTwo(rows, -exponent, kernels));
  return scaleByPowerOfTwo(distances(a!, b!), exponent, kernels);
}

/** In magnitude, of the entries that are there. */
function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}

/** Rows of one matrix are compared from each row on, so the smaller set goes first. */
function minkowskiOf(x: Matrix, y: Matrix, order: number, kernels: Kernels): Matrix {
  if (x.rows > y.rows) return kernels.transpose(minkowskiOf(y, x, order, kernels));
  const both = matrix(x.rows + y.rows, x.cols);
  both.data.set(x.data);
  both.data.set(y.data, x.data.length);
  return kernels.columns(kernels.minkowskiBetweenRows(both, x.rows, order), x.rows, both.rows);
}

/** NaN where no entry is present in both. */
function overPresent(x: Matrix, y: Matrix): Matrix {
  const result = matrix(x.rows, y.rows);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < y.rows; j++) result.data[i * y.rows + j] = distanceOverPresent(x, i, y, j);
  }
  return result;
}

function distanceOverPresent(x: Matrix, i: number, y: Matrix, j: number): number {
  const length = x.cols;
  const [a, b] = [x.data, y.data];
  let [sum, present] = [0, 0];
  for (let k = 0; k < length; k++) {
    const difference = a[i * length + k]! - b[j * length + k]!;
    if (Number.isNaN(difference)) continue;
    sum += difference * difference;
    present++;
  }
  return Math.sqrt((length / present) * sum);
}
