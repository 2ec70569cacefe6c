import type { PredictivityStudy, SplitValues } from "./splits.ts";
import { defineTask, whole } from "../../run/tasks/task.ts";

/** One random division of the repeats into halves, and its predictions, a piece. */
export const predictivitySplits = defineTask<PredictivityStudy, { index: number }, SplitValues>(
  "predictivity-splits",
  {
    open: async (study, kernels) => (await import("./splits.ts")).openPredictivity(study, kernels),
    durable: whole,
  },
);
