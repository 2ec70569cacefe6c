import { openPermutations, type PermutationStudy } from "./inference/permute.ts";
import { openStudy, type ResampleRange, type ResampleValues, type Study } from "./study.ts";
import { defineTask, whole } from "../../run/tasks/task.ts";

/** Models against resampled subjects and stimuli, a range of resamples a piece. */
export const rsaResamples = defineTask<Study, ResampleRange, ResampleValues>("rsa-resamples", {
  open: (study, kernels) => openStudy(study, kernels),
  durable: whole,
});

/** Models whose stimuli have changed names against the data, a range of permutations a piece. */
export const rsaPermutations = defineTask<PermutationStudy, { first: number; count: number }, Float64Array>(
  "rsa-permutations",
  {
    open: (study, kernels) => openPermutations(study, kernels),
    durable: whole,
  },
);
