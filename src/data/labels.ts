/** Rows that carry labels (condition, run, subject, region): selecting, averaging, splitting, stacking. */
import { assertLabels } from "../base/numbers.ts";
import { assertList } from "../base/lists.ts";
import { OptionError, ShapeError } from "../base/errors.ts";
import type { Signal } from "../base/host/types.ts";
import type { LabelTable } from "./label-table.ts";
import { positions } from "./label-order.ts";
import {
  oneByOne,
  toRepresentation,
  type Outline,
  type Representation,
  type UnreadRepresentation,
} from "./representation.ts";

/** Labels by column: one value for each row of the responses. */
export type Labels = Readonly<Record<string, readonly string[]>>;

/** Responses, rows × any further axes, and what is known of each row. */
export interface Labelled {
  readonly representation: Representation;
  readonly labels: Labels;
}

/**
 * The columns of a table of labels.
 * @param rows - rows of the responses that it is about
 * @throws {ShapeError} if the table has another number of rows, or a column twice.
 */
export function labelsOf(table: LabelTable, rows: number, name: string): Labels {
  if (table.rows.length !== rows) {
    throw new ShapeError(
      `${name} has ${rows} rows, the table of labels ${table.rows.length}; it needs one row, beside its header, for each.`,
    );
  }
  const seen = new Set<string>();
  const twice = table.columns.find((column) => seen.has(column) || !seen.add(column));
  if (twice !== undefined)
    throw new ShapeError(`The table of labels has two columns ${JSON.stringify(twice)}.`);
  return Object.fromEntries(table.columns.map((column, k) => [column, table.rows.map((row) => row[k]!)]));
}

/**
 * The values of one column.
 * @throws {OptionError} if there is no such column, naming those that there are.
 */
export function columnOf(labels: Labels, column: string): readonly string[] {
  if (Object.hasOwn(labels, column)) {
    assertLabels(labels[column], "The table of labels", `labels in column ${JSON.stringify(column)}`);
    return labels[column]!;
  }
  throw new OptionError(
    `The table of labels has no column ${JSON.stringify(column)}; its columns are ${Object.keys(labels).join(", ")}.`,
  );
}

/**
 * The values of a column by which rows are put together: each row must have one.
 * @throws {OptionError} naming the first row without one, and as `columnOf`.
 */
export function groupsIn(labels: Labels, column: string): readonly string[] {
  const groups = columnOf(labels, column);
  const empty = groups.indexOf("");
  if (empty < 0) return groups;
  throw new OptionError(
    `The table of labels has no ${JSON.stringify(column)} in row ${empty}, counted from 0 below the header; rows without one would be put together. Write one, or select the rows that have one.`,
  );
}

/**
 * The rows whose labels are among the given ones.
 * @param where - accepted values for each column that matters
 * @throws {OptionError} for an unknown column or value, or if no row is left.
 */
export function selectRows(given: Labelled, where: Readonly<Record<string, readonly string[]>>): Labelled {
  const tests = Object.entries(where).map(([column, accepted]) => {
    const values = columnOf(given.labels, column);
    const unknown = accepted.find((value) => !values.includes(value));
    if (unknown === undefined) return (row: number) => accepted.includes(values[row]!);
    const known = positions(values)[0];
    throw new OptionError(
      `No row has ${JSON.stringify(unknown)} in column ${column}; its values are ${known.slice(0, 20).join(", ")}${known.length > 20 ? ", …" : ""}.`,
    );
  });
  const rows = rowsWhere(given, (row) => tests.every((test) => test(row)));
  if (rows.length > 0) return takeRows(given, rows);
  throw new OptionError(`${given.representation.name}: no row has all the labels that were asked for.`);
}

/** One part for each value of a column, in order: numbers by value, otherwise texts by code units. */
export function splitRows(given: Labelled, column: string): { value: string; part: Labelled }[] {
  const [values, position] = positions(groupsIn(given.labels, column));
  return values.map((value, at) => {
    const { representation, labels } = takeRows(
      given,
      rowsWhere(given, (row) => position[row] === at),
    );
    return {
      value,
      part: { representation: { ...representation, name: `${representation.name}:${value}` }, labels },
    };
  });
}

