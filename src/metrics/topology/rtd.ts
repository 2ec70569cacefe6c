import { cube } from "../../base/math/powers.ts";
import { NumericalError } from "../../base/errors.ts";
import { matrix, takeRows, type Matrix } from "../../base/matrix.ts";
import { choice, seed, whole } from "../../base/options.ts";
import { scaledResponses } from "../../data/responses.ts";
import { definePairMetric } from "../metric.ts";
import { crossBars } from "./cross-barcode.ts";
import { condensedDistances, distanceQuantile, type Population } from "./distances.ts";
import { assertStimuliFor, drawnStimuli } from "./draws.ts";

export interface RtdOptions {
  samples: number;
  draws: number;
  seed: number;
  quantile: Population;
}

type Prepared = {
  /** Draws × pairs of the stimuli of a draw: distances over their quantile. */
  distances: Matrix;
  /** Stimuli in a draw. */
  stimuli: number;
};

/** The share of the distances below 1. */
const share = 0.9;

/**
 * Representation Topology Divergence: how much homology the distances of one network have that is not there at the same
 * place and scale in the other.
 *
 *   RTD(X, Y) = (Σ bars of B₁(X, Y) + Σ bars of B₁(Y, X)) / 2
 *
 * B₁(X, Y) is the first barcode of the doubled graph (see `crossBars`), made of distances over their 0.9 quantile. The mean over draws.
 */
export const rtd = definePairMetric<Prepared, RtdOptions>({
  name: "rtd",
  title: "Representation Topology Divergence",
  summary:
    "How much the clusters and loops of one network's stimuli, at all scales, are others than the other's.",
  source:
    "Barannikov, Trofimov, Balabin & Burnaev, ICML 2022, arXiv:2201.00058, §2–3; reduction: Bauer, J. Appl. Comput. Topol. 5, 2021",
  family: "Topology and scale",
  cost: { network: "draws·s²·n", pair: "draws·s³ and more, s = min(m, samples)" },
  blindTo:
    "Distances that are larger than in the other network but change no cluster and no loop; its size grows with the number of stimuli, so values of different numbers do not compare.",
  accepts: "matrix",
  options: {
    samples: whole(
      500,
      2,
      5000,
      "Stimuli in a draw; time grows with their third power. Where there are no more, all are taken, once, and the value is exact.",
    ),
    draws: whole(10, 1, 10_000, "Random draws of stimuli that the value is the mean of."),
    seed: seed("Decides which stimuli are drawn: the same for all networks."),
    quantile: choice(
      ["matrix", "pairs"],
      "What the 0.9 quantile is taken over. matrix: all entries of the distance matrix, with its diagonal, as the authors' code. pairs: each pair of stimuli once.",
    ),
  },
  testedWith: [{}, { samples: 9, draws: 3 }, { samples: 9, draws: 3, seed: 7 }, { quantile: "pairs" }],

  properties: () => ({
    kind: "dissimilarity",
    symmetric: true,
    range: [0, Infinity],
    invariantTo: ["permutation", "orthogonal", "isotropic-scaling", "translation"],
    self: 0,
  }),

  operations({ shape: [m = 1] }, { samples, draws }) {
    return m <= samples ? 20 * cube(m) : 20 * draws * cube(samples);
  },

  prepare(input, { samples, draws, seed, quantile }, kernels) {
    assertStimuliFor("rtd", input, 2);
    const { matrix: responses } = scaledResponses(input, kernels);
    const drawn = drawnStimuli(responses.rows, { size: samples, draws, seed });
    const stimuli = drawn[0]!.length;
    const pairs = (stimuli * (stimuli - 1)) / 2;
    const distances = matrix(drawn.length, pairs);
    for (const [draw, rows] of drawn.entries()) {
      const condensed = distances.data.subarray(draw * pairs, (draw + 1) * pairs);
      const taken = rows.length === responses.rows ? responses : takeRows(responses, rows);
      condensedDistances(taken, condensed, kernels);
      overQuantile(condensed, distanceQuantile(condensed, share, stimuli, quantile), input.name);
    }
    return { distances, stimuli };
  },

  isCopied: () => true,

  compare(x, y) {
    const { rows: draws, cols: pairs } = x.distances;
    let sum = 0;
    for (let draw = 0; draw < draws; draw++) {
      const [first, second] = [x, y].map(({ distances }) =>
        distances.data.slice(draw * pairs, (draw + 1) * pairs),
      );
      sum += crossBars(x.stimuli, first!, second!);
    }
    return sum / draws;
  },
});

/** @throws {NumericalError} if the quantile is 0. */
function overQuantile(condensed: Float64Array, quantile: number, name: string): void {
  if (!(quantile > 0)) {
    throw new NumericalError(
      `${name}: 90 % of the pairs of stimuli or more have equal responses, so the ${share} quantile of their distances is 0, ` +
        `and rtd cannot divide by it. Leave out stimuli with equal responses.`,
    );
  }
  for (let k = 0; k < condensed.length; k++) condensed[k] = condensed[k]! / quantile;
}
