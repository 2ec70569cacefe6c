import type { IntervalQuestion, LeftOut } from "../../../base/jackknife.ts";
import { NumericalError } from "../../../base/errors.ts";
import type { Comparisons } from "../../../data/comparisons.ts";
import { metricOf } from "../../../metrics/registry.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { drawAll, type Resampler } from "./resamples.ts";
import { halvesOf, partsOf, sizeOfPart } from "./subsets.ts";
import type { Resample, Resampled } from "../task.ts";

/** What leaving out stimuli gives for each pair. */
export interface LeftOutPairs {
  of(pair: number): LeftOut;
  questionOf(pair: number, confidence: number): IntervalQuestion;
  readonly warnings: readonly string[];
}

/**
 * Values without each part of the stimuli; and on random halves, where these can confirm a bias.
 * @throws {NumericalError} if the metric is not defined without most of the parts.
 */
export async function leaveOut(
  observed: Comparisons,
  resampler: Resampler,
  samples: number,
  control: Control,
): Promise<LeftOutPairs> {
  const { stimuli, spec } = resampler;
  const parts = partsOf(stimuli, samples);
  const halves = metricOf(spec).smooth?.(spec.options) ? halvesOf(samples) : 0;
  const results = await drawAll(piecesOf(parts, halves), resampler, control);
  const [without, kept] = [results.slice(0, parts), results.slice(parts)];
  const sizes = Array.from({ length: parts }, (_, part) => sizeOfPart(stimuli, parts, part));
  const size = Math.floor(stimuli / 2);
  return {
    warnings: judge(without, observed.metric),
    of: (pair) => ({ value: observed.values[pair]!, without: valuesOf(without, pair), sizes }),
    questionOf: (pair, confidence) => ({
      range: observed.range,
      confidence,
      ...(halves > 0 ? { halves: { values: valuesOf(kept, pair), size } } : {}),
    }),
  };
}

function piecesOf(parts: number, halves: number): Resample[] {
  return [
    ...Array.from({ length: parts }, (_, index) => ({ kind: "left-out", index, parts }) as const),
    ...Array.from({ length: halves }, (_, index) => ({ kind: "half", index }) as const),
  ];
}

/** Of one pair; NaN where the metric is not defined. */
function valuesOf(results: readonly Resampled[], pair: number): number[] {
  return results.map((result) => ("values" in result ? result.values[pair]! : NaN));
}

/** A value that needs one part of the stimuli has no jackknife interval. */
function judge(results: readonly Resampled[], metric: string): string[] {
  const failures = results.flatMap((result) => ("degenerate" in result ? [result.degenerate] : []));
  if (failures.length === 0) return [];
  const told = `${metric} is not defined without ${failures.length} of ${results.length} parts of the stimuli, each left out in turn (the first: ${failures[0]})`;
  if (failures.length > results.length / 2)
    throw new NumericalError(`${told}; that is most of them. More stimuli are needed.`);
  return [`${told}; so there are no intervals.`];
}
