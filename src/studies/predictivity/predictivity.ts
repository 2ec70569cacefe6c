import { predictivitySplits } from "./task.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { matrix } from "../../base/matrix.ts";
import type { Control } from "../../run/control.ts";
import type { Regression } from "./regression.ts";
import type { PredictivityStudy, SplitValues } from "./splits.ts";
import { createRandom, shuffled } from "../../base/random.ts";
import {
  assertFinite,
  type Representation,
  type RepresentationLike,
  toRepresentation,
} from "../../data/representation.ts";
import { quantile } from "../../base/statistics.ts";
import { shared } from "../../base/thread-memory.ts";
import { version } from "../../base/version.ts";

export interface PredictivityOptions {
  /** Ridge regression, or partial least squares. @default "ridge" */
  readonly method?: "ridge" | "pls";
  /**
   * Penalties ≥ 0 of `ridge`, in mean eigenvalues of the training Gram matrix; of several each
   * voxel takes the one with the least leave-one-out error on the training stimuli.
   * @default 1e-3, 1e-2 … 1e3
   */
  readonly ridge?: number | readonly number[];
  /** Components of `pls`. @default 25, or what the training stimuli allow */
  readonly components?: number;
  /** Parts of the stimuli, each predicted from the others. @default 5 */
  readonly folds?: number;
  /** Random divisions of the repeats into halves, whose correlations are averaged. @default 10 */
  readonly splits?: number;
  /**
   * `spearman-brown`: reliabilities of the whole of the repeats, as published; noise then still
   * lowers the value somewhat, because the correlation itself is between halves. `halves`:
   * reliabilities of the halves, which takes all of that out.
   * @default "spearman-brown"
   */
  readonly correction?: "spearman-brown" | "halves";
  /** Voxels whose responses correlate less between halves are left out of the median. @default 0 */
  readonly reliability?: number;
  /** Bootstrap resamples of the voxels, for the interval of the median. @default 1000 */
  readonly samples?: number;
  /** Coverage of the interval, between 0 and 1. @default 0.95 */
  readonly confidence?: number;
  /** Decides folds, halves and resamples. @default 1 */
  readonly seed?: number;
}

/** How well units predict voxels. Arrays have one number a voxel. */
export interface Predictivity {
  /** Noise-corrected correlation; NaN where it is not defined, i.e. a reliability is not above 0. */
  readonly values: Float64Array;
  /** Median over the voxels that are defined and reliable enough, with a percentile interval over voxels. */
  readonly median: number;
  readonly interval: { readonly lower: number; readonly upper: number };
  /** Correlation of predictions from one half with responses in the other, means over splits. */
  readonly raw: Float64Array;
  /** Split-half correlation of the predictions, and of the responses; means over splits. */
  readonly predictionReliability: Float64Array;
  readonly responseReliability: Float64Array;
  /** Voxels that are not in the median. */
  readonly leftOut: number;
  readonly options: Required<Omit<PredictivityOptions, "ridge">> & { readonly ridge: readonly number[] };
  readonly warnings: readonly string[];
  readonly version: string;
  toJSON(): object;
}

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
 * @throws {ShapeError | OptionError | NumericalError} naming what is wrong.
 */
export async function predictivity(
  units: RepresentationLike,
  responses: RepresentationLike,
  given: PredictivityOptions = {},
  control: Control = {},
): Promise<Predictivity> {
  const [x, y] = [toRepresentation(units, "units"), toRepresentation(responses, "responses")];
  const shape = shapeOf(x, y);
  const options = resolve(given, shape);
  const study = studyOf(x, y, shape, options);
  const pieces = Array.from({ length: options.splits }, (_, index) => ({ index }));
  const { tasks } = await runtimeOf(control);
  const splits = await tasks.run(predictivitySplits, study, pieces, control);
  return summarize(splits, options, y.name);
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

const defaultRidges = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000];

