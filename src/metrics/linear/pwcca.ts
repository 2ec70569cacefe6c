import type { Matrix } from "../../base/matrix.ts";
import { assertVaries, dropMeanDirection, scaleAndCenter } from "../../data/responses.ts";
import { notesOfCorrelations } from "./cca.ts";
import { definePairMetric } from "../metric.ts";
import type { RankFacts } from "./notes.ts";
import { pwccaHeldOut } from "./pwcca-held-out.ts";
import { projectionWeights } from "./pwcca-weights.ts";
import { positiveRankOf, rankOptions, rankRule, type RankOptions } from "./rank.ts";

/** One network, ready for any number of comparisons. */
type PreparedPwcca = {
  /** Left singular vectors: rows × rank. */
  u: Matrix;
  /** What each unit has along them, Uᵀ·X: rank × units. */
  loadings: Matrix;
} & RankFacts;

/**
 * Projection weighted canonical correlation analysis: canonical correlations weighted
 * by how much the first network's units use each canonical variable,
 *
 *   PWCCA(X, Y) = Σᵢ αᵢ·ρᵢ / Σᵢ αᵢ,   αᵢ = Σⱼ |⟨hᵢ, xⱼ⟩|,
 *
 * with xⱼ the centred units of X and hᵢ = Ux·aᵢ its canonical variables at norm 1, where
 * UxᵀUy = A·diag(ρ)·Bᵀ. Not symmetric: the weights are those of X.
 *
 * Directions that both networks span all have ρ = 1 and leave hᵢ open there, on which
 * the weights depend: they are then the principal axes of X among those directions.
 */
export const pwcca = definePairMetric<PreparedPwcca, RankOptions>({
  name: "pwcca",
  title: "Projection weighted canonical correlation analysis",
  summary: "Canonical correlations, weighted by how much the first network uses each variable.",
  source: "Morcos, Raghu & Bengio, NeurIPS 2018, arXiv:1806.05759, §2.3",
  family: "Canonical correlation and regression",
  cost: { network: "m·n·min(m, n)", pair: "m·r² + r³" },
  blindTo: "How much of the variance of the second network its shared directions carry.",
  accepts: "matrix",
  options: rankOptions,
  testedWith: [{}],

  properties: () => ({
    kind: "similarity",
    symmetric: false,
    range: [0, 1],
    invariantTo: ["permutation", "isotropic-scaling", "translation"],
    self: 1,
  }),

  prepare(input, { tolerance }, kernels) {
    const scaled = scaleAndCenter(input, true, kernels);
    const x = dropMeanDirection(scaled.matrix, kernels, { overwrite: true });
    assertVaries(input, kernels.norm(x), true);
    const { u, values } = kernels.leftSvd(x.cols > x.rows ? kernels.lq(x) : x);
    const rank = positiveRankOf(input, values, rankRule(input, scaled, tolerance));
    const kept = kernels.columns(u, 0, rank, { overwrite: true });
    const loadings = kernels.gemm(kept, x, { transA: true });
    return { u: kept, loadings, rank, rows: x.rows, cut: values.length - rank };
  },

  compare(x, y, _options, kernels) {
    const { u, values } = kernels.leftSvd(kernels.gemm(x.u, y.u, { transA: true }), { overwrite: true });
    const weights = projectionWeights(u, values, x.loadings, kernels);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return Math.min(1, weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0) / total);
  },

  warn: (prepared, _options, compared) => notesOfCorrelations(prepared, compared),
  heldOut: pwccaHeldOut,
});
