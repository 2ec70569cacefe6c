import type { Responses } from "../../../data/responses.ts";
import { norm } from "../../../base/matrix.ts";
import type { KernelCcaOptions } from "../../../metrics/kernel/kernel-cca.ts";
import { kernelDirections, type KernelOptions } from "../../../metrics/kernel/kernel-features.ts";
import type { KernelProcrustesOptions } from "../../../metrics/kernel/kernel-procrustes.ts";
import { shrinkage } from "../../../metrics/linear/reduce.ts";
import { scaleColumns } from "../../../metrics/linear/whiten.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explain } from "../explanation.ts";
import { sharedGap } from "../shapes/gap.ts";
import { withMeanDirection } from "../shapes/shape.ts";
import { sharedOnGround, type Sphered } from "./cca.ts";

/** As `procrustes`, of the features of the kernels: no sum over units. */
export const explainKernelProcrustes: Explain<KernelProcrustesOptions> = (x, y, options, kernels) => {
  const shape = (input: Responses) => {
    const { u, values, exponent } = featuresOf(input, options, kernels);
    return { factor: scaleColumns(u, values, kernels), exponent };
  };
  return { ...sharedGap(shape(x), shape(y), options.ground, kernels), isGram: options.kernel === "given" };
};

/** As `cca`, of the features of the kernels. */
export const explainKernelCca: Explain<KernelCcaOptions> = (x, y, options, kernels) => {
  const shape = (input: Responses): Sphered => {
    const { u, values, exponent } = featuresOf(input, options, kernels);
    const weights = shrinkage(values, options.ridge, exponent).map(Math.sqrt);
    return { factor: scaleColumns(u, weights, kernels), exponent, size: norm(values) };
  };
  return {
    ...sharedOnGround([shape(x), shape(y)], options, kernels),
    isGram: options.kernel === "given",
  };
};

/** Features with a row for each stimulus. */
function featuresOf(input: Responses, options: KernelOptions, kernels: Kernels) {
  const { u, values, exponent } = kernelDirections(input, options, kernels);
  return { u: options.center ? withMeanDirection(u) : u, values, exponent };
}
