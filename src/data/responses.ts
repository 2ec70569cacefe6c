import { exponentOf, powerOfTwo } from "../base/math/powers.ts";
import { NumericalError } from "../base/errors.ts";
import { matrix, singleMatrix, type Matrix } from "../base/matrix.ts";
import { assertResponses, type ArrayPart, type Representation } from "./representation.ts";
import type { Kernels, Overwrite } from "../wasm/kernels.ts";
import type { StoredType } from "./stored.ts";

/** One representation in wasm memory, unless it is read in place: finite, at least one stimulus and one unit. */
export interface Responses {
  /** For error messages. */
  readonly name: string;
  /**
   * stimuli × units; for images, units are height × width × channels in that order, and for
   * repeats and trajectories likewise all axes but the first. Where stimuli differ in their number
   * of repeats, a row is a repeat (see `repeatsOf`).
   */
  readonly responses: Matrix;
  /** Length of each axis, stimuli first. */
  readonly shape: readonly number[];
  /** How the numbers were stored, where that is less than double precision. */
  readonly stored?: StoredType | undefined;
  /** Name of each stimulus, where known; for error messages. */
  readonly stimuli?: readonly string[] | undefined;
  /** Repeats of each stimulus, where they differ. */
  readonly repeats?: readonly number[] | undefined;
  /** The covariances of all stimuli one under the other, (stimuli · units) × units, where they were given. */
  readonly covariances?: Matrix | undefined;
  /** Their factors likewise, (stimuli · units) × rank. */
  readonly factors?: Matrix | undefined;
  /** Of responses that nobody has looked at yet. @throws {NumericalError} for NaN or infinity. */
  readonly check?: () => void;
}

/**
 * A representation in wasm memory.
 * @param missing - NaN is a missing response, and left for the metric
 * @throws {NumericalError} for NaN or infinity.
 */
export function placeResponses(representation: Representation, kernels: Kernels, missing = false): Responses {
  const { name, shape, stimuli, repeats, data, stored } = representation;
  const responses = kernels.place(shape[0]!, data.length / shape[0]!, data);
  const covariances = placePart(representation.covariances, kernels);
  const factors = placePart(representation.factors, kernels);
  const placed = [responses, covariances, factors].filter((part) => part !== undefined);
  if (!placed.every((part) => Number.isFinite(kernels.maxAbs(part))))
    assertResponses(representation, missing);
  return { name, shape, stimuli, responses, repeats, covariances, factors, stored };
}

/** Responses where they lie, for a metric that reads each number once and checks them itself (`readsInPlace`). */
export function responsesInPlace(representation: Omit<Representation, "covariances" | "factors">): Responses {
  const { shape, data } = representation;
  const make = (data instanceof Float64Array ? matrix : singleMatrix) as (
    rows: number,
    cols: number,
    data: Representation["data"],
  ) => Matrix;
  const responses = make(shape[0]!, data.length / shape[0]!, data);
  return { ...representation, responses, check: () => assertResponses(representation, false) };
}

function placePart(part: ArrayPart | undefined, kernels: Kernels): Matrix | undefined {
  if (!part) return undefined;
  const [m, rows, cols] = part.shape as [number, number, number];
  return kernels.place(m * rows, cols, part.data);
}

/** Every response to each stimulus. */
export interface Repeats {
  /** One repeat a row, those of the first stimulus first: rows × units; for trajectories rows × (time · units). */
  readonly rows: Matrix;
  /** How many rows each stimulus has. */
  readonly counts: readonly number[];
}

/** The repeats of a representation of the kind repeats, or of trajectories given as repeats. */
export function repeatsOf(input: Responses, kernels: Kernels): Repeats {
  if (input.repeats) return { rows: input.responses, counts: input.repeats };
  const [m, repeats, ...rest] = input.shape as [number, number, ...number[]];
  const width = rest.reduce((product, axis) => product * axis, 1);
  return {
    rows: kernels.reshape(input.responses, m * repeats, width),
    counts: Array.from({ length: m }, () => repeats),
  };
}

/** `stimulus 3 (cat)`, for messages; counted from 0. */
export function stimulusName({ stimuli }: Pick<Responses, "stimuli">, stimulus: number): string {
  const label = stimuli?.[stimulus];
  return `stimulus ${stimulus}${label === undefined ? "" : ` (${label})`}`;
}

