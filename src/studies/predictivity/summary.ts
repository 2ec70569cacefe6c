/** From the correlations of all splits to values of voxels and their median. */
import { NumericalError } from "../../base/errors.ts";
import { createRandom } from "../../base/random.ts";
import { percentileInterval, quantile } from "../../base/statistics.ts";
import type { Steps } from "../../base/steps.ts";
import { firstResampleStream, type ChosenPredictivity } from "./options.ts";
import { predictivityResult, type Predictivity, type PredictivityFacts } from "./result.ts";
import type { SplitValues } from "./splits.ts";

/**
 * Means over splits, corrected for noise, and their median.
 * @param name - of the responses, for messages
 * @param more - what else is known of the voxels
 * @throws {NoSignalError} if no voxel is reliable enough.
 */
export function* summarize(
  splits: readonly SplitValues[],
  options: ChosenPredictivity,
  name: string,
  more: Partial<Pick<PredictivityFacts, "spaces" | "parts" | "weights">> = {},
): Steps<Predictivity> {
  const raw = meanOver(splits, "across");
  const predictionReliability = meanOver(splits, "predictions");
  const responseReliability = meanOver(splits, "responses");
  const values = corrected(raw, predictionReliability, responseReliability, options);
  const kept = values.filter(
    (value, v) => !Number.isNaN(value) && responseReliability[v]! >= options.reliability,
  );
  if (kept.length === 0) throw noSignal(name);
  const leftOut = values.length - kept.length;
  return predictivityResult({
    values,
    ...(yield* medianOf(kept, options)),
    raw,
    predictionReliability,
    responseReliability,
    leftOut,
    ...more,
    options,
    warnings: leftOut > 0 ? [leftOutWarning(leftOut, values.length)] : [],
  });
}

function meanOver(splits: readonly SplitValues[], member: keyof SplitValues): Float64Array {
  return splits[0]![member].map(
    (_, v) => splits.reduce((sum, split) => sum + split[member][v]!, 0) / splits.length,
  );
}

/** Correlations over the root of both reliabilities; NaN where one of those is not above 0. */
function corrected(
  raw: Float64Array,
  predictions: Float64Array,
  responses: Float64Array,
  { correction }: ChosenPredictivity,
): Float64Array {
  const reliability = correction === "halves" ? (r: number) => (r > 0 ? r : NaN) : spearmanBrown;
  return raw.map((value, v) => value / Math.sqrt(reliability(predictions[v]!) * reliability(responses[v]!)));
}

/** Reliability of the mean of both halves from their correlation; NaN unless that is above 0. */
function spearmanBrown(r: number): number {
  return r > 0 ? (2 * r) / (1 + r) : NaN;
}

/** The median, and the percentile interval that drawing voxels again gives it. */
function* medianOf(values: Float64Array, { samples, confidence, seed }: ChosenPredictivity) {
  const random = createRandom(seed, firstResampleStream);
  const median = (some: Float64Array) => quantile(some.sort(), 0.5);
  const drawn = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    drawn[sample] = median(values.map(() => values[random.below(values.length)]!));
    yield;
  }
  return { median: median(values.slice()), interval: percentileInterval(drawn, confidence) };
}

/** There is nothing to predict. A command for many models leaves such a one out and goes on. */
export class NoSignalError extends NumericalError {}

function noSignal(name: string): NoSignalError {
  return new NoSignalError(
    `${name}: no voxel is reliable enough. Its responses and predictions must correlate between halves of the repeats, else there is no signal to predict. More repeats or stimuli, or a smaller reliability, are needed.`,
  );
}

function leftOutWarning(leftOut: number, voxels: number): string {
  return `${leftOut} of ${voxels} voxels are not reliable enough for a noise correction and were left out of the median.`;
}
