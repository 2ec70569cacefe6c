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
  explain: {
    takes: "<files...>",
    summary: "which stimuli and which units carry the value of two representations",
    load: async () => (await import("./studies/explain/command.ts")).addExplain,
  },
  pairwise: {
    takes: "<files...>",
    summary: "all pairs of many representations: a K × K matrix",
    load: async () => (await import("./studies/pairwise/command.ts")).addPairwise,
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
    takes: "<file>",
    summary: "a map: points whose distances resemble a matrix of distances",
    load: async () => (await import("./studies/space/embed-command.ts")).addEmbed,
  },
  cluster: {
    takes: "<file>",
    summary: "groups, from a matrix of distances",
    load: async () => (await import("./studies/space/cluster-command.ts")).addCluster,
  },
  neighbors: {
    takes: "<file>",
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
  studio: {
    takes: "[files...]",
    summary: "opens the studio in the browser, with these files in it",
    load: async () => (await import("./studies/studio/command.ts")).addStudio,
  },
  metrics: {
    takes: "[names...]",
    summary: "every metric; of those named: options, range, invariances, source",
    load: async () => (await import("./studies/metrics/command.ts")).addMetrics,
  },
};
