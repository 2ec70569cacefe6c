import {
  bcaInterval,
  jackknifeInterval,
  type Estimand,
  type EstimatedInterval,
} from "../../../base/jackknife.ts";
import { mean, percentileInterval } from "../../../base/statistics.ts";
import type { Comparisons } from "../../../data/comparisons.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { leaveOut, type LeftOutPairs } from "./leave-out.ts";
import type { ChosenPairwise, IntervalMethod } from "../options.ts";
import { countPairs, describeIntervals, type About } from "./notes.ts";
import { definedOf, drawAll, type Resampler } from "./resamples.ts";

/** Bounds and standard errors of all pairs, K × K each, and what must be said of them. */
export interface Spread {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly standardError: Float64Array;
  /** Centres of the intervals. */
  readonly estimate: Float64Array;
  /** What each interval is for, K × K row by row; a percentile interval does not say. */
  readonly estimands?: readonly Estimand[];
  readonly warnings: readonly string[];
}

/** The interval of one pair. */
type PairInterval = Omit<EstimatedInterval, "about" | "bias"> & {
  readonly estimand: Estimand;
  readonly about: readonly About[];
};

type Chosen = Pick<ChosenPairwise, "interval" | "samples" | "confidence">;

/**
 * Intervals by the method asked for.
 * @throws {NumericalError} if the metric is not defined on most of the resamples.
 */
export async function intervalsOf(
  observed: Comparisons,
  resampler: Resampler,
  chosen: Chosen,
  control: Control,
): Promise<Spread> {
  const { interval, confidence, samples } = chosen;
  const left = interval === "percentile" ? undefined : await leaveOut(observed, resampler, samples, control);
  if (interval === "jackknife")
    return spreadOf(observed, resampler, interval, left!.warnings, (pair) =>
      jackknifed(left!, pair, confidence),
    );
  const { draws, warnings } = await bootstrapped(observed, resampler, samples, control);
  const noted = [...warnings, ...(left?.warnings ?? [])];
  return spreadOf(observed, resampler, interval, noted, (pair) => {
    const values = draws.map((draw) => draw[pair]!);
    return left
      ? accelerated(left, pair, values, confidence)
      : percentile(observed.values[pair]!, values, confidence);
  });
}

/** Values on stimuli that are drawn with replacement. */
async function bootstrapped(observed: Comparisons, resampler: Resampler, samples: number, control: Control) {
  const pieces = Array.from({ length: samples }, (_, index) => ({ kind: "bootstrap", index }) as const);
  return definedOf(await drawAll(pieces, resampler, control), observed.metric);
}

function jackknifed(left: LeftOutPairs, pair: number, confidence: number): PairInterval {
  const { about, ...interval } = jackknifeInterval(left.of(pair), left.questionOf(pair, confidence));
  return { ...interval, estimand: about, about: [about] };
}

/** BCa corrects the bias of resamples against the value, not that of the value: where that is large, the jackknife. */
function accelerated(
  left: LeftOutPairs,
  pair: number,
  draws: readonly number[],
  confidence: number,
): PairInterval {
  const given = left.of(pair);
  const other = jackknifed(left, pair, confidence);
  const interval = other.estimand === "population" ? bcaInterval(given, draws, confidence) : undefined;
  return interval
    ? { ...other, ...interval, standardError: standardDeviation(draws), about: [] }
    : { ...other, about: ["fallback", ...other.about] };
}

function percentile(value: number, draws: readonly number[], confidence: number): PairInterval {
  const interval = percentileInterval(draws, confidence);
  const holds = interval.lower <= value && value <= interval.upper;
  return {
    ...interval,
    standardError: standardDeviation(draws),
    estimate: value,
    estimand: "population",
    about: holds ? [] : ["excluded"],
  };
}

function standardDeviation(values: readonly number[]): number {
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** A network against itself has its value, without doubt, where that is one number for all. */
function spreadOf(
  observed: Comparisons,
  resampler: Resampler,
  method: IntervalMethod,
  noted: readonly string[],
  intervalOf: (pair: number) => PairInterval,
): Spread {
  const { values, rowNames } = observed;
  const { self, symmetric } = resampler.properties;
  const all = Array.from(values, (value, pair): PairInterval => {
    const isSelf = self !== undefined && pair % (rowNames.length + 1) === 0;
    return isSelf
      ? { lower: value, upper: value, standardError: 0, estimate: value, estimand: "population", about: [] }
      : intervalOf(pair);
  });
  const column = (member: "lower" | "upper" | "standardError" | "estimate") =>
    Float64Array.from(all, (one) => one[member]);
  const counts = countPairs(
    all.map(({ about }) => about),
    rowNames.length,
    symmetric,
  );
  return {
    lower: column("lower"),
    upper: column("upper"),
    standardError: column("standardError"),
    estimate: column("estimate"),
    ...(method === "percentile" ? {} : { estimands: all.map(({ estimand }) => estimand) }),
    warnings: [...noted, ...describeIntervals(counts, observed.metric, resampler.stimuli)],
  };
}
