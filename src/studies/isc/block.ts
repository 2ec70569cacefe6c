import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { correlationsOf, cutUnits, rowsOf } from "./courses.ts";
import { shiftedSummaries, weightedSummaries } from "./distribution.ts";
import type { ChosenIsc } from "./options.ts";
import type { Plan, Test } from "./plan.ts";
import { summarize } from "./summary.ts";
import { percentileInterval, permutationShare, reaches, type Side } from "../../base/statistics.ts";

/** What is known of some of the units. */
export interface IscBlock {
  /** Correlations, subjects (or pairs) × units. */
  readonly values: Matrix;
  /** The summary of each unit; empty if none was asked for. */
  readonly observed: Float64Array;
  readonly p?: Float64Array;
  /** Bounds of the bootstrap interval. */
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
  /** samples × units. */
  readonly distribution?: Matrix;
}

/** Everything about units start … end − 1. */
export function iscOfUnits(
  courses: readonly Matrix[],
  [start, end]: readonly [number, number],
  options: ChosenIsc,
  test: Test | undefined,
  kernels: Kernels,
): IscBlock {
  const cut = cutUnits(courses, start, end, options);
  const found = correlationsOf(cut, options);
  const values = matrix(found.length, end - start);
  found.forEach((row, r) => values.data.set(row, r * values.cols));
  if (!test) return { values, observed: summaryOf(values, options) };
  const { plan } = test;
  if (plan.kind === "weights") return { values, ...testOfValues(values, options, test, kernels) };
  const observed = weightedSummaries(values, test.observed, 1, options, kernels).data;
  const distribution = shiftedSummaries(rowsOf(cut, options), plan, options, courses.length, kernels);
  return { values, observed, ...judged(observed, distribution, options, test) };
}

/** A test that needs the correlations alone, rows × units: bootstrap and permutation. */
export function testOfValues(
  values: Matrix,
  options: ChosenIsc,
  test: Test,
  kernels: Kernels,
): Omit<IscBlock, "values"> {
  const { terms, samples } = test.plan as Extract<Plan, { kind: "weights" }>;
  const observed = weightedSummaries(values, test.observed, 1, options, kernels).data;
  const distribution = weightedSummaries(values, terms, samples, options, kernels);
  return { observed, ...judged(observed, distribution, options, test) };
}

function judged(observed: Float64Array, distribution: Matrix, options: ChosenIsc, { exact }: Test) {
  const found = judge(observed, distribution, options, exact);
  return options.distribution ? { ...found, distribution } : found;
}

function summaryOf({ rows, cols, data }: Matrix, { summary }: ChosenIsc): Float64Array {
  if (summary === "none") return new Float64Array(0);
  const column = new Float64Array(rows);
  return Float64Array.from({ length: cols }, (_, unit) => {
    for (let r = 0; r < rows; r++) column[r] = data[r * cols + unit]!;
    return summarize(column, summary);
  });
}

/** p of each unit, and for the bootstrap, whose distribution is about the observed value, the interval. */
function judge(observed: Float64Array, distribution: Matrix, options: ChosenIsc, exact: boolean) {
  const { rows, cols, data } = distribution;
  const isBootstrap = options.null === "bootstrap";
  const [p, lower, upper] = [0, 1, 2].map(() => new Float64Array(cols).fill(Number.NaN)) as Float64Array[];
  const column = new Float64Array(rows);
  for (let unit = 0; unit < cols; unit++) {
    if (Number.isNaN(observed[unit])) continue;
    let count = 0;
    for (let sample = 0; sample < rows; sample++) {
      const value = data[sample * cols + unit]!;
      if (value === value) column[count++] = value;
    }
    const there = column.subarray(0, count);
    p![unit] = pValue(observed[unit]!, there, isBootstrap ? observed[unit]! : 0, options.side, exact);
    if (!isBootstrap) continue;
    const bounds = percentileInterval(there, options.confidence);
    lower![unit] = bounds.lower;
    upper![unit] = bounds.upper;
  }
  return isBootstrap ? { p: p!, lower: lower!, upper: upper! } : { p: p! };
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
