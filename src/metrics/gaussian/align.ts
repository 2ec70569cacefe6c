import { identity, matrix, type Matrix } from "../../base/matrix.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Aligned, Alignment } from "../metric.ts";
import { bestMotion, type Outcome } from "./compare.ts";
import { polar } from "./motions.ts";
import { widened } from "./objective.ts";
import type { GaussianOptions } from "./options.ts";
import { inOwnAxes, prepareGaussians } from "./prepare.ts";
import { scaledUnits } from "./scale.ts";
import { summarize, type Summary } from "./summary.ts";

/**
 * The means of both networks in the larger of their spaces, (stimuli · times) × axes: the first as
 * they are, with columns of zeros where it is the narrower, the second moved onto them. A covariance C
 * moves along as motionᵀ·C·motion. Nothing is centred. Losses are distances.
 */
export function alignGaussians(
  x: Responses,
  y: Responses,
  times: readonly [number, number],
  options: GaussianOptions,
  kernels: Kernels,
): Alignment {
  const summaries = [
    summarize(x, times[0], options, kernels),
    summarize(y, times[1], options, kernels),
  ] as const;
  const outcome = bestMotion(
    prepareGaussians(x, times[0], options, kernels),
    prepareGaussians(y, times[1], options, kernels),
    options,
    kernels,
  );
  const width = Math.max(summaries[0].means.cols, summaries[1].means.cols);
  return {
    x: moved(summaries[0].means, identity(width), kernels),
    y: moved(summaries[1].means, wholeMotion(summaries, width, outcome, options, kernels), kernels),
    search: outcome.search,
  };
}

/** The motion of all units of the larger network. */
function wholeMotion(
  [x, y]: readonly [Summary, Summary],
  width: number,
  { motion: found, exchanged, pairing }: Outcome,
  options: GaussianOptions,
  kernels: Kernels,
): Matrix {
  const motion = exchanged ? kernels.transpose(found) : found;
  const axes = (of: Summary) => axesOf(of, width, pairing.width, options, kernels);
  const whole = kernels.gemm(kernels.gemm(axes(y), motion, { transA: true }), axes(x));
  // Directions that hold no responses go to such directions.
  return options.group === "orthogonal" ? polar(whole, kernels) : whole;
}

/** The axes in which the motion was sought, as rows in the common space: axes × width. */
function axesOf(
  summary: Summary,
  width: number,
  count: number,
  options: GaussianOptions,
  kernels: Kernels,
): Matrix {
  const units = summary.means.cols;
  const { axes = identity(units) } = inOwnAxes(scaledUnits(summary, kernels).summary, options, kernels);
  const padded = matrix(count, width);
  padded.data.set(widened(axes, width, kernels).data);
  // For reorderings, the units that the narrower network lacks.
  if (options.group !== "orthogonal") for (let i = units; i < count; i++) padded.data[i * width + i] = 1;
  return padded;
}

function moved(means: Matrix, whole: Matrix, kernels: Kernels): Aligned {
  const motion = kernels.rows(whole, 0, means.cols);
  return {
    aligned: kernels.detach(kernels.gemm(means, motion)),
    motion: kernels.detach(motion),
    means: matrix(1, means.cols),
  };
}
