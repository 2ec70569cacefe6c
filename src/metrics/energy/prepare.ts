import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { repeatsOf, scaleAndCenter, stimulusName, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { principalFrame, sortedFrame, type Framed } from "./frame.ts";
import type { EnergyOptions } from "./options.ts";

/** One network: all its responses, in axes that a rotated or reordered network shares. */
export type PreparedEnergy = {
  /** Every repeat, rows × axes, times 2^−exponent. */
  readonly rows: Matrix;
  /** Mean of each stimulus, stimuli × axes, at that scale. */
  readonly means: Matrix;
  /** Repeats of each stimulus, 1 × stimuli. */
  readonly counts: Matrix;
  /** Axes in which they are given: at most the units. */
  readonly axes: number;
  /** Mean distance between repeats of one stimulus, over stimuli, at that scale. */
  readonly within: number;
  /** Root mean square norm of a response, at that scale. */
  readonly size: number;
  readonly exponent: number;
};

/** All that depends on one network. @throws {NumericalError} for a single repeat, unless `within` is biased. */
export function prepareEnergy(input: Responses, options: EnergyOptions, kernels: Kernels): PreparedEnergy {
  return fitEnergy(input, options, { axes: false }, kernels).prepared;
}

/** The same with its axes, if wanted: axes × units, undefined where they are the units. */
export function fitEnergy(
  input: Responses,
  options: EnergyOptions,
  wanted: { axes: boolean },
  kernels: Kernels,
): { readonly prepared: PreparedEnergy; readonly axes: Matrix | undefined } {
  const { rows, counts } = repeatsOf(input, kernels);
  if (options.within === "unbiased") assertSeveral(input, counts);
  const { matrix, exponent } = scaleAndCenter({ ...input, responses: rows }, false, kernels);
  const { responses, axes } = frameOf(matrix, options, wanted, kernels);
  return { prepared: preparedOf(responses, counts, exponent, options, kernels), axes };
}

/** @param responses - every repeat, rows × axes, times 2^−exponent */
export function preparedOf(
  responses: Matrix,
  counts: readonly number[],
  exponent: number,
  options: EnergyOptions,
  kernels: Kernels,
): PreparedEnergy {
  const means = meansOf(responses, counts, kernels);
  return {
    rows: responses,
    means,
    counts: kernels.place(1, counts.length, Float64Array.from(counts)),
    axes: responses.cols,
    within: distanceWithin(responses, means, counts, options.within, kernels),
    size: kernels.norm(responses) / Math.sqrt(responses.rows),
    exponent,
  };
}

/** The axes in which the search for the best motion of that group begins. */
export function frameOf(
  x: Matrix,
  { group }: Pick<EnergyOptions, "group">,
  wanted: { axes: boolean },
  kernels: Kernels,
): Framed {
  if (group === "orthogonal") return principalFrame(x, wanted, kernels);
  if (group === "permutation") return sortedFrame(x, wanted, kernels);
  return { responses: x };
}

export function assertSeveral(input: Responses, counts: readonly number[]): void {
  const stimulus = counts.findIndex((count) => count < 2);
  if (stimulus < 0) return;
  throw new NumericalError(
    `${input.name}: ${stimulusName(input, stimulus)} has one repeat; within "unbiased" is a mean over pairs of repeats and needs two. ` +
      `Give more repeats, or take within "biased".`,
  );
}

function meansOf(x: Matrix, counts: readonly number[], kernels: Kernels): Matrix {
  const n = x.cols;
  const means = kernels.uninitialized(counts.length, n);
  const [from, to] = [x.data, means.data.fill(0)];
  for (let s = 0, k = 0; s < counts.length; s++) {
    const mean = to.subarray(s * n, (s + 1) * n);
    for (const end = k + counts[s]! * n; k < end; k += n)
      for (let j = 0; j < n; j++) mean[j]! += from[k + j]!;
    for (let j = 0; j < n; j++) mean[j]! /= counts[s]!;
  }
  return means;
}

/**
 * Mean over stimuli of the mean distance between repeats: of different ones, or of all pairs if
 * biased. Around the mean of the stimulus, so that close repeats lose no digits.
 */
function distanceWithin(
  rows: Matrix,
  means: Matrix,
  counts: readonly number[],
  within: EnergyOptions["within"],
  kernels: Kernels,
): number {
  let [total, start] = [0, 0];
  for (const [s, count] of counts.entries()) {
    const repeats = kernels.rows(rows, start, start + count);
    start += count;
    const sum = kernels.scope(() => {
      const centred = kernels.addRow(repeats, kernels.rows(means, s, s + 1), -1);
      return sumOf(kernels.euclideanBetween(centred, centred));
    });
    total += sum / (count * (within === "biased" ? count : count - 1));
  }
  return total / counts.length;
}

function sumOf({ data }: Matrix): number {
  let sum = 0;
  for (let k = 0; k < data.length; k++) sum += data[k]!;
  return sum;
}
