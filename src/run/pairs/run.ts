import { NumericalError } from "../../base/errors.ts";
import { concatenate } from "../../base/matrix.ts";
import type { Compared } from "../../metrics/metric.ts";
import type { Prepared } from "../../metrics/prepared.ts";
import type { ResolvedSpec } from "../../metrics/resolve.ts";
import type { SearchForm } from "../../metrics/search/search.ts";
import type { Executor } from "./executor.ts";
import { compareTiles, jobOf, type PairJob } from "./job.ts";
import type { MemoryShare } from "./memory-share.ts";
import type { Control } from "../lanes/control.ts";
import { runLanes } from "../lanes/lanes.ts";
import { withSteps } from "../lanes/steps.ts";
import type { Outside } from "./paging/prepared-cache.ts";
import { WholeStore, type Facts, type Input, type Store } from "./store.ts";
import { LostDigits } from "./way.ts";
import { indices, type Pairs, type Range } from "./plan.ts";

/** Values of all pairs (rows × columns, row-major), with warnings and further outputs. */
export interface Run {
  readonly values: Float64Array;
  /** Further outputs of every pair by name, also rows × columns. NaN for a network against itself. */
  readonly details?: Readonly<Record<string, Float64Array>>;
  readonly warnings: readonly string[];
}

/**
 * Prepares every representation, then compares the pairs. Nothing else in the
 * library loops over pairs of representations. The values do not depend on the
 * number of threads, the tiles or the order in which tiles are completed.
 *
 * @param inputs - removed from this list one by one when they are prepared, so that the
 *   memory of the originals can be freed during the run; those that are still to be read are read then
 * @param share - what the run may hold, where what does not fit can be read again
 * @param outside - with a cache: where what was prepared lies for other runs, and for this one where it does not fit
 * @throws {NumericalError} naming the pair, if a value is NaN.
 * @throws {LostDigits} if the job must be computed in another way (`eitherWay`).
 */
export function runPairs(
  inputs: Input[],
  spec: ResolvedSpec,
  pairs: Pairs,
  executor: Executor,
  control: Control,
  share?: MemoryShare,
  outside?: Outside,
): Promise<Run> {
  return withSteps(control, async (heard) => {
    const paging = share || outside ? await import("./paging/store.ts") : undefined;
    const store = paging
      ? new paging.PagedStore(inputs, executor, share, heard.signal, outside)
      : new WholeStore(inputs, executor, heard.signal);
    return runHeard(inputs, spec, pairs, executor, store, heard);
  });
}

async function runHeard(
  inputs: readonly Input[],
  spec: ResolvedSpec,
  pairs: Pairs,
  executor: Executor,
  store: Store,
  control: Control,
): Promise<Run> {
  const job = jobOf(inputs, spec, pairs, executor);
  await prepareAll(indices({ start: 0, end: inputs.length }), executor.width, store, control);
  store.assertFits();
  if (losesDigits(job, store.facts)) throw new LostDigits();
  const table = resultTable(job);
  const report = pairCounter(job.pairs, table.values, control);
  const tiles = (side: number) => store.tiles(job.pairs, side, job.metric.form);
  await compareTiles(job, store, executor, tiles, { ...table, report });
  return table.finish(store.facts);
}

/** Whether some network cannot be compared in this way of computing. */
export function losesDigits({ metric }: PairJob, facts: readonly Pick<Facts, "numbers">[]): boolean {
  return facts.some(({ numbers }) => metric.losesDigits?.(numbers));
}

/** The table of values of a job, with that of further outputs where there are any. */
export function resultTable(job: PairJob) {
  const { pairs, names, search, self, spec } = job;
  const table = valueTable(pairs, names);
  const details = search && detailTable(pairs, table.values.length, search);
  return {
    values: table.values,
    set: table.set,
    setOutputs(i: number, j: number, outputs: Float64Array) {
      table.set(i, j, outputs[0]!);
      details!.set(i, j, outputs);
    },
    /** The result, when all is there. @param facts - of all representations */
    finish(facts: readonly Pick<Facts, "numbers">[]): Run {
      if (self !== undefined) table.fillDiagonal(self);
      const warnings = [...notesOf(job, facts), details?.warn(spec.options)];
      return {
        values: table.values,
        warnings: warnings.filter((note) => note !== undefined),
        ...(details ? { details: details.byName } : {}),
      };
    },
  };
}

/** Which pairs were compared. */
function comparedOf(names: readonly string[], { rows, cols, triangle, known = 0 }: Pairs): Compared {
  return {
    names,
    count(holds) {
      let count = 0;
      for (const i of indices(rows))
        for (const j of indices(cols))
          if ((triangle ? i < j : i !== j) && !(i < known && j < known) && holds(i, j)) count++;
      return count;
    },
  };
}

