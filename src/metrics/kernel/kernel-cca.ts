import { cca, shrunkShape, type PreparedCca } from "../linear/cca.ts";
import { ccaHeldOut, shrunkHeldOut } from "../linear/cca-held-out.ts";
import { plugIn, type CcaOptions } from "../linear/cca-options.ts";
import type { PreparedHeldOut } from "../procrustes/procrustes-held-out.ts";
import { fitKernel } from "./kernel-held-out.ts";
import { kernelDirections, kernelOptions, type KernelOptions } from "./kernel-features.ts";
import { kernelInvariances } from "./kernel-procrustes.ts";
import { definePairMetric, type HeldOutForm } from "../metric.ts";
import { number } from "../../base/options.ts";
import { assertSomeLeft, shrinkage } from "../linear/reduce.ts";

export interface KernelCcaOptions extends KernelOptions {
  ground: CcaOptions["ground"];
  ridge: number;
}

/**
 * Canonical correlation analysis of the features of two kernels, with a ridge: the
 * correlations are the singular values of
 *
 *   (K + ridge·I)^−½ · K½ · L½ · (L + ridge·I)^−½
 *
 * of the centred Gram matrices K and L, and the grounds are those of `cca`. Without a
 * ridge a Gram matrix of full rank makes every correlation 1. With K = X·Xᵀ it is `cca`
 * with that ridge.
 */
export const kernelCca = definePairMetric<PreparedCca, KernelCcaOptions>({
  name: "kernel-cca",
  title: "Kernel canonical correlation analysis",
  summary: "How well the best matching smooth functions of two networks correlate.",
  source: "Hardoon, Szedmak & Shawe-Taylor, Neural Computation 16, 2004, §5; Bach & Jordan, JMLR 3, 2002",
  family: "Canonical correlation and regression",
  cost: { network: "m²·n + m³", pair: "m³" },
  blindTo: "How much of the variance of the features a shared direction carries, up to the ridge.",
  accepts: "matrix",
  options: {
    ...kernelOptions,
    ground: cca.options.ground,
    ridge: number(1, 1e-300, 1e300, "Added to the centred Gram matrix before it is inverted."),
  },
  testedWith: [
    {},
    { ground: "euclidean", ridge: 0.1 },
    { ground: "mean" },
    { ground: "mean-squared", ridge: 0.3, bandwidth: 2 },
    { bandwidthUnit: "responses", bandwidth: 15, center: false },
  ],

  properties: (options) => ({
    ...cca.properties({ ...options, ...plugIn }),
    invariantTo: kernelInvariances(options),
  }),

  prepare(input, options, kernels) {
    const { u, values, exponent, facts } = kernelDirections(input, options, kernels);
    const shrunk = shrinkage(values, options.ridge, exponent);
    assertSomeLeft(input, shrunk, options.ridge);
    return { ...shrunkShape(u, values, shrunk, kernels), ...facts, exponent };
  },

  compare: (x, y, { ground, ridge, center, tolerance }, kernels) =>
    cca.compare(x, y, { ground, ridge, center, tolerance, ...plugIn }, kernels),

  heldOut: {
    properties: ccaHeldOut.properties,
    prepare: (input, test, options, kernels) =>
      shrunkHeldOut(input, fitKernel(input, test, options, kernels), options.ridge, kernels),
    compare: ccaHeldOut.compare,
  } satisfies HeldOutForm<PreparedHeldOut, KernelCcaOptions>,
});
