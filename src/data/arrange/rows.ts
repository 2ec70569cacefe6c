/** Which stimuli are taken, the same in every file. */
import { OptionError, ShapeError } from "../../base/errors.ts";
import { createRandom, shuffled } from "../../base/random.ts";
import { questionOf } from "../../base/suggest.ts";
import { columnOf, labelsOf } from "../labels.ts";
import type { LabelTable } from "../label-table.ts";
import { stimuliCount, type Outline } from "../representation.ts";

export interface StimuliOptions {
  readonly rows?: string | undefined;
  readonly sample?: number | undefined;
  readonly seed?: number | undefined;
  readonly select?: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly match?: "order" | "names" | undefined;
}

/** The stimuli of one representation that are taken, in their order. */
export interface ChosenRows {
  /** Of the file; undefined for all as they come. */
  readonly rows: readonly number[] | undefined;
  readonly names: readonly string[] | undefined;
  /** Names of all stimuli, in the order from which rows are taken. */
  readonly all: readonly string[] | undefined;
  /** What was chosen, for people. */
  readonly words: readonly string[];
}

/**
 * Rows in the order of these steps: names of the table, the order of the reference, labels, places, sample.
 * @param table - of the stimuli: joined by name where the file has names, else row by row
 * @param reference - names in the order that `match: "names"` asks for
 * @throws {ShapeError} if the table or the reference does not fit. @throws {OptionError} if nothing is left.
 */
export function chooseRows(
  given: Outline,
  how: StimuliOptions,
  table: LabelTable | undefined,
  reference: readonly string[] | undefined,
): ChosenRows {
  const { name } = given;
  const count = stimuliCount(given);
  const isMatched = how.match === "names";
  const isAsked = isMatched || [how.select, how.rows, how.sample].some((asked) => asked !== undefined);
  if (!isAsked && !table) return { rows: undefined, names: given.stimuli, all: given.stimuli, words: [] };
  const labels = table && labelsFor(given, table);
  const words: string[] = [];
  let names = given.stimuli;
  let rows = Array.from({ length: count }, (_, row) => row);
  if (labels) names = labels.names;
  if (isMatched && !names)
    throw new ShapeError(
      `${name} has no names of its stimuli, which match "names" needs. Give stimuli, a table with a row for each of them; or leave out match.`,
    );
  if (isMatched && reference && names) {
    rows = matched(name, names, reference);
    if (rows.some((row, k) => row !== k)) words.push("stimuli matched by name");
  }
  if (how.select) rows = selected(name, rows, how.select, labels?.columns, words);
  if (how.rows !== undefined) {
    rows = placesOf("rows", how.rows, rows.length, name).map((place) => rows[place]!);
    words.push(`rows ${how.rows}`);
  }
  if (how.sample !== undefined) rows = sampled(name, rows, how.sample, how.seed ?? 1, words);
  const isAll = rows.length === count && rows.every((row, k) => row === k);
  const named = names && rows.map((row) => names[row]!);
  return { rows: isAll ? undefined : rows, names: named, all: names, words };
}

/** The column that names the stimuli: "stimulus", "name" or the first. */
function namesIn({ columns, rows }: LabelTable): string[] {
  const found = columns.findIndex((column) => /^(stimulus|stimuli|name|names)$/i.test(column));
  return rows.map((row) => row[Math.max(0, found)]!);
}

function labelsFor(given: Outline, table: LabelTable) {
  const count = stimuliCount(given);
  const rowNames = namesIn(table);
  const order = given.stimuli && placesByName(given, rowNames);
  const labels = labelsOf(
    order ? { ...table, rows: order.map((row) => table.rows[row]!) } : table,
    count,
    given.name,
  );
  return { names: order ? given.stimuli : rowNames, columns: labels };
}

/** Of each stimulus that the file names, its row in the table; undefined where the table names none of them. */
function placesByName({ name, stimuli }: Outline, rowNames: readonly string[]): number[] | undefined {
  const places = new Map(rowNames.map((row, k) => [row, k]));
  const found = stimuli!.map((stimulus) => places.get(stimulus));
  if (found.every((place) => place === undefined)) return undefined;
  const missing = found.indexOf(undefined);
  if (missing < 0) return found as number[];
  throw new ShapeError(
    `The table of stimuli has no row for ${JSON.stringify(stimuli![missing])} of ${name}.${questionOf(stimuli![missing]!, rowNames)}`,
  );
}

