import type { Command } from "commander";

/** Adds one command with its flags and help to the program. */
type Add = (program: Command, signal: AbortSignal) => void;

/**
 * The commands by name, in the order of the help. Each is loaded when its name stands on the command
 * line: a process reads what it needs.
 */
export const commands: Readonly<Record<string, () => Promise<Add>>> = {
  inspect: async () => (await import("./studies/inspect/command.ts")).addInspect,
  compare: async () => (await import("./studies/pairwise/compare-command.ts")).addCompare,
  pairwise: async () => (await import("./studies/pairwise/command.ts")).addPairwise,
  cross: async () => (await import("./studies/pairwise/cross-command.ts")).addCross,
  rdm: async () => (await import("./studies/rdm/command.ts")).addRdm,
  "compare-rdms": async () => (await import("./studies/rdm/compare-command.ts")).addCompareRdms,
  "compare-metrics": async () => (await import("./studies/compare-metrics/command.ts")).addCompareMetrics,
  align: async () => (await import("./studies/pairwise/align-command.ts")).addAlign,
  embed: async () => (await import("./studies/space/embed-command.ts")).addEmbed,
  cluster: async () => (await import("./studies/space/cluster-command.ts")).addCluster,
  neighbors: async () => (await import("./studies/neighbors/command.ts")).addNeighbors,
  barycenter: async () => (await import("./studies/shapes/command.ts")).addBarycenter,
  kmeans: async () => (await import("./studies/shapes/kmeans-command.ts")).addKMeans,
  tangent: async () => (await import("./studies/shapes/tangent-command.ts")).addTangent,
  predict: async () => (await import("./studies/space/predict-command.ts")).addPredict,
  mantel: async () => (await import("./studies/space/mantel-command.ts")).addMantel,
  isc: async () => (await import("./studies/isc/command.ts")).addIsc,
  rsa: async () => (await import("./studies/rsa/command.ts")).addRsa,
  layers: async () => (await import("./studies/layers/command.ts")).addLayers,
  predictivity: async () => (await import("./studies/predictivity/command.ts")).addPredictivity,
  searchlight: async () => (await import("./studies/searchlight/command.ts")).addSearchlight,
  "map-test": async () => (await import("./studies/map-test/command.ts")).addMapTest,
  reliability: async () => (await import("./studies/reliability/command.ts")).addReliability,
  srm: async () => (await import("./studies/shared-space/command.ts")).addSrm,
  metrics: async () => (await import("./studies/metrics/command.ts")).addMetrics,
};