/** Responses brought to a scale on which products neither overflow nor vanish. */
export interface ScaledResponses {
  /** Responses · 2^−exponent, centred if asked. */
  matrix: Matrix;
  /** Power of two that was divided out; exact. */
  exponent: number;
  /** ‖responses‖ at that scale, before anything is subtracted: what rounding is relative to. */
  size: number;
  /** What was subtracted, 1 × units, at that scale; absent if nothing was. */
  means?: Matrix;
}

/** Responses · 2^−exponent, where they are so large or small that products need it. */
export function scaledResponses(
  { responses }: Pick<Responses, "responses">,
  kernels: Kernels,
): Pick<ScaledResponses, "matrix" | "exponent"> {
  const exponent = exponentToRemove(kernels.maxAbs(responses));
  return { matrix: exponent === 0 ? responses : scaleByPowerOfTwo(responses, -exponent, kernels), exponent };
}

/**
 * Rescales by a power of two, then subtracts each unit's mean if asked. What the
 * subtraction leaves of constant units is rounding, and becomes exactly zero.
 */
export function scaleAndCenter(input: Responses, center: boolean, kernels: Kernels): ScaledResponses {
  const { matrix: scaled, exponent } = scaledResponses(input, kernels);
  const size = kernels.norm(scaled);
  if (!center) return { matrix: scaled, exponent, size };
  const { centered, means } = kernels.centerColumns(scaled, { overwrite: scaled !== input.responses });
  const { rows, cols } = centered;
  const rounding = Math.max(rows, cols) * Number.EPSILON * size;
  if (kernels.norm(centered) <= rounding) centered.data.fill(0);
  return { matrix: centered, exponent, size, means };
}

/** Other responses of the same units, scaled and moved as those were. */
export function moveAndScale(
  responses: Matrix,
  means: Matrix | undefined,
  exponent: number,
  kernels: Kernels,
): Matrix {
  const scaled = scaleByPowerOfTwo(responses, -exponent, kernels);
  return means ? kernels.addRow(scaled, means, -1, { overwrite: true }) : scaled;
}

/**
 * Centred responses without their redundant row: the m rows sum to zero, so a
 * reflection that sends the ones vector to the first axis leaves that row empty
 * and all inner products between columns as they were. The result is (m − 1) × n
 * and can have full rank, which m centred rows never have.
 */
export function dropMeanDirection(centered: Matrix, kernels: Kernels, how?: Overwrite): Matrix {
  const m = centered.rows;
  const [first, rest] = [kernels.rows(centered, 0, 1), kernels.rows(centered, 1, m)];
  return kernels.addRow(rest, first, -1 / (1 + Math.sqrt(m)), how);
}

/** For measures of how responses differ between stimuli. @throws {NumericalError} for a single one. */
export function assertStimuli(name: string, stimuli: number): void {
  if (stimuli !== 1) return;
  throw new NumericalError(
    `${name} has 1 stimulus: after centring nothing is left of its responses, so at least 2 are needed. ` +
      `Is the array units × stimuli? Read it with axes units,stimuli.`,
  );
}

/** For measures that divide by the norm. @throws {NumericalError} if there is nothing but zeros. */
export function assertVaries(input: Responses, norm: number, center: boolean): void {
  if (norm > 0) return;
  if (center) assertStimuli(input.name, input.shape[0]!);
  throw new NumericalError(
    center
      ? `${input.name}: every unit is constant across stimuli, so after centring nothing is left to compare.`
      : `${input.name}: every response is 0, so there is nothing to compare.`,
  );
}

/** Between these powers of two, fourth powers of sums neither overflow nor vanish: left as they are. */
const safeExponent = 64;

/** The power of two to divide out of numbers of which this is the largest. */
export function exponentToRemove(largest: number): number {
  const exponent = largest > 0 ? exponentOf(largest) : 0;
  return Math.abs(exponent) <= safeExponent ? 0 : exponent;
}

/** value · 2^exponent; in two steps, because 2^1074 is not a double but denormal data need it. */
export function scaleOf(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return value * powerOfTwo(half) * powerOfTwo(exponent - half);
}

/** Times 2^exponent. Two steps, because 2^1074 is not a double but denormal data need it. */
export function scaleByPowerOfTwo(a: Matrix, exponent: number, kernels: Kernels): Matrix {
  const half = Math.trunc(exponent / 2);
  return kernels.scale(kernels.scale(a, powerOfTwo(half)), powerOfTwo(exponent - half), { overwrite: true });
}
