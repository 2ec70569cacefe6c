import { cube, square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { principalFrame, sortedFrame } from "../energy/frame.ts";
import { scaledUnits } from "./scale.ts";
import { summarize, type Summary } from "./summary.ts";
import type { GaussianOptions } from "./options.ts";

/** One network, in axes that a rotated or reordered copy of it shares. */
export type PreparedGaussians = {
  /** Summary's means and roots in those axes, times 2^−exponent. */
  readonly means: Matrix;
  readonly roots: Matrix;
  readonly stimuli: number;
  readonly times: number;
  readonly rank: number;
  readonly exponent: number;
  /** ‖means‖² and ‖roots‖² (the sum of all variances), at that scale. */
  readonly meanPower: number;
  readonly variance: number;
  /** Axes in which means and roots are given: at most the units. */
  readonly axes: number;
  /** Units, and 1 if some covariance has a smaller rank than that (of all times together). */
  readonly units: number;
  readonly singular: number;
};

/** All that depends on one network. @throws as `summarize`. */
export function prepareGaussians(
  input: Responses,
  times: number,
  options: GaussianOptions,
  kernels: Kernels,
): PreparedGaussians {
  const { summary, exponent } = scaledUnits(summarize(input, times, options, kernels), kernels);
  return preparedOf(inOwnAxes(summary, options, kernels).summary, summary.means.cols, exponent, kernels);
}

/** @param own - in the network's own axes, times 2^−exponent */
export function preparedOf(
  own: Summary,
  units: number,
  exponent: number,
  kernels: Kernels,
): PreparedGaussians {
  const { means, roots, stimuli, rank, times } = own;
  return {
    means,
    roots,
    stimuli,
    times,
    rank,
    exponent,
    meanPower: square(kernels.norm(means)),
    variance: square(kernels.norm(roots)),
    axes: means.cols,
    units,
    singular: +(rank < times * units),
  };
}

/** Axes that do not depend on how the units were given, where the group moves them. */
export function inOwnAxes(
  summary: Summary,
  { group }: Pick<GaussianOptions, "group">,
  kernels: Kernels,
): { summary: Summary; axes: Matrix | undefined } {
  if (group === "identity") return { summary, axes: undefined };
  const rows = summary.means.rows;
  const frame = group === "orthogonal" ? principalFrame : sortedFrame;
  const { responses, axes } = frame(stacked(summary, kernels), { axes: true }, kernels);
  if (group === "orthogonal") pointAlongMeans(responses, axes!, rows);
  const means = kernels.rows(responses, 0, rows);
  const roots = kernels.rows(responses, rows, responses.rows);
  return { summary: { ...summary, means, roots }, axes };
}

function stacked({ means, roots }: Summary, kernels: Kernels): Matrix {
  const all = kernels.uninitialized(means.rows + roots.rows, means.cols);
  all.data.set(means.data);
  all.data.set(roots.data, means.data.length);
  return all;
}

/** Turns each axis to where the sum of the cubes of the means is positive: the sign of a root's row means nothing. */
function pointAlongMeans(responses: Matrix, axes: Matrix, rows: number): void {
  const [x, n] = [responses.data, responses.cols];
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += cube(x[i * n + j]!);
    if (!(sum < 0)) continue;
    for (let i = 0; i < responses.rows; i++) x[i * n + j]! *= -1;
    for (let k = 0; k < axes.cols; k++) axes.data[j * axes.cols + k]! *= -1;
  }
}
