import { largestOf } from "../../base/lists.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { definePairComparator } from "./comparator.ts";
import { gramOf } from "./contrasts.ts";

/** A Gram matrix as FᵀF. */
export type Root = {
  /** (m − 1) × (m − 1); rows of zeros where eigenvalues are not above 0. */
  readonly factor: Matrix;
  readonly trace: number;
};

/**
 * Bures similarity and distance of the Gram matrices K = −½·HDH that have the RDMs as their
 * squared distances, H centring. Parts of K that no responses could have (negative
 * eigenvalues) count as 0.
 *
 *   tr (√K·L·√K)½ = ‖√K·√L‖_*, the nuclear norm
 */
export const bures = definePairComparator<Root>({
  title: "Bures similarity",
  equation: "tr (√K·L·√K)½ / √(tr K · tr L); euclidean: √(tr K + tr L − 2·tr (√K·L·√K)½)",
  source:
    "Harvey, Larsen & Williams, arXiv:2311.11436, 2023; Bhatia, Jain & Lim, Expositiones Mathematicae 37, 2019",
  reads: ["ground"],
  missing: "refused",
  leastPairs: 1,
  properties: ({ ground }) =>
    ground === "similarity"
      ? { kind: "similarity", range: [0, 1], symmetric: true, self: 1 }
      : { kind: "distance", range: [0, Infinity], symmetric: true, self: 0 },
  nonNegative: true,
  chanceIsZero: false,
  cosineOf: undefined,
  pooling: "own",
  fittedBy: "cosine",
  degenerate: "the Gram matrix of its RDM vanishes: no responses have such dissimilarities, or all are 0",

  prepare(x, { stimuli, options }, kernels) {
    const { values, vectors } = kernels.eigh(gramOf(x.data.slice(), stimuli));
    const size = values.length;
    const factor = matrix(size, size);
    const { data } = vectors;
    let trace = 0;
    // Eigenvalues below this are rounding of the largest; their roots would not be small.
    const rounding = 4 * size * Number.EPSILON * Math.max(0, largestOf(values));
    values.forEach((value, i) => {
      if (value <= rounding) return;
      trace += value;
      const root = Math.sqrt(value);
      for (let j = 0; j < size; j++) factor.data[i * size + j] = root * data[i * size + j]!;
    });
    return trace > 0 || options.ground === "euclidean" ? { factor, trace } : undefined;
  },

  isFitAsSecond: () => true,

  compare(x, y, { options }, kernels) {
    const cross = kernels.gemm(x.factor, y.factor, { transB: true });
    const fidelity = kernels.nuclearNorm(cross);
    if (options.ground === "similarity")
      return Math.min(1, fidelity / Math.sqrt(x.trace) / Math.sqrt(y.trace));
    const squared = x.trace + y.trace - 2 * fidelity;
    const lost = squared < 1e-4 * (x.trace + y.trace);
    return lost ? gapAfterMotion(x.factor, y.factor, cross, kernels) : Math.sqrt(squared);
  },
});

/** ‖X − Q·Y‖ of the factors with the best rotation Q = U·Vᵀ of X·Yᵀ: where the sums above cancel. */
function gapAfterMotion(x: Matrix, y: Matrix, cross: Matrix, kernels: Kernels): number {
  const { u, vt } = kernels.svd(cross);
  return kernels.norm(kernels.subtract(x, kernels.gemm(kernels.gemm(u, vt), y)));
}
