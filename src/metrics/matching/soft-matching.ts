import { alignSoftly } from "./matching-align.ts";
import { matchingHeldOut } from "./matching-held-out.ts";
import { bestCoupling, prepareUnits, shared, valueUnder, type PreparedUnits } from "./matching.ts";
import { definePairMetric } from "../metric.ts";
import { boolean, choice } from "../../base/options.ts";

export interface SoftMatchingOptions {
  ground: "euclidean" | "correlation";
  center: boolean;
}

/**
 * Soft matching: one-to-one matching for networks of unequal width. Every unit is shared
 * out among units of the other network, as optimal transport with uniform weights.
 *
 *   euclidean     d(X, Y) = min over P of √Σ P[i, j]·‖xᵢ − yⱼ‖²
 *   correlation   max over P of Σ P[i, j]·r(xᵢ, yⱼ)
 *
 * over all P ≥ 0 whose rows sum to 1 / (units of X) and columns to 1 / (units of Y).
 * At equal widths the best P is a permutation / n: d is the distance of `permutation` / √n.
 */
export const softMatching = definePairMetric<PreparedUnits, SoftMatchingOptions>({
  name: "soft-matching",
  title: "Soft matching distance",
  summary:
    "What is left between two networks after their units are matched in shares, whatever their numbers.",
  source: "Khosla & Williams, UniReps workshop at NeurIPS 2023, PMLR 243:326-341, 2024, arXiv:2311.09466, §2",
  family: "Matching of units",
  cost: { network: "m·n", pair: "m·n² + n³·log n" },
  blindTo: "A code that is the same but spread over other axes: a rotated copy is far.",
  accepts: "matrix",
  options: {
    ground: choice(
      ["euclidean", "correlation"],
      "euclidean: root mean square over units, in units of the responses. correlation: mean correlation of matched units, a similarity.",
    ),
    center: boolean(true, "Subtract each unit's mean over stimuli first."),
  },
  testedWith: [{}, { center: false }, { ground: "correlation" }, { ground: "correlation", center: false }],

  properties: ({ ground, center }) => ({
    kind: ground === "correlation" ? "similarity" : "distance",
    symmetric: true,
    range: ground === "correlation" ? [-1, 1] : [0, Infinity],
    invariantTo: [
      "permutation",
      ...(center ? (["translation"] as const) : []),
      ...(ground === "correlation" ? (["isotropic-scaling"] as const) : []),
    ],
    self: ground === "correlation" ? 1 : 0,
    // The angle between random units of length 1, coupled as well as can be: it obeys the triangle inequality.
    ...(ground === "correlation" ? { toDistance: "arccos" as const } : {}),
  }),

  prepare: (input, options, kernels) => prepareUnits(input, options, shared, kernels),
  compare: (x, y, { ground }, kernels) => valueUnder(x, y, bestCoupling(x, y, shared, kernels), ground),
  align: alignSoftly,
  heldOut: matchingHeldOut(shared),
});
