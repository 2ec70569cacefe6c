import type { RvOptions } from "../kernel/rv.ts";
import { ckaGradient } from "./cka.ts";
import type { MetricGradient } from "./gradient.ts";

/** The RV coefficient is CKA with the linear kernel, biased. */
export const rvGradient: MetricGradient<RvOptions> = {
  makesValue: (options, way) => ckaGradient.makesValue(asCka(options), way),
  differentiate: (x, y, options, kernels, way) =>
    ckaGradient.differentiate(x, y, asCka(options), kernels, way),
};

function asCka(options: RvOptions) {
  return {
    ...options,
    kernel: "linear",
    degree: 1,
    constant: 0,
    confound: undefined,
    epsilon: 0,
    debiased: false,
    bandwidth: 1,
    bandwidthUnit: "median",
    ground: "similarity",
    estimator: "plug-in",
  } as const;
}
