import type { Matrix } from "../../../base/matrix.ts";
import { gatherExtremes } from "../../../base/multiple.ts";
import { percentileInterval, permutationShare, reaches, type Side } from "../../../base/statistics.ts";
import { isBootstrap, type ChosenIsc } from "../options.ts";

/** What a test says of some units. */
export interface Judged {
  readonly p: Float64Array;
  /** Bounds of the bootstrap interval. */
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
  /** The most extreme value of each resample over these units. */
  readonly extremes: Float64Array;
  /** How extreme the observed value is, on the scale of `extremes`. */
  readonly tested: Float64Array;
  /** How many resamples have no value in the unit that has fewest. */
  readonly lost: number;
  /** samples × units. */
  readonly distribution?: Matrix;
}

/**
 * p of each unit, and for a bootstrap, whose distribution is about the observed value, the interval.
 * @param observed - the tested value of each unit; NaN where nothing is tested
 */
export function judge(
  observed: Float64Array,
  distribution: Matrix,
  options: ChosenIsc,
  exact: boolean,
): Judged {
  const { rows, cols, data } = distribution;
  const { side, confidence } = options;
  const isAround = isBootstrap(options.null);
  const [p, lower, upper] = [0, 1, 2].map(() => new Float64Array(cols).fill(Number.NaN)) as Float64Array[];
  const column = new Float64Array(rows);
  let lost = 0;
  for (let unit = 0; unit < cols; unit++) {
    if (Number.isNaN(observed[unit])) continue;
    let count = 0;
    for (let sample = 0; sample < rows; sample++) {
      const value = data[sample * cols + unit]!;
      if (value === value) column[count++] = value;
    }
    lost = Math.max(lost, rows - count);
    const there = column.subarray(0, count);
    p![unit] = pValue(observed[unit]!, there, isAround ? observed[unit]! : 0, side, exact);
    if (!isAround) continue;
    const bounds = percentileInterval(there, confidence);
    lower![unit] = bounds.lower;
    upper![unit] = bounds.upper;
  }
  const extremes = new Float64Array(rows).fill(-Infinity);
  gatherExtremes(extremes, data, side, isAround ? observed : undefined);
  const found = { p: p!, extremes, tested: observed, lost };
  const bounded = isAround ? { ...found, lower: lower!, upper: upper! } : found;
  return options.distribution ? { ...bounded, distribution } : bounded;
}

/** (1 + resamples as extreme) / (1 + resamples); of all that there are, their share. */
export function pValue(
  observed: number,
  distribution: Float64Array,
  nothing: number,
  side: Side,
  exact: boolean,
): number {
  let reached = 0;
  for (let k = 0; k < distribution.length; k++)
    if (reaches(distribution[k]! - nothing, observed, 1, side)) reached++;
  return exact ? reached / distribution.length : permutationShare(reached, distribution.length);
}
