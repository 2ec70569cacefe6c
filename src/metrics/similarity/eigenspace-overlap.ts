import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import { boolean, choice } from "../../base/options.ts";
import { definePairMetric } from "../metric.ts";
import { joinNotes, noteOfCut, noteOfForced, type RankFacts } from "../linear/notes.ts";
import { rankOptions, type RankOptions } from "../linear/rank.ts";
import { sphereOf } from "./sphere.ts";

export interface EigenspaceOverlapOptions extends RankOptions {
  over: "units" | "rank";
  center: boolean;
}

type Prepared = {
  /** Orthonormal columns that span what the units span: rows × rank. */
  sphere: Matrix;
  units: number;
} & RankFacts;

/**
 * Eigenspace overlap of the left singular vectors U of X and V of Y:
 *
 *   EO(X, Y) = ‖UᵀV‖² / max(d, k)
 *
 * with d and k the numbers of units, which the paper takes to be the ranks. Directions that are no more than rounding are
 * left out of U and V: they are any directions.
 */
export const eigenspaceOverlap = definePairMetric<Prepared, EigenspaceOverlapOptions>({
  name: "eigenspace-overlap",
  title: "Eigenspace overlap",
  summary: "How much of the space of stimuli that one network's units span the other's span too.",
  source: "May, Zhang, Dao & Ré, NeurIPS 2019, definition 2",
  family: "Kernels and similarity structures",
  cost: { network: "m·n·min(m, n)", pair: "m·r²" },
  blindTo:
    "How much variance a direction carries: noise counts as much as signal. Networks with as many units as stimuli all span the same.",
  accepts: "matrix",
  options: {
    over: choice(
      ["units", "rank"],
      "What the shared directions are divided by. units: the number of units of the larger network, as the paper. rank: the larger of the two ranks, so that a network with itself has 1.",
    ),
    center: boolean(false, "Subtract each unit's mean over stimuli first; the paper does not."),
    ...rankOptions,
  },
  testedWith: [{}, { over: "rank" }, { center: true }, { over: "rank", center: true }],

  properties: ({ over, center }) => ({
    kind: "similarity",
    symmetric: true,
    range: [0, 1],
    invariantTo: [
      "permutation",
      "orthogonal",
      "isotropic-scaling",
      ...(center ? (["translation"] as const) : []),
      "invertible-linear",
    ],
    ...(over === "rank" && { self: 1 }),
    toDistance: "one-minus",
  }),

  prepare(input, options, kernels) {
    const { sphere, facts } = sphereOf(input, options, kernels);
    return { sphere, units: input.responses.cols, ...facts };
  },

  multiplies: () => ({ sphere: "columns" }),

  compare(x, y, { over }, kernels) {
    // A network shares all of its directions with itself.
    const shared =
      x === y ? x.rank : square(kernels.norm(kernels.gemm(x.sphere, y.sphere, { transA: true })));
    const most = over === "units" ? Math.max(x.units, y.units) : Math.max(x.rank, y.rank);
    // A direction counts once, at most.
    return Math.min(shared, x.rank, y.rank) / most;
  },

  warn: (prepared, _options, compared) =>
    joinNotes(noteOfCut(prepared, compared), noteOfForced(prepared, compared, forced)),
});

const forced = {
  spanning: (whom: string) => `the overlap with ${whom} depends on the ranks alone`,
  overlapping: "part of the overlap is there whatever the data",
};
