/** Linear discriminants that are trained on all runs but one and tested on that one. */
import type { Matrix } from "../../../base/matrix.ts";
import { exponentToRemove } from "../../../data/responses.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { noiseOf, rescale, type Whitened } from "../../noise/input-noise.ts";
import { stimulusMeans, type Groups } from "../../observations.ts";
import type { RdmInput } from "../dissimilarity.ts";
import { crossvalidated } from "./crossvalidation.ts";

/** One run is tested. Rows are whitened, so that the noise of all units is alike and independent. */
export interface DecodingFold {
  /** Stimuli × units: means of the rows of all other runs. */
  readonly train: Matrix;
  /** Tested rows × units. */
  readonly test: Matrix;
  /** Stimulus of each tested row. */
  readonly stimulusOf: Int32Array;
}

/** The folds, and the power of two by which differences of whitened rows are too small. */
export interface Decoding {
  readonly groups: Groups;
  readonly folds: readonly DecodingFold[];
  readonly exponent: number;
}

/** How the covariance is estimated where nothing is said: few rows and many units need shrinkage. */
const usualMethod = "shrinkage-diag";

/**
 * The folds of leave-one-run-out. The covariance of the noise comes from the training runs: from what their rows differ
 * from the means of their stimuli. Where residuals, a precision or no noise were given, it is the same in all folds.
 *
 * @throws as `crossvalidated`; {NumericalError} if too few rows are left to estimate the noise.
 */
export function decodingFolds(input: RdmInput, owner: string, kernels: Kernels): Decoding {
  const groups = crossvalidated(input, owner);
  const exponent = exponentToRemove(kernels.maxAbs(input.responses));
  const responses = rescale(input.responses, exponent, kernels);
  const { noise = { method: usualMethod } } = input;
  const isEstimated = "method" in noise && !noise.residuals;
  const shared = isEstimated ? undefined : noiseOf({ ...input, responses }, noise, exponent, kernels);
  const folds = groups.runs.map((_, run): DecodingFold => {
    return kernels.scope(() => {
      const train = rowsWhere(responses, groups, (other) => other !== run, kernels);
      const test = rowsWhere(responses, groups, (other) => other === run, kernels);
      const means = stimulusMeans(train.rows, train.groups, kernels);
      const { whiten }: Pick<Whitened, "whiten"> =
        shared ?? noiseOf({ ...input, responses: train.rows, groups: train.groups }, noise, 0, kernels);
      return {
        train: kernels.detach(whiten(means)),
        test: kernels.detach(whiten(test.rows)),
        stimulusOf: test.groups.stimulusOf,
      };
    });
  });
  return { groups, folds, exponent: (shared?.unitless ?? true) ? 0 : exponent };
}

function rowsWhere(
  x: Matrix,
  groups: Groups,
  accepts: (run: number) => boolean,
  kernels: Kernels,
): { rows: Matrix; groups: Groups } {
  const kept = [...groups.runOf.keys()].filter((row) => accepts(groups.runOf[row]!));
  const data = new Float64Array(kept.length * x.cols);
  kept.forEach((row, k) => data.set(x.data.subarray(row * x.cols, (row + 1) * x.cols), k * x.cols));
  return {
    rows: kernels.place(kept.length, x.cols, data),
    groups: {
      ...groups,
      stimulusOf: Int32Array.from(kept, (row) => groups.stimulusOf[row]!),
      runOf: Int32Array.from(kept, (row) => groups.runOf[row]!),
    },
  };
}

/** Means of the tested rows of each stimulus, stimuli × units, and how many they are. */
export function testMeans(
  { test, stimulusOf }: DecodingFold,
  stimuli: number,
): { means: Matrix; counts: Float64Array } {
  const counts = new Float64Array(stimuli);
  for (const stimulus of stimulusOf) counts[stimulus]!++;
  const data = new Float64Array(stimuli * test.cols);
  stimulusOf.forEach((stimulus, row) => {
    for (let k = 0; k < test.cols; k++)
      data[stimulus * test.cols + k]! += test.data[row * test.cols + k]! / counts[stimulus]!;
  });
  return { means: { rows: stimuli, cols: test.cols, data }, counts };
}
