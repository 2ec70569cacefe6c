import { indexNames } from "../../base/lists.ts";
import { assertLabels } from "../../base/numbers.ts";
import { ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { data, type OptionSchema } from "../../base/options.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import { toRepresentation, type Representation } from "../../data/representation.ts";
import { squareOf } from "../../geometry/square.ts";
import { toDistances } from "../../geometry/to-distances.ts";

/**
 * Distances between items: a result of `pairwise`, whose similarities are converted as its metric
 * declares; or n × n, symmetric, zero diagonal, as a matrix, as rows, or as `read` gives it; or condensed.
 */
export type DistancesLike =
  Comparisons | Matrix | Float64Array | Representation | readonly (readonly number[])[];

/** Where distances came from, as far as a result tells of it. */
export interface Provenance {
  /** Of the items; their numbers from 0 where none are known. */
  readonly names: readonly string[];
  /** What was done to the values to get distances, a sentence each; empty if they are used as given. */
  readonly changes: readonly string[];
}

/** Distances that all functions of this study start from. */
export interface GivenDistances extends Provenance {
  /** n × n, exactly symmetric, zero diagonal. */
  readonly square: Matrix;
}

/** An option of every function of this study. */
export const namesOption: OptionSchema<readonly string[] | undefined> = data(
  "a list with a name for each item",
  "Names of the items. Without it those of the result of pairwise, or numbers from 0.",
  Array.isArray,
);

/**
 * @throws {ShapeError} if they are neither square nor condensed, or there is not one name for each item.
 * @throws {OptionError} if they are similarities whose metric declares no conversion.
 * @throws {NumericalError} if a distance is negative, infinite or NaN, or they are not symmetric.
 */
export function distancesOf(given: DistancesLike, names?: readonly string[]): GivenDistances {
  if (typeof given !== "object" || given === null)
    throw new ShapeError(`Distances are a result of pairwise or an array; got ${typeof given}.`);
  const { square, changes, own } = "metric" in given ? ofResult(given) : ofArray(given);
  const checked = squareOf(square);
  if (names) assertLabels(names, "distances", "names");
  const known = names ?? own ?? indexNames(checked.rows);
  if (known.length !== checked.rows)
    throw new ShapeError(`${known.length} names for ${checked.rows} items; expected one for each.`);
  return { square: checked, names: known, changes };
}

/** Distances that are not checked yet, and the names that come with them. */
interface Unchecked {
  readonly square: Matrix | Float64Array;
  readonly changes: readonly string[];
  readonly own: readonly string[] | undefined;
}

function ofResult(given: Comparisons): Unchecked {
  return { ...toDistances(given), own: given.names };
}

function ofArray(given: Exclude<DistancesLike, Comparisons>): Unchecked {
  if (given instanceof Float64Array || !("shape" in given || Array.isArray(given)))
    return { square: given as Float64Array | Matrix, changes: [], own: undefined };
  const { shape, data, stimuli } = toRepresentation(given as Representation, "distances");
  const values = Float64Array.from(data);
  const square = shape.length === 1 ? values : matrix(shape[0]!, values.length / shape[0]!, values);
  return { square, changes: [], own: shape.length === 1 ? undefined : stimuli };
}
