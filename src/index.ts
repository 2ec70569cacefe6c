/**
 * repgeom: how similarly many networks, layers, brain regions or subjects represent
 * the same stimuli. Public names and nothing else.
 */
export { compareMetrics } from "./studies/compare-metrics/compare-metrics.ts";
export { describe } from "./studies/describe/describe.ts";
export type { DescribeOptions, DescriptorName } from "./studies/describe/options.ts";
export type { Description, DescriptionFacts, DescriptorFacts } from "./studies/describe/result.ts";
export { explain } from "./studies/explain/explain.ts";
export type { CommonAxes } from "./studies/explain/common.ts";
export type { Spectrum } from "./studies/explain/explanation.ts";
export type { ExplainOptions } from "./studies/explain/options.ts";
export type {
  ExplanationFacts,
  PairsOfStimuli,
  ShareForm,
  ShareKind,
  Shares,
} from "./studies/explain/facts.ts";
export type { Explanation } from "./studies/explain/result.ts";
export type { Share } from "./studies/explain/top.ts";
export { consensus } from "./studies/fusion/consensus.ts";
export type { Consensus } from "./studies/fusion/consensus.ts";
export { fuse } from "./studies/fusion/fuse.ts";
export type { Fused } from "./studies/fusion/fuse.ts";
export type { MatrixLike } from "./studies/fusion/matrices.ts";
export type { ConsensusMethod, ConsensusOptions, FuseOptions } from "./studies/fusion/options.ts";
export type { FusionVariant } from "./geometry/several/network-fusion.ts";
export { gradient } from "./studies/gradient/gradient.ts";
export type { Gradient } from "./studies/gradient/gradient.ts";
export type { GradientMetricName } from "./metrics/gradients/registry.ts";
export { isc, isfc } from "./studies/isc/isc.ts";
export { layerStudy } from "./studies/layers/layers.ts";
export { align, type AlignOptions } from "./studies/pairwise/align.ts";
export type { Normalization } from "./data/normalize.ts";
export { minibatchCka } from "./studies/pairwise/minibatch/minibatch-cka.ts";
export { compare, cross, pairwise } from "./studies/pairwise/pairwise.ts";
export type { CrossOptions, IntervalMethod, PairwiseOptions } from "./studies/pairwise/options.ts";
export type { KnownPairs, KnownTable } from "./studies/pairwise/known/known.ts";
export { estimate } from "./studies/pairwise/single/estimate.ts";
export { table } from "./studies/pairwise/table.ts";
export { mapInference } from "./studies/map-test/map-inference.ts";
export { edgeNeighbors, meshNeighbors } from "./studies/places/graph.ts";
export { sparseNeighbors, tableNeighbors } from "./studies/places/lists.ts";
export { spheres } from "./studies/places/spheres.ts";
export { bandedPredictivity } from "./studies/predictivity/banded/banded.ts";
export { predictivity } from "./studies/predictivity/predictivity.ts";
export { compareRdms } from "./studies/rdm/compare-rdms.ts";
export { noiseCovariance, noisePrecision, rdm, rdmMovie } from "./studies/rdm/rdm.ts";
export { reliability } from "./studies/reliability/reliability.ts";
export type { ReliabilityOptions } from "./studies/reliability/options.ts";
export type { Reliability, ReliabilityFacts } from "./studies/reliability/result.ts";
export { rsaGroups } from "./studies/rsa/groups/groups.ts";
export type { LabelTest } from "./studies/rsa/groups/labels.ts";
export type { RsaGroupsOptions, SubjectGroup } from "./studies/rsa/groups/options.ts";
export type { RsaGroups, RsaGroupsFacts } from "./studies/rsa/groups/result.ts";
export { partialRsa, regressRdms } from "./studies/rsa/regression/regression.ts";
export type {
  CertaintyOptions,
  PartialRsaOptions,
  RdmCorrelation,
  RegressionFit,
  RegressionPlan,
  RegressRdmsOptions,
} from "./studies/rsa/regression/options.ts";
export type { RegressionFacts, RegressionResult, RegressionValue } from "./studies/rsa/regression/result.ts";
export type { StatisticKind, StatisticPlace } from "./studies/rsa/regression/statistics.ts";
export { rsa } from "./studies/rsa/rsa.ts";
export { correlateRsms, irsm, rsmAgreement, rsmsAgainst, wrsm } from "./studies/rsm/similarity.ts";
export { searchlight } from "./studies/searchlight/searchlight.ts";
export { barycenter, kmeans, tangentSpace } from "./studies/shapes/shape-space.ts";
export { fastSrm } from "./studies/shared-space/fast.ts";
export { robustSrm } from "./studies/shared-space/robust.ts";
export { overAllRows } from "./studies/shared-space/partial/seen.ts";
export { hyperalign, srm } from "./studies/shared-space/shared-space.ts";
export {
  anosimAsync,
  kMedoidsAsync,
  linkageAsync,
  mantelAsync,
  optimalLeafOrderAsync,
  partialMantelAsync,
  permanovaAsync,
  silhouetteAsync,
  smacofAsync,
} from "./studies/geometry/async.ts";
export { cluster, clusterAsync, clusterMethods } from "./studies/space/cluster.ts";
export type { Clustering, ClusterMethod, ClusterOptions } from "./studies/space/cluster.ts";
export { embed, embedMethods } from "./studies/space/embed.ts";
export type { EmbedMethod, EmbedOptions, EmbedResult } from "./studies/space/embed.ts";
export type { LandmarkChoice } from "./geometry/large/landmarks.ts";
export type { SampledFit } from "./geometry/large/sampled-fit.ts";
export type { LandmarkEmbedding } from "./studies/space/large/landmark.ts";
export type { LargeOptions } from "./studies/space/large/options.ts";
export type { AxisErrors } from "./studies/space/large/randomised.ts";
export { distancesAmong } from "./studies/space/large/among.ts";
export type { DistanceRows, DistanceSource, DistancesOnDemand } from "./studies/space/large/sources.ts";
export type { DistancesLike, Provenance } from "./studies/space/given.ts";
export { predictionMethods } from "./studies/space/predict-options.ts";
export type { PredictionMethod, PredictOptions, RegressOptions } from "./studies/space/predict-options.ts";
export type { Covariate } from "./studies/space/covariate.ts";
export { predict, predictAsync } from "./studies/space/predict.ts";
export type { Classification, Prediction } from "./studies/space/predict-result.ts";
export { regress, regressAsync } from "./studies/space/regress.ts";
export type {
  BarycenterOptions,
  Group,
  KMeansOptions,
  ShapeOptions,
  TangentOptions,
} from "./studies/shapes/options.ts";
export type { Barycenter, KMeans, TangentSpace } from "./studies/shapes/result.ts";
export { metricComparators } from "./studies/compare-metrics/compare-metrics.ts";
export type {
  CompareMetricsOptions,
  MetricComparator,
  MetricComparisons,
  NamedSquare,
} from "./studies/compare-metrics/compare-metrics.ts";
export { createEngine } from "./engine.ts";
export type { Engine, EngineMethods } from "./engine.ts";
export type { EngineOptions } from "./run/runtime.ts";
export {
  FormatError,
  MemoryError,
  MetricError,
  NumericalError,
  OptionError,
  ShapeError,
} from "./base/errors.ts";
export type { FormatProblem, LegibleError } from "./base/errors.ts";
export type { PredictionTest } from "./geometry/crossvalidate.ts";
export type { Fit, WorstPair } from "./geometry/goodness.ts";
export { anosim, permanova, spreadCaveat } from "./geometry/group-tests.ts";
export type { Anosim, GroupTestOptions, Permanova } from "./geometry/group-tests.ts";
export { groupDistances } from "./geometry/groups/group-distances.ts";
export type { GroupDistances } from "./geometry/groups/group-distances.ts";
export type { GroupTest } from "./geometry/groups/permutations.ts";
export { leaves, optimalLeafOrder } from "./geometry/leaf-order.ts";
export { linkage, linkageMethods } from "./geometry/linkage.ts";
export type { LinkageMethod } from "./geometry/linkage.ts";
export { mantel } from "./geometry/mantel.ts";
export type { Mantel, MantelOptions } from "./geometry/mantel.ts";
export { partialMantel } from "./geometry/partial-mantel.ts";
export type { GivenMatrices } from "./geometry/partial-mantel.ts";
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
export { neighborIndex, openNeighborIndex } from "./studies/neighbors/neighbors.ts";
export type { LoadNetwork, NetworkLike } from "./studies/neighbors/networks.ts";
export type { IndexEntry } from "./studies/neighbors/saved.ts";
export type { NeighborOptions } from "./studies/neighbors/neighbors.ts";
export type { Neighbor, NeighborIndex, Neighbors } from "./studies/neighbors/result.ts";
export { networkTable } from "./data/groups/network-table.ts";
export type { NetworkCell, NetworkRow, NetworkTable, NetworkTableLike } from "./data/groups/network-table.ts";
export { tableFromPattern } from "./data/groups/pattern.ts";
export { joinTable, mergeTables } from "./data/groups/join.ts";
export type { JoinedTable } from "./data/groups/join.ts";
export { parseLabels } from "./data/label-table.ts";
export type { LabelTable } from "./data/label-table.ts";
export { readRdms } from "./rdm/read-rdms.ts";
export type { ReadRdmsOptions } from "./rdm/read-rdms.ts";
export type { IsfcOptions } from "./studies/isc/options.ts";
export type { Isc, Isfc } from "./studies/isc/result.ts";
export { iscMethods, iscNulls, iscSides, iscSummaries } from "./studies/isc/options.ts";
export type {
  ChosenIsc,
  CorrelationOptions,
  Draws,
  IscMethod,
  IscNull,
  IscOptions,
  IscSummary,
} from "./studies/isc/options.ts";
export { extensions } from "./data/formats/registry.ts";
export { arrangeUnits } from "./studies/units/arrange-units.ts";
export type { AxesOptions } from "./data/arrange/axes.ts";
export type { StimuliOptions } from "./data/arrange/rows.ts";
export type { UnitOptions } from "./data/arrange/units.ts";
export type { VoxelSpace } from "./data/voxel-space.ts";
export type { ArrangeUnitsOptions } from "./metrics/units/fit.ts";
export { inspect } from "./studies/inspect/inspect.ts";
export type { InspectedArray, Inspection } from "./studies/inspect/inspection.ts";
export type { Counts } from "./studies/inspect/counts.ts";
export { read } from "./data/read.ts";
export { readLazily } from "./data/read-lazily.ts";
export type { ReadOptions } from "./data/files/options.ts";
export type { Said, TableOptions } from "./data/formats/text/table-options.ts";
export type { ReadControl } from "./base/cancel.ts";
export type {
  Address,
  AddressShape,
  BlobOfBytes,
  BlobShape,
  FileShape,
  NamedFile,
  Signal,
  SignalShape,
  WorkerSource,
} from "./base/host/types.ts";
export { describeTaken } from "./data/taken.ts";
export type { Taken } from "./data/taken.ts";
export type { NamedBytes, Source } from "./data/source.ts";
export { writeCsv, writeNpy, writeNpz } from "./data/write.ts";
export type { NamedArray } from "./data/write.ts";
export { writeMat } from "./data/formats/matlab/write.ts";
export type { NamedTexts } from "./data/formats/matlab/write.ts";
export { voxelSizeOf } from "./data/formats/nifti/voxel-size.ts";
export { writeNifti } from "./data/formats/nifti/write.ts";
export type { MapWriting } from "./data/formats/nifti/write.ts";
export { readMesh } from "./data/formats/gifti/mesh.ts";
export type { Mesh } from "./data/formats/gifti/mesh.ts";
export { averageRows, columnOf, labelsOf, selectRows, splitRows, stackRows } from "./data/labels.ts";
export type { Labelled, Labels } from "./data/labels.ts";
export type { Axis, Kind } from "./data/kinds.ts";
export type { Matrix } from "./base/matrix.ts";
export type {
  Aligned,
  Alignment,
  Cost,
  Estimated,
  Family,
  Invariance,
  Properties,
  SearchRecord,
} from "./metrics/metric.ts";
export { acceptedValues } from "./base/options.ts";
export type { Accepted, AnySchemas, Chosen, OptionSchema, OptionSchemas } from "./base/options.ts";
export { metricDescriptions as metrics } from "./metrics/all.ts";
export { defineMetric } from "./metrics/own/define.ts";
export { cite } from "./studies/cite/cite.ts";
export type { Citation } from "./studies/cite/citation.ts";
export type { CitationFacts, CitedSource, CitedSubject, OtherSource } from "./studies/cite/facts.ts";
export type { CiteSubject, ResultSubject, StudySubject } from "./studies/cite/subject.ts";
export type { Reference } from "./studies/cite/bibliography/reference.ts";
export type { StudyName } from "./studies/cite/cited/studies.ts";
export type { Condition } from "./studies/cite/cited/cited.ts";
export type { CslItem } from "./studies/cite/formats/csl.ts";
export { checkMetric } from "./studies/check-metric/check-metric.ts";
export type { Check, CheckedSet, CheckOutcome, MetricCheck } from "./studies/check-metric/result.ts";
export type { CheckMetricOptions } from "./studies/check-metric/options.ts";
export { loadMetric } from "./metrics/own/load.ts";
export { registerMetric } from "./metrics/own/register.ts";
export type {
  CommonDefinition,
  InnerProductDefinition,
  MetricDefinition,
  OwnMetric,
  OwnOption,
  OwnPrepared,
  PairDefinition,
} from "./metrics/own/definition.ts";
export type { AnyOwnMetric, OwnPlace } from "./metrics/own/known.ts";
export type { Block, Range } from "./metrics/metric.ts";
export type { Prepared } from "./metrics/prepared.ts";
export type { Responses } from "./data/responses.ts";
export type { Eigh, KernelPart, Kernels, LeftSvd, Overwrite, RightSvd, Svd } from "./wasm/kernels.ts";
export type {
  MetricDescription,
  MetricDescriptions,
  MetricName,
  MetricNamed,
  MetricSpec,
  MetricSpecLike,
  OptionsOf,
  OwnSpec,
} from "./metrics/registry.ts";
export type { Batch } from "./studies/pairwise/minibatch/minibatch-cka.ts";
export type { Control, EngineHandle, Progress } from "./run/lanes/control.ts";
export { comparatorDescriptions as comparators } from "./rdm/comparators/registry.ts";
export type { ComparatorName } from "./rdm/comparators/registry.ts";
export type {
  CommonScale,
  ComparatorDescription,
  ComparatorOptions,
  ComparatorProperties,
  FittingGeometry,
} from "./rdm/comparators/comparator.ts";
export type { CompareRdmsOptions } from "./rdm/comparators/resolve.ts";
export type { ComparableRdm } from "./rdm/comparators/stack.ts";
export type { RdmComparisons } from "./studies/rdm/compare-rdms.ts";
export { categoryMeans } from "./rdm/derived/categories.ts";
export type { CategoryMeans } from "./rdm/derived/categories.ts";
export { meanRdm } from "./rdm/mean-rdm.ts";
export type { MeanRdmOptions, RdmWeights } from "./rdm/mean-rdm.ts";
export { framed } from "./rdm/derived/framed.ts";
export type { FramedOptions } from "./rdm/derived/framed.ts";
export { mergeRdms } from "./rdm/derived/merge.ts";
export type { MergedRdm } from "./rdm/derived/merge.ts";
export { poolRdms } from "./rdm/pool.ts";
export { stackOf as stackRdms } from "./rdm/stack.ts";
export { rescaleRdms } from "./rdm/rescale.ts";
export type { RescaleBy, RescaleRdmsOptions } from "./rdm/rescale.ts";
export { dissimilarityDescriptions as dissimilarities } from "./rdm/dissimilarities/all.ts";
export type { DissimilarityName } from "./rdm/dissimilarities/registry.ts";
export type { DissimilarityDescription, DissimilarityOptions } from "./rdm/dissimilarities/dissimilarity.ts";
export type { RowOptions } from "./rdm/input.ts";
export type { RdmMovie } from "./rdm/movie.ts";
export { noiseMethods } from "./rdm/noise/kinds.ts";
export type { NoiseMethod } from "./rdm/noise/kinds.ts";
export { poolings } from "./rdm/pair-sums.ts";
export type { Pooling } from "./rdm/pair-sums.ts";
export type { NoiseEstimateOptions, NoiseOption, ResidualNoise } from "./rdm/noise/noise-option.ts";
export type { MovieOptions, RdmOptions } from "./rdm/options.ts";
export { overAllStimuli, sortStimuli, subset } from "./rdm/select.ts";
export { geodesic, geotopological, minmax, positive, rankTransform, squareRoot } from "./rdm/transform.ts";
export type { Ties } from "./rdm/ranking/ranks.ts";
export type { GeotopologicalOptions, RankTransformOptions } from "./rdm/transform.ts";
export { rdmFrom } from "./rdm/rdm.ts";
export type { Rdm, RdmFacts } from "./rdm/rdm.ts";
export type { Layout } from "./data/arrange/layout.ts";
export type {
  ArrayPart,
  UnreadRepresentation,
  Outline,
  Representation,
  RepresentationLike,
} from "./data/representation.ts";
export type {
  ChosenPredictivity,
  NoiseCorrection,
  PredictivityOptions,
  RegressionMethod,
} from "./studies/predictivity/options.ts";
export type { ChosenMapInference, MapInferenceOptions, MapMethod } from "./studies/map-test/options.ts";
export type { MapCluster, MapFacts, MapInference } from "./studies/map-test/result.ts";
export type { GraphDistance, Surface } from "./studies/places/graph.ts";
export type { VolumeMask } from "./studies/places/spheres.ts";
export type { UnitsInVolume } from "./studies/places/volume.ts";
export type { BandedOptions } from "./studies/predictivity/banded/options.ts";
export type { Predictivity, PredictivityFacts } from "./studies/predictivity/result.ts";
export type { LayerStudyOptions, NetworkLayers, RegionSubjects } from "./studies/layers/options.ts";
export type {
  BestLayer,
  Curves,
  LayerFacts,
  LayerProfile,
  LayerStudy,
  ProfileDifference,
} from "./studies/layers/result.ts";
export type { Model, ModelRdms } from "./studies/rsa/fitting/models.ts";
export type { Ceiling } from "./studies/rsa/inference/ceiling.ts";
export type { FoldPlan, GivenFold } from "./studies/rsa/inference/draws.ts";
export type { Resamples } from "./studies/rsa/inference/summary.ts";
export type { PValues, Tests } from "./studies/rsa/inference/tests.ts";
export type { Variances } from "./studies/rsa/inference/variance.ts";
export type {
  CeilingKind,
  CrossvalidationOptions,
  Dimension,
  InferenceOptions,
  RsaOptions,
  RsaTest,
} from "./studies/rsa/options.ts";
export type { RsaPlan } from "./studies/rsa/plan.ts";
export type { Inference, PermutationTest, RsaFacts, RsaResult } from "./studies/rsa/result.ts";
export type { GivenResample } from "./studies/rsa/study.ts";
export type {
  Arranged,
  Comparisons,
  ComparisonsFacts,
  Extrapolation,
  Resampling,
  ValueKind,
} from "./data/comparisons.ts";
export type { StoredType } from "./data/stored.ts";
export type { Estimand } from "./base/jackknife.ts";
export { srmKinds } from "./studies/shared-space/srm-options.ts";
export type {
  FastSrmOptions,
  HyperalignmentOptions,
  RobustSrmOptions,
  SharedSpaceOptions,
  SrmKind,
  SrmOptions,
} from "./studies/shared-space/srm-options.ts";
export type { LazyRepresentation } from "./studies/shared-space/fast.ts";
export type { RobustSharedResponse } from "./studies/shared-space/robust.ts";
export { rsmSimilarities } from "./studies/rsm/options.ts";
export type { NetworkBootstrapOptions, RsmOptions, RsmSimilarity } from "./studies/rsm/options.ts";
export type { RsmStack } from "./studies/rsm/rsm.ts";
export type { RsmAgreement } from "./studies/rsm/statistics.ts";
export type { SharedResponse } from "./studies/shared-space/shared-space.ts";
export type {
  AddedSubject,
  SharedSpace,
  SharedSpaceMethod,
  SharedSpaceResult,
} from "./studies/shared-space/result.ts";
export type { SearchlightOptions } from "./studies/searchlight/options.ts";
export type { PatchFailure, Searchlight, SearchlightFacts } from "./studies/searchlight/result.ts";
export type { Estimate, Interval, Side } from "./base/statistics.ts";
export type { NamedTable, Written, WrittenArray } from "./data/written.ts";
export { version } from "./base/version.ts";
