import { NumericalError, ShapeError } from "../../base/errors.ts";
import { assertFits } from "../../base/forecast.ts";
import { matrix } from "../../base/matrix.ts";
import { createRandom, shuffled } from "../../base/random.ts";
import { percentileInterval, quantile } from "../../base/statistics.ts";
import { runSteps, type Steps } from "../../base/steps.ts";
import { shared } from "../../base/thread-memory.ts";
import {
  assertFinite,
  type Representation,
  type RepresentationLike,
  toRepresentation,
} from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import {
  chosenPredictivity,
  firstResampleStream,
  type ChosenPredictivity,
  type PredictivityOptions,
} from "./options.ts";
import type { Regression } from "./regression.ts";
import { predictivityResult, type Predictivity } from "./result.ts";
import type { PredictivityStudy, SplitValues } from "./splits.ts";
import { predictivitySplits } from "./task.ts";

/**
 * Noise-corrected predictivity of voxels (or neurons) from the units of a network:
 *
 *   corr(prediction from one half, response in the other)
 *     / √(SB(corr(prediction halves)) · SB(corr(response halves))),   SB(r) = 2r / (1 + r)
 *
 * (or without SB, see `correction`), over stimuli that the regression has not seen, means over random halves of the repeats.
 * Source: Yamins et al., PNAS 111(23), 2014, SI; Schrimpf et al., bioRxiv 407007, 2018;
 * Spearman and Brown, Br. J. Psychol. 3, 1910.
 *
 * @param units - stimuli × units of the network
 * @param responses - stimuli × repeats × voxels, at least 2 repeats
 * @throws {OptionError} naming the option and what it accepts.
 * @throws {ShapeError} for other axes, or another number of stimuli.
 * @throws {NumericalError} if no voxel has a signal, or a response is not finite.
 */
export async function predictivity(
  units: RepresentationLike,
  responses: RepresentationLike,
  options: PredictivityOptions = {},
  control: Control = {},
): Promise<Predictivity> {
  const [x, y] = [toRepresentation(units, "units"), toRepresentation(responses, "responses")];
  const shape = shapeOf(x, y);
  const chosen = chosenPredictivity(options, shape.stimuli);
  assertFits("predictivity", "splits", chosen.splits, 200 + 3 * 8 * shape.voxels); // all splits are held until the means are taken
  const study = studyOf(x, y, shape, chosen);
  const pieces = Array.from({ length: chosen.splits }, (_, index) => ({ index }));
  const { tasks } = await runtimeOf(control);
  const splits = await tasks.run(predictivitySplits, study, pieces, control);
  return runSteps(summarize(splits, chosen, y.name), control.signal);
}

interface Shape {
  readonly stimuli: number;
  readonly repeats: number;
  readonly voxels: number;
}

function shapeOf(x: Representation, y: Representation): Shape {
  const sizes = (one: Representation) => one.shape.join(" × ");
  if (x.shape.length !== 2)
    throw new ShapeError(`${x.name} is ${sizes(x)}; expected the units of a network, stimuli × units.`);
  if (y.shape.length !== 3)
    throw new ShapeError(
      `${y.name} is ${sizes(y)}; expected responses, stimuli × repeats × voxels: halves of the repeats tell noise apart.`,
    );
  const [stimuli, repeats, voxels] = y.shape as [number, number, number];
  if (x.shape[0] !== stimuli)
    throw new ShapeError(
      `${x.name} is ${sizes(x)}, ${y.name} is ${sizes(y)}; the number of stimuli (first axis) must be the same.`,
    );
  if (repeats < 2)
    throw new ShapeError(`${y.name} has ${repeats} repeat; at least 2 are needed for two halves.`);
  assertFinite(x);
  assertFinite({ ...y, shape: [stimuli, repeats * voxels] });
  return { stimuli, repeats, voxels };
}

function studyOf(
  x: Representation,
  y: Representation,
  { stimuli, repeats, voxels }: Shape,
  { method, ridge: ridges, components, seed, folds }: ChosenPredictivity,
): PredictivityStudy {
  const regression: Regression = { method, ridges, components, stored: x.stored };
  const assigned = new Int32Array(stimuli);
  shuffled(stimuli, createRandom(seed)).forEach((stimulus, k) => (assigned[stimulus] = k % folds));
  return {
    units: matrix(x.shape[0]!, x.shape[1]!, shared(x.data)),
    responses: shared(y.data),
    repeats,
    voxels,
    regression,
    folds: assigned,
    seed,
  };
}

function* summarize(
  splits: readonly SplitValues[],
  options: ChosenPredictivity,
  name: string,
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

function noSignal(name: string): NumericalError {
  return new NumericalError(
    `${name}: no voxel is reliable enough. Its responses and predictions must correlate between halves of the repeats, else there is no signal to predict. More repeats or stimuli, or a smaller reliability, are needed.`,
  );
}

function leftOutWarning(leftOut: number, voxels: number): string {
  return `${leftOut} of ${voxels} voxels are not reliable enough for a noise correction and were left out of the median.`;
}
