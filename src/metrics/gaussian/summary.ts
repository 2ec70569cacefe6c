import { largestOf } from "../../base/lists.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { repeatsOf, stimulusName, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { rootOfCovariance, rootOfFactor, rootOfRepeats, type Conditioning } from "./covariance.ts";

/**
 * The responses of one network as a Gaussian for each stimulus. Where responses are
 * trajectories, one of all times and units together, of which only the units can be moved: a
 * row is then one time.
 */
export interface Summary {
  /** (stimuli · times) × units. */
  readonly means: Matrix;
  /** Roots G of the covariances GᵀG, one under the other: (stimuli · rank · times) × units. */
  readonly roots: Matrix;
  readonly stimuli: number;
  readonly times: number;
  /** Rows of each root, the most that any stimulus needs; the others have rows of zeros. */
  readonly rank: number;
}

/**
 * Means and covariances: those given, or estimated from repeats.
 *
 * @param times - 1, or the times of trajectories
 * @throws {NumericalError} naming the stimulus that has one repeat, or whose covariance is not symmetric or not
 *   positive semi-definite.
 */
export function summarize(
  input: Responses,
  times: number,
  conditioning: Conditioning,
  kernels: Kernels,
): Summary {
  const { means, rootOf, stimuli } = sourceOf(input, conditioning, kernels);
  const width = (means.rows * means.cols) / stimuli;
  const found = Array.from({ length: stimuli }, (_, stimulus) =>
    kernels.scope(() => kernels.detach(rootOf(stimulus))),
  );
  const rank = Math.max(1, largestOf(found.map(({ rows }) => rows)));
  const roots = kernels.uninitialized(stimuli * rank, width);
  roots.data.fill(0);
  found.forEach(({ data }, stimulus) => roots.data.set(data, stimulus * rank * width));
  const units = width / times;
  return {
    means: kernels.reshape(means, stimuli * times, units),
    roots: kernels.reshape(roots, stimuli * rank * times, units),
    stimuli,
    times,
    rank,
  };
}

/** Where the means and the root of each covariance come from. */
interface SummarySource {
  readonly stimuli: number;
  /** stimuli × (times · units). */
  readonly means: Matrix;
  rootOf(stimulus: number): Matrix;
}

function sourceOf(input: Responses, conditioning: Conditioning, kernels: Kernels): SummarySource {
  const { responses: means, covariances, factors } = input;
  const part = covariances ?? factors;
  if (!part) return sourceOfRepeats(input, conditioning, kernels);
  const stimuli = input.shape[0]!;
  const width = part.rows / stimuli;
  return {
    stimuli,
    means,
    rootOf(stimulus) {
      const own = kernels.rows(part, stimulus * width, (stimulus + 1) * width);
      if (factors) return rootOfFactor(own, conditioning, kernels);
      return rootOfCovariance(own, conditioning, `${input.name}, ${stimulusName(input, stimulus)}`, kernels);
    },
  };
}

function sourceOfRepeats(input: Responses, conditioning: Conditioning, kernels: Kernels): SummarySource {
  const { rows, counts } = repeatsOf(input, kernels);
  const starts = counts.map((_, k) => counts.slice(0, k).reduce((sum, count) => sum + count, 0));
  const single = counts.findIndex((count) => count < 2);
  if (single >= 0) {
    throw new NumericalError(
      `${input.name}: ${stimulusName(input, single)}, counted from 0, has one repeat; a covariance needs at least two. ` +
        `Leave such stimuli out, or give means with covariances.`,
    );
  }
  const repeats = (stimulus: number) =>
    kernels.rows(rows, starts[stimulus]!, starts[stimulus]! + counts[stimulus]!);
  const means = kernels.uninitialized(counts.length, rows.cols);
  counts.forEach((_, stimulus) => {
    const { data } = kernels.scope(() => kernels.detach(kernels.centerColumns(repeats(stimulus)).means));
    means.data.set(data, stimulus * rows.cols);
  });
  return {
    stimuli: counts.length,
    means,
    rootOf: (stimulus) => rootOfRepeats(repeats(stimulus), conditioning, kernels),
  };
}
