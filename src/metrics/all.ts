/** All metrics at once: for lists, help and the descriptions that the library exports. */
import { alignedCosine } from "./alignment/aligned-cosine.ts";
import { permutationAlignedCosine } from "./alignment/permutation-aligned-cosine.ts";
import { hardCorrelationMatch } from "./matching/hard-correlation-match.ts";
import { softCorrelationMatch } from "./matching/soft-correlation-match.ts";
import { linearPredictivity } from "./predictivity/linear-predictivity.ts";
import { maxMatch } from "./matching/max-match.ts";
import { bures } from "./procrustes/bures.ts";
import { cca } from "./linear/cca.ts";
import { cka } from "./kernel/cka.ts";
import { convolutional } from "./convolutional/convolutional.ts";
import { dsa } from "./dynamics/dsa.ts";
import { distanceCorrelation } from "./similarity/distance-correlation.ts";
import { eigenspaceOverlap } from "./similarity/eigenspace-overlap.ts";
import { magnitude } from "./descriptors/magnitude.ts";
import { concentricity } from "./descriptors/concentricity.ts";
import { uniformity } from "./descriptors/uniformity.ts";
import { intrinsicDimension } from "./descriptors/intrinsic-dimension.ts";
import { effectiveRank } from "./descriptors/effective-rank.ts";
import { participationRatio } from "./descriptors/participation-ratio.ts";
import { disagreement } from "./outputs/disagreement.ts";
import { jensenShannon } from "./outputs/jensen-shannon.ts";
import { cohenKappa } from "./outputs/cohen-kappa.ts";
import { elementwise } from "./elementwise.ts";
import { energy } from "./energy/energy.ts";
import { gaussianProcess } from "./gaussian/gaussian-process.ts";
import { gaussianWasserstein } from "./gaussian/gaussian-wasserstein.ts";
import { geometryScore } from "./topology/geometry-score.ts";
import { imd } from "./topology/imd.ts";
import { gulp } from "./similarity/gulp.ts";
import { hsic } from "./similarity/hsic.ts";
import { kernelCca } from "./kernel/kernel-cca.ts";
import { kernelProcrustes } from "./kernel/kernel-procrustes.ts";
import { linearRegression } from "./linear/linear-regression.ts";
import { mutualKnn } from "./neighbors/mutual-knn.ts";
import { cycleKnn } from "./neighbors/cycle-knn.ts";
import { lcsKnn } from "./neighbors/lcs-knn.ts";
import { editDistanceKnn } from "./neighbors/edit-distance-knn.ts";
import { cknna } from "./neighbors/cknna.ts";
import { knnJaccard } from "./neighbors/knn-jaccard.ts";
import { rankSimilarity } from "./neighbors/rank-similarity.ts";
import { jointRankJaccard } from "./neighbors/joint-rank-jaccard.ts";
import { secondOrderCosine } from "./neighbors/second-order-cosine.ts";
import { nbs } from "./procrustes/nbs.ts";
import { permutation } from "./matching/permutation.ts";
import { procrustes } from "./procrustes/procrustes.ts";
import { pwcca } from "./linear/pwcca.ts";
import type { MetricDescriptions, MetricName, MetricNamed } from "./registry.ts";
import { rsmDifference } from "./similarity/rsm-difference.ts";
import { rsa } from "./rsa/rsa.ts";
import { rtd } from "./topology/rtd.ts";
import { rv } from "./kernel/rv.ts";
import { softKnn } from "./neighbors/soft-knn.ts";
import { softMatching } from "./matching/soft-matching.ts";
import { svcca } from "./linear/svcca.ts";

/** In the order of the registry, which the compiler holds against this list. */
export const metrics = {
  procrustes,
  permutation,
  "soft-matching": softMatching,
  convolutional,
  cca,
  svcca,
  pwcca,
  "kernel-procrustes": kernelProcrustes,
  "kernel-cca": kernelCca,
  cka,
  rv,
  nbs,
  bures,
  "linear-regression": linearRegression,
  rsa,
  elementwise,
  "gaussian-wasserstein": gaussianWasserstein,
  energy,
  "gaussian-process": gaussianProcess,
  // Neighbours of stimuli
  "soft-knn": softKnn,
  "mutual-knn": mutualKnn,
  "cycle-knn": cycleKnn,
  "lcs-knn": lcsKnn,
  "edit-distance-knn": editDistanceKnn,
  cknna,
  "knn-jaccard": knnJaccard,
  "rank-similarity": rankSimilarity,
  "joint-rank-jaccard": jointRankJaccard,
  "second-order-cosine": secondOrderCosine,

  // Kernels and similarity structures
  hsic,
  "distance-correlation": distanceCorrelation,
  "rsm-difference": rsmDifference,
  "eigenspace-overlap": eigenspaceOverlap,
  gulp,

  // Alignment, matching and regression
  "aligned-cosine": alignedCosine,
  "permutation-aligned-cosine": permutationAlignedCosine,
  "hard-correlation-match": hardCorrelationMatch,
  "soft-correlation-match": softCorrelationMatch,
  "linear-predictivity": linearPredictivity,
  "max-match": maxMatch,

  // Topology and scale
  rtd,
  imd,
  "geometry-score": geometryScore,

  // Descriptors of one network
  magnitude,
  concentricity,
  uniformity,
  "intrinsic-dimension": intrinsicDimension,
  "effective-rank": effectiveRank,
  "participation-ratio": participationRatio,

  // Dynamics
  dsa,

  // Outputs
  disagreement,
  "jensen-shannon": jensenShannon,
  "cohen-kappa": cohenKappa,
} as const satisfies { readonly [Name in MetricName]: MetricNamed<Name> };

/** What the library exports of them. */
export const metricDescriptions = metrics as unknown as MetricDescriptions;
