import { NumericalError, OptionError, ShapeError } from "./errors.ts";

/**
 * What is compared: the responses of one network (layer, region, subject) to
 * the stimuli, with a name. Readers in `io/` make them, metrics take them apart.
 */
export interface Representation {
  /** Appears in results, reports and error messages. */
  readonly name: string;
  /** Length of each axis; the first is stimuli. `[stimuli, units]` for a matrix. */
  readonly shape: readonly number[];
  /** Row-major (C order), `shape` multiplied out long. */
  readonly data: Float64Array | Float32Array;
  /** Name of each stimulus, where the file carries them. */
  readonly stimuli?: readonly string[];
}

/** A representation with the responses to held-out stimuli, where there are any. */
export interface TrainedRepresentation extends Representation {
  readonly test?: Representation;
}

/** What the public functions take for one representation. */
export type RepresentationLike =
  | Representation
  | {
      readonly name?: string;
      readonly rows: number;
      readonly cols: number;
      readonly data: Float64Array | Float32Array;
    }
  | readonly (readonly number[])[];

/**
 * A representation from whatever the caller has.
 * @param fallback - its name, where it brings none
 * @throws {ShapeError} if the data are not as long as the shape says, ragged or empty.
 */
export function toRepresentation(given: RepresentationLike, fallback: string): Representation {
  assertObject(given, fallback);
  if (isRows(given)) return fromRows(given, fallback);
  const shape = "shape" in given ? given.shape : [given.rows, given.cols];
  const name = given.name ?? fallback;
  const length = shape.reduce((product, axis) => product * axis, 1);
  if (length !== given.data.length) {
    throw new ShapeError(
      `${name}: shape ${shape.join(" × ")} means ${length} numbers, got ${given.data.length}.`,
    );
  }
  if (length === 0) throw new ShapeError(`${name}: shape ${shape.join(" × ")} holds no numbers.`);
  return { ...given, name, shape, data: given.data };
}

/** What the axes of a representation mean. */
export type Kind = keyof typeof kinds;

/** Axes of each kind of input, and what to do with another one. */
const kinds = {
  matrix: {
    axes: "stimuli × units",
    count: 2,
    advice: "Average or flatten it first: nothing is averaged silently.",
  },
  images: {
    axes: "stimuli × height × width × channels",
    count: 4,
    advice: "Give the activations of a convolutional layer, unflattened.",
  },
} as const;

/**
 * Checks that representations can be compared: of the kind that the metric accepts,
 * the same stimuli in the same order.
 * @throws {ShapeError} naming both kinds, both shapes, or the first stimulus that disagrees.
 */
export function assertComparable(
  representations: readonly Representation[],
  metric: string,
  accepts: Kind,
  sharedAxes: readonly number[] = [],
): void {
  const [first] = representations;
  if (!first) throw new OptionError(`${metric}: no representations were given.`);
  for (const representation of representations) {
    assertKind(representation, metric, accepts);
    assertSameStimuli(first, representation);
    for (const axis of sharedAxes) assertSameLength(first, representation, axis, accepts);
  }
}

/** @throws {ShapeError} for any other number of axes than that kind has. */
export function assertKind({ name, shape }: Representation, owner: string, accepts: Kind): void {
  const { axes, count, advice } = kinds[accepts];
  if (shape.length === count) return;
  const vector = "A vector is usually an RDM already: compare responses, or RDMs with one another.";
  throw new ShapeError(
    `${owner} accepts ${accepts === "matrix" ? "a matrix" : accepts} (${axes}); ` +
      `${name} is ${describeAxes(shape.length)}, ${shape.join(" × ")}. ${shape.length === 1 ? vector : advice}`,
  );
}

function describeAxes(count: number): string {
  const names = [
    "a single number",
    "a vector",
    "a matrix",
    "repeats (stimuli × repeats × units)",
    "images or trajectories",
  ];
  return names[count] ?? `an array of ${count} axes`;
}

function assertSameStimuli(x: Representation, y: Representation): void {
  if (x.shape[0] !== y.shape[0]) {
    throw new ShapeError(
      `${x.name} is ${x.shape.join(" × ")}, ${y.name} is ${y.shape.join(" × ")}; the number of stimuli (rows) must be the same.` +
        (x.shape[0] === y.shape[1]
          ? " Is one of them units × stimuli? Read it with axes units,stimuli."
          : ""),
    );
  }
  if (!x.stimuli || !y.stimuli) return;
  const row = x.stimuli.findIndex((stimulus, i) => stimulus !== y.stimuli![i]);
  if (row < 0) return;
  throw new ShapeError(
    `Stimulus ${row} is ${JSON.stringify(x.stimuli[row])} in ${x.name} but ${JSON.stringify(y.stimuli[row])} in ${y.name}; ` +
      `the stimuli must be the same, in the same order.`,
  );
}

function assertSameLength(x: Representation, y: Representation, axis: number, kind: Kind): void {
  if (x.shape[axis] === y.shape[axis]) return;
  const name = kinds[kind].axes.split(" × ")[axis];
  throw new ShapeError(
    `${x.name} is ${x.shape.join(" × ")}, ${y.name} is ${y.shape.join(" × ")}; the ${name} must be the same.`,
  );
}

/** @throws {NumericalError} naming stimulus and unit of the first NaN or infinity. */
export function assertFinite({ name, shape, data, stimuli }: Representation): void {
  const index = data.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return;
  const width = data.length / shape[0]!;
  const [row, unit] = [Math.floor(index / width), index % width];
  const label = stimuli?.[row] === undefined ? "" : ` (${stimuli[row]})`;
  throw new NumericalError(
    `${name}: the response of unit ${unit} to stimulus ${row}${label}, counted from 0, is ${data[index]}; finite numbers are needed.`,
  );
}

/** For callers without types: the two mistakes that everybody makes once. */
function assertObject(given: unknown, name: string): void {
  if (typeof given === "object" && given !== null && (Array.isArray(given) || "data" in given)) return;
  const advice =
    typeof given === "string" ? `Read files first: const [x] = await read([${JSON.stringify(given)}]).` : "";
  throw new ShapeError(
    `${name}: expected { rows, cols, data }, what read() gives, or an array of rows; got ${typeof given}. ${advice}`.trim(),
  );
}

function isRows(given: RepresentationLike): given is readonly (readonly number[])[] {
  return Array.isArray(given);
}

function fromRows(rows: readonly (readonly number[])[], name: string): Representation {
  const [m, n] = [rows.length, rows[0]?.length ?? 0];
  const ragged = rows.findIndex((row) => row.length !== n);
  if (ragged >= 0)
    throw new ShapeError(`${name}: row 0 has ${n} numbers, row ${ragged} has ${rows[ragged]!.length}.`);
  return toRepresentation({ name, shape: [m, n], data: Float64Array.from(rows.flat()) }, name);
}
