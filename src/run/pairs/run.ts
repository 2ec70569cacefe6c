import { NumericalError } from "../../base/errors.ts";
import { concatenate } from "../../base/matrix.ts";
import type { AnyMetric, Compared } from "../../metrics/metric.ts";
import type { Prepared } from "../../metrics/prepared.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import type { SearchForm } from "../../metrics/search/search.ts";
import { stimuliCount } from "../../data/representation.ts";
import { compareInnerProducts } from "./compare-inner-products.ts";
import type { Course } from "./course.ts";
import { comparePairs } from "./compare-pairs.ts";
import type { Executor } from "./executor.ts";
import type { MemoryShare } from "./memory-share.ts";
import type { Control } from "../lanes/control.ts";
import { runLanes } from "../lanes/lanes.ts";
import { withSteps } from "../lanes/steps.ts";
import { Store, type Facts, type Input } from "./store.ts";
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
): Promise<Run> {
  return withSteps(control, (heard) => {
    const store = new Store(inputs, executor, share, heard.signal);
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
  const metric = metricOf(spec);
  const names = inputs.map(({ name }) => name);
  const stimuli = executor.stimuli ?? stimuliCount(inputs[0]!);
  await prepareAll(inputs.length, executor.width, store, control);
  const prepared = store.facts;
  store.assertFits();
  if (prepared.some(({ numbers }) => metric.losesDigits?.(numbers))) throw new LostDigits();
  const self = spec.heldOut ? undefined : metric.properties(spec.options).self;
  const search = spec.heldOut || metric.form !== "pair" ? undefined : metric.search;
  const table = valueTable({ ...pairs, diagonal: self === undefined }, names);
  const details = search && detailTable(table, search);
  const course: Course = {
    options: spec.options,
    pairs: table.pairs,
    // Resamples may keep each of their stimuli once.
    stimuli: prepared[0]!.numbers["distinct"] ?? stimuli,
    prepared,
    capacity: store.capacity,
    lanes: store.lanes,
    executor,
    set: table.set,
    setOutputs(i, j, outputs) {
      table.set(i, j, outputs[0]!);
      details!.set(i, j, outputs);
    },
    do: (jobs, accept) => store.run(jobs, accept),
    report: pairCounter(table, control),
  };
  if (metric.form === "pair") await comparePairs(course, search);
  else await compareInnerProducts(course, metric);
  if (self !== undefined) table.fillDiagonal(self);
  const notes = notesOf(metric, spec, prepared, comparedOf(names, table.pairs), stimuli);
  const warnings = [...notes, details?.warn(spec.options)].filter((note) => note !== undefined);
  return { values: table.values, warnings, ...(details ? { details: details.byName } : {}) };
}

/** Which pairs were compared. */
function comparedOf(names: readonly string[], { rows, cols, triangle }: Pairs): Compared {
  return {
    names,
    count(holds) {
      let count = 0;
      for (const i of indices(rows))
        for (const j of indices(cols)) if ((triangle ? i < j : i !== j) && holds(i, j)) count++;
      return count;
    },
  };
}

/** What the metric says of its values, and what follows from its invariances alone. */
function notesOf(
  metric: AnyMetric,
  { metric: name, options, heldOut }: ResolvedSpec,
  prepared: readonly Facts[],
  compared: Compared,
  stimuli: number,
): (string | undefined)[] {
  const numbers = prepared.map((one) => one.numbers);
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
async function prepareAll(total: number, width: number, store: Store, control: Control): Promise<void> {
  let done = 0;
  const tell = () => control.onProgress?.({ phase: "prepare", done: ++done, total });
  const prepareOne = (index: number) => store.prepare(index);
  await runLanes(indices({ start: 0, end: total }), width, prepareOne, tell, control.signal);
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
    pairs,
    set(i: number, j: number, value: number) {
      if (Number.isNaN(value)) throw notANumber(names[i]!, names[j]!);
      put(i, j, value);
      if (triangle && j < rows.end) put(j, i, value); // a band of rows has no mirror image of what lies right of it
    },
    fillDiagonal(self: number) {
      for (const i of indices(rows)) if (i >= cols.start && i < cols.end) put(i, i, self);
    },
  };
}

/** The outputs of a search for each pair, besides the value. */
function detailTable({ pairs, values }: ReturnType<typeof valueTable>, search: SearchForm<Prepared, object>) {
  const { rows, cols, triangle } = pairs;
  const [, ...names] = search.outputs;
  const byName = Object.fromEntries(names.map((name) => [name, new Float64Array(values.length).fill(NaN)]));
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

function pairCounter(
  { pairs: { rows, cols, triangle, diagonal }, values }: ReturnType<typeof valueTable>,
  { onProgress }: Control,
): (pairs: number) => void {
  const all = size(rows) * size(cols);
  const onDiagonal = rows.start === cols.start ? size(rows) : 0;
  const offDiagonal = triangle ? (all - onDiagonal) / 2 : all - onDiagonal;
  const total = offDiagonal + (diagonal ? onDiagonal : 0);
  let done = 0;
  onProgress?.({ phase: "compare", done, total, values }); // preparation is over, however long the first tile takes
  const rounded = () => Math.round(1000 * done) / 1000; // parts of pairs add up
  return (pairs) => {
    done += pairs;
    onProgress?.({ phase: "compare", done: rounded(), total, values });
  };
}

function size({ start, end }: Range): number {
  return end - start;
}

function notANumber(x: string, y: string): NumericalError {
  return new NumericalError(
    `The value of ${x} against ${y} is not a number: the measure is not defined for this pair. Check both for degenerate data.`,
  );
}
