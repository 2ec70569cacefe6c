import { choice, number } from "../../base/options.ts";
import { defineInnerProductMetric, type Invariance } from "../metric.ts";
import { halfOrRows, type SoftHalf } from "./soft-half.ts";
import { rowRanges } from "./soft-ranges.ts";
import { softRows, type SoftKnnOptions, type SoftRows, type SoftSimilarity } from "./soft-rows.ts";
import { rootWeights } from "./soft-weights.ts";

export type { SoftKnnOptions } from "./soft-rows.ts";

/**
 * Soft agreement of neighbours. Each stimulus i of a network gives the others weights that sum to 1,
 *
 *   pᵢⱼ = exp(sᵢⱼ/temperature) / Σ over k ≠ i of exp(sᵢₖ/temperature),   s their similarity in that network,
 *
 * and the value is the mean over stimuli of Bhattacharyya's coefficient of the weights in the two networks,
 *
 *   soft-knn(X, Y) = (1/m) Σᵢ Σⱼ √(pᵢⱼ qᵢⱼ).
 *
 * With weights 1/k on the k nearest neighbours and 0 on all others that is the share of common neighbours, mutual-knn;
 * the weights of here are smooth, so that it has a gradient. It is the cosine of √p and √q as vectors over all pairs.
 *
 * Similarities have no unit: inner products are divided by the mean square of the norms, and squared distances by their
 * mean over pairs of stimuli.
 */
export const softKnn = defineInnerProductMetric<SoftRows | SoftHalf, SoftKnnOptions>({
  name: "soft-knn",
  title: "Soft agreement of neighbours",
  summary: "Agreement of which stimuli are near each other, with weights that fall smoothly with distance.",
  source:
    "Weights: Hinton & Roweis, Stochastic Neighbor Embedding, NeurIPS 2002; Goldberger et al., NeurIPS 2004. Their overlap: Bhattacharyya, Bull. Calcutta Math. Soc. 35, 1943. The hard form: Huh, Cheung, Wang & Isola, ICML 2024, arXiv:2405.07987",
  family: "Neighbours of stimuli",
  cost: { network: "m·n", pair: "m²·n" },
  blindTo:
    "Everything far away: at a low temperature only the nearest stimulus counts, at a high one every value is near 1.",
  accepts: "matrix",
  options: {
    temperature: number(
      0.1,
      1e-6,
      1e6,
      "How fast weights fall with similarity: a stimulus that is less similar by so much has 1/e of the weight.",
    ),
    neighbors: choice<SoftSimilarity>(
      ["cosine", "euclidean", "correlation", "inner-product"],
      "Similarity of two stimuli. euclidean: minus the squared distance, over the mean one. inner-product: over the mean squared norm.",
    ),
  },
  testedWith: [
    {},
    { temperature: 0.01 },
    { neighbors: "euclidean" },
    { neighbors: "correlation", temperature: 1 },
    { neighbors: "inner-product" },
  ],

  properties: ({ neighbors }) => ({
    kind: "similarity",
    symmetric: true,
    range: [0, 1],
    invariantTo: invariances[neighbors],
    self: 1,
    toDistance: "arccos",
  }),

  prepare: (input, options, kernels) => halfOrRows(softRows(input, options, kernels), kernels),
  multiplies: ({ isEuclidean }) => (isEuclidean ? {} : { rows: "rows" }),
  isCopied: ({ stimuli }) => stimuli !== undefined,
  blocks: rowRanges,
  features: (prepared, { start, end }, options, kernels) => [
    rootWeights(prepared, { start, end }, options, kernels),
  ],
  finish: (inner, selfX, selfY) => Math.max(0, Math.min(1, inner / Math.sqrt(selfX * selfY))),
});

const invariances: Readonly<Record<SoftSimilarity, readonly Invariance[]>> = {
  cosine: ["permutation", "orthogonal", "isotropic-scaling"],
  euclidean: ["permutation", "orthogonal", "isotropic-scaling", "translation"],
  correlation: ["permutation", "isotropic-scaling"],
  "inner-product": ["permutation", "orthogonal", "isotropic-scaling"],
};
