import { assertVaries } from "../../data/responses.ts";
import { alignPermutation } from "./matching-align.ts";
import { matchingHeldOut } from "./matching-held-out.ts";
import { bestCoupling, oneToOne, prepareUnits, valueUnder, type PreparedUnits } from "./matching.ts";
import { definePairMetric } from "../metric.ts";
import { boolean, choice } from "../../base/options.ts";

export interface PermutationOptions {
  ground: "angular" | "euclidean" | "correlation";
  center: boolean;
}

/**
 * One-to-one matching: what is left between two networks after the best reordering of
 * the units of one, or how well matched units correlate.
 *
 *   euclidean     d(X, Y) = min over permutations P of ‖X − Y·P‖_F
 *   angular       θ(X, Y) = min over permutations P of arccos ⟨X, Y·P⟩ / (‖X‖ ‖Y‖), in [0, π]
 *   correlation   max over P of the mean of r(xᵢ, (Y·P)ᵢ) over the units of the narrower network
 *
 * Where widths differ, the narrower network is given units of zeros. The best P is a
 * linear assignment with gains XᵀY (correlations, for that ground).
 */
export const permutation = definePairMetric<PreparedUnits, PermutationOptions>({
  name: "permutation",
  title: "One-to-one matching distance",
  summary: "What is left between two networks after the best one-to-one matching of their units.",
  source:
    "Williams, Kunz, Kornblith & Linderman, NeurIPS 2021, arXiv:2110.14739, §2.2; correlation: Li, Yosinski, Clune, Lipson & Hopcroft, ICLR 2016, arXiv:1511.07543, §3.1",
  family: "Matching of units",
  cost: { network: "m·n", pair: "m·n² + n³" },
  blindTo: "A code that is the same but spread over other axes: a rotated copy is far.",
  accepts: "matrix",
  options: {
    ground: choice(
      ["angular", "euclidean", "correlation"],
      "angular: the angle in radians, blind to overall scale. euclidean: in units of the responses. correlation: mean correlation of matched units, a similarity.",
    ),
    center: boolean(true, "Subtract each unit's mean over stimuli first."),
  },
  testedWith: [
    {},
    { ground: "euclidean" },
    { center: false },
    { ground: "euclidean", center: false },
    { ground: "correlation" },
    { ground: "correlation", center: false },
  ],

  properties: ({ ground, center }) => ({
    kind: ground === "correlation" ? "similarity" : "distance",
    symmetric: true,
    range: { angular: [0, Math.PI], euclidean: [0, Infinity], correlation: [-1, 1] }[ground] as [
      number,
      number,
    ],
    invariantTo: [
      "permutation",
      ...(center ? (["translation"] as const) : []),
      ...(ground === "euclidean" ? [] : (["isotropic-scaling"] as const)),
    ],
    self: ground === "correlation" ? 1 : 0,
    ...(ground === "correlation" ? { toDistance: "one-minus" as const } : {}),
  }),

  prepare(input, options, kernels) {
    const prepared = prepareUnits(input, options, oneToOne, kernels);
    if (options.ground === "angular") assertVaries(input, prepared.norm, options.center);
    return prepared;
  },

  compare: (x, y, { ground }, kernels) => valueUnder(x, y, bestCoupling(x, y, oneToOne, kernels), ground),

  align: alignPermutation,
  heldOut: matchingHeldOut(oneToOne),
});
