import { NumericalError, OptionError, ShapeError } from "../base/errors.ts";
import type { Signal } from "../base/host/types.ts";
import { assertList } from "../base/lists.ts";
import {
  assertLabels,
  assertNumbers,
  givenShape,
  numbersOf,
  placesIn,
  isRowsOfNumbers,
  matrixFrom,
} from "../base/numbers.ts";
import { inLibraryLayout, type Layout } from "./arrange/layout.ts";
import { storedTypeOf, storedTypes, type StoredType } from "./stored.ts";
import type { Taken } from "./taken.ts";
import type { VoxelSpace } from "./voxel-space.ts";

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
  /**
   * Of images, the order of their axes: stimuli × height × width × channels (nhwc), or stimuli ×
   * channels × height × width (nchw), which functions bring to nhwc. Metrics of images need it,
   * because the lengths alone do not tell which axis is which.
   */
  readonly layout?: Layout | undefined;
  /**
   * How the numbers were stored, where that is less than double precision; a `Float32Array` is
   * float32 if nothing is said. Metrics that take a rank leave out what its rounding can make.
   */
  readonly stored?: StoredType;
  /** Name of each stimulus, where the file carries them. */
  readonly stimuli?: readonly string[];
  /** Of a .csv or .tsv file, what of it `read` took as names; absent where it took all cells as numbers. */
  readonly taken?: Taken;
  /** What reading did on the way from the file: "mean over height, width", "rows 0:1000". */
  readonly arranged?: readonly string[];
  /** Of brain volumes, where the units are: maps of them can be written back. */
  readonly space?: VoxelSpace;
  /**
   * How many repeats each stimulus has, where they differ: `shape` is then
   * `[all repeats, units]`, the repeats of the first stimulus first.
   */
  readonly repeats?: readonly number[];
  /**
   * Beside means, stimuli × units: stimuli × units × units. Beside means of trajectories,
   * stimuli × time × units: stimuli × (time · units) × (time · units).
   */
  readonly covariances?: ArrayPart;
  /** The covariance of each stimulus as F·Fᵀ: stimuli × units × any number; (time · units) for trajectories. */
  readonly factors?: ArrayPart;
}

/** An array that stands beside the responses. */
export interface ArrayPart {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float64Array | Float32Array;
}

/** All of a representation but its numbers: enough to check whether it can be compared with another. */
export interface Outline extends Omit<Representation, "data" | "covariances" | "factors"> {
  readonly covariances?: Pick<ArrayPart, "shape">;
  readonly factors?: Pick<ArrayPart, "shape">;
}

/** That of a representation with nothing beside the responses. */
export type ArrayOutline = Omit<Outline, "covariances" | "factors">;

/** A representation whose numbers are read when they are needed, and can be read again: see `readLazily`. */
export interface UnreadRepresentation extends Outline {
  /**
   * Reads the numbers, which the caller owns: they may be written over.
   * @param memory - may be taken for them, where it is large enough: what was read before and is needed no more
   * @throws {FormatError} if the file has changed since its header was read, or as `read`.
   */
  load(signal?: Signal, memory?: ArrayBuffer): Promise<Representation>;
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
      readonly stored?: StoredType;
    }
  | readonly (readonly number[])[];

/**
 * A representation from whatever the caller has.
 * @param fallback - its name, where it brings none
 * @returns images in the layout nhwc
 * @throws {ShapeError} if the data are not as long as the shape says, ragged or empty.
 * @throws {NumericalError} naming row and column of an entry that is no number: null, a text, true.
 */
export function toRepresentation(given: RepresentationLike, fallback: string): Representation {
  assertObject(given, fallback);
  if (isRows(given)) return fromRows(given, fallback);
  const name = given.name ?? fallback;
  const shape = givenShape("shape" in given ? given.shape : [given.rows, given.cols], name);
  const data = numbersIn(given.data, shape, name);
  const length = shape.reduce((product, axis) => product * axis, 1);
  if (length !== data.length) {
    throw new ShapeError(`${name}: shape ${shape.join(" × ")} means ${length} numbers, got ${data.length}.`);
  }
  if (length === 0) throw noNumbers({ name, shape });
  const representation: Representation = inLibraryLayout({
    ...storedTypeOf(data),
    ...given,
    ...partsOf(given, name),
    name,
    shape,
    data,
  });
  assertStored(representation);
  assertParts(representation);
  if (representation.stimuli) assertLabels(representation.stimuli, name, "stimuli");
  return representation;
}