function matched(name: string, names: readonly string[], reference: readonly string[]): number[] {
  const places = new Map(names.map((stimulus, row) => [stimulus, row]));
  const wanted = new Set(reference);
  if (places.size < names.length || wanted.size < reference.length)
    throw new ShapeError(
      `${name}: two stimuli have one name, so names do not say which is which. Leave out match.`,
    );
  const missing = reference.find((stimulus) => !places.has(stimulus));
  const extra = names.find((stimulus) => !wanted.has(stimulus));
  if (missing === undefined && extra === undefined) return reference.map((stimulus) => places.get(stimulus)!);
  throw new ShapeError(
    `${name} ${missing === undefined ? `has ${JSON.stringify(extra)}, which the first representation has not` : `lacks ${JSON.stringify(missing)}, which the first representation has`}; match "names" needs the same stimuli in any order.`,
  );
}

function selected(
  name: string,
  rows: readonly number[],
  select: NonNullable<StimuliOptions["select"]>,
  labels: Readonly<Record<string, readonly string[]>> | undefined,
  words: string[],
): number[] {
  if (!labels)
    throw new OptionError(
      "select takes stimuli by their labels: give stimuli, a table with a header and a row for each of them.",
      "select",
    );
  let left = [...rows];
  for (const [column, accepted] of Object.entries(select)) {
    const values = columnOf(labels, column);
    const list = typeof accepted === "string" ? [accepted] : accepted;
    const unknown = list.find((value) => !values.includes(value));
    if (unknown !== undefined)
      throw new OptionError(
        `No stimulus has ${JSON.stringify(unknown)} in column ${column}; its values are ${[...new Set(values)].slice(0, 20).join(", ")}.`,
        "select",
      );
    left = left.filter((row) => list.includes(values[row]!));
    words.push(`${column} ${list.join(" or ")}`);
  }
  if (left.length > 0) return left;
  throw new OptionError(`${name}: no stimulus has all the labels that were asked for.`, "select");
}

function sampled(
  name: string,
  rows: readonly number[],
  count: number,
  seed: number,
  words: string[],
): number[] {
  if (count > rows.length)
    throw new OptionError(
      `${name} has ${rows.length} stimuli; a sample of ${count} needs as many.`,
      "sample",
    );
  words.push(`sample of ${count} of ${rows.length} stimuli (seed ${seed})`);
  const places = shuffled(rows.length, createRandom(seed)).slice(0, count);
  return places.toSorted((a, b) => a - b).map((place) => rows[place]!);
}

/**
 * The places that `0:1000`, `:10`, `-5:`, `0:100:2` or `0,3,7` name, as Python slices do.
 * @throws {OptionError} for another form, a place that is not there, or none at all.
 */
export function placesOf(option: string, text: string, length: number, owner: string): number[] {
  const places = text.split(",").flatMap((part) => rangeOf(option, part.trim(), length, owner));
  if (places.length > 0) return places;
  throw new OptionError(`${owner}: ${option} ${text} leaves nothing of ${length}.`, option);
}

/** @throws {OptionError} unless it is a list of places and ranges. */
export function checkPlaces(option: string, text: string): void {
  if (
    /^\s*(-?\d+|(-?\d+)?:(-?\d+)?(:[1-9]\d*)?)\s*(,\s*(-?\d+|(-?\d+)?:(-?\d+)?(:[1-9]\d*)?)\s*)*$/.test(text)
  )
    return;
  throw new OptionError(
    `${option} is ${JSON.stringify(text)}; accepted: places counted from 0 and ranges without their end, as in "0:1000", "0:1000:10" or "0,3,7".`,
    option,
  );
}

function rangeOf(option: string, part: string, length: number, owner: string): number[] {
  const fromEnd = (place: number) => (place < 0 ? place + length : place);
  if (!part.includes(":")) {
    const place = fromEnd(Number(part));
    if (place >= 0 && place < length) return [place];
    throw new OptionError(
      `${owner}: ${option} ${part} is not there; there are ${length}, counted from 0.`,
      option,
    );
  }
  const [start = "", end = "", step = "1"] = part.split(":");
  const first = start === "" ? 0 : Math.max(0, fromEnd(Number(start)));
  const last = end === "" ? length : fromEnd(Number(end));
  if (last > length)
    throw new OptionError(`${owner}: ${option} ${part} ends after the last; there are ${length}.`, option);
  const count = Math.max(0, Math.ceil((last - first) / Number(step)));
  return Array.from({ length: count }, (_, k) => first + k * Number(step));
}
