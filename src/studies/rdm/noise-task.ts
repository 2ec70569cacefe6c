import type { Matrix } from "../../base/matrix.ts";
import type { Representation } from "../../data/representation.ts";
import type { NoiseEstimateOptions } from "../../rdm/noise/noise-option.ts";
import { defineTask } from "../../run/tasks/task.ts";

export type NoiseWork = "noiseCovariance" | "noisePrecision";

/** The covariance of the noise between units, or its inverse. */
export const noiseEstimate = defineTask<
  { readonly residuals: Representation; readonly options: NoiseEstimateOptions },
  NoiseWork,
  Matrix
>("noise-estimate", {
  async open({ residuals, options }, kernels) {
    const estimates = await import("../../rdm/noise/noise-estimate.ts");
    return (work) => estimates[work](residuals, options, kernels);
  },
});
