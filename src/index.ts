/**
 * repgeom: how similarly many networks, layers, brain regions or subjects represent
 * the same stimuli. Public names and nothing else.
 */
export {
  align,
  barycenter,
  compare,
  compareMetrics,
  compareRdms,
  correlateRsms,
  cross,
  embed,
  fastSrm,
  hyperalign,
  irsm,
  isc,
  isfc,
  kmeans,
  minibatchCka,
  noiseCovariance,
  noisePrecision,
  pairwise,
  rdm,
  rdmMovie,
  robustSrm,
  rsa,
  layerStudy,
  predictivity,
  rsmAgreement,
  rsmsAgainst,
  searchlight,
  srm,
  table,
  tangentSpace,
  wrsm,
} from "./api.ts";
export type {
  Barycenter,
  BarycenterOptions,
  Group,
  KMeans,
  KMeansOptions,
  TangentSpace,
} from "./alignment/index.ts";
export { metricComparators } from "./compare-metrics.ts";
export type {
  CompareMetricsOptions,
  MetricComparator,
  MetricComparison,
  MetricComparisons,
  NamedSquare,
} from "./compare-metrics.ts";
export { createEngine } from "./engine.ts";
export type { Engine, EngineOptions, PairwiseOptions, RunOptions } from "./engine.ts";
export { FormatError, MemoryError, NumericalError, OptionError, ShapeError } from "./errors.ts";
export type { FormatProblem } from "./errors.ts";
export {
  adjustedRand,
  cluster,
  cutTree,
  kMedoids,
  leaves,
  linkage,
  mantel,
  optimalLeafOrder,
  placeOnto,
  predict,
  silhouette,
  smacof,
  toDistances,
} from "./geometry/index.ts";
export type {
  Clustering,
  ClusterOptions,
  Distances,
  EmbedOptions,
  EmbedResult,
  KMedoids,
  Mantel,
  Classification,
  Prediction,
  PredictOptions,
  Silhouette,
  SmacofEmbedding,
} from "./geometry/index.ts";
export { neighborIndex } from "./neighbors.ts";
export type { Neighbor, NeighborIndex, NeighborOptions, Neighbors } from "./neighbors.ts";
export { parseLabels } from "./io/labels.ts";
export type { LabelTable } from "./io/labels.ts";
export { readRdms } from "./rdm/read-rdms.ts";
export type { ReadRdmsOptions } from "./rdm/read-rdms.ts";
export type { InterSubject, Isc, Isfc, IsfcOptions } from "./isc/isc.ts";
export { iscMethods, iscNulls, iscSummaries, sides as iscSides } from "./isc/options.ts";
export type {
  CorrelationOptions,
  Draws,
  IscMethod,
  IscNull,
  IscOptions,
  IscSummary,
  Side,
} from "./isc/options.ts";
export { read } from "./io/read.ts";
export type { ReadOptions } from "./io/read.ts";
export type { Source } from "./io/source.ts";
export { writeCsv, writeNpy } from "./io/write.ts";
export { averageRows, columnOf, labelsOf, selectRows, splitRows, stackRows } from "./labels.ts";
export type { Labelled, Labels } from "./labels.ts";
export type { Matrix } from "./matrix.ts";
export type {
  Aligned,
  Alignment,
  AnyMetric,
  Invariance,
  Properties,
  SearchRecord,
} from "./metrics/metric.ts";
export { acceptedValues } from "./metrics/options.ts";
export type { OptionSchema } from "./metrics/options.ts";
export { metrics } from "./metrics/registry.ts";
export type { MetricName, MetricSpec, OptionsOf } from "./metrics/registry.ts";
export type { Batch } from "./minibatch-cka.ts";
export type { Progress } from "./pairwise/lanes.ts";
export { comparators } from "./rdm/comparators.ts";
export type { Comparator, ComparatorName, ComparatorOptions } from "./rdm/comparators.ts";
export type { ComparableRdm, CompareRdmsOptions, RdmComparison, RdmComparisons } from "./rdm/compare-rdms.ts";
export { meanRdm, poolRdms, rescaleRdms } from "./rdm/combine.ts";
export { dissimilarities } from "./rdm/dissimilarities.ts";
export type { DissimilarityName, DissimilarityOptions } from "./rdm/dissimilarities.ts";
export type { RdmMovie, MovieOptions } from "./rdm/movie.ts";
export { noiseMethods } from "./rdm/noise.ts";
export type { NoiseMethod } from "./rdm/noise.ts";
export { poolings } from "./rdm/row-pairs.ts";
export type { Pooling } from "./rdm/row-pairs.ts";
export type { NoiseEstimateOptions } from "./rdm/noise-estimate.ts";
export type { NoiseOption, RdmOptions, ResidualNoise } from "./rdm/options.ts";
export { overAllStimuli, sortStimuli, subset } from "./rdm/select.ts";
export { geodesic, geotopological, minmax, positive, rankTransform, squareRoot } from "./rdm/transform.ts";
export { rdmFrom } from "./rdm/rdm.ts";
export type { Rdm, RdmFacts } from "./rdm/rdm.ts";
export type { Representation, RepresentationLike } from "./representation.ts";
export type { Predictivity, PredictivityOptions } from "./predictivity.ts";
export { layersSection } from "./report/sections/layers.ts";
export { predictivitySection } from "./report/sections/predictivity.ts";
export type { NamedPredictivity } from "./report/sections/predictivity.ts";
export { rsaSection } from "./report/sections/rsa.ts";
export type { LayerStudy, LayerStudyOptions } from "./rsa/layers.ts";
export type { Model } from "./rsa/models.ts";
export type { CrossvalidationOptions, Dimension, RsaOptions } from "./rsa/options.ts";
export type { RsaResult } from "./rsa/result.ts";
export type { Comparisons, ValueKind } from "./result.ts";
export type { FastSrmOptions } from "./alignment/fast-srm.ts";
export type { HyperalignmentOptions } from "./alignment/hyperalignment.ts";
export type { RobustSrmOptions } from "./alignment/robust-srm.ts";
export { srmKinds } from "./alignment/srm-options.ts";
export type { SharedSpaceOptions, SrmKind, SrmOptions } from "./alignment/srm-options.ts";
export type { LazyRepresentation } from "./response-space-fast.ts";
export type { RobustSharedResponse } from "./response-space-robust.ts";
export { rsmSimilarities } from "./rsm.ts";
export type { Estimate, RsmOptions, RsmSimilarity, RsmStack } from "./rsm.ts";
export type { Rsms } from "./rsm-engine.ts";
export type { NetworkBootstrap, RsmAgreement } from "./rsm-statistics.ts";
export type { SharedResponse, SharedResponses } from "./response-space.ts";
export type {
  AddedSubject,
  SharedSpace,
  SharedSpaceMethod,
  SharedSpaceResult,
} from "./response-space-result.ts";
export type { Searchlight, SearchlightOptions } from "./searchlight.ts";
export type { ShapeSpace, TangentOptions } from "./shape-space.ts";
export { version } from "./version.ts";
