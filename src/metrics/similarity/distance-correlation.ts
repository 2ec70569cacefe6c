import { boolean } from "../../base/options.ts";
import { defineInnerProductMetric } from "../metric.ts";
import { structureFeatures, structureForm, withFeatures } from "./features.ts";
import { prepareStructure } from "./structure.ts";
import type { PreparedStructure, StructureOptions } from "./structure-options.ts";

export interface DistanceCorrelationOptions {
  debiased: boolean;
}

/**
 * Distance correlation, of the matrices A and B of Euclidean distances between stimuli:
 *
 *   dCor(X, Y) = √(⟨HAH, HBH⟩ / (‖HAH‖ ‖HBH‖)),   H = I − 11ᵀ/m
 *
 * `debiased` takes the U-centred matrices in place of HAH and HBH (diagonal 0, see `cka`), which makes each inner product an
 * unbiased estimate, and leaves the square: it is below 0 for about half of the networks that have nothing in common.
 */
export const distanceCorrelation = defineInnerProductMetric<PreparedStructure, DistanceCorrelationOptions>({
  name: "distance-correlation",
  title: "Distance correlation",
  summary:
    "Dependence of any kind between two networks, from the distances between stimuli: 0 only for independent ones.",
  source:
    "Székely, Rizzo & Bakirov, Annals of Statistics 35, 2007, definition 5; debiased: Székely & Rizzo, Annals of Statistics 42, 2014, §3",
  family: "Kernels and similarity structures",
  cost: { network: "m²·n", pair: "m²" },
  blindTo:
    "Units, and how far near neighbours are apart: large distances decide. With few stimuli and many units every biased value is high.",
  accepts: "matrix",
  options: {
    debiased: boolean(
      false,
      "The bias-corrected estimate of the squared distance correlation: 0 on average for unrelated networks, and may be negative. Needs 4 stimuli.",
    ),
  },
  testedWith: [{}, { debiased: true }],

  properties: ({ debiased }) => ({
    kind: "similarity",
    symmetric: true,
    range: [debiased ? -1 : 0, 1],
    invariantTo: ["permutation", "orthogonal", "isotropic-scaling", "translation"],
    self: 1,
    toDistance: debiased ? "arccos" : "one-minus",
  }),
  smooth: ({ debiased }) => debiased,
  operations: ({ shape: [m = 1, n = 1] }) => m * m * n,

  ...structureForm,
  prepare: (input, options, kernels) =>
    withFeatures(prepareStructure(input, asked(options), kernels), options.debiased, kernels),
  features: (x, block, { debiased }, kernels) => structureFeatures(x, block, debiased, kernels),

  finish(inner, selfX, selfY, { debiased }) {
    const squared = inner / Math.sqrt(selfX * selfY);
    return debiased ? Math.max(-1, Math.min(1, squared)) : Math.sqrt(Math.max(0, Math.min(1, squared)));
  },
});

function asked({ debiased }: DistanceCorrelationOptions): StructureOptions {
  return { ...ofDistances, debiased };
}

const ofDistances = {
  kernel: "distance",
  degree: 0,
  constant: 0,
  center: true,
  bandwidth: 1,
  bandwidthUnit: "median",
} as const;
