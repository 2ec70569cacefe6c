import { estimatorOptions, usual, type ProcrustesOptions } from "./options.ts";
import { definePairMetric, type AnyMetric, type HeldOutForm, type PairMetric } from "../metric.ts";
import { boolean } from "../../base/options.ts";
import { procrustes } from "./procrustes.ts";
import { procrustesHeldOut, type PreparedHeldOut } from "./procrustes-held-out.ts";

export interface BuresOptions extends Pick<ProcrustesOptions, "estimator" | "maxBias" | "seed"> {
  center: boolean;
}

type Prepared = ReturnType<typeof procrustes.prepare>;

/**
 * Bures distance of the Gram matrices K = X·Xᵀ and L = Y·Yᵀ, which is the Euclidean
 * Procrustes distance:
 *
 *   d(X, Y)² = tr K + tr L − 2·tr (K½·L·K½)½ = min over orthogonal Q of ‖X − Y·Q‖²
 */
export const bures: PairMetric<Prepared, BuresOptions> = definePairMetric<Prepared, BuresOptions>({
  name: "bures",
  title: "Bures distance",
  summary:
    "Distance of the two Gram matrices; what is left after the best rotation, in units of the responses.",
  source:
    "Bhatia, Jain & Lim, Expositiones Mathematicae 37, 2019; Harvey, Larsen & Williams, arXiv:2311.11436, 2023",
  family: "Alignment of shapes",
  cost: { network: "m·n·min(m, n)", pair: "m·r² + r³" },
  blindTo: "Linear maps that are no rotation; a difference of scale may outweigh all others.",
  accepts: "matrix",
  options: { center: boolean(true, "Subtract each unit's mean over stimuli first."), ...estimatorOptions },
  testedWith: [{}, { center: false }, { estimator: "moments" }],

  properties: ({ center, estimator }) => ({
    kind: estimator === "plug-in" ? "distance" : "dissimilarity",
    symmetric: true,
    range: [0, Infinity],
    invariantTo: ["permutation", "orthogonal", ...(center ? (["translation"] as const) : [])],
    ...(estimator === "plug-in" && { self: 0 }),
  }),

  async loadFor(options) {
    if (options.estimator === "plug-in") return;
    const { assertEstimable, fewStimuliForm } = await import("./few-stimuli/form.ts");
    assertEstimable("bures", options);
    byMoments ??= fewStimuliForm(bures as PairMetric<never, BuresOptions>, () => "length");
  },
  formFor: ({ estimator }) => (estimator === "plug-in" ? undefined : byMoments),

  prepare: (input, { center }, kernels) => procrustes.prepare(input, full(center), kernels),
  compare: (x, y, { center }, kernels) => procrustes.compare(x, y, full(center), kernels),

  heldOut: {
    properties: () => ({ kind: "dissimilarity", range: [0, Infinity] }),
    prepare: (input, test, { center }, kernels) =>
      procrustesHeldOut.prepare(input, test, full(center), kernels),
    compare: (x, y, { center }, kernels) => procrustesHeldOut.compare(x, y, full(center), kernels),
  } satisfies HeldOutForm<PreparedHeldOut, BuresOptions>,
});

/** The form of the moment estimator, once it was asked for. */
let byMoments: AnyMetric | undefined;

function full(center: boolean) {
  return { alpha: 1, ground: "euclidean", center, tolerance: undefined, ...usual } as const;
}
