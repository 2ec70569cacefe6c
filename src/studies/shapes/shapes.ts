import { exponentOf, powerOfTwo, square } from "../../base/math/powers.ts";
import { largestOf } from "../../base/lists.ts";
import { beat } from "../../base/beat.ts";
import { NumericalError, ShapeError } from "../../base/errors.ts";
import type { Steps } from "../../base/steps.ts";
import { assertComparable } from "../../data/kinds.ts";
import { matrix, shapeOf, type Matrix } from "../../base/matrix.ts";
import {
  defaultNormalization,
  divideUnits,
  equalizedNotes,
  normOf,
  scaleNotes,
  unitScales,
  type Normalization,
} from "../../data/normalize.ts";
import { assertFinite, type Representation } from "../../data/representation.ts";
import { moveAndScale } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { ChosenShape, Group } from "./options.ts";
import { matchingKernels } from "../../wasm/parts/matchings.ts";

/** Networks as points of one space. A motion of the group moves a point; wherever it goes, it is the same shape. */
export interface Shapes {
  readonly group: Group;
  readonly normalize: Normalization;
  readonly names: readonly string[];
  /** stimuli × width each, at a scale near 1; narrower networks have columns of zeros. */
  readonly points: readonly Matrix[];
  /** True responses, as `normalize` left them, are 2^exponent times the points. */
  readonly exponent: number;
  /** What a reader of the numbers must know, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Brings networks to one width, by units that never respond, and to one scale.
 *
 * @throws {OptionError} if there are no networks.
 * @throws {ShapeError} if they are not matrices of the same stimuli, or under the identity not of one width.
 * @throws {NumericalError} if a response is not finite.
 */
export function* shapesOf(
  representations: readonly Representation[],
  chosen: ChosenShape,
  kernels: Kernels,
): Steps<Shapes> {
  const { normalize } = chosen;
  if (normalize) return yield* pointsOf(representations, { ...chosen, normalize }, kernels);
  const asGiven = yield* pointsOf(representations, { ...chosen, normalize: "none" }, kernels);
  const norms = asGiven.points.map(({ data }) => normOf(data));
  const needed = defaultNormalization(norms);
  if (needed === "none") return asGiven;
  const shapes = yield* pointsOf(representations, { ...chosen, normalize: needed }, kernels);
  return { ...shapes, warnings: [...equalizedNotes(shapes.names, norms), ...shapes.warnings] };
}

/** A network in a step: one of a million responses takes some milliseconds. */
function* pointsOf(
  representations: readonly Representation[],
  chosen: ChosenShape & { readonly normalize: Normalization },
  kernels: Kernels,
): Steps<Shapes> {
  const { group, normalize } = chosen;
  assertComparable(representations, `the group ${group}`, "matrix");
  for (const one of representations) {
    assertFinite(one);
    yield;
  }
  const width = widthOf(representations, group);
  const common = yield* commonExponent(representations);
  const points: Matrix[] = [];
  for (const one of representations) {
    // Networks that are divided by their own scale first get an exponent of their own: none may vanish.
    const exponent = normalize === "none" ? common : yield* commonExponent([one]);
    points.push(kernels.scope(() => widened(pointOf(one, chosen, exponent, kernels), width)));
    yield;
  }
  const names = representations.map(({ name }) => name);
  const warnings = scaleNotes(
    names,
    points.map(({ data }) => normOf(data)),
  );
  return { group, normalize, names, points, exponent: normalize === "none" ? common : 0, warnings };
}

function pointOf(
  { name, shape, data }: Representation,
  { center, normalize }: ChosenShape & { readonly normalize: Normalization },
  exponent: number,
  kernels: Kernels,
): Matrix {
  const scaled = moveAndScale(kernels.place(shape[0]!, shape[1]!, data), undefined, exponent, kernels);
  const moved = center || normalize === "zscore" ? kernels.centerColumns(scaled).centered : scaled;
  return normalize === "none" ? moved : normalized(name, moved, scaled, normalize);
}

/**
 * The network divided by its scale.
 * @param given - before centring: what centring leaves of a constant unit is rounding, and becomes 0
 */
function normalized(
  name: string,
  { rows, cols, data }: Matrix,
  given: Matrix,
  normalize: Normalization,
): Matrix {
  const rest = matrix(rows, cols, data.slice());
  const [largest, moved] = [largestOfUnits(given), largestOfUnits(rest)];
  const rounding = Math.max(rows, 8) * Number.EPSILON;
  for (let unit = 0; unit < cols; unit++) {
    if (moved[unit]! > rounding * largest[unit]!) continue;
    for (let at = unit; at < rows * cols; at += cols) rest.data[at] = 0;
  }
  divideUnits(rest.data, unitScales(name, rest, normalize));
  return rest;
}

function widthOf(representations: readonly Representation[], group: Group): number {
  const [first] = representations;
  const other = representations.find(({ shape }) => shape[1] !== first!.shape[1]);
  if (group === "identity" && other) {
    throw new ShapeError(
      `Under the identity units are compared as they stand: ${first!.name} has ${first!.shape[1]}, ${other.name} ${other.shape[1]}.`,
    );
  }
  return largestOf(representations.map(({ shape }) => shape[1]!));
}

function* commonExponent(representations: readonly Representation[]): Steps<number> {
  let largest = 0;
  for (const { data } of representations) {
    for (const value of data) largest = Math.max(largest, Math.abs(value));
    yield;
  }
  return largest > 0 ? exponentOf(largest) : 0;
}

/** With columns of zeros up to this width: units that never respond. */
export function widened({ rows, cols, data }: Matrix, width: number): Matrix {
  const wide = matrix(rows, width);
  for (let i = 0; i < rows; i++) wide.data.set(data.subarray(i * cols, (i + 1) * cols), i * width);
  return wide;
}

/** Points as they were before scaling. @throws {NumericalError} if that overflows. */
export function atTrueScale({ rows, cols, data }: Matrix, exponent: number): Matrix {
  const half = Math.trunc(exponent / 2);
  const scaled = data.map((value) => value * powerOfTwo(half) * powerOfTwo(exponent - half));
  if (scaled.every(Number.isFinite)) return matrix(rows, cols, scaled);
  throw new NumericalError("The mean of the networks overflows; divide the responses first.");
}

/**
 * value · 2^(2·exponent): squared norms of points at their true scale.
 * @throws {NumericalError} if that is beyond the range of doubles.
 */
export function squareAtTrueScale(value: number, exponent: number): number {
  const scaled = value * powerOfTwo(exponent) * powerOfTwo(exponent);
  if (Number.isFinite(scaled) && (scaled >= smallest || value === 0)) return scaled;
  throw new NumericalError(
    "The squared distances between the networks are beyond the range of doubles; rescale the responses.",
  );
}

/** The smallest double with all its digits. */
const smallest = 2 ** -1022;

/**
 * X·T for the motion T of the group that brings X nearest to the target: of the orthogonal
 * group U·Vᵀ, where U·diag(s)·Vᵀ = Xᵀ·target; a permutation is a linear assignment with
 * the gains Xᵀ·target.
 *
 * @param x - stimuli × width
 * @param target - stimuli × width
 * @returns stimuli × width, in ordinary memory
 */
export function movedOnto(x: Matrix, target: Matrix, group: Group, kernels: Kernels): Matrix {
  if (x.rows !== target.rows || x.cols !== target.cols) {
    throw new ShapeError(`A network of ${shapeOf(x)} cannot be moved onto one of ${shapeOf(target)}.`);
  }
  if (group === "identity") return x;
  beat();
  return kernels.scope(() =>
    group === "permutation" ? permuted(x, target, kernels) : rotated(x, target, kernels),
  );
}

function rotated(x: Matrix, target: Matrix, kernels: Kernels): Matrix {
  if (x.cols <= x.rows) return kernels.detach(turned(x, target, kernels));
  // More units than stimuli: both lie in as many dimensions as there are stimuli.
  const { q, r } = kernels.qr(kernels.transpose(target), { overwrite: true });
  const moved = turned(kernels.lq(x), kernels.transpose(r), kernels);
  return kernels.detach(kernels.gemm(moved, q, { transB: true }));
}

function turned(x: Matrix, target: Matrix, kernels: Kernels): Matrix {
  const { u, vt } = kernels.svd(kernels.gemm(x, target, { transA: true }));
  return kernels.gemm(kernels.gemm(x, u), vt);
}

/** Units that never respond, as those that a narrower network lacks, go wherever nothing else went: they are not assigned. */
function permuted(x: Matrix, target: Matrix, kernels: Kernels): Matrix {
  const units = respondingUnits(x);
  const moved = matrix(x.rows, x.cols);
  if (units.length === 0) return moved;
  const own = takeColumns(x, units);
  const places = kernels
    .part(matchingKernels)
    .linearAssignment(kernels.gemm(own, target, { transA: true }), { maximize: true });
  const from = own.data;
  for (let i = 0, k = 0; i < x.rows; i++) {
    for (const place of places) moved.data[i * x.cols + place] = from[k++]!;
  }
  return moved;
}

function respondingUnits({ cols, data }: Matrix): Int32Array {
  const responds = new Uint8Array(cols);
  for (let k = 0, j = 0; k < data.length; k++, j = j + 1 === cols ? 0 : j + 1)
    if (data[k] !== 0) responds[j] = 1;
  return Int32Array.from(responds.keys()).filter((unit) => responds[unit] === 1);
}

function takeColumns({ rows, cols, data }: Matrix, columns: Int32Array): Matrix {
  if (columns.length === cols) return matrix(rows, cols, data);
  const taken = matrix(rows, columns.length);
  for (let i = 0, k = 0; i < rows; i++)
    for (const column of columns) taken.data[k++] = data[i * cols + column]!;
  return taken;
}

function addShare(sum: Float64Array, data: Float64Array, count: number): void {
  for (let k = 0; k < sum.length; k++) sum[k]! += data[k]! / count;
}

/** The largest absolute response of each unit. */
function largestOfUnits({ rows, cols, data }: Matrix): Float64Array {
  const largest = new Float64Array(cols);
  for (let row = 0, at = 0; row < rows; row++)
    for (let unit = 0; unit < cols; unit++, at++)
      largest[unit] = Math.max(largest[unit]!, Math.abs(data[at]!));
  return largest;
}

/** Their plain mean. */
export function averaged(points: readonly Matrix[]): Matrix {
  const mean = matrix(points[0]!.rows, points[0]!.cols);
  for (const { data } of points) addShare(mean.data, data, points.length);
  return mean;
}

/** ‖A − B‖². */
export function squaredGap({ data: a }: Matrix, { data: b }: Matrix): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += square(a[k]! - b[k]!);
  return sum;
}
