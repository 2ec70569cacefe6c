/** The representations in an opened file, before their numbers are read. */
import { axesUnfit, planOf, type Plan } from "../arrange/plan.ts";
import { chooseRows, placesOf, type ChosenRows } from "../arrange/rows.ts";
import { arrangeUnits, assertUnits, columnsAt, spaceOf } from "../arrange/units.ts";
import { assertFits, type Limits } from "../formats/bytes.ts";
import type { StoredArray } from "../formats/opened.ts";
import { outlineOf, type Outline, type Representation } from "../representation.ts";
import { takeStimuli } from "../stimuli.ts";
import { bytesBeside, loadArray } from "./load.ts";
import { naturalOrder } from "./natural-order.ts";
import type { Reading } from "./call.ts";
import { isOneEach } from "./one-each.ts";
import type { Held } from "./held.ts";
import { areGaussians, readTogether } from "./together.ts";

/** One representation that can be read. */
export interface Item {
  readonly outline: Outline;
  /** Where it is in the file; undefined where it is made of several arrays. */
  readonly path: string | undefined;
  /** Bytes that reading it takes at most, the result among them. */
  readonly bytes: number;
  /** Whether its shape is known only once it was read. */
  readonly isOpenEnded: boolean;
  /** @param array - the same array of the file, opened now */
  load(array: StoredArray | undefined, signal?: AbortSignal, memory?: ArrayBuffer): Promise<Representation>;
}

/** @param name - of the file, that tells it from the others; @param asked - whether one array was asked for */
export async function itemsOf(
  arrays: readonly StoredArray[],
  { name, path, asked }: { name: string; path: string; asked: boolean },
  reading: Reading,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<Item[]> {
  const { how, held } = reading;
  const named = inNaturalOrder(arrays, name, held).map((array) => ({
    ...array,
    name: (arrays.length === 1 && !asked) || array.path === "" ? name : `${name}:${array.path}`,
  }));
  const oneEach = isOneEach(arrays, { name, asked }, how, held);
  if (oneEach || areGaussians(arrays)) {
    const made = await readTogether(named, { name, path, oneEach }, reading, limits, signal);
    return made.map((one) => itemOfWhole(one, reading));
  }
  return named.map((array) => itemOf(array, path, reading, limits));
}

/** `layer2` before `layer10`, where the arrays come in plain alphabetical order. */
function inNaturalOrder(
  arrays: readonly StoredArray[],
  name: string,
  { notes }: Held,
): readonly StoredArray[] {
  const order = naturalOrder(arrays.map(({ path }) => path));
  if (!order) return arrays;
  notes?.add(`${name}: its arrays stood in alphabetical order and were put in natural order (2 before 10)`);
  return order.map((place) => arrays[place]!);
}

function choose(outline: Outline, { how, held, table }: Reading): ChosenRows {
  const chosen = chooseRows(outline, how, table, held.reference);
  if (chosen.all) held.reference ??= chosen.all;
  return chosen;
}

function itemOfWhole(whole: Representation, reading: Reading): Item {
  const { rows, names, words } = choose(whole, reading);
  const taken = rows ? takeStimuli(whole, rows) : whole;
  const made = arrangeUnits(withWords({ ...taken, ...(names && { stimuli: names }) }, words), reading.how);
  return {
    outline: outlineOf(made),
    path: undefined,
    bytes: 0,
    isOpenEnded: false,
    load: async () => made,
  };
}

function withWords<O extends Outline>(given: O, words: readonly string[]): O {
  return words.length === 0 ? given : { ...given, arranged: [...(given.arranged ?? []), ...words] };
}

function itemOf(array: StoredArray & { name: string }, path: string, reading: Reading, limits: Limits): Item {
  const { how, mask } = reading;
  const whole = planOf(array, how, mask);
  const plan = how.units === undefined ? whole : withUnits(whole, how.units);
  noteUse(array, plan, reading);
  // A place a stimulus, where a file declares any number of them.
  assertFits(path, 8 * plan.outline.shape[0]!, limits);
  const { rows, names, words } = choose(plan.outline, reading);
  const shape = rows ? [rows.length, ...plan.outline.shape.slice(1)] : plan.outline.shape;
  const said = how.units === undefined ? words : [...words, `units ${how.units}`];
  const outline = withWords({ ...plan.outline, shape, ...(names && { stimuli: names }) }, said);
  const result = rows ? (plan.bytes * rows.length) / Math.max(1, plan.outline.shape[0]!) : plan.bytes;
  const bytes = result + bytesBeside(array, plan, rows);
  assertFits(path, bytes, limits);
  return {
    outline,
    path: array.path,
    bytes,
    isOpenEnded: Boolean(how.dropConstant || how.zscore) || (how.normalize ?? "none") !== "none",
    load: async (now, signal, memory) =>
      arrangeUnits(
        { ...outline, data: await loadArray(now ?? array, plan, rows, signal, memory) },
        { ...how, units: undefined },
      ),
  };
}

/** A plan after which some of the units are taken, block by block, so that the others are never held together. */
function withUnits(plan: Plan, text: string): Plan {
  const { name, shape } = plan.outline;
  assertUnits(plan.outline, "units");
  const cols = shape.at(-1)!;
  const places = placesOf("units", text, cols, name);
  return {
    ...plan,
    outline: {
      ...plan.outline,
      ...spaceOf(plan.outline, places),
      shape: [...shape.slice(0, -1), places.length],
    },
    isIdentity: false,
    bytes: (plan.bytes * places.length) / Math.max(1, cols),
    *make(data, stimulusAt) {
      return columnsAt(yield* plan.make(data, stimulusAt), cols, places);
    },
  };
}

function noteUse(array: StoredArray & { name: string }, plan: Plan, { how, held }: Reading): void {
  if (!held.used) return;
  if (plan.affected) held.used.axes = true;
  if (plan.masked || (how.mask !== undefined && array.space)) held.used.mask = true;
  if (plan.affected || !how.axes || array.shape.length !== 2) return;
  held.used.unfit ??= axesUnfit(array, how.axes);
  held.notes?.add(`${array.name} has two axes and was read as stimuli × units`);
}
