import { acos, atan2 } from "../../base/math/arc.ts";
import { powerOfTwo } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { alignedGap } from "./aligned-gap.ts";
import { definePairMetric } from "../metric.ts";
import { procrustesOptions, type ProcrustesOptions } from "./options.ts";
import { assertVaries, dropMeanDirection, scaleAndCenter } from "../../data/responses.ts";
import { alignProcrustes } from "./procrustes-align.ts";
import { inPrecision, notePrecision } from "../precision.ts";
import { procrustesHeldOut } from "./procrustes-held-out.ts";
import { thirdSide, trueNorm } from "./triangle.ts";
import { joinNotes, noteOfCut, noteOfForced, type RankFacts } from "../linear/notes.ts";
import { rankRule } from "../linear/rank.ts";
import { whiten } from "../linear/whiten.ts";

/** One network, ready for any number of comparisons. */
type PreparedProcrustes = {
  /** L with X·Z = L·Qᵀ and orthonormal Q: rows × rank, at a scale near 1. */
  factor: Matrix;
  /** ‖L‖, at that scale. */
  norm: number;
  /** X·Z = 2^exponent · L · Qᵀ. */
  exponent: number;
  /** 1 if the factor has as many columns as rows, so that it spans everything. */
  spansAll: number;
} & RankFacts;

/**
 * Generalised shape distance: what is left between two networks after the best
 * rotation of one onto the other.
 *
 *   euclidean   d(X, Y) = min over orthogonal Q of ‖X·Zx − Y·Zy·Q‖_F
 *   angular     θ(X, Y) = min over orthogonal Q of arccos ⟨X·Zx, Y·Zy·Q⟩ / (‖X·Zx‖ ‖Y·Zy‖)
 *
 * Z whitens partially: with X = U·diag(s)·Vᵀ, X·Z = c·U·diag(alpha·s + (1 − alpha))·Vᵀ,
 * where c keeps the total variance Σ s². X is not divided by the number of stimuli, so
 * for 0 < alpha < 1 the value depends on the scale of the responses.
 *
 * Both need ⟨X·Zx, Y·Zy·Q⟩ = ‖(X·Zx)ᵀ·Y·Zy‖_* (nuclear norm) only, and that is the
 * same for the factors L without the rotation V: a network of 4096 units and 500
 * stimuli is compared as one of 499 units.
 */
export const procrustes = definePairMetric<PreparedProcrustes, ProcrustesOptions>({
  name: "procrustes",
  title: "Procrustes shape distance",
  summary: "What is left between two networks after the best rotation of one onto the other.",
  source: "Williams, Kunz, Kornblith & Linderman, NeurIPS 2021, arXiv:2110.14739, §2.2 and appendix",
  accepts: "matrix",
  options: procrustesOptions,
  testedWith: [
    {},
    { alpha: 0 },
    { alpha: 0.5 },
    { ground: "euclidean" },
    { ground: "euclidean", alpha: 0.3, center: false },
    { center: false },
    { precision: "single" },
  ],

  properties: ({ alpha, ground, center }) => ({
    kind: "distance",
    symmetric: true,
    range: ground === "angular" ? [0, Math.PI / 2] : [0, Infinity],
    invariantTo: [
      "permutation",
      "orthogonal",
      ...(center ? (["translation"] as const) : []),
      ...(ground === "angular" && (alpha === 0 || alpha === 1) ? (["isotropic-scaling"] as const) : []),
      ...(ground === "angular" && alpha === 0 ? (["invertible-linear"] as const) : []),
    ],
    self: 0,
  }),

  prepare(input, { alpha, ground, center, tolerance, precision }, kernels) {
    const measured = scaleAndCenter(input, center, kernels);
    const { matrix: scaled, exponent } = measured;
    const rowsOfX = center ? dropMeanDirection(scaled, kernels, { overwrite: true }) : scaled;
    const reduced = rowsOfX.cols > rowsOfX.rows ? kernels.lq(rowsOfX) : rowsOfX;
    const overwrite = reduced !== input.responses;
    const whitening = { alpha, unit: powerOfTwo(-exponent), rule: rankRule(input, measured, tolerance) };
    const whitened = alpha < 1 ? whiten(reduced, whitening, kernels, { overwrite }) : reduced;
    const { matrix: factor, exponent: further } = inPrecision(whitened, precision, kernels);
    const norm = kernels.norm(factor);
    if (ground === "angular") assertVaries(input, norm, center);
    const { rows, cols: rank } = factor;
    const facts = { rank, rows, cut: reduced.cols - rank };
    return { factor, norm, exponent: exponent + further, spansAll: +(rank >= rows), ...facts };
  },

  multiplies: () => ({ factor: "columns" }),

  compare(x, y, { alpha, ground, precision }, kernels) {
    // Two whitened networks that both span everything are rotations of each other.
    const apart = x.norm > 0 && y.norm > 0 && !(alpha === 0 && x.spansAll && y.spansAll);
    const angle = apart ? angleBetween(x, y, nearlyEqual[precision], kernels) : 0;
    return ground === "angular" ? angle : thirdSide(trueNorm(x), trueNorm(y), angle);
  },

  heldOut: procrustesHeldOut,
  align: alignProcrustes,

  warn(prepared, { alpha, ground, precision }, compared) {
    const ofPrecision = notePrecision({ precision });
    if (alpha === 1) return ofPrecision;
    const forced = alpha === 0 && ground === "angular";
    return joinNotes(
      noteOfCut(prepared, compared),
      forced ? noteOfForced(prepared, compared, forcedAngles) : undefined,
      ofPrecision,
    );
  },
});

/** alpha = 0 undoes every invertible map. */
const forcedAngles = {
  spanning: (whom: string) =>
    `at alpha 0 the angle to ${whom} depends on the ranks alone (0 where both are full)`,
  overlapping: "at alpha 0 part of the agreement is there whatever the data",
};

/** Below this 1 − cos θ, arccos has lost more than half of its digits. */
const nearlyEqual = { double: 1e-4, single: 1e-2 } as const;

/** θ, from the nuclear norm alone unless that would cancel. */
function angleBetween(
  x: PreparedProcrustes,
  y: PreparedProcrustes,
  nearlyEqual: number,
  kernels: Kernels,
): number {
  const cosine = kernels.nuclearNorm(kernels.gemm(x.factor, y.factor, { transA: true })) / (x.norm * y.norm);
  if (1 - cosine >= nearlyEqual) return acos(cosine);
  const { apart, together } = alignedGap(x, y, kernels);
  return 2 * atan2(apart, together);
}
