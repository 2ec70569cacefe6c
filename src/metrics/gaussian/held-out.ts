import { identity, type Matrix } from "../../base/matrix.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { HeldOutForm } from "../metric.ts";
import { inCommonSpace, partAlong } from "../search/held-out-axes.ts";
import { bestMotion, distanceOf } from "./compare.ts";
import { pairUp } from "./objective.ts";
import type { GaussianOptions } from "./options.ts";
import { inOwnAxes, preparedOf, type PreparedGaussians } from "./prepare.ts";
import { byPowerOfTwo, scaledUnits } from "./scale.ts";
import { summarize } from "./summary.ts";
import { lossAt } from "./value.ts";

/** One network: the training Gaussians that the motion is fitted on, the held-out ones that it is tried on. */
type PreparedHeldOut = PreparedGaussians & {
  /** Held-out means and roots along the training axes, and outside them, times 2^−exponent. */
  readonly testMeans: Matrix;
  readonly testRoots: Matrix;
  readonly beyondMeans: Matrix;
  readonly beyondRoots: Matrix;
  readonly testStimuli: number;
  readonly testRank: number;
};

/**
 * The motion is fitted on training stimuli, the distance is measured on others. As for
 * `procrustes`, the motion is known in the axes of the training responses only: what held-out
 * ones have outside counts in full.
 *
 * @param timesOf - 1, or the times of trajectories
 */
export function gaussianHeldOut(
  timesOf: (input: Responses) => number,
): HeldOutForm<PreparedHeldOut, GaussianOptions> {
  return {
    properties: () => ({ kind: "dissimilarity", range: [0, Infinity] }),

    prepare(train, test, options, kernels) {
      const { summary, exponent } = scaledUnits(summarize(train, timesOf(train), options, kernels), kernels);
      const own = inOwnAxes(summary, options, kernels);
      const held = summarize(test, timesOf(test), options, kernels);
      const all = stackedRows(held.means, held.roots, kernels);
      const { within, beyond } = partAlong(byPowerOfTwo(all, -exponent, kernels), own.axes, kernels);
      const split = held.means.rows;
      return {
        ...preparedOf(own.summary, summary.means.cols, exponent, kernels),
        testMeans: kernels.rows(within, 0, split),
        testRoots: kernels.rows(within, split, within.rows),
        beyondMeans: rowsOf(beyond, 0, split, kernels),
        beyondRoots: rowsOf(beyond, split, beyond.rows, kernels),
        testStimuli: held.stimuli,
        testRank: held.rank,
      };
    },

    compare(x, y, options, kernels) {
      const { motion: found, exchanged } = bestMotion(x, y, options, kernels);
      const motion = exchanged ? kernels.transpose(found) : found;
      const means = inCommonSpace(meansOf(x), meansOf(y), motion, kernels);
      const roots = inCommonSpace(rootsOf(x), rootsOf(y), motion, kernels);
      const side = (one: PreparedHeldOut, which: "x" | "y"): PreparedGaussians => ({
        ...one,
        means: means[which],
        roots: roots[which],
        stimuli: one.testStimuli,
        rank: one.testRank,
      });
      const pairing = pairUp(
        side(x, "x"),
        side(y, "y"),
        { alpha: options.alpha, group: "identity" },
        kernels,
      );
      return distanceOf(lossAt(pairing, identity(pairing.width), kernels), pairing);
    },
  };
}

function meansOf({ testMeans, beyondMeans }: PreparedHeldOut) {
  return { within: testMeans, beyond: beyondMeans };
}

function rootsOf({ testRoots, beyondRoots }: PreparedHeldOut) {
  return { within: testRoots, beyond: beyondRoots };
}

function stackedRows(a: Matrix, b: Matrix, kernels: Kernels): Matrix {
  const all = kernels.uninitialized(a.rows + b.rows, a.cols);
  all.data.set(a.data);
  all.data.set(b.data, a.data.length);
  return all;
}

/** Rows of a matrix that may have no columns. */
function rowsOf(a: Matrix, start: number, end: number, kernels: Kernels): Matrix {
  return a.cols === 0 ? { ...a, rows: end - start } : kernels.rows(a, start, end);
}
