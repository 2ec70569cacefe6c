/**
 * All other metrics by name, and how each is loaded. The list itself is loaded with the first name that `usual` does not have,
 * so that pages that compare by those do not carry it.
 */
export const further = {
  // Neighbours of stimuli
  "soft-knn": async () => (await import("./neighbors/soft-knn.ts")).softKnn,
  "mutual-knn": async () => (await import("./neighbors/mutual-knn.ts")).mutualKnn,
  "cycle-knn": async () => (await import("./neighbors/cycle-knn.ts")).cycleKnn,
  "lcs-knn": async () => (await import("./neighbors/lcs-knn.ts")).lcsKnn,
  "edit-distance-knn": async () => (await import("./neighbors/edit-distance-knn.ts")).editDistanceKnn,
  cknna: async () => (await import("./neighbors/cknna.ts")).cknna,
  "knn-jaccard": async () => (await import("./neighbors/knn-jaccard.ts")).knnJaccard,
  "rank-similarity": async () => (await import("./neighbors/rank-similarity.ts")).rankSimilarity,
  "joint-rank-jaccard": async () => (await import("./neighbors/joint-rank-jaccard.ts")).jointRankJaccard,
  "second-order-cosine": async () => (await import("./neighbors/second-order-cosine.ts")).secondOrderCosine,

  // Kernels and similarity structures
  hsic: async () => (await import("./similarity/hsic.ts")).hsic,
  "distance-correlation": async () =>
    (await import("./similarity/distance-correlation.ts")).distanceCorrelation,
  "rsm-difference": async () => (await import("./similarity/rsm-difference.ts")).rsmDifference,
  "eigenspace-overlap": async () => (await import("./similarity/eigenspace-overlap.ts")).eigenspaceOverlap,
  gulp: async () => (await import("./similarity/gulp.ts")).gulp,

  // Alignment, matching and regression
  "aligned-cosine": async () => (await import("./alignment/aligned-cosine.ts")).alignedCosine,
  "permutation-aligned-cosine": async () =>
    (await import("./alignment/permutation-aligned-cosine.ts")).permutationAlignedCosine,
  "hard-correlation-match": async () =>
    (await import("./matching/hard-correlation-match.ts")).hardCorrelationMatch,
  "soft-correlation-match": async () =>
    (await import("./matching/soft-correlation-match.ts")).softCorrelationMatch,
  "linear-predictivity": async () =>
    (await import("./predictivity/linear-predictivity.ts")).linearPredictivity,
  "max-match": async () => (await import("./matching/max-match.ts")).maxMatch,

  // Topology and scale
  rtd: async () => (await import("./topology/rtd.ts")).rtd,
  imd: async () => (await import("./topology/imd.ts")).imd,
  "geometry-score": async () => (await import("./topology/geometry-score.ts")).geometryScore,

  // Descriptors of one network
  magnitude: async () => (await import("./descriptors/magnitude.ts")).magnitude,
  concentricity: async () => (await import("./descriptors/concentricity.ts")).concentricity,
  uniformity: async () => (await import("./descriptors/uniformity.ts")).uniformity,
  "intrinsic-dimension": async () =>
    (await import("./descriptors/intrinsic-dimension.ts")).intrinsicDimension,
  "effective-rank": async () => (await import("./descriptors/effective-rank.ts")).effectiveRank,
  "participation-ratio": async () =>
    (await import("./descriptors/participation-ratio.ts")).participationRatio,

  // Dynamics
  dsa: async () => (await import("./dynamics/dsa.ts")).dsa,

  // Outputs
  disagreement: async () => (await import("./outputs/disagreement.ts")).disagreement,
  "jensen-shannon": async () => (await import("./outputs/jensen-shannon.ts")).jensenShannon,
  "cohen-kappa": async () => (await import("./outputs/cohen-kappa.ts")).cohenKappa,
} as const;
