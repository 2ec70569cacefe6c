import { resamplePairs } from "./resample-pairs.ts";

/** Every task by the name under which threads know it. */
export const tasks = {
  "resample-pairs": resamplePairs,
} as const;

export type TaskName = keyof typeof tasks;
