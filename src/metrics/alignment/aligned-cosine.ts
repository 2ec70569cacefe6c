import { usual } from "../procrustes/options.ts";
import type { Matrix } from "../../base/matrix.ts";
import { scaleAndCenter } from "../../data/responses.ts";
import { definePairMetric } from "../metric.ts";
import { alignProcrustes } from "../procrustes/procrustes-align.ts";
import { alignedCosineHeldOut } from "./aligned-cosine-held-out.ts";
import { alignedCosineOptions, type AlignedCosineOptions } from "./options.ts";
import { meanRotatedCosine, rotatedCosines } from "./best-rotation.ts";
import { directionsOf, meanCosine, rowNorms } from "./row-cosines.ts";

/** One network, ready for any number of comparisons. */
export type PreparedRows = {
  /** L with X = L·Qᵀ and orthonormal Q: stimuli × at most as many, at a scale near 1. */
  factor: Matrix;
  /** ‖row‖ of each stimulus: 1 × stimuli. */
  norms: Matrix;
  /** Rows of L at length 1. */
  directions: Matrix;
  /** ‖L‖. */
  norm: number;
};

/**
 * Aligned cosine similarity: the mean over stimuli of the cosine between the responses of both networks, after the best
 * rotation of one onto the other:
 *
 *   1/m · Σᵢ cos(xᵢ·Q, yᵢ),   Q = argmin over orthogonal Q of ‖X·Q − Y‖_F
 *
 * Where widths differ, the narrower network is given units of zeros: x·Q then has the norm of x, whichever of both is
 * moved, so the value is symmetric. Every stimulus counts the same, however large its responses. If several Q
 * are best and their values differ, the value is the mean over all of them (`best-rotation.ts` says when).
 */
export const alignedCosine = definePairMetric<PreparedRows, AlignedCosineOptions>({
  name: "aligned-cosine",
  title: "Aligned cosine similarity",
  summary: "Mean cosine between the two responses to each stimulus, after the best rotation.",
  source: "Hamilton, Leskovec & Jurafsky, EMNLP 2016, arXiv:1606.02821, §3, global measure",
  family: "Alignment of shapes",
  cost: { network: "m·n·min(m, n)", pair: "m·r² + r³" },
  blindTo:
    "How large the responses to a stimulus are: only their direction counts. Without centring a mean that all stimuli share raises every value.",
  accepts: "matrix",
  options: alignedCosineOptions,
  testedWith: [{}, { center: true }],

  properties: ({ center }) => ({
    kind: "similarity",
    symmetric: true,
    range: [-1, 1],
    invariantTo: [
      "permutation",
      "orthogonal",
      "isotropic-scaling",
      ...(center ? (["translation"] as const) : []),
    ],
    self: 1,
    toDistance: "one-minus",
  }),

  prepare(input, { center }, kernels) {
    const { matrix: rows, means } = scaleAndCenter(input, center, kernels);
    const norms = rowNorms(input, rows, means);
    const factor = rows.cols > rows.rows ? kernels.lq(rows) : rows;
    return { factor, norms, directions: directionsOf(factor, norms, kernels), norm: kernels.norm(factor) };
  },

  multiplies: () => ({ factor: "columns", directions: "columns" }),

  compare: (x, y, _options, kernels) =>
    meanRotatedCosine(x, y, kernels) ?? meanCosine(rotatedCosines(x, y, kernels)),

  align: (x, y, { center }, kernels, full) =>
    alignProcrustes(
      x,
      y,
      { alpha: 1, ground: "angular", center, tolerance: undefined, ...usual },
      kernels,
      full,
    ),
  heldOut: alignedCosineHeldOut,
});
