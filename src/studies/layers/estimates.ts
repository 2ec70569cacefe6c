/** Numbers with their intervals from the resamples of one region. */
import { square } from "../../base/math/powers.ts";
import { smallestOf } from "../../base/lists.ts";
import { inner } from "../../base/matrix.ts";
import { mean, percentileInterval, type Estimate } from "../../base/statistics.ts";
import { upperQuantile } from "../../base/student.ts";
import type { Resamples } from "../rsa/inference/summary.ts";
import { besselFactor, dualVariance } from "../rsa/inference/variance.ts";
import type { Sizes } from "../rsa/plan.ts";
import type { RsaResult } from "../rsa/result.ts";

/** One region: its observed values of all layers of all networks, and its resamples. */
export interface Region {
  readonly name: string;
  readonly values: Float64Array;
  readonly resamples: Resamples;
  readonly result: RsaResult;
  readonly sizes: Sizes;
}

/** A weight for each layer of all networks: an estimate is that sum of their values. */
export type Contrast = Float64Array;

/** The sum of the observed values, with a t interval of its (corrected) bootstrap variance. */
export function estimate(region: Region, weights: Contrast): Estimate {
  return estimateOf(region, (values) => inner(weights, values));
}

/** A number from the values of all layers, with a t interval of its (corrected) bootstrap variance. */
export function estimateOf(region: Region, f: (values: Float64Array) => number): Estimate {
  const { values, resamples, result, sizes } = region;
  const variances = variancesOf(resamples, f);
  const { bootstrap, confidence } = result.options;
  const items = smallestOf(bootstrap.map((dimension) => sizes[dimension]));
  const variance =
    variances.length === 3 ? dualVariance(variances, sizes) : variances[0]! * besselFactor(items);
  const half = upperQuantile((1 - confidence) / 2, result.dof!) * Math.sqrt(Math.max(0, variance));
  const value = f(values);
  return { value, lower: value - half, upper: value + half };
}

/** Over resamples; one, or three of a dual bootstrap. */
function variancesOf({ values, shape }: Resamples, f: (values: Float64Array) => number): number[] {
  const { draws, models, resamples } = shape;
  return Array.from({ length: draws }, (_, draw) => {
    const samples = Float64Array.from({ length: resamples }, (_, n) =>
      f(values.subarray((n * draws + draw) * models, (n * draws + draw + 1) * models)),
    );
    return varianceOf(samples);
  });
}

function varianceOf(samples: Float64Array): number {
  const centre = mean(samples);
  return samples.reduce((sum, value) => sum + square(value - centre), 0) / (samples.length - 1);
}

/** A number from the values of all layers in each resample over all that is drawn. */
export function eachResample(
  { resamples: { values, shape } }: Region,
  f: (values: Float64Array) => number,
): Float64Array {
  const { draws, models, resamples } = shape;
  return Float64Array.from({ length: resamples }, (_, n) =>
    f(values.subarray(n * draws * models, (n * draws + 1) * models)),
  );
}

/** An observed value with the percentile interval of its resamples. */
export function percentileEstimate(value: number, samples: Float64Array, confidence: number): Estimate {
  return { value, ...percentileInterval(samples, confidence) };
}
