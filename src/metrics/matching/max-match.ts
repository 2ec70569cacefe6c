import type { Matrix } from "../../base/matrix.ts";
import { boolean, number } from "../../base/options.ts";
import { assertVaries, scaleAndCenter } from "../../data/responses.ts";
import { roundingOf } from "../../data/stored.ts";
import { joinNotes, noteOfForced, type RankFacts } from "../linear/notes.ts";
import { definePairMetric, type Compared } from "../metric.ts";
import { largestMatch } from "./largest-match.ts";
import { directionsOf, spanOf } from "./span.ts";

export interface MaxMatchOptions {
  epsilon: number;
  center: boolean;
}

/** One network: its units at length 1, a row each, but those of zeros; and what they span. */
type Prepared = {
  units: Matrix;
  basis: Matrix;
  rounding: number;
  /** Units that are 0 for every stimulus. */
  zeros: number;
} & RankFacts;

/**
 * Maximum matching similarity. Sets X and Y of units of two networks match when each unit of one lies close to the
 * span of the other set,
 *
 *   dist(x, span Y) ≤ epsilon·‖x‖ for all x in X,   dist(y, span X) ≤ epsilon·‖y‖ for all y in Y.
 *
 * The union of two matches is a match, so there is one largest; the value is its share of all units,
 * (|X| + |Y|) / (n + n′). It is found by taking units out that are too far from what is left of the other network, until
 * none is: the order does not matter. A unit of zeros lies in every span and counts as matched, as the
 * inequality has it; the code of the authors counts it as unmatched.
 */
export const maxMatch = definePairMetric<Prepared, MaxMatchOptions>({
  name: "max-match",
  title: "Maximum matching similarity",
  summary: "Share of the units that lie close to the span of matched units of the other network.",
  source: "Wang, Hu, Gu, Hu, Wu, He & Hopcroft, NeurIPS 2018, arXiv:1810.11750, definition 2 and algorithm 1",
  family: "Matching of units",
  cost: { network: "m·n·min(m, n)", pair: "m·n·r for each round of taking units out" },
  blindTo:
    "How far a unit is beyond epsilon, and which units match which. With about as many units as stimuli every unit has a match.",
  accepts: "matrix",
  options: {
    epsilon: number(
      0.25,
      0,
      1,
      "Distance of a unit from the span of the others up to which it matches, as a share of its length.",
    ),
    center: boolean(false, "Subtract each unit's mean over stimuli first."),
  },
  testedWith: [{}, { epsilon: 0.6 }, { center: true, epsilon: 0.5 }],

  properties: ({ center }) => ({
    kind: "similarity",
    symmetric: true,
    range: [0, 1],
    invariantTo: ["permutation", "isotropic-scaling", ...(center ? (["translation"] as const) : [])],
    self: 1,
    toDistance: "one-minus",
  }),

  prepare(input, { center }, kernels) {
    const { matrix } = scaleAndCenter(input, center, kernels);
    assertVaries(input, kernels.norm(matrix), center);
    const units = directionsOf(kernels.transpose(matrix));
    const rounding = roundingOf(input.stored).epsilon;
    const basis = spanOf(units, rounding, kernels);
    const zeros = matrix.cols - units.rows;
    return { units, basis, rounding, zeros, rank: basis.cols, rows: matrix.rows - +center, cut: 0 };
  },

  compare(x, y, { epsilon }, kernels) {
    const zeros = x.zeros + y.zeros;
    const matched = largestMatch(x, y, epsilon, kernels);
    return (matched + zeros) / (x.units.rows + y.units.rows + zeros);
  },

  warn: (prepared, _options, compared) =>
    joinNotes(
      noteOfForced(prepared, compared, {
        spanning: (whom) => `units of other networks match those of ${whom} whatever the data`,
        overlapping: "part of each unit is in the span of the others whatever the data",
      }),
      noteOfZeros(prepared, compared),
    ),
});

function noteOfZeros(
  prepared: readonly { readonly zeros: number }[],
  { names }: Compared,
): string | undefined {
  const at = prepared.findIndex(({ zeros }) => zeros > 0);
  if (at < 0) return undefined;
  const { zeros } = prepared[at]!;
  return `${names[at]} has ${zeros} ${zeros === 1 ? "unit that is" : "units that are"} 0 for every stimulus, which ${zeros === 1 ? "counts" : "count"} as matched.`;
}
