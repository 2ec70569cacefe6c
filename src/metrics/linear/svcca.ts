import type { Matrix } from "../../base/matrix.ts";
import { warnOfSpanning } from "./cca.ts";
import { definePairMetric } from "../metric.ts";
import { number, whole } from "../../base/options.ts";
import { directionsOf } from "./reduce.ts";

export interface SvccaOptions {
  variance: number;
  maxDirections: number;
}

/** One network, ready for any number of comparisons. */
type PreparedSvcca = {
  /** Left singular vectors of the directions kept: rows × directions. */
  u: Matrix;
  spansAll: number;
};

/** More directions than any matrix here has. */
const unlimited = 2 ** 31;

/**
 * Singular vector canonical correlation analysis: each network is cut to the fewest
 * principal directions that carry a share of its variance, then
 *
 *   SVCCA(X, Y) = Σ ρ / min(directions of X, directions of Y),   ρ = singular values of UxᵀUy.
 */
export const svcca = definePairMetric<PreparedSvcca, SvccaOptions>({
  title: "Singular vector canonical correlation analysis",
  summary: "Mean canonical correlation of the principal directions that carry most variance.",
  source: "Raghu, Gilmer, Yosinski & Sohl-Dickstein, NeurIPS 2017, arXiv:1706.05806, §2",
  accepts: "matrix",
  options: {
    variance: number(
      0.99,
      0,
      1,
      "Share of the variance to keep: the fewest principal directions that reach it, at least one.",
    ),
    maxDirections: whole(
      unlimited,
      1,
      unlimited,
      "Never keep more principal directions than these; with variance 1, exactly these where there are so many.",
    ),
  },
  testedWith: [{}, { variance: 0.8 }, { variance: 1 }, { variance: 1, maxDirections: 3 }],

  properties: () => ({
    kind: "similarity",
    symmetric: true,
    range: [0, 1],
    invariantTo: ["permutation", "orthogonal", "isotropic-scaling", "translation"],
    self: 1,
    toDistance: "one-minus",
  }),

  prepare(input, { variance, maxDirections }, kernels) {
    const { u, values } = directionsOf(input, true, kernels);
    const kept = Math.min(directionsFor(values, variance), Math.floor(maxDirections));
    return { u: kernels.columns(u, 0, kept), spansAll: +(kept >= u.rows) };
  },

  compare({ u: x }, { u: y }, _options, kernels) {
    const shared = kernels.gemm(x, y, { transA: true });
    return Math.min(1, kernels.nuclearNorm(shared) / Math.min(x.cols, y.cols));
  },

  warn: warnOfSpanning,
});

/** The fewest leading directions whose squares sum to that share of all. */
function directionsFor(values: Float64Array, share: number): number {
  const squares = values.map((s) => (s / values[0]!) ** 2);
  const needed = share * squares.reduce((sum, square) => sum + square, 0);
  let carried = 0;
  const last = squares.findIndex((square) => (carried += square) >= needed);
  return share < 1 && last >= 0 ? last + 1 : values.length;
}
