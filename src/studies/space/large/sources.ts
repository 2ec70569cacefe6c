import { OptionError, ShapeError } from "../../../base/errors.ts";
import type { Signal } from "../../../base/host/types.ts";
import { assertLabels } from "../../../base/numbers.ts";
import type { ConversionName } from "../../../geometry/to-distances.ts";
import type { Control } from "../../../run/lanes/control.ts";

/** Distances among items of which some rows are read at a time, so that the matrix is never whole in memory. */
export interface DistanceRows {
  /** Items. */
  readonly size: number;
  readonly names?: readonly string[] | undefined;
  /** What is to be done with the values, if they are similarities. */
  readonly toDistance?: ConversionName | undefined;
  /**
   * Rows `start` … `end` − 1, `size` numbers each, in memory that the caller owns. Is called several times for the same rows.
   * @returns numbers that are the same each time
   */
  rows(start: number, end: number, signal?: Signal): Promise<Float64Array | Float32Array>;
}

/** Distances among items that are computed when they are asked for. */
export interface DistancesOnDemand {
  /** Items. */
  readonly size: number;
  readonly names?: readonly string[] | undefined;
  /**
   * From one item to some others.
   * @returns distances, at least 0, the same from j to i as from i to j
   */
  between(from: number, to: readonly number[], control: Control): Promise<ArrayLike<number>>;
}

/** Distances that are not in memory. */
export type DistanceSource = DistanceRows | DistancesOnDemand;

/** @throws {ShapeError} | {OptionError} for a source without a size, or with names that are none or not one for each item. */
export function assertSource({ size, names }: Pick<DistanceSource, "size" | "names">): void {
  if (!Number.isInteger(size) || size < 1)
    throw new ShapeError(`Distances by rows or on demand: size is ${size}; expected the number of items.`);
  if (names === undefined) return;
  assertLabels(names, "distances", "names");
  if (names.length !== size)
    throw new ShapeError(`${names.length} names for ${size} items; expected one for each.`);
}

export function isOnDemand(source: DistanceSource): source is DistancesOnDemand {
  return "between" in source;
}

/** Rows of a source, checked. @throws {ShapeError} for another number of values. */
export async function rowsOf(
  source: DistanceRows,
  [start, end]: readonly [number, number],
  signal: Signal | undefined,
): Promise<Float64Array | Float32Array> {
  const { size } = source;
  const values = await source.rows(start, end, signal);
  if (!(values instanceof Float64Array || values instanceof Float32Array))
    throw new OptionError("Distances by rows: expected a Float64Array or a Float32Array.");
  if (values.length === (end - start) * size) return values;
  throw new ShapeError(
    `Distances by rows: rows ${start} to ${end - 1} of ${size} items are ${(end - start) * size} numbers; got ${values.length}.`,
  );
}
