import { square } from "../../base/math/powers.ts";
import { NumericalError } from "../../base/errors.ts";
import { matrix, takeRows, type Matrix } from "../../base/matrix.ts";
import { choice, number, optional, seed, whole } from "../../base/options.ts";
import { scaledResponses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { definePairMetric } from "../metric.ts";
import { assertStimuliFor, drawnStimuli } from "./draws.ts";
import { livingTimes, loopsOf } from "./loops.ts";
import { witnessComplex } from "./witness.ts";

export interface GeometryScoreOptions {
  landmarks: number;
  gamma: number | undefined;
  draws: number;
  loops: number;
  ground: "euclidean" | "squared-euclidean";
  seed: number;
}

/** 1 × loops: the share of scales at which there are so many loops, the mean over draws. */
type Prepared = { livingTimes: Matrix };

/**
 * Geometry score: squared distance of the mean relative living times of loops,
 *
 *   GS(X, Y) = Σ over i of (MRLT_X(i) − MRLT_Y(i))²
 *
 * where MRLT(i) is the share of scales in [0, α_max] at which a witness complex of random landmarks has i loops, and
 * α_max = gamma times the largest distance of a stimulus to a landmark. Named by its authors; it is a dissimilarity.
 */
export const geometryScore = definePairMetric<Prepared, GeometryScoreOptions>({
  name: "geometry-score",
  title: "Geometry score",
  summary: "How differently many loops two networks' stimuli make, over scales.",
  source: "Khrulkov & Oseledets, ICML 2018, arXiv:1802.02664, §4, algorithms 1 and 2",
  family: "Topology and scale",
  cost: { network: "draws·landmarks·m·n", pair: "loops" },
  blindTo:
    "Which stimulus is where, clusters, and loops at scales above α_max; with few stimuli and the usual gamma it sees little but chance.",
  accepts: "matrix",
  options: {
    landmarks: whole(
      64,
      3,
      512,
      "Stimuli that are the vertices of a complex, drawn at random. Where there are no more stimuli, all are taken, once.",
    ),
    gamma: optional(
      number(
        1 / 128,
        1e-9,
        1,
        "The largest scale, as a part of the largest distance to a landmark. Without it: 1/128 for 5,000 stimuli, in proportion for others, as the authors' code.",
      ),
    ),
    draws: whole(100, 1, 100_000, "Draws of landmarks that the mean is taken over."),
    loops: whole(100, 1, 100_000, "Numbers of loops below this are told apart; higher ones are left out."),
    ground: choice(
      ["euclidean", "squared-euclidean"],
      "Distances by which a witness tells landmarks apart: as the authors' code has them, or squared, as GUDHI's witness complex means them.",
    ),
    seed: seed("Decides which landmarks are drawn: the same for all networks."),
  },
  testedWith: [
    { gamma: 0.3 },
    {},
    { landmarks: 8, draws: 20, gamma: 0.2 },
    { landmarks: 6, draws: 5, gamma: 0.5, loops: 2, seed: 9 },
    { ground: "squared-euclidean", gamma: 0.1 },
  ],

  properties: () => ({
    kind: "dissimilarity",
    symmetric: true,
    range: [0, 2],
    invariantTo: ["permutation", "orthogonal", "isotropic-scaling", "translation"],
    self: 0,
  }),

  operations: (_input, { loops }) => loops,

  prepare(input, options, kernels) {
    assertStimuliFor("geometry-score", input, 2);
    const { landmarks: size, draws, loops, seed } = options;
    const { matrix: responses } = scaledResponses(input, kernels);
    const m = responses.rows;
    const gamma = options.gamma ?? m / (128 * 5000);
    const drawn = drawnStimuli(m, { size, draws, seed });
    const mean = matrix(1, loops);
    for (const landmarks of drawn) {
      const distances = toLandmarks(responses, landmarks, options.ground, kernels);
      const most = gamma * largestOf(distances, input.name);
      const complex = witnessComplex(distances, landmarks.length, most);
      const shares = livingTimes(loopsOf(complex), most, loops);
      for (let i = 0; i < loops; i++) mean.data[i]! += shares[i]! / drawn.length;
    }
    return { livingTimes: mean };
  },

  isCopied: () => true,

  compare(x, y) {
    let sum = 0;
    const [first, second] = [x.livingTimes.data, y.livingTimes.data];
    for (let i = 0; i < first.length; i++) sum += square(first[i]! - second[i]!);
    return sum;
  },
});

/** Distances of all stimuli to landmarks: stimuli × landmarks, in ordinary memory. */
function toLandmarks(
  responses: Matrix,
  landmarks: Int32Array,
  ground: GeometryScoreOptions["ground"],
  kernels: Kernels,
): Float64Array {
  const squared = ground === "squared-euclidean";
  return kernels.scope(() =>
    kernels.euclideanBetween(responses, takeRows(responses, landmarks), { squared }).data.slice(),
  );
}

/** @throws {NumericalError} if all are 0. */
function largestOf(distances: Float64Array, name: string): number {
  let largest = 0;
  for (let k = 0; k < distances.length; k++) largest = Math.max(largest, distances[k]!);
  if (largest > 0) return largest;
  throw new NumericalError(
    `${name}: all stimuli have equal responses, so geometry-score has no scales to look at.`,
  );
}
