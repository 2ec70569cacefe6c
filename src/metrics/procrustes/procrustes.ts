import { acos, atan2 } from "../../base/math/arc.ts";
import { sin } from "../../base/math/circular.ts";
import { powerOfTwo } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { alignedGap } from "./aligned-gap.ts";
import { definePairMetric, type AnyMetric, type PairMetric } from "../metric.ts";
import { procrustesOptions, type ProcrustesOptions } from "./options.ts";
import { assertVaries, dropMeanDirection, scaleAndCenter } from "../../data/responses.ts";
import { alignProcrustes } from "./procrustes-align.ts";
import { inPrecision, notePrecision } from "../precision.ts";
import { handOf, isReflectionBarred, rotationAngle } from "./rotation.ts";
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
  /** Where reflections are not allowed and matter: the number of units, below 0 if Q is a reflection. Else 0. */
  hand: number;
} & RankFacts;

/**
 * Generalised shape distance: what is left between two networks after the best
 * rotation of one onto the other.
 *
 *   euclidean   d(X, Y) = min over orthogonal Q of ‖X·Zx − Y·Zy·Q‖_F
 *   angular     θ(X, Y) = min over orthogonal Q of arccos ⟨X·Zx, Y·Zy·Q⟩ / (‖X·Zx‖ ‖Y·Zy‖)
 *   unit-norm   the Euclidean distance of both at norm 1: √(2 − 2·cos θ) = 2·sin(θ/2)
 *
 * Z whitens partially: with X = U·diag(s)·Vᵀ, X·Z = c·U·diag(alpha·s + (1 − alpha))·Vᵀ,
 * where c keeps the total variance Σ s². X is not divided by the number of stimuli, so
 * for 0 < alpha < 1 the value depends on the scale of the responses.
 *
 * Both need ⟨X·Zx, Y·Zy·Q⟩ = ‖(X·Zx)ᵀ·Y·Zy‖_* (nuclear norm) only, and that is the
 * same for the factors L without the rotation V: a network of 4096 units and 500
 * stimuli is compared as one of 499 units.
 *
 * Of the group "rotation" Q has determinant 1 (`rotation.ts`): a distance among networks of one width, but no
 * longer where widths differ, because a network with a unit of zeros more is as near to one as to its mirror image.
 */
export const procrustes: PairMetric<PreparedProcrustes, ProcrustesOptions> = definePairMetric<
  PreparedProcrustes,
  ProcrustesOptions
>({
  name: "procrustes",
  title: "Procrustes shape distance",
  summary: "What is left between two networks after the best rotation of one onto the other.",
  source: "Williams, Kunz, Kornblith & Linderman, NeurIPS 2021, arXiv:2110.14739, §2.2 and appendix",
  family: "Alignment of shapes",
  cost: { network: "m·n·min(m, n)", pair: "m·r² + r³" },
  blindTo:
    "Linear maps that are no rotation: one network that stretches a direction of another is far from it. Units do not matter one by one.",
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
    { ground: "unit-norm" },
    { group: "rotation" },
    { group: "rotation", ground: "unit-norm", alpha: 0, center: false },
    { group: "rotation", ground: "euclidean", alpha: 0.3 },
    { estimator: "moments" },
  ],

  properties: ({ alpha, ground, group, center, estimator }) => ({
    kind: group === "rotation" || estimator === "moments" ? "dissimilarity" : "distance",
    symmetric: true,
    range: rangeOf(ground, group),
    invariantTo: [
      ...(group === "rotation" ? [] : (["permutation", "orthogonal"] as const)),
      ...(center ? (["translation"] as const) : []),
      ...(ground !== "euclidean" && (alpha === 0 || alpha === 1) ? (["isotropic-scaling"] as const) : []),
      ...(ground !== "euclidean" && alpha === 0 && group === "orthogonal"
        ? (["invertible-linear"] as const)
        : []),
    ],
    ...(estimator === "plug-in" && { self: 0 }),
  }),

  async loadFor(options) {
    if (options.estimator === "plug-in") return;
    const { assertEstimable, fewStimuliForm } = await import("./few-stimuli/form.ts");
    assertEstimable("procrustes", options);
    byMoments ??= fewStimuliForm(
      procrustes as PairMetric<never, ProcrustesOptions>,
      ({ ground }) => valuesOf[ground],
    );
  },
  formFor: ({ estimator }) => (estimator === "plug-in" ? undefined : byMoments),

  prepare(input, { alpha, ground, group, center, tolerance, precision }, kernels) {
    const measured = scaleAndCenter(input, center, kernels);
    const { matrix: scaled, exponent } = measured;
    const rowsOfX = center ? dropMeanDirection(scaled, kernels, { overwrite: true }) : scaled;
    const reduced = rowsOfX.cols > rowsOfX.rows ? kernels.lq(rowsOfX) : rowsOfX;
    const overwrite = reduced !== input.responses && group === "orthogonal";
    const whitening = { alpha, unit: powerOfTwo(-exponent), rule: rankRule(input, measured, tolerance) };
    const whitened = alpha < 1 ? whiten(reduced, whitening, kernels, { overwrite }) : reduced;
    const hand = group === "rotation" ? handOf(whitened, reduced, input.responses.cols, kernels) : 0;
    const { matrix: factor, exponent: further } = inPrecision(whitened, precision, kernels);
    const norm = kernels.norm(factor);
    if (ground !== "euclidean") assertVaries(input, norm, center);
    const { rows, cols: rank } = factor;
    const facts = { rank, rows, cut: reduced.cols - rank };
    return { factor, norm, exponent: exponent + further, spansAll: +(rank >= rows), hand, ...facts };
  },

  multiplies: () => ({ factor: "columns" }),

  compare(x, y, { alpha, ground, precision }, kernels) {
    const handed = isReflectionBarred(x, y);
    // Two whitened networks that both span everything are rotations of each other.
    const apart = x.norm > 0 && y.norm > 0 && !(alpha === 0 && x.spansAll && y.spansAll && !handed);
    const between = handed ? rotationAngle : angleBetween;
    const angle = apart ? between(x, y, nearlyEqual[precision], kernels) : 0;
    if (ground === "unit-norm") return 2 * sin(angle / 2);
    return ground === "angular" ? angle : thirdSide(trueNorm(x), trueNorm(y), angle);
  },

  heldOut: procrustesHeldOut,
  align: alignProcrustes,

  warn(prepared, { alpha, ground, precision }, compared) {
    const ofPrecision = notePrecision({ precision });
    if (alpha === 1) return ofPrecision;
    const forced = alpha === 0 && ground !== "euclidean";
    return joinNotes(
      noteOfCut(prepared, compared),
      forced ? noteOfForced(prepared, compared, forcedAngles) : undefined,
      ofPrecision,
    );
  },
});

/** Without reflections two networks of one unit may be opposite. */
function rangeOf(
  ground: ProcrustesOptions["ground"],
  group: ProcrustesOptions["group"],
): readonly [number, number] {
  if (ground === "euclidean") return [0, Infinity];
  const largest = group === "rotation" ? Math.PI : Math.PI / 2;
  return [0, ground === "angular" ? largest : group === "rotation" ? 2 : Math.SQRT2];
}

/** The form of the moment estimator, once it was asked for. */
let byMoments: AnyMetric | undefined;

const valuesOf = { angular: "angle", euclidean: "length", "unit-norm": "chord" } as const;

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
