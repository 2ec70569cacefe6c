import { atan2 } from "../../base/math/arc.ts";
import { sin } from "../../base/math/circular.ts";
import { powerOfTwo, square } from "../../base/math/powers.ts";
import { hypot } from "../../base/math/hypot.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { HeldOutForm } from "../metric.ts";
import type { ProcrustesOptions } from "./options.ts";
import { beyondAxes, fitOn } from "../linear/fitted.ts";
import { noteOfCut, type RankFacts } from "../linear/notes.ts";
import { rankOf } from "../linear/rank.ts";
import { signOfDeterminant } from "./determinant.ts";
import { isReflectionBarred, withoutReflection } from "./rotation.ts";
import { scaleColumns, weightsOf, weightOfNothing } from "../linear/whiten.ts";

/** One network: the training responses that the motion is fitted on, the held-out ones that it is tried on. */
export type PreparedHeldOut = {
  /** Whitened training responses in the axes of their own singular vectors: train stimuli × rank. */
  train: Matrix;
  /** Held-out responses, moved and whitened as the training ones, in the same axes: test stimuli × rank. */
  test: Matrix;
  /** ‖held-out responses‖ outside these axes. */
  outside: number;
  /** True values are 2^exponent times these. */
  exponent: number;
  /** As in `rotation.ts`, of the axes. */
  hand: number;
} & RankFacts;

/**
 * Means, whitening and motion are fitted on training stimuli, the distance is
 * measured on others: netrep's `fit(train).score(test)`. The motion is known within
 * the ranges of the training data only; what held-out responses have outside them
 * stays unaligned: its norm counts, its inner product is 0.
 */
export const procrustesHeldOut: HeldOutForm<PreparedHeldOut, ProcrustesOptions> = {
  properties: ({ ground }) => ({
    kind: "dissimilarity",
    range: [0, { angular: Math.PI, euclidean: Infinity, "unit-norm": 2 }[ground]],
  }),

  prepare(input, test, { alpha, group, center, tolerance }, kernels) {
    const fitted = fitOn(input, test.responses, { center, tolerance }, kernels);
    const { u, s, axes, within, exponent, facts } = fitted;
    const whitening = { alpha, unit: powerOfTwo(-exponent) };
    const weights = weightsOf(s, whitening);
    return {
      ...facts,
      train: scaleColumns(u, weights, kernels),
      test: scaleColumns(
        within,
        weights.map((weight, k) => weight / s[k]!),
        kernels,
      ),
      outside: beyondAxes(fitted, kernels) * weightOfNothing(s, weights, whitening),
      exponent,
      hand:
        group === "rotation" && axes.rows === axes.cols ? axes.cols * signOfDeterminant(axes, kernels) : 0,
    };
  },

  compare(x, y, { ground }, kernels) {
    const { u, values, vt } = kernels.svd(kernels.gemm(x.train, y.train, { transA: true }), {
      overwrite: true,
    });
    if (isReflectionBarred(x, y)) withoutReflection(u, vt, kernels, x.hand * y.hand);
    const known = rankOf(values, { relative: Math.max(u.rows, vt.cols) * Number.EPSILON, floor: 0 });
    const p = kernels.gemm(x.test, kernels.columns(u, 0, known));
    const q = kernels.gemm(y.test, kernels.rows(vt, 0, known), { transB: true });
    const [sideX, sideY] = [sideOf(x, p, kernels), sideOf(y, q, kernels)];
    if (ground === "euclidean") return euclidean(p, q, sideX, sideY);
    const between = angle(p, q, sideX, sideY);
    return ground === "angular" ? between : 2 * sin(between / 2);
  },

  warn: (prepared, { alpha }, compared) => (alpha < 1 ? noteOfCut(prepared, compared) : undefined),
};

/** Norms of one network's held-out responses. */
interface Side {
  whole: number;
  /** Of the part that no motion is known for. */
  unaligned: number;
  exponent: number;
}

function sideOf({ test, outside, exponent }: PreparedHeldOut, aligned: Matrix, kernels: Kernels): Side {
  const [inside, moved] = [kernels.norm(test), kernels.norm(aligned)];
  const left = Math.sqrt(Math.max(0, (inside - moved) * (inside + moved)));
  // What rounding leaves of a motion that is known everywhere is not a part.
  const unaligned = hypot(left > 1e-7 * inside ? left : 0, outside);
  return { whole: hypot(inside, outside), unaligned, exponent };
}

function angle(p: Matrix, q: Matrix, x: Side, y: Side): number {
  if (x.whole === 0 || y.whole === 0) {
    throw new NumericalError(
      "A network's held-out responses all equal its training means; there is no angle to them.",
    );
  }
  const rest = square(x.unaligned / x.whole) + square(y.unaligned / y.whole);
  const apart = squaredSum(p, q, 1 / x.whole, -1 / y.whole) + rest;
  const together = squaredSum(p, q, 1 / x.whole, 1 / y.whole) + rest;
  return 2 * atan2(Math.sqrt(apart), Math.sqrt(together));
}

function euclidean(p: Matrix, q: Matrix, x: Side, y: Side): number {
  const exponent = Math.max(x.exponent, y.exponent);
  const [fx, fy] = [powerOfTwo(x.exponent - exponent), powerOfTwo(y.exponent - exponent)];
  const squared = squaredSum(p, q, fx, -fy) + square(fx * x.unaligned) + square(fy * y.unaligned);
  return Math.sqrt(squared) * powerOfTwo(exponent);
}

/** ‖f·P + g·Q‖². */
function squaredSum(p: Matrix, q: Matrix, f: number, g: number): number {
  const [pd, qd] = [p.data, q.data];
  let sum = 0;
  for (let k = 0; k < pd.length; k++) sum += square(f * pd[k]! + g * qd[k]!);
  return sum;
}
