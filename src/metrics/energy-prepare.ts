import { NumericalError } from "../errors.ts";
import type { Matrix } from "../matrix.ts";
import { repeatsOf, scaleAndCenter, stimulusName, type Responses } from "../responses.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { principalFrame, sortedFrame, type Framed } from "./energy-frame.ts";
import type { EnergyOptions } from "./energy-options.ts";

/** One network: all its responses, in axes that a rotated or reordered network shares. */
export type PreparedEnergy = {
  /** Every repeat less the mean of its stimulus, rows × axes, times 2^−exponent. */
  readonly deviations: Matrix;
  /** Those means, stimuli × axes, at the same scale. */
  readonly means: Matrix;
  /** Repeats of each stimulus, 1 × stimuli. */
  readonly counts: Matrix;
  /** Mean distance between repeats of one stimulus, over stimuli, at that scale. */
  readonly within: number;
  /** Root mean square norm of a response, at that scale. */
  readonly size: number;
  readonly exponent: number;
};

/** All that depends on one network. @throws {NumericalError} for a single repeat, unless `within` is biased. */
export function prepareEnergy(input: Responses, options: EnergyOptions, kernels: Kernels): PreparedEnergy {
  const { rows, counts } = repeatsOf(input, kernels);
  if (options.within === "unbiased") assertSeveral(input, counts);
  const { matrix, exponent } = scaleAndCenter({ ...input, responses: rows }, false, kernels);
  const { responses } = frameOf(matrix, options, { axes: false }, kernels);
  const { deviations, means } = splitMeans(responses, counts, kernels);
  return {
    deviations,
    means,
    counts: kernels.place(1, counts.length, Float64Array.from(counts)),
    within: distanceWithin(deviations, counts, options.within, kernels),
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

function assertSeveral(input: Responses, counts: readonly number[]): void {
  const stimulus = counts.findIndex((count) => count < 2);
  if (stimulus < 0) return;
  throw new NumericalError(
    `${input.name}: ${stimulusName(input, stimulus)} has one repeat; within "unbiased" is a mean over pairs of repeats and needs two. ` +
      `Give more repeats, or take within "biased".`,
  );
}

/** Each stimulus around its mean: distances of close responses then lose no digits to a common offset. */
function splitMeans(x: Matrix, counts: readonly number[], kernels: Kernels) {
  const [m, n] = [counts.length, x.cols];
  const [deviations, means] = [kernels.copy(x), kernels.uninitialized(m, n)];
  const [data, centres] = [deviations.data, means.data.fill(0)];
  let start = 0;
  for (let s = 0; s < m; s++) {
    const end = start + counts[s]! * n;
    for (let k = start; k < end; k++) centres[s * n + ((k - start) % n)]! += data[k]! / counts[s]!;
    for (let k = start; k < end; k++) data[k]! -= centres[s * n + ((k - start) % n)]!;
    start = end;
  }
  return { deviations, means };
}

/** Mean over stimuli of the mean distance between repeats: of different ones, or of all pairs if biased. */
function distanceWithin(
  deviations: Matrix,
  counts: readonly number[],
  within: EnergyOptions["within"],
  kernels: Kernels,
): number {
  let [total, start] = [0, 0];
  for (const count of counts) {
    const repeats = kernels.rows(deviations, start, start + count);
    start += count;
    const sum = kernels.scope(() => sumOf(kernels.euclideanBetween(repeats, repeats)));
    total += sum / (count * (within === "biased" ? count : count - 1));
  }
  return total / counts.length;
}

function sumOf({ data }: Matrix): number {
  let sum = 0;
  for (let k = 0; k < data.length; k++) sum += data[k]!;
  return sum;
}
