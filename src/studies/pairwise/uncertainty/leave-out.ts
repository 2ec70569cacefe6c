import type { IntervalQuestion, LeftOut } from "../../../base/jackknife.ts";
import { NumericalError } from "../../../base/errors.ts";
import type { Comparisons } from "../../../data/comparisons.ts";
import { metricOf } from "../../../metrics/resolve.ts";
import type { Resample } from "../task.ts";
import type { Band } from "./bands.ts";
import type { Failures, Resampler } from "./resamples.ts";
import { halvesOf, partsOf, sizeOfPart } from "./subsets.ts";

/** How many parts of the stimuli are left out in turn; and how many random halves are kept, where these can confirm a bias. */
export interface LeaveOut {
  readonly parts: number;
  readonly halves: number;
  readonly stimuli: number;
}

export function planLeaveOut({ stimuli, spec }: Resampler, samples: number): LeaveOut {
  const halves = metricOf(spec).smooth?.(spec.options) ? halvesOf(samples) : 0;
  return { parts: partsOf(stimuli, samples), halves, stimuli };
}

/** First the parts, then the halves. */
export function leftOutPieces({ parts, halves }: LeaveOut): Resample[] {
  return [
    ...Array.from({ length: parts }, (_, index) => ({ kind: "left-out", index, parts }) as const),
    ...Array.from({ length: halves }, (_, index) => ({ kind: "half", index }) as const),
  ];
}

/** What leaving out stimuli gives for each pair of a band. */
export interface LeftOutPairs {
  of(pair: number): LeftOut;
  questionOf(pair: number, confidence: number): IntervalQuestion;
}

/** @param band - its first resamples are those of `leftOutPieces` */
export function leftOutPairs(
  band: Band,
  failures: Failures,
  { parts, halves, stimuli }: LeaveOut,
  observed: Comparisons,
): LeftOutPairs {
  const sizes = Array.from({ length: parts }, (_, part) => sizeOfPart(stimuli, parts, part));
  const size = Math.floor(stimuli / 2);
  const value = (resample: number, pair: number) =>
    failures[resample] === undefined ? band.valueOf(resample, pair) : NaN;
  const values = (from: number, count: number, pair: number) =>
    Array.from({ length: count }, (_, k) => value(from + k, pair));
  return {
    of: (pair) => ({ value: observed.values[pair]!, without: values(0, parts, pair), sizes }),
    questionOf: (pair, confidence) => ({
      range: observed.range,
      confidence,
      ...(halves > 0 ? { halves: { values: values(parts, halves, pair), size } } : {}),
    }),
  };
}

/**
 * A warning about parts without which there are no values. A value that needs one part of the stimuli has no jackknife
 * interval.
 * @throws {NumericalError} if the metric is not defined without most of the parts.
 */
export function judgeLeftOut(failures: Failures, { parts }: LeaveOut, metric: string): string[] {
  const reasons = failures.slice(0, parts).filter((reason) => reason !== undefined);
  if (reasons.length === 0) return [];
  const told = `${metric} is not defined without ${reasons.length} of ${parts} parts of the stimuli, each left out in turn (the first: ${reasons[0]})`;
  if (reasons.length > parts / 2)
    throw new NumericalError(`${told}; that is most of them. More stimuli are needed.`);
  return [`${told}; so there are no intervals.`];
}
