import { usual } from "../procrustes/options.ts";
import { kernelDirections, kernelOptions, type KernelOptions } from "./kernel-features.ts";
import { definePairMetric, type HeldOutForm, type Invariance } from "../metric.ts";
import { choice } from "../../base/options.ts";
import { procrustes } from "../procrustes/procrustes.ts";
import { procrustesHeldOut, type PreparedHeldOut } from "../procrustes/procrustes-held-out.ts";
import { fitKernel } from "./kernel-held-out.ts";
import { scaleColumns } from "../linear/whiten.ts";

export interface KernelProcrustesOptions extends KernelOptions {
  ground: "angular" | "euclidean";
}

type Prepared = ReturnType<typeof procrustes.prepare>;

/**
 * Procrustes shape distance between the features of two kernels, which are never made:
 * with Gram matrices K and L (centred),
 *
 *   euclidean   √(tr K + tr L − 2·tr (K½·L·K½)½)
 *   angular     arccos(tr (K½·L·K½)½ / √(tr K · tr L))
 *
 * and tr (K½·L·K½)½ = ‖FᵀG‖_* for any F·Fᵀ = K, G·Gᵀ = L. With K = X·Xᵀ it is `procrustes`.
 */
export const kernelProcrustes = definePairMetric<Prepared, KernelProcrustesOptions>({
  name: "kernel-procrustes",
  title: "Kernel Procrustes shape distance",
  summary: "What is left between the kernel features of two networks after the best rotation.",
  source: "Williams, Kunz, Kornblith & Linderman, NeurIPS 2021, arXiv:2110.14739, §2.3",
  family: "Alignment of shapes",
  cost: { network: "m²·n + m³", pair: "m³" },
  blindTo: "Units: only the kernel matrix of the stimuli is seen.",
  accepts: "matrix",
  options: {
    ...kernelOptions,
    ground: choice(
      ["angular", "euclidean"],
      "angular: the angle in radians. euclidean: in the unit of the features, √K.",
    ),
  },
  testedWith: [
    {},
    { ground: "euclidean" },
    { bandwidth: 0.5, center: false },
    { bandwidthUnit: "responses", bandwidth: 15 },
  ],

  properties: (options) => ({
    kind: "distance",
    symmetric: true,
    range: [0, options.ground === "angular" ? Math.PI / 2 : Infinity],
    invariantTo: kernelInvariances(options),
    self: 0,
  }),

  prepare(input, options, kernels) {
    const { u, values, exponent, facts } = kernelDirections(input, options, kernels);
    const factor = scaleColumns(u, values, kernels);
    return { ...facts, factor, norm: kernels.norm(factor), exponent, spansAll: 0, hand: 0 };
  },

  compare: (x, y, { ground, center, tolerance }, kernels) =>
    procrustes.compare(x, y, plain({ ground, center, tolerance }), kernels),

  heldOut: {
    properties: ({ ground }) => ({
      kind: "dissimilarity",
      range: [0, ground === "angular" ? Math.PI : Infinity],
    }),
    prepare(input, test, options, kernels) {
      const { u, s, within, beyond, exponent, facts } = fitKernel(input, test, options, kernels);
      return {
        train: scaleColumns(u, s, kernels),
        test: within,
        outside: beyond,
        exponent,
        hand: 0,
        ...facts,
      };
    },
    compare: (x, y, { ground, center, tolerance }, kernels) =>
      procrustesHeldOut.compare(x, y, plain({ ground, center, tolerance }), kernels),
  } satisfies HeldOutForm<PreparedHeldOut, KernelProcrustesOptions>,
});

/** The options of `procrustes` that give the distance of features. */
function plain(chosen: Pick<KernelProcrustesOptions, "ground" | "center" | "tolerance">) {
  return { ...chosen, alpha: 1, ...usual } as const;
}

/** What distances between responses, or a given Gram matrix, do not see. */
export function kernelInvariances({ kernel, bandwidthUnit }: KernelOptions): Invariance[] {
  if (kernel === "given") return [];
  const scale = bandwidthUnit === "median" ? (["isotropic-scaling"] as const) : [];
  return ["permutation", "orthogonal", "translation", ...scale];
}
