import { ShapeError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { data, type OptionSchema } from "../../base/options.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import { itemNames } from "../../geometry/coordinates.ts";
import { squareOf } from "../../geometry/square.ts";
import { toDistances } from "../../geometry/to-distances.ts";

/**
 * Distances between items: a result of `pairwise`, whose similarities are converted as its metric
 * declares; or n × n, symmetric, zero diagonal; or condensed.
 */
export type DistancesLike = Comparisons | Matrix | Float64Array;

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
  const { square, changes } = "metric" in given ? toDistances(given) : { square: given, changes: [] };
  const checked = squareOf(square);
  const known = names ?? ("metric" in given ? given.names : itemNames(checked.rows));
  if (known.length !== checked.rows)
    throw new ShapeError(`${known.length} names for ${checked.rows} items; expected one for each.`);
  return { square: checked, names: known, changes };
}