function numbersIn(data: unknown, shape: readonly number[], name: string) {
  const width = shape.slice(1).reduce((product, axis) => product * axis, 1);
  return numbersOf(data, name, placesIn(width || 1));
}

/** What stands beside the responses, its numbers checked. */
function partsOf(given: object, name: string): Partial<Representation> {
  const { covariances, factors } = given as Partial<Representation>;
  const checked = (part: ArrayPart, what: string): ArrayPart => {
    const owner = `${name}: ${what}`;
    const shape = givenShape(part.shape, owner);
    return { ...part, shape, data: numbersIn(part.data, shape, owner) };
  };
  return {
    ...(covariances && { covariances: checked(covariances, "covariances") }),
    ...(factors && { factors: checked(factors, "factors") }),
  };
}

/**
 * A list of them, named by their places in it where they bring no name.
 * @param owner - the function they are given to
 * @throws {ShapeError} for one that is in no list, and as `toRepresentation`.
 */
export function toRepresentations(given: readonly RepresentationLike[], owner: string): Representation[] {
  assertList(owner, "representations", given, isRowsOfNumbers);
  return given.map((one, index) => toRepresentation(one, String(index)));
}

/** Whether its numbers are still to be read. */
export function isLazy(given: unknown): given is UnreadRepresentation {
  return typeof (given as Partial<UnreadRepresentation> | null)?.load === "function";
}

/** A list in which some may be still to be read. @throws as `toRepresentations`, or for one without numbers. */
export function toInputs(
  given: readonly (RepresentationLike | UnreadRepresentation)[],
  owner: string,
): (Representation | UnreadRepresentation)[] {
  assertList(owner, "representations", given, isRowsOfNumbers);
  return given.map((one, index) => (isLazy(one) ? filled(one) : toRepresentation(one, String(index))));
}

function filled(one: UnreadRepresentation): UnreadRepresentation {
  if (one.shape.every((length) => length > 0)) return one;
  throw noNumbers(one);
}

function noNumbers({ name, shape }: Pick<Outline, "name" | "shape">): ShapeError {
  return new ShapeError(`${name}: shape ${shape.join(" × ")} holds no numbers.`);
}

/** All numbers in memory. */
export async function loaded(
  given: readonly (Representation | UnreadRepresentation)[],
  signal?: Signal,
): Promise<Representation[]> {
  const representations: Representation[] = [];
  for (const one of given) representations.push(isLazy(one) ? await one.load(signal) : one);
  return representations;
}

/** What `work` makes of each, one after the other; it must not keep their numbers, because the next are read into their memory. */
export async function oneByOne<T>(
  given: readonly (Representation | UnreadRepresentation)[],
  signal: Signal | undefined,
  work: (one: Representation) => T,
): Promise<T[]> {
  const made: T[] = [];
  let memory: ArrayBuffer | undefined;
  for (const one of given) {
    if (!isLazy(one)) {
      made.push(work(one));
      continue;
    }
    const read = await one.load(signal, memory);
    made.push(work(read));
    memory = read.data.buffer instanceof ArrayBuffer ? read.data.buffer : undefined;
  }
  return made;
}

/** Without the numbers, those of what stands beside the responses too. */
export function outlineOf(representation: Representation): Outline {
  const { data: _, covariances, factors, ...outline } = representation;
  return {
    ...outline,
    ...(covariances && { covariances: { shape: covariances.shape } }),
    ...(factors && { factors: { shape: factors.shape } }),
  };
}

/** How many stimuli it responds to. */
export function stimuliCount({ shape, repeats }: Pick<Outline, "shape" | "repeats">): number {
  return repeats ? repeats.length : shape[0]!;
}

function assertStored({ name, stored }: Representation): void {
  if (stored === undefined || storedTypes.includes(stored)) return;
  throw new OptionError(
    `${name}: stored is ${JSON.stringify(stored)}; accepted: ${storedTypes.map((type) => JSON.stringify(type)).join(", ")}, or nothing for double precision.`,
    "stored",
  );
}

