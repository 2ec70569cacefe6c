import { smallestOf } from "../../../base/lists.ts";
import { NumericalError } from "../../../base/errors.ts";
import { concatenate, matrix, type Matrix } from "../../../base/matrix.ts";
import type { RsaPlan } from "../plan.ts";
import { axesOf, type Evaluated, type ResampleValues } from "../study.ts";
import {
  besselFactor,
  covariance,
  crossvalidatedCovariance,
  dualVariance,
  mapVariances,
  type Variances,
  variancesOf,
} from "./variance.ts";

/**
 * The usable resamples of a bootstrap. Those with too few different stimuli or subjects are left out. A
 * resample with one different subject has values, and NaN for the noise ceiling.
 */
export interface Resamples {
  /** resamples × draws × repeats × models × folds. */
  readonly values: Float64Array;
  /** resamples × draws × repeats × (lower, upper). */
  readonly ceilings: Float64Array;
  readonly shape: {
    readonly resamples: number;
    readonly draws: number;
    readonly repeats: number;
    readonly models: number;
    readonly folds: number;
  };
  /** Which resamples these are, rising from 0. */
  readonly kept: readonly number[];
  /** How many were left out. */
  readonly skipped: number;
  /** How many of those kept have no noise ceiling, because one subject was drawn every time. */
  readonly withoutCeiling?: number;
}

/**
 * The parts that tasks gave, as one.
 * @throws {NumericalError} if fewer than two resamples, or less than half of them, could be evaluated.
 */
export function joinResamples(parts: readonly ResampleValues[], study: Evaluated): Resamples {
  const axes = axesOf(study);
  const [width, bounds] = [
    axes.draws * axes.repeats * axes.models * axes.folds,
    axes.draws * axes.repeats * 2,
  ];
  const kept = parts.flatMap(({ values, ceilings }) =>
    Array.from({ length: values.length / width }, (_, n) => ({
      values: values.subarray(n * width, (n + 1) * width),
      ceilings: ceilings.subarray(n * bounds, (n + 1) * bounds),
    })),
  );
  const isUsable = ({ values }: (typeof kept)[0]) => !values.some(Number.isNaN);
  const usable = kept.filter(isUsable);
  const skipped = kept.length - usable.length;
  if (usable.length < 2 || usable.length < skipped) {
    throw new NumericalError(
      `${skipped} of ${kept.length} resamples have too few different stimuli or subjects, or a constant RDM; more data, or fewer folds, are needed.`,
    );
  }
  return {
    values: concatenate(usable.map(({ values }) => values)),
    ceilings: concatenate(usable.map(({ ceilings }) => ceilings)),
    shape: { resamples: usable.length, ...axes },
    kept: [...kept.keys()].filter((n) => isUsable(kept[n]!)),
    skipped,
  };
}

/**
 * Resamples × models: means over folds, repeats and draws.
 * @param draws - the first of them: 1 is what was drawn over all dimensions
 */
export function perResample({ values, shape }: Resamples, draws = shape.draws): Matrix {
  const { resamples, repeats, models, folds } = shape;
  const result = matrix(resamples, models);
  const share = 1 / (draws * repeats * folds);
  values.forEach((value, k) => {
    const model = Math.floor(k / folds) % models;
    const draw = Math.floor(k / (folds * models * repeats)) % shape.draws;
    const resample = Math.floor(k / (folds * models * repeats * shape.draws));
    if (draw < draws) result.data[resample * models + model]! += share * value;
  });
  return result;
}

/** For each resample one bound of the ceiling, mean over repeats and draws; NaN where one has none. */
export function boundPerResample(
  { ceilings, shape }: Resamples,
  bound: 0 | 1,
  draws = shape.draws,
): Float64Array {
  const [stored, each] = [shape.draws * shape.repeats, draws * shape.repeats];
  const result = new Float64Array(shape.resamples);
  for (let n = 0; n < shape.resamples; n++)
    for (let k = 0; k < each; k++) result[n]! += ceilings[2 * (n * stored + k) + bound]! / each;
  return result;
}

/**
 * For each draw (one, or three of a dual bootstrap) the covariance over resamples of the
 * models, and of both bounds of the ceiling where that counts as resampled: then over the
 * resamples that have one.
 */
export function covariancesOf(resamples: Resamples, withCeiling: boolean): Matrix[] {
  const { draws, repeats } = resamples.shape;
  return Array.from({ length: draws }, (_, draw) =>
    crossvalidatedCovariance(
      Array.from({ length: repeats }, (_, repeat) => samplesOf(resamples, draw, repeat, withCeiling)),
    ),
  );
}

/** Resamples × (models, lower, upper) of one draw and repeat, means over folds. */
function samplesOf(resamples: Resamples, draw: number, repeat: number, withCeiling: boolean): Matrix {
  const { values, ceilings, shape } = resamples;
  const { draws, repeats, models, folds } = shape;
  const lowers = boundPerResample(resamples, 0);
  const used = [...lowers.keys()].filter((n) => !withCeiling || !Number.isNaN(lowers[n]!));
  const result = matrix(used.length, models + (withCeiling ? 2 : 0));
  for (const [k, n] of used.entries()) {
    const block = (n * draws + draw) * repeats + repeat;
    const row = result.data.subarray(k * result.cols, (k + 1) * result.cols);
    for (let f = 0; f < models * folds; f++)
      row[Math.floor(f / folds)]! += values[block * models * folds + f]! / folds;
    if (withCeiling) row.set(ceilings.subarray(2 * block, 2 * block + 2), models);
  }
  return result;
}

/** Variances over new subjects, new stimuli or both, and their degrees of freedom. */
export function bootstrapVariances(
  resamples: Resamples,
  plan: Pick<RsaPlan, "bootstrap" | "noiseCeiling">,
  sizes: { subjects: number; stimuli: number },
): { variances: Variances; dof: number } {
  const { models } = resamples.shape;
  const ofModels = covariancesOf(resamples, false).map((one) => variancesOf(one, models));
  const withCeiling = plan.noiseCeiling === "resampled" ? covariancesOf(resamples, true) : undefined;
  const each = ofModels.map((one, draw): Variances => {
    if (!withCeiling) return one;
    // Over fewer resamples, where some have no ceiling.
    const { toLower, toUpper } = variancesOf(withCeiling[draw]!, models);
    return { ...one, toLower, toUpper };
  });
  const items = smallestOf(plan.bootstrap.map((dimension) => sizes[dimension]));
  const variances =
    each.length === 3
      ? mapVariances(each, (values) => dualVariance(values, sizes))
      : mapVariances(each, ([value]) => value! * besselFactor(items));
  return { variances, dof: items - 1 };
}

/**
 * Variances over new subjects of their mean, without a bootstrap.
 * @param bySubject - models × subjects, at least 2 subjects
 */
export function subjectVariances({ rows, cols, data }: Matrix): { variances: Variances; dof: number } {
  const samples = matrix(cols, rows);
  data.forEach((value, k) => (samples.data[(k % cols) * rows + Math.floor(k / cols)] = value));
  const ofMean = covariance(samples);
  const scaled = matrix(
    rows,
    rows,
    ofMean.data.map((value) => value / cols),
  );
  return { variances: variancesOf(scaled, rows), dof: cols - 1 };
}

/** Of each model. Corrections can make a variance negative; the error is then 0. */
export function standardErrors({ model }: Variances): Float64Array {
  return model.map((variance) => Math.sqrt(Math.max(variance, 0)));
}