function resolve(given: PredictivityOptions, { stimuli }: Shape): Predictivity["options"] {
  const {
    method = "ridge",
    correction = "spearman-brown",
    components = 25,
    folds = 5,
    splits = 10,
    reliability = 0,
  } = given;
  const { samples = 1000, confidence = 0.95, seed = 1 } = given;
  const ridge = [given.ridge ?? defaultRidges].flat();
  if (method !== "ridge" && method !== "pls")
    throw new OptionError(`predictivity: method is ${JSON.stringify(method)}; accepted: "ridge", "pls".`);
  if (correction !== "spearman-brown" && correction !== "halves")
    throw new OptionError(
      `predictivity: correction is ${JSON.stringify(correction)}; accepted: "spearman-brown", "halves".`,
    );
  if (ridge.length === 0 || !ridge.every((value) => value >= 0 && value < Infinity))
    throw new OptionError(`predictivity: ridge is ${JSON.stringify(given.ridge)}; accepted: numbers from 0.`);
  whole("components", components, 1);
  whole("splits", splits, 1);
  whole("samples", samples, 1);
  whole("seed", seed, 0);
  whole("folds", folds, 2, Math.floor(stimuli / 2));
  if (!(confidence > 0 && confidence < 1))
    throw new OptionError(`predictivity: confidence is ${confidence}; accepted: a number between 0 and 1.`);
  if (!(reliability >= 0 && reliability < 1))
    throw new OptionError(
      `predictivity: reliability is ${reliability}; accepted: a number from 0 to below 1.`,
    );
  return { method, ridge, correction, components, folds, splits, reliability, samples, confidence, seed };
}

function whole(name: string, value: number, least: number, most = Infinity): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range =
    most === Infinity ? `a whole number from ${least}` : `a whole number from ${least} to ${most}`;
  throw new OptionError(`predictivity: ${name} is ${value}; accepted: ${range}.`);
}

function studyOf(
  x: Representation,
  y: Representation,
  shape: Shape,
  options: Predictivity["options"],
): PredictivityStudy {
  const { method, ridge: ridges, components, seed, folds } = options;
  const regression: Regression = { method, ridges, components, stored: x.stored };
  const assigned = new Int32Array(shape.stimuli);
  shuffled(shape.stimuli, createRandom(seed)).forEach((stimulus, k) => (assigned[stimulus] = k % folds));
  return {
    units: matrix(x.shape[0]!, x.shape[1]!, shared(x.data)),
    responses: shared(y.data),
    repeats: shape.repeats,
    voxels: shape.voxels,
    regression,
    folds: assigned,
    seed,
  };
}

function summarize(
  splits: readonly SplitValues[],
  options: Predictivity["options"],
  name: string,
): Predictivity {
  const mean = (member: keyof SplitValues) =>
    splits[0]![member].map(
      (_, v) => splits.reduce((sum, split) => sum + split[member][v]!, 0) / splits.length,
    );
  const [raw, predictions, responses] = [mean("across"), mean("predictions"), mean("responses")];
  const reliability = options.correction === "halves" ? (r: number) => (r > 0 ? r : NaN) : spearmanBrown;
  const values = raw.map(
    (value, v) => value / Math.sqrt(reliability(predictions[v]!) * reliability(responses[v]!)),
  );
  const kept = values.filter((value, v) => !Number.isNaN(value) && responses[v]! >= options.reliability);
  const leftOut = values.length - kept.length;
  if (kept.length === 0)
    throw new NumericalError(
      `${name}: no voxel has responses and predictions that correlate between halves of the repeats, so there is no signal to predict. More repeats or stimuli are needed.`,
    );
  const facts = {
    values,
    ...medianOf(kept, options),
    raw,
    predictionReliability: predictions,
    responseReliability: responses,
    leftOut,
    options,
    warnings:
      leftOut > 0
        ? [
            `${leftOut} of ${values.length} voxels are not reliable enough for a noise correction and were left out of the median.`,
          ]
        : [],
    version,
  };
  return { ...facts, toJSON: () => listed(facts) };
}

/** Reliability of the mean of both halves from their correlation; NaN unless that is above 0. */
function spearmanBrown(r: number): number {
  return r > 0 ? (2 * r) / (1 + r) : NaN;
}

/** The median, and the percentile interval that drawing voxels again gives it. */
function medianOf(values: Float64Array, { samples, confidence, seed }: Predictivity["options"]) {
  const random = createRandom(seed, 2 ** 30);
  const drawn = Float64Array.from({ length: samples }, () =>
    quantile(values.map(() => values[random.below(values.length)]!).sort(), 0.5),
  ).sort();
  const tail = (1 - confidence) / 2;
  return {
    median: quantile(values.slice().sort(), 0.5),
    interval: { lower: quantile(drawn, tail), upper: quantile(drawn, 1 - tail) },
  };
}

function listed(facts: object): object {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, value instanceof Float64Array ? [...value] : value]),
  );
}