/** What the metric says of its values, and what follows from its invariances alone. */
export function notesOf(
  { metric, spec, names, pairs, stimuli }: PairJob,
  facts: readonly Pick<Facts, "numbers">[],
): (string | undefined)[] {
  const { metric: name, options, heldOut } = spec;
  const numbers = facts.map((one) => one.numbers);
  const compared = comparedOf(names, pairs);
  if (heldOut) return metric.form === "pair" ? [metric.heldOut!.warn?.(numbers, options, compared)] : [];
  const { invariantTo } = metric.properties(options);
  // Two centred stimuli are one direction and its opposite: rotating and scaling makes any two networks equal.
  const decided = (["translation", "orthogonal", "isotropic-scaling"] as const).every((one) =>
    invariantTo.includes(one),
  );
  if (stimuli === 2 && decided && compared.count(() => true) > 0) {
    return [
      `There are two stimuli, and ${name} undoes shifts, rotations and scale: its value is the same for any two networks. Use more stimuli.`,
    ];
  }
  return [metric.warn?.(numbers, options, compared)];
}

/** Preparation as a parallel phase of its own, one job a representation. */
export async function prepareAll(
  places: readonly number[],
  width: number,
  store: Store,
  control: Control,
): Promise<void> {
  const total = places.length;
  let done = 0;
  const tell = () => control.onProgress?.({ phase: "prepare", done: ++done, total });
  const prepareOne = (index: number) => store.prepare(index);
  await runLanes(places, width, prepareOne, tell, control.signal);
}

/** The matrix of results. It is addressed by the indices of the representations. */
function valueTable(pairs: Pairs, names: readonly string[]) {
  const { rows, cols, triangle } = pairs;
  const width = size(cols);
  const values = new Float64Array(size(rows) * width).fill(NaN);
  const put = (i: number, j: number, value: number) => {
    values[(i - rows.start) * width + (j - cols.start)] = value;
  };
  return {
    values,
    set(i: number, j: number, value: number) {
      assertNumber(value, names[i]!, names[j]!);
      put(i, j, value);
      if (triangle && j < rows.end) put(j, i, value); // a band of rows has no mirror image of what lies right of it
    },
    fillDiagonal(self: number) {
      for (const i of indices(rows)) if (i >= cols.start && i < cols.end) put(i, i, self);
    },
  };
}

/** The outputs of a search for each pair, besides the value. */
function detailTable({ rows, cols, triangle }: Pairs, length: number, search: SearchForm<Prepared, object>) {
  const [, ...names] = search.outputs;
  const byName = Object.fromEntries(names.map((name) => [name, new Float64Array(length).fill(NaN)]));
  const all: Float64Array[] = [];
  const put = (i: number, j: number, outputs: Float64Array) => {
    for (const [k, name] of names.entries())
      byName[name]![(i - rows.start) * size(cols) + (j - cols.start)] = outputs[k + 1]!;
  };
  return {
    byName,
    set(i: number, j: number, outputs: Float64Array) {
      all.push(outputs);
      put(i, j, outputs);
      if (triangle && j < rows.end) put(j, i, outputs);
    },
    warn: (options: object) => search.warn?.(concatenate(all), options),
  };
}

/** Tells of progress in pairs. @param done - pairs that are there already */
export function pairCounter(
  pairs: Pairs,
  values: Float64Array | undefined,
  { onProgress }: Control,
  done = 0,
): (pairs: number) => void {
  const total = countPairs(pairs);
  const told = values ? { values } : {};
  onProgress?.({ phase: "compare", done, total, ...told }); // preparation is over, however long the first tile takes
  const rounded = () => Math.round(1000 * done) / 1000; // parts of pairs add up
  return (pairs) => {
    done += pairs;
    onProgress?.({ phase: "compare", done: rounded(), total, ...told });
  };
}

function countPairs({ known, ...pairs }: Pairs): number {
  if (!known) return countAll(pairs);
  const before = { start: 0, end: known };
  return countAll(pairs) - countAll({ ...pairs, rows: before, cols: before });
}

function countAll({ rows, cols, triangle, diagonal }: Pairs): number {
  const all = size(rows) * size(cols);
  const onDiagonal = rows.start === cols.start ? size(rows) : 0;
  const offDiagonal = triangle ? (all - onDiagonal) / 2 : all - onDiagonal;
  return offDiagonal + (diagonal ? onDiagonal : 0);
}

function size({ start, end }: Range): number {
  return end - start;
}

/** @throws {NumericalError} naming the pair. */
export function assertNumber(value: number, x: string, y: string): void {
  if (!Number.isNaN(value)) return;
  throw new NumericalError(
    `The value of ${x} against ${y} is not a number: the measure is not defined for this pair. Check both for degenerate data.`,
  );
}
