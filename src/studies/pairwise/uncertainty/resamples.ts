import { square } from "../../../base/math/powers.ts";
import { largestOf } from "../../../base/lists.ts";
import { NumericalError } from "../../../base/errors.ts";
import { sharedAsStored } from "../../../base/thread-memory.ts";
import type { Representation } from "../../../data/representation.ts";
import type { Properties } from "../../../metrics/metric.ts";
import type { ResolvedSpec } from "../../../metrics/resolve.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { inCheaperWay } from "../../../run/pairs/way.ts";
import type { Runtime } from "../../../run/runtime.ts";
import { resamplePairs, type Resample, type Resampled, type Rows } from "../task.ts";
import { bandOf, planBands, type Band } from "./bands.ts";
import type { Table } from "./table.ts";

/** What is resampled, and where. */
export interface Resampler {
  /** All of a square table; the rows and then the columns of another one. */
  readonly representations: readonly Representation[];
  readonly table: Table;
  readonly spec: ResolvedSpec;
  readonly runtime: Runtime;
  readonly seed: number;
  readonly properties: Properties;
  readonly stimuli: number;
}

/** Why there are no values, for each resample; undefined where there are. */
export type Failures = readonly (string | undefined)[];

/**
 * Values on all resamples, for some rows of the table after the other, so that they are never held for all pairs. Which
 * stimuli are drawn depends on the seed and the resample alone, so the bits are the same on any number of threads.
 *
 * @param begin - makes what `use` adds to
 * @param use - is called for each band, with the resamples that have failed so far. A resample may fail for a pair of a
 *   later band: then all begins again, because what has failed for one pair counts for none
 * @param bytes - of values to hold at a time, by default 256 MiB
 */
export async function overBands<S>(
  resamples: readonly Resample[],
  resampler: Resampler,
  control: Control,
  begin: () => S,
  use: (state: S, band: Band, failures: Failures) => void,
  bytes?: number,
): Promise<{ state: S; failures: Failures }> {
  const { representations, table } = resampler;
  const sharing = {
    ...resampler,
    spec: cheapest(resampler),
    representations: representations.map(shareable),
  };
  const failures = new Array<string | undefined>(resamples.length).fill(undefined);
  const bands = planBands(table, resamples.length, bytes);
  for (;;) {
    const state = begin();
    let isStale = false;
    for (const [k, rows] of bands.entries()) {
      const results = await draw(resamples, rows, sharing, partOf(control, k, bands.length));
      const isNew = note(failures, results);
      isStale ||= isNew && k > 0;
      use(state, bandOf(rows, table, results), failures);
    }
    if (!isStale) return { state, failures };
  }
}

/** The way is chosen for the whole table, so that it does not depend on the rows that are held at a time. */
function cheapest({ spec, representations, table }: Resampler): ResolvedSpec {
  const rows = { start: 0, end: table.rows };
  const cols = table.square ? rows : { start: table.rows, end: representations.length };
  return inCheaperWay(
    spec,
    representations,
    { rows, cols, triangle: table.symmetric, diagonal: false },
    true,
  );
}

function draw(
  resamples: readonly Resample[],
  rows: Rows,
  { representations, spec, runtime: { tasks, budget }, seed }: Resampler,
  control: Control,
): Promise<Resampled[]> {
  const setup = { spec, representations, rows, seed, budget };
  const operations = resamples.length * operationsOf(representations);
  return tasks.run(resamplePairs, setup, resamples, { ...control, operations });
}

/** Keeps the first reason of each resample. @returns whether one has failed that had not before */
function note(failures: (string | undefined)[], results: readonly Resampled[]): boolean {
  let isNew = false;
  for (const [k, result] of results.entries()) {
    if (!("degenerate" in result) || failures[k] !== undefined) continue;
    failures[k] = result.degenerate;
    isNew = true;
  }
  return isNew;
}

/** Progress of one of several bands, as a part of all. */
function partOf(control: Control, band: number, bands: number): Control {
  const { onProgress } = control;
  if (!onProgress || bands === 1) return control;
  return {
    ...control,
    onProgress: (said) =>
      onProgress({ ...said, done: said.done + band * said.total, total: said.total * bands }),
  };
}

/** The same numbers where threads can read them without a copy. */
function shareable(representation: Representation): Representation {
  const { data, covariances, factors } = representation;
  return {
    ...representation,
    data: sharedAsStored(data),
    ...(covariances ? { covariances: { ...covariances, data: sharedAsStored(covariances.data) } } : {}),
    ...(factors ? { factors: { ...factors, data: sharedAsStored(factors.data) } } : {}),
  };
}

/** Of one comparison of all, about. */
function operationsOf(representations: readonly Representation[]): number {
  const longest = largestOf(representations.map(({ data }) => data.length));
  return 10 * square(representations.length) * longest;
}

/**
 * A warning about the resamples on which the metric is not defined.
 * @throws {NumericalError} if these are most of them.
 */
export function judgeDraws(failures: Failures, metric: string): string[] {
  const reasons = failures.filter((reason) => reason !== undefined);
  if (reasons.length === 0) return [];
  const told = `${metric} is not defined on ${reasons.length} of ${failures.length} resamples of the stimuli (the first: ${reasons[0]})`;
  if (failures.length - reasons.length < failures.length / 2)
    throw new NumericalError(`${told}; that is most of them. More stimuli are needed.`);
  return [`${told}; those were left out.`];
}
