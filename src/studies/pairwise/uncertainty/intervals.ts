import { square } from "../../../base/math/powers.ts";
import {
  bcaInterval,
  jackknifeInterval,
  type Estimand,
  type EstimatedInterval,
} from "../../../base/jackknife.ts";
import { mean, percentileInterval } from "../../../base/statistics.ts";
import type { Comparisons } from "../../../data/comparisons.ts";
import type { Control } from "../../../run/lanes/control.ts";
import type { Band } from "./bands.ts";
import { judgeLeftOut, leftOutPairs, leftOutPieces, planLeaveOut, type LeftOutPairs } from "./leave-out.ts";
import type { Resample } from "../task.ts";
import type { ChosenPairwise, IntervalMethod } from "../options.ts";
import { countPairs, describeIntervals, type About } from "./notes.ts";
import { judgeDraws, overBands, type Failures, type Resampler } from "./resamples.ts";
import { isSelf, mirrorOf } from "./table.ts";

/** Bounds and standard errors of all pairs, a table each, and what must be said of them. */
export interface Spread {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly standardError: Float64Array;
  /** Centres of the intervals. */
  readonly estimate: Float64Array;
  /** What each interval is for, row by row; a percentile interval does not say. */
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
  const { interval, samples } = chosen;
  const leaveOut = interval === "percentile" ? undefined : planLeaveOut(resampler, samples);
  const left = leaveOut ? leftOutPieces(leaveOut) : [];
  const drawn = interval === "jackknife" ? 0 : samples;
  const pieces = [...left, ...bootstrapPieces(drawn)];
  const judge = (failures: Failures) => {
    const ofParts = leaveOut ? judgeLeftOut(failures, leaveOut, observed.metric) : [];
    return [...judgeDraws(failures.slice(left.length), observed.metric), ...ofParts];
  };
  const begin = (): PairInterval[] => new Array(observed.values.length);
  const use = (all: PairInterval[], band: Band, failures: Failures) => {
    judge(failures);
    const draws = pieces.flatMap((_, k) => (k >= left.length && failures[k] === undefined ? [k] : []));
    const leftOut = leaveOut && leftOutPairs(band, failures, leaveOut, observed);
    const drawsOf = (pair: number) => draws.map((k) => band.valueOf(k, pair));
    const intervalOf = (pair: number) => pairInterval(observed, leftOut, drawsOf, chosen, pair);
    fill(all, band, observed, resampler, intervalOf);
  };
  const { state, failures } = await overBands(pieces, resampler, control, begin, use);
  return spreadOf(state, observed, resampler, interval, judge(failures));
}

function bootstrapPieces(samples: number): Resample[] {
  return Array.from({ length: samples }, (_, index) => ({ kind: "bootstrap", index }));
}

function pairInterval(
  observed: Comparisons,
  left: LeftOutPairs | undefined,
  drawsOf: (pair: number) => number[],
  { interval, confidence }: Chosen,
  pair: number,
): PairInterval {
  if (!left) return percentile(observed.values[pair]!, drawsOf(pair), confidence);
  if (interval === "jackknife") return jackknifed(left, pair, confidence);
  return accelerated(left, pair, drawsOf(pair), confidence);
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
  const squares = values.reduce((sum, value) => sum + square(value - center), 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** Puts in the intervals of a band. A network against itself has its value, without doubt, where that is one number for all. */
function fill(
  all: PairInterval[],
  { pairs }: Band,
  { values }: Comparisons,
  { table, properties: { self } }: Resampler,
  intervalOf: (pair: number) => PairInterval,
): void {
  for (const pair of pairs) {
    const known = isSelf(table, pair) && self !== undefined;
    all[pair] = all[mirrorOf(table, pair)] = known ? certain(values[pair]!) : intervalOf(pair);
  }
}

function certain(value: number): PairInterval {
  return {
    lower: value,
    upper: value,
    standardError: 0,
    estimate: value,
    estimand: "population",
    about: [],
  };
}

function spreadOf(
  all: readonly PairInterval[],
  observed: Comparisons,
  { table, stimuli }: Resampler,
  method: IntervalMethod,
  noted: readonly string[],
): Spread {
  const column = (member: "lower" | "upper" | "standardError" | "estimate") =>
    Float64Array.from(all, (one) => one[member]);
  const about = all.map((one) => one.about);
  const counts = countPairs(about, table);
  return {
    lower: column("lower"),
    upper: column("upper"),
    standardError: column("standardError"),
    estimate: column("estimate"),
    ...(method === "percentile" ? {} : { estimands: all.map(({ estimand }) => estimand) }),
    warnings: [...noted, ...describeIntervals(counts, observed.metric, stimuli)],
  };
}
