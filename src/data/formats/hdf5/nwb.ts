import type { Limits } from "../bytes.ts";
import type { OpenFile, RowRange, StoredArray } from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import { allNumbers, metadataOf, refusedArray } from "./array.ts";
import { hdf5Error } from "./library.ts";
import { arraysOf, opening } from "./open.ts";
import { readTexts } from "./scales.ts";
import { isDataset, isGroup, namesIn, type OpenHdf5 } from "./tree.ts";
import { classes, elementType } from "./types.ts";

const units = "/units";
const trials = "/intervals/trials";
const counts = "units/spike_counts";

/**
 * An NWB 2 file: every dataset as in HDF5, and spikes of units counted in trials. `units/spike_counts` is
 * trials × units; `units/spike_counts/COLUMN` is stimuli × repeats × units, where trials with the same value in that
 * column of the table of trials are repeats of one stimulus. A spike at the start of a trial counts, one at its stop
 * does not.
 * @throws {FormatError} if it is damaged, or h5wasm is not installed.
 */
export const openNwb: OpenFile = (file, how) =>
  opening(file, how, async (open) => [...(await arraysOf(open, how)), ...spikeCounts(open, how)]);

/** Trials of one value after the other: which they are, and how many of each. */
interface Order {
  readonly trials: readonly number[];
  readonly shape: readonly number[];
  readonly stimuli?: readonly string[];
}

function spikeCounts(file: OpenHdf5, limits: Limits): StoredArray[] {
  const needed = [
    `${units}/spike_times`,
    `${units}/spike_times_index`,
    `${trials}/start_time`,
    `${trials}/stop_time`,
  ];
  if (!needed.every((path) => isDataset(file, path))) return [];
  const [spikes, unitCount, trialCount] = needed.slice(0, 3).map((path) => lengthOf(file, path)) as [
    number,
    number,
    number,
  ];
  if (isDataset(file, `/${counts}`) || isGroup(file, `/${counts}`)) return [];
  const array = (path: string, { trials, shape, stimuli }: Order): StoredArray => ({
    path,
    shape: [...shape, unitCount],
    type: "float64",
    axes: ["trials", "stimuli, repeats"][shape.length - 1]!.split(", ").concat("units"),
    ...(stimuli && { stimuli }),
    bytes: 8 * trialCount * unitCount,
    // Times as they are, and those of a unit in order.
    scratch: 2 * 8 * spikes + 3 * 8 * trialCount + 8 * unitCount,
    read: async (rows) => counted(file, trialsOf(trials, shape, rows), limits),
  });
  const inOrder = { trials: Array.from({ length: trialCount }, (_, k) => k), shape: [trialCount] };
  const byColumn = columns(file, trialCount).map((column) => {
    const path = `${counts}/${column}`;
    const order = orderBy(valuesOf(file, `${trials}/${column}`, trialCount, limits));
    return typeof order === "string" ? refusedArray(path, [0], "float64", order) : array(path, order);
  });
  return [array(counts, inOrder), ...byColumn];
}

function lengthOf(file: OpenHdf5, path: string): number {
  return sizeOf(metadataOf(file, path).shape ?? [0]);
}

/** Columns of the table of trials with one text or number a trial, besides the times. */
function columns(file: OpenHdf5, trialCount: number): string[] {
  const names = namesIn(file, trials);
  return names.filter((name) => {
    const path = `${trials}/${name}`;
    if (["id", "start_time", "stop_time"].includes(name) || names.includes(`${name}_index`)) return false;
    if (name.endsWith("_index") || !isDataset(file, path)) return false;
    const metadata = metadataOf(file, path);
    const isValue = metadata.type === classes.string || elementType(metadata).dtype !== undefined;
    return isValue && metadata.shape?.length === 1 && metadata.shape[0] === trialCount;
  });
}

function valuesOf(file: OpenHdf5, path: string, count: number, limits: Limits): string[] {
  const metadata = metadataOf(file, path);
  if (metadata.type === classes.string) return readTexts(file, path, count, limits);
  const isBoolean = elementType(metadata).dtype === "b1";
  return Array.from(allNumbers(file, path, limits), (value) => (isBoolean ? `${value === 1}` : `${value}`));
}

/** Values in the order in which they come, each with its trials; words where they differ in number. */
function orderBy(values: readonly string[]): Order | string {
  const trialsOfValue = new Map<string, number[]>();
  for (const [trial, value] of values.entries())
    trialsOfValue.set(value, [...(trialsOfValue.get(value) ?? []), trial]);
  const stimuli = [...trialsOfValue.keys()];
  const groups = [...trialsOfValue.values()];
  const numbers = groups.map(({ length }) => length).sort((a, b) => a - b);
  const [fewest = 0, most = 0] = [numbers[0], numbers.at(-1)];
  if (fewest !== most)
    return `values with ${fewest} to ${most} trials each: repeats of a stimulus must be as many; ${counts} has all trials`;
  return { trials: groups.flat(), shape: [stimuli.length, most], stimuli };
}

/** Trials of some rows: of each row all repeats. */
function trialsOf(
  all: readonly number[],
  shape: readonly number[],
  { start, end }: RowRange,
): readonly number[] {
  const repeats = sizeOf(shape.slice(1));
  return all.slice(start * repeats, end * repeats);
}

/** Spikes of each unit in each of some trials, trials × units. */
function counted(file: OpenHdf5, chosen: readonly number[], limits: Limits): Float64Array {
  const times = allNumbers(file, `${units}/spike_times`, limits);
  const ends = allNumbers(file, `${units}/spike_times_index`, limits);
  const starts = allNumbers(file, `${trials}/start_time`, limits);
  const stops = allNumbers(file, `${trials}/stop_time`, limits);
  const wrong = ends.findIndex((end, unit) => end < (ends[unit - 1] ?? 0) || end > times.length);
  if (wrong >= 0)
    throw hdf5Error(
      `${file.name}:units/spike_times_index`,
      "ends of units in order",
      `${ends[wrong]} for unit ${wrong}`,
    );
  const untimed = chosen.find((trial) => !(starts[trial]! <= stops[trial]!));
  if (untimed !== undefined) {
    const got = `${starts[untimed]} and ${stops[untimed]} in trial ${untimed}`;
    throw hdf5Error(`${file.name}:${counts}`, "a start and a stop of each trial", got);
  }
  const numbers = new Float64Array(chosen.length * ends.length);
  for (let unit = 0; unit < ends.length; unit++) {
    const own = times.slice(ends[unit - 1] ?? 0, ends[unit]).sort();
    for (const [row, trial] of chosen.entries())
      numbers[row * ends.length + unit] = firstFrom(own, stops[trial]!) - firstFrom(own, starts[trial]!);
  }
  return numbers;
}

/** How many of sorted times come before a moment. */
function firstFrom(times: ArrayLike<number>, moment: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
