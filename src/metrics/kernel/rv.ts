import { cka } from "./cka.ts";
import { defineInnerProductMetric, type AnyMetric, type InnerProductMetric } from "../metric.ts";
import { linearByUnits } from "./by-units.ts";
import { notePrecision, precisionOption, type Precision } from "../precision.ts";
import { cheaperWay } from "./operations.ts";
import { boolean } from "../../base/options.ts";

export interface RvOptions {
  center: boolean;
  precision: Precision;
}

type Prepared = ReturnType<typeof cka.prepare>;

/**
 * RV coefficient, which is CKA with the linear kernel, biased:
 *
 *   RV(X, Y) = tr(XᵀY·YᵀX) / √(tr (XᵀX)² · tr (YᵀY)²) = ⟨K, L⟩ / (‖K‖ ‖L‖),   K = X·Xᵀ, L = Y·Yᵀ
 */
export const rv: InnerProductMetric<Prepared, RvOptions> = defineInnerProductMetric<Prepared, RvOptions>({
  name: "rv",
  title: "RV coefficient",
  summary: "Squared correlation, for matrices: agreement of the similarity structures of the stimuli.",
  source: "Robert & Escoufier, Applied Statistics 25, 1976",
  family: "Kernels and similarity structures",
  cost: { network: "m·n²", pair: "m·n², or m²" },
  blindTo:
    "Directions of little variance: a few large components decide. With few stimuli and many units every value is high.",
  accepts: "matrix",
  options: {
    center: boolean(true, "Subtract each unit's mean over stimuli first."),
    precision: precisionOption,
  },
  testedWith: [{}, { center: false }, { precision: "single" }],

  properties: (options) => cka.properties(linear(options)),
  smooth: () => true,
  warn: (_prepared, options) => notePrecision(options),
  wayFor: cheaperWay,
  formFor: (_options, way) => (way === "units" ? rvByUnits : undefined),
  prepare: (input, options, kernels) => cka.prepare(input, linear(options), kernels),
  isCopied: (numbers) => cka.isCopied!(numbers),
  blocks: (stimuli, options) => cka.blocks(stimuli, linear(options)),
  features: (prepared, block, options, kernels) => cka.features(prepared, block, linear(options), kernels),
  async resampling() {
    const { prepare, resample } = await cka.resampling!();
    return {
      prepare: (input, options, kernels) => prepare(input, linear(options), kernels),
      resample: (prepared, stimuli, options, kernels) =>
        resample(prepared, stimuli, linear(options), kernels),
    };
  },
  finish: (inner, selfX, selfY, options) => cka.finish(inner, selfX, selfY, linear(options)),
});

const rvByUnits: AnyMetric = linearByUnits(rv, (options) => linear(options));

const linearCka = {
  kernel: "linear",
  degree: 1,
  constant: 0,
  confound: undefined,
  epsilon: 0,
  bandwidth: 1,
  bandwidthUnit: "median",
  debiased: false,
  ground: "similarity",
  estimator: "plug-in",
} as const;

function linear({ center, precision }: RvOptions) {
  return { ...linearCka, center, precision };
}
