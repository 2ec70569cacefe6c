import { cka } from "./cka.ts";
import { defineInnerProductMetric, type AnyMetric, type InnerProductMetric } from "../metric.ts";
import { linearByUnits } from "./by-units.ts";
import { cheaperWay } from "./operations.ts";
import { boolean } from "../../base/options.ts";

export interface RvOptions {
  center: boolean;
}

type Prepared = ReturnType<typeof cka.prepare>;

/**
 * RV coefficient, which is CKA with the linear kernel, biased:
 *
 *   RV(X, Y) = tr(XᵀY·YᵀX) / √(tr (XᵀX)² · tr (YᵀY)²) = ⟨K, L⟩ / (‖K‖ ‖L‖),   K = X·Xᵀ, L = Y·Yᵀ
 */
export const rv: InnerProductMetric<Prepared, RvOptions> = defineInnerProductMetric<Prepared, RvOptions>({
  title: "RV coefficient",
  summary: "Squared correlation, for matrices: agreement of the similarity structures of the stimuli.",
  source: "Robert & Escoufier, Applied Statistics 25, 1976",
  accepts: "matrix",
  options: { center: boolean(true, "Subtract each unit's mean over stimuli first.") },
  testedWith: [{}, { center: false }],

  properties: ({ center }) => cka.properties(linear(center)),
  smooth: () => true,
  wayFor: cheaperWay,
  formFor: (_options, way) => (way === "units" ? rvByUnits : undefined),
  prepare: (input, { center }, kernels) => cka.prepare(input, linear(center), kernels),
  isCopied: (numbers) => cka.isCopied!(numbers),
  blocks: (stimuli, { center }) => cka.blocks(stimuli, linear(center)),
  features: (prepared, block, { center }, kernels) => cka.features(prepared, block, linear(center), kernels),
  resampling: {
    prepare: (input, { center }, kernels) => cka.resampling!.prepare(input, linear(center), kernels),
    resample: (prepared, stimuli, { center }, kernels) =>
      cka.resampling!.resample(prepared, stimuli, linear(center), kernels),
  },
  finish: (inner, selfX, selfY, { center }) => cka.finish(inner, selfX, selfY, linear(center)),
});

const rvByUnits: AnyMetric = linearByUnits(rv, ({ center }) => linear(center));

const linearCka = {
  kernel: "linear",
  bandwidth: 1,
  bandwidthUnit: "median",
  debiased: false,
  ground: "similarity",
} as const;

function linear(center: boolean) {
  return { ...linearCka, center };
}
