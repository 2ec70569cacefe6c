import { NumericalError, OptionError } from "../../../base/errors.ts";
import { assertComparable, assertKind } from "../../../data/kinds.ts";
import { assertStimuli } from "../../../data/responses.ts";
import type { Signal } from "../../../base/host/types.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import {
  defaultNormalization,
  divideUnits,
  equalizedNotes,
  normOf,
  unitScales,
  type Normalization,
} from "../../../data/normalize.ts";
import {
  assertFinite,
  oneByOne,
  type Representation,
  type UnreadRepresentation,
} from "../../../data/representation.ts";
import { sharedDoubles } from "../../../base/thread-memory.ts";

/** One network (or brain) as a shared response model sees it; crosses threads as it is. */
export interface Subject {
  readonly name: string;
  /** Stimuli. */
  readonly rows: number;
  /** How many units vary; only these take part. */
  readonly cols: number;
  /** rows × cols, centred and divided by `scales` if asked. */
  readonly data: Float64Array;
  /** How many units the network has, with those that do not vary. */
  readonly units: number;
  /** Which units vary, rising; absent where all do. */
  readonly varying?: Int32Array;
  /** What was subtracted from each of `units`. */
  readonly means: Float64Array;
  /** What each of `units` was divided by after that; 1 for units that are left out. */
  readonly scales: Float64Array;
}

/** What is done to the responses of each subject before the fit. */
export interface Preparation {
  readonly center: boolean;
  readonly normalize: Normalization;
}

/** What a caller asked for; without `normalize` the responses decide. */
export interface Asked {
  readonly center: boolean;
  readonly normalize?: Normalization | undefined;
}

/** The preparation of responses at their own scale where nothing was asked for. */
export function preparationOf({ center, normalize = "none" }: Asked): Preparation {
  return { center: centresUnits({ center, normalize }), normalize };
}

/** Subjects, what was done to them, and what a reader must know of that. */
export interface Prepared {
  readonly subjects: readonly Subject[];
  readonly how: Preparation;
  readonly notes: readonly string[];
}

/** `subjectsOf`, with the normalization that the responses ask for where the caller names none. */
export async function preparedSubjects(
  owner: string,
  representations: readonly (Representation | UnreadRepresentation)[],
  asked: Asked,
  signal: Signal | undefined,
): Promise<Prepared> {
  const how = preparationOf(asked);
  const subjects = await subjectsOf(owner, representations, how, signal);
  if (asked.normalize) return { subjects, how, notes: [] };
  const norms = subjects.map(({ data }) => normOf(data));
  const normalize = defaultNormalization(norms);
  if (normalize === "none") return { subjects, how, notes: [] };
  const changed = { ...how, normalize };
  const notes = equalizedNotes(
    subjects.map(({ name }) => name),
    norms,
  );
  return { subjects: await subjectsOf(owner, representations, changed, signal), how: changed, notes };
}

/** Whether units are centred: z-scores are, whatever `center` says. */
function centresUnits({ center, normalize }: Preparation): boolean {
  return center || normalize === "zscore";
}

/**
 * Subjects ready for alignment. Units without variance (without centring: units that never
 * respond) are left out; they are in `constantUnitsOf`.
 *
 * @throws {OptionError} for fewer than two subjects.
 * @throws {ShapeError} if one is not a matrix or the stimuli differ.
 * @throws {NumericalError} on NaN or infinity, if no unit varies, or beyond the range of squares.
 */
function subjectsOf(
  owner: string,
  representations: readonly (Representation | UnreadRepresentation)[],
  how: Preparation,
  signal: Signal | undefined,
): Promise<Subject[]> {
  assertSeveral(owner, representations.length);
  assertComparable(representations, owner, "matrix");
  return oneByOne(representations, signal, (one) => subjectOf(owner, one, how));
}

/** @throws {OptionError} for fewer than two subjects. */
export function assertSeveral(owner: string, count: number): void {
  if (count >= 2) return;
  throw new OptionError(`${owner} needs at least two subjects to have something shared; got ${count}.`);
}

