import type { Matrix } from "../../base/matrix.ts";
import { assertVaries, dropMeanDirection, scaleAndCenter } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { warnOfSpanning } from "./cca.ts";
import { definePairMetric } from "../metric.ts";
import { thresholdOf } from "./reduce.ts";
import { rankOf } from "./whiten.ts";

/** One network, ready for any number of comparisons. */
type PreparedPwcca = {
  /** Left singular vectors: rows × rank. */
  u: Matrix;
  /** What each unit has along them, Uᵀ·X: rank × units. */
  loadings: Matrix;
  spansAll: number;
};

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
export const pwcca = definePairMetric<PreparedPwcca, Record<never, never>>({
  title: "Projection weighted canonical correlation analysis",
  summary: "Canonical correlations, weighted by how much the first network uses each variable.",
  source: "Morcos, Raghu & Bengio, NeurIPS 2018, arXiv:1806.05759, §2.3",
  accepts: "matrix",
  options: {},
  testedWith: [{}],

  properties: () => ({
    kind: "similarity",
    symmetric: false,
    range: [0, 1],
    invariantTo: ["permutation", "isotropic-scaling", "translation"],
    self: 1,
  }),

  prepare(input, _options, kernels) {
    const x = dropMeanDirection(scaleAndCenter(input, true, kernels).matrix, kernels);
    assertVaries(input, kernels.norm(x), true);
    const { u, values } = kernels.svd(x.cols > x.rows ? kernels.lq(x) : x);
    const kept = kernels.columns(u, 0, rankOf(values, thresholdOf(input)));
    const loadings = kernels.gemm(kept, x, { transA: true });
    return { u: kept, loadings, spansAll: +(kept.cols >= kept.rows) };
  },

  compare(x, y, _options, kernels) {
    const { u, values } = kernels.svd(kernels.gemm(x.u, y.u, { transA: true }));
    const used = kernels.gemm(u, x.loadings, { transA: true });
    const common = values.findLastIndex((correlation) => correlation > 1 - sharedWithin) + 1;
    const weights = [
      ...sumsOfRows(principalAxes(kernels.rows(used, 0, common), kernels)),
      ...sumsOfRows(kernels.rows(used, common, used.rows)),
    ];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return Math.min(1, weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0) / total);
  },

  warn: warnOfSpanning,
});

/** Correlations this close to 1 are those of a direction that both networks span. */
const sharedWithin = 1e-11;

/** The same rows turned into orthogonal ones, by falling norm. */
function principalAxes(a: Matrix, kernels: Kernels): Matrix {
  if (a.rows < 2) return a;
  return kernels.gemm(kernels.svd(a).u, a, { transA: true });
}

/** Σ |element| of each row. */
function sumsOfRows({ rows, cols, data }: Matrix): Float64Array {
  const sums = new Float64Array(rows);
  for (let k = 0; k < data.length; k++) sums[Math.floor(k / cols)]! += Math.abs(data[k]!);
  return sums;
}
