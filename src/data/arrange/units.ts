/** Which units are taken, and on what scale. */
import { square } from "../../base/math/powers.ts";
import { NumericalError, ShapeError } from "../../base/errors.ts";
import { normOf } from "../normalize.ts";
import type { Outline, Representation } from "../representation.ts";
import { takeVoxels } from "../voxel-space.ts";
import { placesOf } from "./rows.ts";

export interface UnitOptions {
  readonly units?: string | undefined;
  readonly dropConstant?: boolean | undefined;
  readonly zscore?: boolean | undefined;
  readonly normalize?: "none" | "frobenius" | "zscore" | undefined;
}

/** Some of the units, the last axis. @throws {OptionError} for units that are not there. */
export function takeUnits(given: Representation, text: string): Representation {
  assertUnits(given, "units");
  const places = placesOf("units", text, given.shape.at(-1)!, given.name);
  return {
    ...given,
    ...spaceOf(given, places),
    shape: [...given.shape.slice(0, -1), places.length],
    data: columnsAt(given.data, given.shape.at(-1)!, places),
    arranged: [...(given.arranged ?? []), `units ${text}`],
  };
}

/** Where units of volumes are, of which some were taken; nothing for others. */
export function spaceOf(
  { space }: Pick<Outline, "space">,
  places: readonly number[],
): Pick<Outline, "space"> {
  return space ? { space: takeVoxels(space, places) } : {};
}

/** Some of the columns of rows × cols numbers. */
export function columnsAt(
  data: Representation["data"],
  cols: number,
  places: readonly number[],
): Representation["data"] {
  const rows = data.length / cols;
  const taken = new (data.constructor as Float64ArrayConstructor)(rows * places.length);
  for (let row = 0, to = 0; row < rows; row++)
    for (const place of places) taken[to++] = data[row * cols + place]!;
  return taken;
}

/** What is known of units from some stimuli, to be done with these and with held-out ones. */
export interface UnitScales {
  /** Units that vary. */
  readonly varying: readonly number[] | undefined;
  /** For each of those. */
  readonly means: Float64Array | undefined;
  readonly deviations: Float64Array | undefined;
}

/**
 * Which units vary, and their means and standard deviations (divisor: the number of rows), over all rows;
 * missing responses (NaN) are left out.
 * @throws {NumericalError} where all units are constant.
 */
export function fitScales(
  given: Representation,
  { dropConstant, zscore, normalize }: UnitOptions,
): UnitScales {
  if (!dropConstant && !zscore && normalize !== "zscore")
    return { varying: undefined, means: undefined, deviations: undefined };
  assertUnits(given, dropConstant ? "drop-constant" : "zscore");
  const { shape, data, name } = given;
  const cols = shape.at(-1)!;
  const { means, deviations, isConstant } = momentsOf(data, cols);
  const all = Array.from({ length: cols }, (_, unit) => unit);
  const varying = dropConstant ? all.filter((unit) => !isConstant[unit]) : all;
  if (varying.length === 0)
    throw new NumericalError(`${name}: every unit is constant over the stimuli, so none is left.`);
  const scaled = zscore || normalize === "zscore";
  const at = (values: Float64Array) => Float64Array.from(varying, (unit) => values[unit]!);
  return {
    varying: varying.length < cols ? varying : undefined,
    means: scaled ? at(means) : undefined,
    deviations: scaled ? at(deviations) : undefined,
  };
}

function momentsOf(data: Representation["data"], cols: number) {
  const [sums, squares, counts] = [0, 0, 0].map(() => new Float64Array(cols)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [least, most] = [new Float64Array(cols).fill(Infinity), new Float64Array(cols).fill(-Infinity)];
  each(data, cols, (value, unit) => {
    sums[unit]! += value;
    counts[unit]!++;
    least[unit] = Math.min(least[unit]!, value);
    most[unit] = Math.max(most[unit]!, value);
  });
  const means = sums.map((sum, unit) => sum / Math.max(1, counts[unit]!));
  each(data, cols, (value, unit) => {
    squares[unit]! += square(value - means[unit]!);
  });
  const isConstant = Array.from(least, (value, unit) => !(value < most[unit]!));
  // A constant unit has no deviation but that of rounding its mean; it becomes 0.
  const deviations = squares.map((sum, unit) => (isConstant[unit] ? 1 : Math.sqrt(sum / counts[unit]!)));
  return {
    means: means.map((mean, unit) => (isConstant[unit] && counts[unit]! > 0 ? least[unit]! : mean)),
    deviations,
    isConstant,
  };
}

function each(data: Representation["data"], cols: number, use: (value: number, unit: number) => void): void {
  for (let at = 0; at < data.length;)
    for (let unit = 0; unit < cols; unit++, at++) {
      const value = data[at]!;
      if (!Number.isNaN(value)) use(value, unit);
    }
}

/** Does with a representation what was found for its training stimuli. */
export function applyScales(
  given: Representation,
  { varying, means, deviations }: UnitScales,
): Representation {
  const cols = given.shape.at(-1)!;
  const kept = varying ? columnsAt(given.data, cols, varying) : given.data;
  const count = varying?.length ?? cols;
  const words = [
    ...(varying ? [`${cols - count} constant units of ${cols} left out`] : []),
    ...(means ? ["z-scored units"] : []),
  ];
  if (words.length === 0) return given;
  const data = means
    ? Float64Array.from(kept, (value, at) => (value - means[at % count]!) / deviations![at % count]!)
    : kept;
  const shape = [...given.shape.slice(0, -1), count];
  const space = varying && spaceOf(given, varying);
  return { ...given, ...space, shape, data, arranged: [...(given.arranged ?? []), ...words] };
}

/** Divides all responses by their Frobenius norm. @throws {NumericalError} where all are 0. */
export function normalized(given: Representation): Representation {
  assertUnits(given, "normalize");
  const norm = normOf(given.data);
  if (!(norm > 0))
    throw new NumericalError(`${given.name}: every response is 0, so it has no norm to divide by.`);
  const data = Float64Array.from(given.data, (value) => value / norm);
  return { ...given, data, arranged: [...(given.arranged ?? []), "divided by the Frobenius norm"] };
}

/** Units, scales and norm of one representation, fitted on itself. */
export function arrangeUnits(given: Representation, options: UnitOptions): Representation {
  const taken = options.units === undefined ? given : takeUnits(given, options.units);
  const scaled = applyScales(taken, fitScales(taken, options));
  return options.normalize === "frobenius" ? normalized(scaled) : scaled;
}

/** @throws {ShapeError} for a vector, and for means with covariances. */
export function assertUnits({ name, covariances, factors, shape }: Outline, option: string): void {
  if (shape.length < 2) throw new ShapeError(`${name} is a vector and has no units; leave out ${option}.`);
  if (!covariances && !factors) return;
  throw new ShapeError(
    `${name} has covariances beside its means, which ${option} would have to change too; leave it out.`,
  );
}
