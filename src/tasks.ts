import type { AnyTask } from "./run/tasks/task.ts";
import { eighOf } from "./run/tasks/eigh.ts";
import { permuteMetrics } from "./studies/compare-metrics/task.ts";
import { describeNetwork } from "./studies/describe/task.ts";
import { omitFromPair, sharePair } from "./studies/explain/task.ts";
import { consensusStarts } from "./studies/fusion/task.ts";
import { gradientOfPair } from "./studies/gradient/task.ts";
import { iscUnits, isfcParts } from "./studies/isc/task.ts";
import { mapExchanges } from "./studies/map-test/task.ts";
import { batchTerms } from "./studies/pairwise/minibatch/task.ts";
import { resamplePairs, workOnPair } from "./studies/pairwise/task.ts";
import { bandedFit, bandedGrams, bandedSearch } from "./studies/predictivity/banded/task.ts";
import { predictivitySplits } from "./studies/predictivity/task.ts";
import { rdmAgainstAll, rdmProduct } from "./studies/rdm/compare-task.ts";
import { noiseEstimate } from "./studies/rdm/noise-task.ts";
import { rdmFrame } from "./studies/rdm/movie-task.ts";
import { reliabilityOfSubject } from "./studies/reliability/task.ts";
import { rsaGroupDraws } from "./studies/rsa/groups/task.ts";
import { regressionDraws, regressionPermutations } from "./studies/rsa/regression/task.ts";
import { rsaPermutations, rsaResamples } from "./studies/rsa/task.ts";
import { rsmOfNetwork } from "./studies/rsm/task.ts";
import { searchlightPatches } from "./studies/searchlight/task.ts";
import {
  barycenterStart,
  kMeansStart,
  networkOntoMean,
  networkWithoutSpareUnits,
  tangentAxes,
} from "./studies/shapes/task.ts";
import { fastSrmStep } from "./studies/shared-space/models/fast-parts.ts";
import { robustSrmStep } from "./studies/shared-space/models/robust-parts.ts";
import { srmStep } from "./studies/shared-space/models/srm-parts.ts";

import { geometryParts, principalCoordinates } from "./studies/geometry/task.ts";
import { bandFits, bandProducts, orthonormal, ritzPairs } from "./studies/space/large/task.ts";

/** Every task that a thread can be asked for; it finds them by name. */
export const tasks: readonly AnyTask[] = [
  eighOf,
  permuteMetrics,
  describeNetwork,
  omitFromPair,
  sharePair,
  consensusStarts,
  iscUnits,
  isfcParts,
  mapExchanges,
  resamplePairs,
  workOnPair,
  gradientOfPair,
  batchTerms,
  bandedFit,
  bandedGrams,
  bandedSearch,
  predictivitySplits,
  rdmAgainstAll,
  rdmProduct,
  rdmFrame,
  noiseEstimate,
  reliabilityOfSubject,
  rsaGroupDraws,
  regressionDraws,
  regressionPermutations,
  rsaPermutations,
  rsaResamples,
  rsmOfNetwork,
  searchlightPatches,
  barycenterStart,
  kMeansStart,
  networkOntoMean,
  networkWithoutSpareUnits,
  tangentAxes,
  fastSrmStep,
  robustSrmStep,
  srmStep,
  geometryParts,
  principalCoordinates,
  bandFits,
  bandProducts,
  orthonormal,
  ritzPairs,
];
