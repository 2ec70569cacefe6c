/**
 * repgeom: how similarly many networks, layers, brain regions or subjects represent
 * the same stimuli. Public names and nothing else.
 */
export { compareMetrics } from "./studies/compare-metrics/compare-metrics.ts";
export { isc, isfc } from "./studies/isc/isc.ts";
export { layerStudy } from "./studies/layers/layers.ts";
export { align } from "./studies/pairwise/align.ts";
export { minibatchCka } from "./studies/pairwise/minibatch-cka.ts";
export { compare, cross, pairwise } from "./studies/pairwise/pairwise.ts";
export type { IntervalMethod, PairwiseOptions } from "./studies/pairwise/options.ts";
export { table } from "./studies/pairwise/table.ts";
export { predictivity } from "./studies/predictivity/predictivity.ts";
export { compareRdms } from "./studies/rdm/compare-rdms.ts";
export { noiseCovariance, noisePrecision, rdm, rdmMovie } from "./studies/rdm/rdm.ts";
export { rsa } from "./studies/rsa/rsa.ts";
export { correlateRsms, irsm, rsmAgreement, rsmsAgainst, wrsm } from "./studies/rsm/similarity.ts";
export { searchlight } from "./studies/searchlight/searchlight.ts";
export { barycenter, kmeans, tangentSpace } from "./studies/shapes/shape-space.ts";
export { fastSrm } from "./studies/shared-space/fast.ts";
export { robustSrm } from "./studies/shared-space/robust.ts";
export { hyperalign, srm } from "./studies/shared-space/shared-space.ts";
export { cluster, clusterMethods } from "./studies/space/cluster.ts";
export type { Clustering, ClusterMethod, ClusterOptions } from "./studies/space/cluster.ts";
export { embed, embedMethods } from "./studies/space/embed.ts";
export type { EmbedMethod, EmbedOptions, EmbedResult } from "./studies/space/embed.ts";
export type { DistancesLike, Provenance } from "./studies/space/given.ts";
export { predictionMethods } from "./studies/space/predict-options.ts";
export type { PredictionMethod, PredictOptions } from "./studies/space/predict-options.ts";
export { predict } from "./studies/space/predict.ts";
export type { Classification, Prediction } from "./studies/space/predict.ts";
export type {
  Barycenter,
  BarycenterOptions,
  Group,
  KMeans,
  KMeansOptions,
  TangentSpace,
} from "./studies/shapes/index.ts";
export { metricComparators } from "./studies/compare-metrics/compare-metrics.ts";
export type {
  CompareMetricsOptions,
  MetricComparator,
  MetricComparisons,
  NamedSquare,
} from "./studies/compare-metrics/compare-metrics.ts";
export { createEngine } from "./engine.ts";
export type { Engine } from "./engine.ts";
export type { EngineOptions } from "./run/runtime.ts";
export { FormatError, MemoryError, NumericalError, OptionError, ShapeError } from "./base/errors.ts";
export type { FormatProblem } from "./base/errors.ts";
export type { PredictionTest } from "./geometry/crossvalidate.ts";
export type { Fit, WorstPair } from "./geometry/goodness.ts";
export { leaves, optimalLeafOrder } from "./geometry/leaf-order.ts";
export { linkage, linkageMethods } from "./geometry/linkage.ts";
export type { LinkageMethod } from "./geometry/linkage.ts";
export { mantel } from "./geometry/mantel.ts";
export type { Mantel, MantelOptions } from "./geometry/mantel.ts";
export { kMedoids } from "./geometry/medoids.ts";
export type { KMedoids, KMedoidsOptions } from "./geometry/medoids.ts";
export { adjustedRand, cutTree, silhouette } from "./geometry/partition.ts";
export type { Silhouette } from "./geometry/partition.ts";
export { placeOnto } from "./geometry/pcoa.ts";
export type { Embedding } from "./geometry/pcoa.ts";
export { smacof } from "./geometry/smacof.ts";
export type { SmacofEmbedding, SmacofOptions } from "./geometry/smacof.ts";
export { toDistances } from "./geometry/to-distances.ts";
export type { ConversionName, Distances } from "./geometry/to-distances.ts";
export { neighborIndex } from "./studies/neighbors/neighbors.ts";
export type { Neighbor, NeighborIndex, NeighborOptions, Neighbors } from "./studies/neighbors/neighbors.ts";
export { parseLabels } from "./data/label-table.ts";
export type { LabelTable } from "./data/label-table.ts";
export { readRdms } from "./rdm/read-rdms.ts";
export type { ReadRdmsOptions } from "./rdm/read-rdms.ts";
export type { IsfcOptions } from "./studies/isc/isc.ts";
export type { Isc, Isfc } from "./studies/isc/result.ts";
export { iscMethods, iscNulls, iscSides, iscSummaries } from "./studies/isc/options.ts";
export type {
  CorrelationOptions,
  Draws,
  IscMethod,
  IscNull,
  IscOptions,
  IscSummary,
} from "./studies/isc/options.ts";
export { read } from "./data/read.ts";
export type { ReadOptions } from "./data/read.ts";
export type { Source } from "./data/source.ts";
export { writeCsv, writeNpy } from "./data/write.ts";
export { averageRows, columnOf, labelsOf, selectRows, splitRows, stackRows } from "./data/labels.ts";
export type { Labelled, Labels } from "./data/labels.ts";
export type { Matrix } from "./base/matrix.ts";
export type {
  Aligned,
  Alignment,
  AnyMetric,
  Invariance,
  Properties,
  SearchRecord,
} from "./metrics/metric.ts";
export { acceptedValues } from "./base/options.ts";
export type { OptionSchema } from "./base/options.ts";
export { metricDescriptions as metrics } from "./metrics/describe.ts";
export type { MetricDescription, MetricDescriptions } from "./metrics/describe.ts";
export type { MetricName, MetricSpec, OptionsOf } from "./metrics/registry.ts";
export type { Batch } from "./studies/pairwise/minibatch-cka.ts";
export type { Control, EngineHandle, Progress } from "./run/control.ts";
export { comparators } from "./rdm/comparators/registry.ts";
export type { Comparator, ComparatorName, ComparatorOptions } from "./rdm/comparators/registry.ts";
export type { ComparableRdm, CompareRdmsOptions, RdmComparisons } from "./studies/rdm/compare-rdms.ts";
export { meanRdm, poolRdms, rescaleRdms } from "./rdm/combine.ts";
export { dissimilarities } from "./rdm/dissimilarities/registry.ts";
export type { DissimilarityName, DissimilarityOptions } from "./rdm/dissimilarities/registry.ts";
export type { RdmMovie, MovieOptions } from "./rdm/movie.ts";
export { noiseMethods } from "./rdm/noise/noise.ts";
export type { NoiseMethod } from "./rdm/noise/noise.ts";
export { poolings } from "./rdm/row-pairs.ts";
export type { Pooling } from "./rdm/row-pairs.ts";
export type { NoiseEstimateOptions } from "./rdm/noise/noise-estimate.ts";
export type { NoiseOption, RdmOptions, ResidualNoise } from "./rdm/options.ts";
export { overAllStimuli, sortStimuli, subset } from "./rdm/select.ts";
export { geodesic, geotopological, minmax, positive, rankTransform, squareRoot } from "./rdm/transform.ts";
export { rdmFrom } from "./rdm/rdm.ts";
export type { Rdm, RdmFacts } from "./rdm/rdm.ts";
export type { Representation, RepresentationLike } from "./data/representation.ts";
export type { Predictivity, PredictivityOptions } from "./studies/predictivity/predictivity.ts";
export type { LayerStudy, LayerStudyOptions } from "./studies/layers/layers.ts";
export type { Model } from "./studies/rsa/fitting/models.ts";
export type { CrossvalidationOptions, Dimension, RsaOptions } from "./studies/rsa/options.ts";
export type { RsaResult } from "./studies/rsa/result.ts";
export type { Comparisons, ValueKind } from "./data/comparisons.ts";
export type { Estimand } from "./base/jackknife.ts";
export type { FastSrmOptions } from "./studies/shared-space/fast-srm.ts";
export type { HyperalignmentOptions } from "./studies/shared-space/hyperalignment.ts";
export type { RobustSrmOptions } from "./studies/shared-space/robust-srm.ts";
export { srmKinds } from "./studies/shared-space/srm-options.ts";
export type { SharedSpaceOptions, SrmKind, SrmOptions } from "./studies/shared-space/srm-options.ts";
export type { LazyRepresentation } from "./studies/shared-space/fast.ts";
export type { RobustSharedResponse } from "./studies/shared-space/robust.ts";
export { rsmSimilarities } from "./studies/rsm/rsm.ts";
export type { Estimate, RsmOptions, RsmSimilarity, RsmStack } from "./studies/rsm/rsm.ts";
export type { NetworkBootstrap, RsmAgreement } from "./studies/rsm/statistics.ts";
export type { SharedResponse } from "./studies/shared-space/shared-space.ts";
export type {
  AddedSubject,
  SharedSpace,
  SharedSpaceMethod,
  SharedSpaceResult,
} from "./studies/shared-space/result.ts";
export type { Searchlight, SearchlightOptions } from "./studies/searchlight/searchlight.ts";
export type { TangentOptions } from "./studies/shapes/shape-space.ts";
export type { Interval, Side } from "./base/statistics.ts";
export type { Written } from "./data/written.ts";
export { version } from "./base/version.ts";
