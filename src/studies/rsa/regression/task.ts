import { defineTask, whole } from "../../../run/tasks/task.ts";
import type { ResampleValues } from "../study.ts";
import { openDraws, type RegressionStudy } from "./draws.ts";
import { openRegressionPermutations } from "./permutations.ts";

interface Range {
  readonly first: number;
  readonly count: number;
}

/** Regressions on resampled subjects and stimuli, a range of resamples a piece. */
export const regressionDraws = defineTask<RegressionStudy, Range, ResampleValues>("rdm-regression-draws", {
  open: (study, kernels) => openDraws(study, kernels),
  durable: whole,
});

/** Regressions on models whose stimuli have changed places, a range of permutations a piece. */
export const regressionPermutations = defineTask<RegressionStudy, Range, Float64Array>(
  "rdm-regression-permutations",
  { open: (study) => openRegressionPermutations(study), durable: whole },
);
