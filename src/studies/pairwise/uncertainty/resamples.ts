import { largestOf } from "../../../base/lists.ts";
import { NumericalError } from "../../../base/errors.ts";
import { shared } from "../../../base/thread-memory.ts";
import type { Representation } from "../../../data/representation.ts";
import type { Properties } from "../../../metrics/metric.ts";
import type { ResolvedSpec } from "../../../metrics/registry.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { inCheaperWay } from "../../../run/pairs/way.ts";
import type { Runtime } from "../../../run/runtime.ts";
import { resamplePairs, type Resample, type Resampled } from "../task.ts";

/** What is resampled, and where. */
export interface Resampler {
  readonly representations: readonly Representation[];
  readonly spec: ResolvedSpec;
  readonly runtime: Runtime;
  readonly seed: number;
  readonly properties: Properties;
  readonly stimuli: number;
}

/**
 * Values of all pairs on each resample, K × K; or why there are none. Which stimuli are drawn
 * depends on the seed and the resample alone, so the bits are the same on any number of threads.
 */
export function drawAll(
  resamples: readonly Resample[],
  { representations, spec, runtime: { tasks, budget }, seed, properties: { symmetric } }: Resampler,
  control: Control,
): Promise<Resampled[]> {
  const sharing = representations.map(shareable);
  const all = { start: 0, end: representations.length };
  const pairs = { rows: all, cols: all, triangle: symmetric, diagonal: false };
  const chosen = inCheaperWay(spec, representations, pairs, true);
  const setup = { spec: chosen, representations: sharing, pairs, seed, budget };
  const operations = resamples.length * operationsOf(representations);
  return tasks.run(resamplePairs, setup, resamples, { ...control, operations });
}

/** The same numbers where threads can read them without a copy. */
function shareable(representation: Representation): Representation {
  const { data, covariances, factors } = representation;
  return {
    ...representation,
    data: shared(data),
    ...(covariances ? { covariances: { ...covariances, data: shared(covariances.data) } } : {}),
    ...(factors ? { factors: { ...factors, data: shared(factors.data) } } : {}),
  };
}

/** Of one comparison of all, about. */
function operationsOf(representations: readonly Representation[]): number {
  const longest = largestOf(representations.map(({ data }) => data.length));
  return 10 * representations.length ** 2 * longest;
}

/** Values of the resamples that have some, and a warning about the others. */
export interface Defined {
  readonly draws: readonly Float64Array[];
  readonly warnings: readonly string[];
}

/** @throws {NumericalError} if the metric is not defined on most of the resamples. */
export function definedOf(results: readonly Resampled[], metric: string): Defined {
  const draws = results.flatMap((result) => ("values" in result ? [result.values] : []));
  const failure = results.find((result) => "degenerate" in result);
  if (!failure) return { draws, warnings: [] };
  const told = `${metric} is not defined on ${results.length - draws.length} of ${results.length} resamples of the stimuli (the first: ${failure.degenerate})`;
  if (draws.length < results.length / 2)
    throw new NumericalError(`${told}; that is most of them. More stimuli are needed.`);
  return { draws, warnings: [`${told}; those were left out.`] };
}
