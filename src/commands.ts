import type { Command } from "commander";

/** Adds one command with its flags and help to the program. */
type Add = (program: Command, signal: AbortSignal) => void;

/** A command: what the help of the program says of it, and its code. */
export interface Listed {
  /** What follows its name and its flags. */
  readonly takes: string;
  readonly summary: string;
  load(): Promise<Add>;
}

/**
 * The commands by name, in the order of the help. Each is loaded when its name stands on the command
 * line: a process reads what it needs, and for the list of them nothing else than this file.
 */
export const commands: Readonly<Record<string, Listed>> = {
  inspect: {
    takes: "<files...>",
    summary: "which arrays are in files, and what may be wrong with them",
    load: async () => (await import("./studies/inspect/command.ts")).addInspect,
  },
  compare: {
    takes: "<files...>",
    summary: "two representations: one number",
    load: async () => (await import("./studies/pairwise/compare-command.ts")).addCompare,
  },
  describe: {
    takes: "<files...>",
    summary: "what single networks are like: dimensions, spread, sparseness, with intervals",
    load: async () => (await import("./studies/describe/command.ts")).addDescribe,
  },
  explain: {
    takes: "<files...>",
    summary: "which stimuli and which units carry the value of two representations",
    load: async () => (await import("./studies/explain/command.ts")).addExplain,
  },
  gradient: {
    takes: "<files...>",
    summary: "how the value of two representations moves with each response of the first",
    load: async () => (await import("./studies/gradient/command.ts")).addGradient,
  },
  pairwise: {
    takes: "<files...>",
    summary: "all pairs of many representations: a K × K matrix",
    load: async () => (await import("./studies/pairwise/command.ts")).addPairwise,
  },
  coordinate: {
    takes: "<files...>",
    summary: "pairwise, whose tiles the workers of a queue compute",
    load: async () => (await import("./studies/queue/coordinate-command.ts")).addCoordinate,
  },
  work: {
    takes: "",
    summary: "a worker of a queue: computes tiles of what is coordinated there",
    load: async () => (await import("./studies/queue/work-command.ts")).addWork,
  },
  cross: {
    takes: "<files...>",
    summary: "one set against another: a rectangular matrix",
    load: async () => (await import("./studies/pairwise/cross-command.ts")).addCross,
  },
  rdm: {
    takes: "<files...>",
    summary: "dissimilarities between the stimuli of each representation",
    load: async () => (await import("./studies/rdm/command.ts")).addRdm,
  },
  "compare-rdms": {
    takes: "<first> <second>",
    summary: "RDMs with RDMs: a number, or a matrix for stacks",
    load: async () => (await import("./studies/rdm/compare-command.ts")).addCompareRdms,
  },
  "compare-metrics": {
    takes: "<files...>",
    summary: "metric by metric: how alike their matrices are",
    load: async () => (await import("./studies/compare-metrics/command.ts")).addCompareMetrics,
  },
  align: {
    takes: "<files...>",
    summary: "two representations moved into common axes",
    load: async () => (await import("./studies/pairwise/align-command.ts")).addAlign,
  },
  embed: {
    takes: "<files...>",
    summary: "a map: points whose distances resemble a matrix of distances",
    load: async () => (await import("./studies/space/embed-command.ts")).addEmbed,
  },
  cluster: {
    takes: "<file>",
    summary: "groups, from a matrix of distances",
    load: async () => (await import("./studies/space/cluster-command.ts")).addCluster,
  },
  fuse: {
    takes: "<files...>",
    summary: "one matrix of similarities from those of several metrics",
    load: async () => (await import("./studies/fusion/fuse-command.ts")).addFuse,
  },
  consensus: {
    takes: "<files...>",
    summary: "one map for the matrices of several metrics, with weights of each",
    load: async () => (await import("./studies/fusion/consensus-command.ts")).addConsensus,
  },
  neighbors: {
    takes: "[file]",
    summary: "the nearest of many representations to one",
    load: async () => (await import("./studies/neighbors/command.ts")).addNeighbors,
  },
  barycenter: {
    takes: "<files...>",
    summary: "the mean of representations, up to rotations or permutations",
    load: async () => (await import("./studies/shapes/command.ts")).addBarycenter,
  },
  kmeans: {
    takes: "<files...>",
    summary: "clusters of representations, up to rotations or permutations",
    load: async () => (await import("./studies/shapes/kmeans-command.ts")).addKMeans,
  },
  tangent: {
    takes: "<files...>",
    summary: "coordinates of representations in the flat space at their mean",
    load: async () => (await import("./studies/shapes/tangent-command.ts")).addTangent,
  },
  predict: {
    takes: "<file>",
    summary: "a covariate of the networks from their distances",
    load: async () => (await import("./studies/space/predict-command.ts")).addPredict,
  },
  mantel: {
    takes: "<files...>",
    summary: "whether two matrices of distances go together",
    load: async () => (await import("./studies/space/mantel-command.ts")).addMantel,
  },
  isc: {
    takes: "<files...>",
    summary: "inter-subject correlation of each unit",
    load: async () => (await import("./studies/isc/command.ts")).addIsc,
  },
  rsa: {
    takes: "",
    summary: "models against the RDMs of subjects, with inference",
    load: async () => (await import("./studies/rsa/command.ts")).addRsa,
  },
  layers: {
    takes: "",
    summary: "layers of networks against brain regions",
    load: async () => (await import("./studies/layers/command.ts")).addLayers,
  },
  predictivity: {
    takes: "<files...>",
    summary: "how well the units of layers predict voxels or neurons",
    load: async () => (await import("./studies/predictivity/command.ts")).addPredictivity,
  },
  searchlight: {
    takes: "<files...>",
    summary: "models against the RDM of every small patch of units",
    load: async () => (await import("./studies/searchlight/command.ts")).addSearchlight,
  },
  "map-test": {
    takes: "<files...>",
    summary: "where maps of subjects differ from 0, or two groups from each other",
    load: async () => (await import("./studies/map-test/command.ts")).addMapTest,
  },
  reliability: {
    takes: "<files...>",
    summary: "how reliably responses tell stimuli apart across runs",
    load: async () => (await import("./studies/reliability/command.ts")).addReliability,
  },
  srm: {
    takes: "<files...>",
    summary: "networks in a shared space: shared response model, RSMs within and between",
    load: async () => (await import("./studies/shared-space/command.ts")).addSrm,
  },
  status: {
    takes: "<folders...>",
    summary: "how far a checkpoint is, and who works on it",
    load: async () => (await import("./studies/checkpoint/status-command.ts")).addStatus,
  },
  merge: {
    takes: "<folders...>",
    summary: "the result of shards, from their checkpoints",
    load: async () => (await import("./studies/checkpoint/merge-command.ts")).addMerge,
  },
  studio: {
    takes: "[files...]",
    summary: "opens the studio in the browser, with these files in it",
    load: async () => (await import("./studies/studio/command.ts")).addStudio,
  },
  cache: {
    takes: "<folder>",
    summary: "what a folder of --cache holds; removes it",
    load: async () => (await import("./studies/cache/command.ts")).addCache,
  },
  serve: {
    takes: "",
    summary: "a service on HTTP that compares what it is sent",
    load: async () => (await import("./studies/serve/command.ts")).addServe,
  },
  "check-metric": {
    takes: "<metric>",
    summary: "whether a metric, as one of your own, keeps what it promises",
    load: async () => (await import("./studies/check-metric/command.ts")).addCheckMetric,
  },
  metrics: {
    takes: "[names...]",
    summary: "every metric; of those named: options, range, invariances, source",
    load: async () => (await import("./studies/metrics/command.ts")).addMetrics,
  },
  cite: {
    takes: "[files...]",
    summary: "what to cite for metrics, studies and results; a sentence for methods",
    load: async () => (await import("./studies/cite/command.ts")).addCite,
  },
};
