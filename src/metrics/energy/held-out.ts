import type { Matrix } from "../../base/matrix.ts";
import { repeatsOf, scaleByPowerOfTwo } from "../../data/responses.ts";
import { identity } from "../../base/matrix.ts";
import type { HeldOutForm } from "../metric.ts";
import { inCommonSpace, partAlong } from "../search/held-out-axes.ts";
import { evaluate, pairUp } from "./objective.ts";
import type { EnergyOptions } from "./options.ts";
import { assertSeveral, fitEnergy, preparedOf, type PreparedEnergy } from "./prepare.ts";
import { bestMotion, valueOf } from "./value.ts";

/** One network: the training responses that the motion is fitted on, the held-out ones that it is tried on. */
type PreparedHeldOut = PreparedEnergy & {
  /** Held-out repeats along the training axes, and outside them, times 2^−exponent: rows × axes. */
  readonly test: Matrix;
  readonly beyond: Matrix;
  /** Repeats of each held-out stimulus, 1 × stimuli. */
  readonly testCounts: Matrix;
};

/**
 * The motion is fitted on training stimuli, the distance is measured on others. As for
 * `procrustes`, the motion is known in the axes of the training responses only: what held-out
 * ones have outside counts in full.
 */
export const energyHeldOut: HeldOutForm<PreparedHeldOut, EnergyOptions> = {
  properties: () => ({ kind: "dissimilarity", range: [0, Infinity] }),

  prepare(train, test, options, kernels) {
    const { prepared, axes } = fitEnergy(train, options, { axes: true }, kernels);
    const { rows, counts } = repeatsOf(test, kernels);
    if (options.within === "unbiased") assertSeveral(test, counts);
    const scaled = scaleByPowerOfTwo(rows, -prepared.exponent, kernels);
    const { within, beyond } = partAlong(scaled, axes, kernels);
    const testCounts = kernels.place(1, counts.length, Float64Array.from(counts));
    return { ...prepared, test: within, beyond, testCounts };
  },

  compare(x, y, options, kernels) {
    const { motion: found, exchanged } = bestMotion(x, y, options, kernels);
    const motion = exchanged ? kernels.transpose(found) : found;
    const sides = inCommonSpace(testOf(x), testOf(y), motion, kernels);
    const side = (one: PreparedHeldOut, which: "x" | "y") =>
      preparedOf(sides[which], [...one.testCounts.data], one.exponent, options, kernels);
    const pairing = pairUp(side(x, "x"), side(y, "y"), kernels);
    return valueOf(pairing, evaluate(pairing, identity(pairing.width), kernels).loss);
  },
};

function testOf({ test, beyond }: PreparedHeldOut) {
  return { within: test, beyond };
}
