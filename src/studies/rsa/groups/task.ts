import { defineTask, whole } from "../../../run/tasks/task.ts";
import { openGroupDraws, type GroupStudy } from "./draws.ts";

/** Means of two groups on resampled subjects and stimuli, a range of resamples a piece. */
export const rsaGroupDraws = defineTask<
  GroupStudy,
  { readonly first: number; readonly count: number },
  Float64Array
>("rsa-group-draws", { open: (study, kernels) => openGroupDraws(study, kernels), durable: whole });
