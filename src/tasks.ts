import { compareRdms } from "./studies/rdm/compare-task.ts";
import { barycenterStart, kMeansStart } from "./studies/shapes/task.ts";
import { rdmFrame } from "./studies/rdm/movie-task.ts";
import { iscUnits, isfcRow } from "./studies/isc/task.ts";
import { permuteMetrics } from "./studies/compare-metrics/task.ts";
import { resamplePairs } from "./studies/pairwise/task.ts";
import { predictivitySplits } from "./studies/predictivity/task.ts";
import { rsaPermutations, rsaResamples } from "./studies/rsa/task.ts";
import { searchlight } from "./studies/searchlight/task.ts";
import { srmStep } from "./studies/shared-space/srm-task.ts";
import { fastSrmStep } from "./studies/shared-space/fast-task.ts";
import { robustSrmStep } from "./studies/shared-space/robust-task.ts";
import { rsmOfNetwork } from "./studies/rsm/task.ts";

/** Every task by the name under which threads know it. */
export const tasks = {
  "barycenter-start": barycenterStart,
  "compare-rdms": compareRdms,
  "isc-units": iscUnits,
  "isfc-row": isfcRow,
  "k-means-start": kMeansStart,
  "rdm-frame": rdmFrame,
  "permute-metrics": permuteMetrics,
  "resample-pairs": resamplePairs,
  "predictivity-splits": predictivitySplits,
  "rsa-permutations": rsaPermutations,
  "rsa-resamples": rsaResamples,
  rsm: rsmOfNetwork,
  searchlight,
  "fast-srm-step": fastSrmStep,
  "robust-srm-step": robustSrmStep,
  "srm-step": srmStep,
} as const;

export type TaskName = keyof typeof tasks;
