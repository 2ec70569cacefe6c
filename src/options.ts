/**
 * The entry `repgeom/options`: the options of every function as data, from which forms, flags and checks are made.
 * `fooOptions` are those of `foo`; those of a metric are `metrics[name].options` of `repgeom`. It only lists.
 */
export { flagOf, flagsOf, negativeOf } from "./base/flag-names.ts";
export { acceptedValues, rangeOf, resolveOptions } from "./base/options.ts";
export type { Accepted, AnySchemas, Chosen, Given, OptionSchema, OptionSchemas } from "./base/options.ts";
export { readOptions } from "./data/files/options.ts";
export {
  groupTestOptions as anosimOptions,
  groupTestOptions as permanovaOptions,
} from "./geometry/group-tests.ts";
export { mantelOptions, mantelOptions as partialMantelOptions } from "./geometry/mantel.ts";
export { kMedoidsOptions } from "./geometry/medoids.ts";
export { smacofOptions } from "./geometry/smacof.ts";
export { arrangeUnitsOptions } from "./metrics/units/fit.ts";
export { framedOptions } from "./rdm/derived/framed.ts";
export { dissimilarityOptions } from "./rdm/dissimilarities/dissimilarity.ts";
export { meanRdmOptions } from "./rdm/mean-rdm.ts";
export {
  noiseEstimateOptions as noiseCovarianceOptions,
  noiseEstimateOptions as noisePrecisionOptions,
} from "./rdm/noise/noise-option.ts";
export { movieOptions as rdmMovieOptions, rdmOptions } from "./rdm/options.ts";
export { readRdmsOptions } from "./rdm/read-rdms.ts";
export { rescaleRdmsOptions } from "./rdm/rescale.ts";
export { geotopologicalOptions, rankTransformOptions } from "./rdm/transform.ts";
export { lookOptions as withLookOptions } from "./report/look/options.ts";
export { engineOptions as createEngineOptions } from "./run/runtime.ts";
export { checkMetricOptions } from "./studies/check-metric/options.ts";
export { compareMetricsOptions } from "./studies/compare-metrics/compare-metrics.ts";
export { describeOptions } from "./studies/describe/options.ts";
export { explainOptions } from "./studies/explain/options.ts";
export { testedGroupsOptions } from "./studies/groups/test.ts";
export { consensusOptions, fuseOptions } from "./studies/fusion/options.ts";
export { iscOptions, isfcOptions } from "./studies/isc/options.ts";
export { layerStudyOptions } from "./studies/layers/options.ts";
export { mapInferenceOptions } from "./studies/map-test/options.ts";
export { neighborOptions as neighborIndexOptions } from "./studies/neighbors/neighbors.ts";
export { alignOptions } from "./studies/pairwise/align.ts";
export { crossOptions, pairwiseOptions } from "./studies/pairwise/options.ts";
export { bandedOptions as bandedPredictivityOptions } from "./studies/predictivity/banded/options.ts";
export { predictivityOptions } from "./studies/predictivity/options.ts";
export { compareRdmsOptions } from "./studies/rdm/compare-options.ts";
export { mapOption as stimulusMapOption } from "./studies/rdm/map.ts";
export { reliabilityOptions } from "./studies/reliability/options.ts";
export { rsaGroupsOptions } from "./studies/rsa/groups/options.ts";
export { crossvalidationOptions, rsaOptions } from "./studies/rsa/options.ts";
export { partialRsaOptions, regressRdmsOptions } from "./studies/rsa/regression/options.ts";
export {
  networkBootstrapOptions as correlateRsmsOptions,
  networkBootstrapOptions as rsmAgreementOptions,
  rsmOptions as irsmOptions,
  rsmOptions as wrsmOptions,
} from "./studies/rsm/options.ts";
export { searchlightOptions } from "./studies/searchlight/options.ts";
export {
  barycenterOptions,
  kMeansOptions as kmeansOptions,
  tangentOptions as tangentSpaceOptions,
} from "./studies/shapes/options.ts";
export {
  fastSrmOptions,
  hyperalignmentOptions as hyperalignOptions,
  robustSrmOptions,
  srmOptions,
} from "./studies/shared-space/srm-options.ts";
export { clusterOptions } from "./studies/space/cluster.ts";
export { embedOptions } from "./studies/space/embed.ts";
export { predictOptions, regressOptions } from "./studies/space/predict-options.ts";
