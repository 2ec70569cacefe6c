import { definePairMetric, type HeldOutForm } from "../metric.ts";
import { boolean } from "../../base/options.ts";
import { procrustes } from "./procrustes.ts";
import { procrustesHeldOut, type PreparedHeldOut } from "./procrustes-held-out.ts";

export interface BuresOptions {
  center: boolean;
}

type Prepared = ReturnType<typeof procrustes.prepare>;

/**
 * Bures distance of the Gram matrices K = X·Xᵀ and L = Y·Yᵀ, which is the Euclidean
 * Procrustes distance:
 *
 *   d(X, Y)² = tr K + tr L − 2·tr (K½·L·K½)½ = min over orthogonal Q of ‖X − Y·Q‖²
 */
export const bures = definePairMetric<Prepared, BuresOptions>({
  name: "bures",
  title: "Bures distance",
  summary:
    "Distance of the two Gram matrices; what is left after the best rotation, in units of the responses.",
  source:
    "Bhatia, Jain & Lim, Expositiones Mathematicae 37, 2019; Harvey, Larsen & Williams, arXiv:2311.11436, 2023",
  accepts: "matrix",
  options: { center: boolean(true, "Subtract each unit's mean over stimuli first.") },
  testedWith: [{}, { center: false }],

  properties: ({ center }) => ({
    kind: "distance",
    symmetric: true,
    range: [0, Infinity],
    invariantTo: ["permutation", "orthogonal", ...(center ? (["translation"] as const) : [])],
    self: 0,
  }),

  prepare: (input, { center }, kernels) => procrustes.prepare(input, full(center), kernels),
  compare: (x, y, { center }, kernels) => procrustes.compare(x, y, full(center), kernels),

  heldOut: {
    properties: () => ({ kind: "dissimilarity", range: [0, Infinity] }),
    prepare: (input, test, { center }, kernels) =>
      procrustesHeldOut.prepare(input, test, full(center), kernels),
    compare: (x, y, { center }, kernels) => procrustesHeldOut.compare(x, y, full(center), kernels),
  } satisfies HeldOutForm<PreparedHeldOut, BuresOptions>,
});

function full(center: boolean) {
  return { alpha: 1, ground: "euclidean", center, tolerance: undefined, precision: "double" } as const;
}
