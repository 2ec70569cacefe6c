import { barycenterStart, kMeansStart } from "./shape-starts.ts";
import { resamplePairs } from "./resample-pairs.ts";

/** Every task by the name under which threads know it. */
export const tasks = {
  "barycenter-start": barycenterStart,
  "k-means-start": kMeansStart,
  "resample-pairs": resamplePairs,
} as const;

export type TaskName = keyof typeof tasks;