/** One subject. @throws {ShapeError | NumericalError} as `subjectsOf`. */
export function subjectOf(owner: string, representation: Representation, how: Preparation): Subject {
  const center = centresUnits(how);
  assertKind(representation, owner, "matrix");
  const { name, shape } = representation;
  const [rows, units] = shape as [number, number];
  const means = meansOf(representation, rows, units);
  if (!center) means.fill(0);
  const { data, varying } = centred(representation.data, rows, means);
  const cols = varying.length;
  if (cols === 0 && center) assertStimuli(name, rows);
  if (cols === 0) throw new NumericalError(nothingLeft(name, center));
  const isWhole = cols === units;
  const part = isWhole ? matrix(rows, units, data) : columnsOf(matrix(rows, units, data), varying);
  const scales = normalized(name, part, how.normalize);
  const subject = { name, rows, cols, units, means, data: part.data };
  if (isWhole) return { ...subject, scales };
  const all = new Float64Array(units).fill(1);
  varying.forEach((unit, k) => (all[unit] = scales[k]!));
  return { ...subject, scales: all, varying };
}

/** Divides the responses in place. @returns what each unit was divided by */
function normalized(name: string, part: Matrix, normalize: Normalization): Float64Array {
  const scales = unitScales(name, part, normalize);
  if (normalize !== "none") divideUnits(part.data, scales);
  return scales;
}

/** How many units were left out of the fit. */
export function constantUnitsOf({ units, cols }: Subject): number {
  return units - cols;
}

/** A map from varying units to features, with rows of zeros for the units that were left out. */
export function withConstantUnits(map: Matrix, { units, varying }: Subject): Matrix {
  if (!varying) return map;
  const whole = matrix(units, map.cols);
  varying.forEach((unit, i) =>
    whole.data.set(map.data.subarray(i * map.cols, (i + 1) * map.cols), unit * map.cols),
  );
  return whole;
}

/** The rows of a map that belong to units that vary. */
export function withoutConstantUnits(map: Matrix, { cols, varying }: Subject): Matrix {
  if (!varying) return map;
  const part = matrix(cols, map.cols);
  varying.forEach((unit, i) =>
    part.data.set(map.data.subarray(unit * map.cols, (unit + 1) * map.cols), i * map.cols),
  );
  return part;
}

/** Mean of each unit over stimuli. @throws {NumericalError} naming the first response that is not finite. */
function meansOf(representation: Representation, rows: number, units: number): Float64Array {
  const { data } = representation;
  const means = new Float64Array(units);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < units; j++) means[j]! += data[i * units + j]!;
  }
  if (!means.every(Number.isFinite)) assertFinite(representation);
  for (let j = 0; j < units; j++) means[j]! /= rows;
  return means;
}

/** The responses minus the means, and which units differ from theirs by more than rounding. */
function centred(
  data: Float64Array | Float32Array,
  rows: number,
  means: Float64Array,
): { data: Float64Array; varying: Int32Array } {
  const units = means.length;
  const rest = sharedDoubles(rows * units);
  for (let i = 0; i < rows; i++) {
    const at = i * units;
    for (let j = 0; j < units; j++) rest[at + j] = data[at + j]! - means[j]!;
  }
  return { data: rest, varying: varyingUnits(rest, rows, means) };
}

/** Looks on only at the units that have not differed so far: few are left after the first row. */
function varyingUnits(rest: Float64Array, rows: number, means: Float64Array): Int32Array {
  const units = means.length;
  // Centring leaves of a constant less than the rounding error of a sum over the stimuli.
  const rounding = Math.max(rows, 8) * Number.EPSILON;
  let still = Array.from(means.keys());
  for (let i = 0; i < rows && still.length > 0; i++) {
    still = still.filter((j) => !(Math.abs(rest[i * units + j]!) > rounding * Math.abs(means[j]!)));
  }
  const constant = new Set(still);
  return Int32Array.from(means.keys()).filter((j) => !constant.has(j));
}

/** These columns in this order, where threads can read them. */
export function columnsOf({ rows, cols: width, data }: Matrix, chosen: Int32Array): Matrix {
  const cols = chosen.length;
  const part = sharedDoubles(rows * cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) part[i * cols + j] = data[i * width + chosen[j]!]!;
  }
  return matrix(rows, cols, part);
}

function nothingLeft(name: string, center: boolean): string {
  return center
    ? `${name}: every unit is constant across stimuli, so after centring nothing is left to align.`
    : `${name}: every response is 0, so there is nothing to align.`;
}

/** Between these bounds sums of squares keep their digits. */
const [least, most] = [2 ** -900, 2 ** 900];

/** @param energy - the sum of squares. @throws {NumericalError} if it is beyond what can be squared and added. */
export function assertMeasurable({ name, rows, cols }: Subject, energy: number): void {
  if (energy > least && energy < most) return;
  throw new NumericalError(
    `${name}: the sum of squares of its ${rows} × ${cols} responses is ${energy}; rescale the responses.`,
  );
}
