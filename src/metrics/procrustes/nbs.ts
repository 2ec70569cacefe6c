import { estimatorOptions, usual, type ProcrustesOptions } from "./options.ts";
import { cos } from "../../base/math/circular.ts";
import {
  definePairMetric,
  type AnyMetric,
  type HeldOutForm,
  type PairMetric,
  type Properties,
} from "../metric.ts";
import { boolean, choice } from "../../base/options.ts";
import { procrustes } from "./procrustes.ts";
import { procrustesHeldOut, type PreparedHeldOut } from "./procrustes-held-out.ts";

export interface NbsOptions extends Pick<ProcrustesOptions, "estimator" | "maxBias" | "seed"> {
  ground: "similarity" | "angular";
  center: boolean;
}

type Prepared = ReturnType<typeof procrustes.prepare>;

/**
 * Normalized Bures similarity of the Gram matrices K = X·Xᵀ and L = Y·Yᵀ, which is the
 * cosine of the Procrustes angle:
 *
 *   NBS(X, Y) = tr (K½·L·K½)½ / √(tr K · tr L) = ‖XᵀY‖_* / (‖X‖ ‖Y‖) = cos θ(X, Y)
 */
export const nbs: PairMetric<Prepared, NbsOptions> = definePairMetric<Prepared, NbsOptions>({
  name: "nbs",
  title: "Normalized Bures similarity",
  summary: "Cosine of the angle that is left after the best rotation.",
  source:
    "Tang, Maddox, Dickens, Diethe & Damianou, arXiv:2003.11498, 2020; angle: Harvey, Larsen & Williams, arXiv:2311.11436, 2023",
  family: "Alignment of shapes",
  cost: { network: "m·n·min(m, n)", pair: "m·r² + r³" },
  blindTo: "Linear maps that are no rotation, and scale.",
  accepts: "matrix",
  options: {
    ground: choice(
      ["similarity", "angular"],
      "similarity: the cosine. angular: its arccosine in radians, the angular Procrustes distance.",
    ),
    center: boolean(true, "Subtract each unit's mean over stimuli first."),
    ...estimatorOptions,
  },
  testedWith: [{}, { ground: "angular" }, { center: false }, { estimator: "moments", ground: "angular" }],

  properties: ({ ground, center, estimator }) => ({
    symmetric: true,
    invariantTo: [
      "permutation",
      "orthogonal",
      "isotropic-scaling",
      ...(center ? (["translation"] as const) : []),
    ],
    ...(estimator === "moments" ? ofEstimate(ground) : ofPlugIn(ground)),
  }),

  async loadFor(options) {
    if (options.estimator === "plug-in") return;
    const { assertEstimable, fewStimuliForm } = await import("./few-stimuli/form.ts");
    assertEstimable("nbs", options);
    byMoments ??= fewStimuliForm(nbs as PairMetric<never, NbsOptions>, ({ ground }) =>
      ground === "angular" ? "angle" : "cosine",
    );
  },
  formFor: ({ estimator }) => (estimator === "plug-in" ? undefined : byMoments),

  prepare: (input, { center }, kernels) => procrustes.prepare(input, angular(center), kernels),

  compare(x, y, { ground, center }, kernels) {
    const angle = procrustes.compare(x, y, angular(center), kernels);
    return ground === "angular" ? angle : cos(angle);
  },

  heldOut: {
    properties: ({ ground }) =>
      ground === "angular"
        ? { kind: "dissimilarity", range: [0, Math.PI] }
        : { kind: "similarity", range: [-1, 1] },
    prepare: (input, test, { center }, kernels) =>
      procrustesHeldOut.prepare(input, test, angular(center), kernels),
    compare(x, y, { ground, center }, kernels) {
      const angle = procrustesHeldOut.compare(x, y, angular(center), kernels);
      return ground === "angular" ? angle : cos(angle);
    },
  } satisfies HeldOutForm<PreparedHeldOut, NbsOptions>,
});

/** The form of the moment estimator, once it was asked for. */
let byMoments: AnyMetric | undefined;

type Promised = Pick<Properties, "kind" | "range" | "self" | "toDistance">;

const ofPlugIn = (ground: NbsOptions["ground"]): Promised =>
  ground === "angular"
    ? { kind: "distance", range: [0, Math.PI / 2], self: 0 }
    : { kind: "similarity", range: [0, 1], self: 1, toDistance: "arccos" };

/** Sampling may take a cosine out of its range. */
const ofEstimate = (ground: NbsOptions["ground"]): Promised =>
  ground === "angular"
    ? { kind: "dissimilarity", range: [0, Math.PI / 2] }
    : { kind: "similarity", range: [-Infinity, Infinity] };

/** The options of `procrustes` that give this angle. */
function angular(center: boolean) {
  return { alpha: 1, ground: "angular", center, tolerance: undefined, ...usual } as const;
}