/**
 * The mean of the rows of each value of a column, which become the stimuli, in order.
 * @returns labels of the columns that are the same in all rows of each mean
 * @throws {OptionError} for an unknown column, or a row without a value.
 */
export function averageRows({ representation, labels }: Labelled, column: string): Labelled {
  const { name, shape, data } = toRepresentation(representation, "rows");
  const [stimuli, position] = positions(groupsIn(labels, column));
  const width = data.length / shape[0]!;
  const means = new Float64Array(stimuli.length * width);
  const counts = new Int32Array(stimuli.length);
  for (const stimulus of position) counts[stimulus]!++;
  for (const [row, stimulus] of position.entries()) {
    for (let k = 0; k < width; k++)
      means[stimulus * width + k]! += data[row * width + k]! / counts[stimulus]!;
  }
  return {
    representation: { name, shape: [stimuli.length, ...shape.slice(1)], data: means, stimuli },
    labels: constantLabels(labels, position, stimuli.length),
  };
}

/**
 * All rows of several representations as one, named `name:stimulus`: stimuli of different
 * networks in one space.
 * @throws {ShapeError} unless they have the same units.
 * @throws {OptionError} for none.
 */
export function stackRows(given: readonly Representation[], name = "stack"): Representation {
  assertList("stackRows", "representations", given);
  const parts = given.map((one, index) => toRepresentation(one, String(index)));
  const { stack, put } = emptyStack(parts, name);
  parts.forEach(put);
  return stack;
}

/** `stackRows` of what is still to be read, one after the other. */
export async function stackUnread(
  given: readonly (Representation | UnreadRepresentation)[],
  signal: Signal | undefined,
  name = "stack",
): Promise<Representation> {
  const { stack, put } = emptyStack(given, name);
  await oneByOne(given, signal, put);
  return stack;
}

/** A stack without its numbers, and what puts those of one part after the others. @throws as `stackRows`. */
function emptyStack(parts: readonly Outline[], name: string) {
  const [first] = parts;
  if (!first) throw new OptionError("stackRows: no representations were given.");
  const rest = first.shape.slice(1);
  for (const part of parts) {
    if (part.shape.length === first.shape.length && part.shape.slice(1).join() === rest.join()) continue;
    throw new ShapeError(
      `stack: ${first.name} is ${first.shape.join(" × ")}, ${part.name} is ${part.shape.join(" × ")}; rows of one RDM need the same units.`,
    );
  }
  const rows = parts.reduce((sum, { shape }) => sum + shape[0]!, 0);
  const data = new Float64Array(rest.reduce((product, length) => product * length, rows));
  let offset = 0;
  const put = (part: Representation) => {
    data.set(part.data, offset);
    offset += part.data.length;
  };
  const stimuli = parts.flatMap((part) =>
    Array.from({ length: part.shape[0]! }, (_, row) => `${part.name}:${part.stimuli?.[row] ?? row}`),
  );
  const stack: Representation = { name, shape: [rows, ...rest], data, stimuli };
  return { stack, put };
}

function constantLabels(labels: Labels, position: Int32Array, count: number): Labels {
  const columns = Object.entries(labels).flatMap(([column, values]): [string, string[]][] => {
    const kept = Array.from({ length: count }, (_, at) => values[position.indexOf(at)]!);
    return position.every((at, row) => values[row] === kept[at]) ? [[column, kept]] : [];
  });
  return Object.fromEntries(columns);
}

function rowsWhere({ representation }: Labelled, accepts: (row: number) => boolean): number[] {
  return Array.from({ length: representation.shape[0]! }, (_, row) => row).filter(accepts);
}

function takeRows({ representation, labels }: Labelled, rows: readonly number[]): Labelled {
  const { shape, data, stimuli, name } = toRepresentation(representation, "rows");
  const width = data.length / shape[0]!;
  const taken = new Float64Array(rows.length * width);
  for (const [at, row] of rows.entries())
    taken.set(data.subarray(row * width, (row + 1) * width), at * width);
  return {
    representation: {
      name,
      shape: [rows.length, ...shape.slice(1)],
      data: taken,
      ...(stimuli && { stimuli: rows.map((row) => stimuli[row]!) }),
    },
    labels: Object.fromEntries(
      Object.entries(labels).map(([column, values]) => [column, rows.map((row) => values[row]!)]),
    ),
  };
}