/** Checks what stands beside the responses against their shape. */
function assertParts({ name, shape, repeats, covariances, factors }: Representation): void {
  if (repeats) assertRepeats(name, shape, repeats);
  if (covariances && factors) throw new ShapeError(`${name}: give covariances or factors, not both.`);
  const part = covariances ?? factors;
  if (!part) return;
  const what = covariances ? "covariances" : "factors";
  const [m, ...rest] = shape;
  const width = rest.reduce((product, axis) => product * axis, 1);
  const fits = part.shape.length === 3 && part.shape[0] === m && part.shape[1] === width;
  if (!fits || (covariances && part.shape[2] !== width)) {
    throw new ShapeError(
      `${name}: the means are ${shape.join(" × ")}, so the ${what} must be ${m} × ${width} × ${covariances ? width : "rank"}; got ${part.shape.join(" × ")}.`,
    );
  }
  const length = part.shape.reduce((product, axis) => product * axis, 1);
  if (length === part.data.length && length > 0) return;
  throw new ShapeError(
    `${name}: ${what} of ${part.shape.join(" × ")} are ${length} numbers; got ${part.data.length}.`,
  );
}

function assertRepeats(name: string, shape: readonly number[], repeats: readonly number[]): void {
  assertNumbers(repeats, `${name}: repeats of each stimulus`);
  const total = repeats.reduce((sum, count) => sum + count, 0);
  const whole = Array.from(repeats).every((count) => Number.isInteger(count) && count >= 1);
  if (shape.length === 2 && whole && total === shape[0]) return;
  throw new ShapeError(
    `${name}: repeats of each stimulus must be whole numbers from 1 that sum to the ${shape[0]} rows of ${shape.join(" × ")}; ` +
      `got ${repeats.join(", ")}, in all ${total}.`,
  );
}

/**
 * @throws {NumericalError} naming stimulus and unit of the first NaN or infinity, or the stimulus
 *   and the entry of a covariance.
 */
export function assertFinite(representation: Representation): void {
  assertResponses(representation, false);
}

/** As `assertFinite`. @param missing - NaN is a missing response, and no fault */
export function assertResponses(representation: Representation, missing: boolean): void {
  const { name, shape, data, covariances, factors } = representation;
  const index = data.findIndex((value) => !Number.isFinite(value) && !(missing && Number.isNaN(value)));
  if (index >= 0) {
    const width = data.length / shape[0]!;
    const [row, unit] = [Math.floor(index / width), index % width];
    throw new NumericalError(
      `${name}: the response of ${placeOf(representation, row, unit)}, counted from 0, is ${data[index]}; finite numbers are needed${missing ? ", or NaN for a missing one" : ""}.`,
    );
  }
  if (covariances) assertFinitePart(representation, "covariance", covariances);
  if (factors) assertFinitePart(representation, "factor", factors);
}

function placeOf(representation: Representation, row: number, position: number): string {
  const { shape, repeats } = representation;
  const units = shape.at(-1)!;
  if (repeats) {
    const [stimulus, repeat] = repeatAt(repeats, row);
    return `unit ${position} in repeat ${repeat} to ${stimulusAt(representation, stimulus)}`;
  }
  const repeated = shape.length === 3 && !representation.covariances && !representation.factors;
  if (!repeated) return `unit ${position} to ${stimulusAt(representation, row)}`;
  return `unit ${position % units} in repeat ${Math.floor(position / units)} to ${stimulusAt(representation, row)}`;
}

function repeatAt(repeats: readonly number[], row: number): [stimulus: number, repeat: number] {
  let start = 0;
  const stimulus = repeats.findIndex((count) => row < (start += count));
  return [stimulus, row - start + repeats[stimulus]!];
}

function stimulusAt({ stimuli }: Representation, stimulus: number): string {
  return `stimulus ${stimulus}${stimuli?.[stimulus] === undefined ? "" : ` (${stimuli[stimulus]})`}`;
}

function assertFinitePart(representation: Representation, what: string, { shape, data }: ArrayPart): void {
  const index = data.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return;
  const [rows, cols] = [shape[1]!, shape[2]!];
  const [i, j] = [Math.floor(index / cols) % rows, index % cols];
  const stimulus = stimulusAt(representation, Math.floor(index / (rows * cols)));
  throw new NumericalError(
    `${representation.name}: entry ${i}, ${j} of the ${what} of ${stimulus}, counted from 0, is ${data[index]}; finite numbers are needed.`,
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
  if (rows.length > 0 && !isRowsOfNumbers(rows))
    throw new ShapeError(
      `${name}: expected one representation, got a list of ${rows.length}: { rows, cols, data }, what read() gives for one array, or an array of rows of numbers.`,
    );
  const { rows: m, cols: n, data } = matrixFrom(rows, name);
  return toRepresentation({ name, shape: [m, n], data }, name);
}
