import { compareRdms } from "./compare-rdms.ts";
import { barycenterStart, kMeansStart } from "./shape-starts.ts";
import { rdmFrame } from "./rdm-frame.ts";
import { iscUnits, isfcRow } from "./isc.ts";
import { permuteMetrics } from "./permute-metrics.ts";
import { resamplePairs } from "./resample-pairs.ts";
import { predictivitySplits } from "./predictivity.ts";
import { rsaPermutations, rsaResamples } from "./rsa.ts";
import { searchlight } from "./searchlight.ts";
import { srmStep } from "./srm.ts";
import { fastSrmStep } from "./srm-fast.ts";
import { robustSrmStep } from "./srm-robust.ts";
import { rsmOfNetwork } from "./srm-rsm.ts";

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
