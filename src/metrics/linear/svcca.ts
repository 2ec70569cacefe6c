import type { Matrix } from "../../base/matrix.ts";
import { notesOfCorrelations } from "./cca.ts";
import { svccaHeldOut } from "./svcca-held-out.ts";
import { definePairMetric, type Compared } from "../metric.ts";
import { directionsOf } from "./reduce.ts";

import type { RankFacts } from "./notes.ts";
import { keptDirections, svccaOptions, type SvccaOptions } from "./svcca-options.ts";

/** One network, ready for any number of comparisons. */
type PreparedSvcca = {
  /** Left singular vectors of the directions kept: rows × directions. */
  u: Matrix;
} & RankFacts;

/**
 * Singular vector canonical correlation analysis: each network is cut to the fewest
 * principal directions that carry a share of its variance, then
 *
 *   SVCCA(X, Y) = Σ ρ / min(directions of X, directions of Y),   ρ = singular values of UxᵀUy.
 */
export const svcca = definePairMetric<PreparedSvcca, SvccaOptions>({
  name: "svcca",
  title: "Singular vector canonical correlation analysis",
  summary: "Mean canonical correlation of the principal directions that carry most variance.",
  source: "Raghu, Gilmer, Yosinski & Sohl-Dickstein, NeurIPS 2017, arXiv:1706.05806, §2",
  family: "Canonical correlation and regression",
  cost: { network: "m·n·min(m, n)", pair: "m·r² + r³" },
  blindTo: "Directions of little variance, and how much of the variance the others carry.",
  accepts: "matrix",
  options: svccaOptions,
  testedWith: [{}, { variance: 0.8 }, { variance: 1 }, { variance: 1, maxDirections: 3 }],

  properties: () => ({
    kind: "similarity",
    symmetric: true,
    range: [0, 1],
    invariantTo: ["permutation", "orthogonal", "isotropic-scaling", "translation"],
    self: 1,
    toDistance: "one-minus",
  }),

  prepare(input, options, kernels) {
    const { u, values, facts } = directionsOf(input, { ...options, center: true }, kernels);
    const rank = keptDirections(values, options);
    return { u: kernels.columns(u, 0, rank, { overwrite: true }), ...facts, rank };
  },

  compare({ u: x }, { u: y }, _options, kernels) {
    const shared = kernels.gemm(x, y, { transA: true });
    return Math.min(1, kernels.nuclearNorm(shared) / Math.min(x.cols, y.cols));
  },

  warn: notesOf,
  heldOut: svccaHeldOut,
});

function notesOf(
  prepared: readonly RankFacts[],
  _options: SvccaOptions,
  compared: Compared,
): string | undefined {
  return notesOfCorrelations(prepared, compared);
}
