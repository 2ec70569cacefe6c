import { square } from "../../base/math/powers.ts";
import { alignEnergy } from "./align.ts";
import { energyHeldOut } from "./held-out.ts";
import type { EnergyOptions } from "./options.ts";
import { prepareEnergy, type PreparedEnergy } from "./prepare.ts";
import { energyDistance, energySearch } from "./value.ts";
import { definePairMetric } from "../metric.ts";
import { choice, number, seed, whole } from "../../base/options.ts";
import type { Representation } from "../../data/representation.ts";

/**
 * Energy distance between the responses to each stimulus, after the best alignment.
 *
 *   d(X, Y)² = min over Q of mean over stimuli of  E|x − yQ| − (E|x − x′| + E|y − y′|) / 2
 *
 * with x, x′ repeats of one network and y, y′ of the other: half the energy distance 2E|x − y| −
 * E|x − x′| − E|y − y′|, averaged over stimuli, then the root, as netrep's `fit_score`.
 * Networks of unequal width are compared in the larger space, the narrower with columns of zeros.
 */
export const energy = definePairMetric<PreparedEnergy, EnergyOptions>({
  name: "energy",
  title: "Energy stochastic shape distance",
  summary: "How far two networks' distributions of responses lie apart after alignment, from repeats alone.",
  source:
    "Duong, Zhou, Nassar, Berman, Olieslagers & Williams, ICLR 2023, arXiv:2211.11665, §2.3; " +
    "Székely & Rizzo, J. Stat. Plan. Inference 143(8), 2013, §2",
  family: "Noise and time",
  cost: { network: "m·t·n", pair: "m·t²·n a step of the search" },
  blindTo: "Little: means and all moments of the noise count; few repeats make it noisy.",
  accepts: "repeats",
  sharedAxes: ({ group }) => (group === "identity" ? ["units"] : []),
  options: {
    within: choice(
      ["unbiased", "biased"],
      "Mean distance between repeats of one stimulus: unbiased leaves out each with itself (netrep; needs 2 repeats, a negative sum counts as 0), biased does not, which makes it a distance.",
    ),
    group: choice(
      ["orthogonal", "permutation", "identity"],
      "What may be done to the units before comparing: rotations and reflections, reorderings, nothing.",
    ),
    init: choice(
      ["means", "random"],
      "Where the search starts besides the Procrustes solution of the means: from the networks' principal axes and then at random, or at random only.",
    ),
    restarts: whole(12, 1, 10_000, "Starts in all; the best end wins."),
    seed: seed("Decides the random starts."),
    tolerance: number(
      1e-12,
      0,
      1,
      "A search ends where the next step promises to lower the mean distance by less than this part of it.",
    ),
    iterations: whole(1000, 1, 1e9, "Most steps of one search."),
  },
  testedWith: [
    { restarts: 4 },
    { within: "biased", restarts: 4 },
    { within: "biased", group: "permutation", restarts: 6 },
    { group: "identity" },
    { within: "biased", group: "identity" },
  ],

  properties: ({ within, group }) => ({
    kind: within === "biased" ? "distance" : "dissimilarity",
    symmetric: true,
    range: [0, Infinity],
    invariantTo:
      group === "orthogonal" ? ["permutation", "orthogonal"] : group === "permutation" ? ["permutation"] : [],
    self: 0,
  }),

  operations: energyOperations,
  prepare: prepareEnergy,
  compare: energyDistance,
  search: energySearch,
  align: alignEnergy,
  heldOut: energyHeldOut,
});

/** Evaluations that a search takes, about. */
const evaluations = 60;

/** Operations of one pair: two products with the distances between all repeats of each stimulus, an evaluation. */
function energyOperations(
  { shape, repeats }: Pick<Representation, "shape" | "repeats">,
  { group, restarts }: EnergyOptions,
): number {
  const [stimuli, units] = [repeats?.length ?? shape[0]!, shape.at(-1)!];
  const each = repeats ? shape[0]! / stimuli : shape.length > 2 ? shape[1]! : 1;
  return 4 * stimuli * square(each) * units * (group === "identity" ? 1 : evaluations * restarts);
}
