import { ShapeError } from "../base/errors.ts";
import { concatenate } from "../base/matrix.ts";
import type { Representation } from "./representation.ts";
import { storedTypes } from "./stored.ts";

/**
 * One array a stimulus as one representation.
 *
 * @param arrays - repeats × units each, named `file:stimulus`
 * @returns stimuli × repeats × units, double precision, in the order of the file; where
 *   stimuli differ in their number of repeats, all repeats × units with that number for each
 * @throws {ShapeError} unless all arrays have two axes and as many units.
 */
export function stackStimuli(arrays: readonly Representation[], name: string): Representation {
  const first = arrays[0]!;
  for (const array of arrays) {
    if (array.shape.length === 2 && array.shape[1] === first.shape[1]) continue;
    throw new ShapeError(
      `${array.name}: perStimulus expects repeats × units, as many units in each array of the file; ` +
        `got ${array.shape.join(" × ")} beside ${first.shape.join(" × ")} in ${first.name}.`,
    );
  }
  const data = concatenate(arrays.map((array) => array.data));
  const stacked = { name, data, ...countsOf(arrays), ...coarsest(arrays) };
  // The only array of a file has the file's name.
  if (arrays.length === 1) return stacked;
  return { ...stacked, stimuli: arrays.map((array) => array.name.slice(name.length + 1)) };
}

/** The stored type whose rounding is largest, if any is less than double. */
function coarsest(arrays: readonly Representation[]): Pick<Representation, "stored"> {
  const types = new Set(arrays.map(({ stored }) => stored));
  const stored = storedTypes.findLast((type) => types.has(type));
  return stored ? { stored } : {};
}

/** The shape, and the number of repeats of each stimulus where they differ. */
function countsOf(arrays: readonly Representation[]): Pick<Representation, "shape" | "repeats"> {
  const repeats = arrays.map(({ shape }) => shape[0]!);
  const units = arrays[0]!.shape[1]!;
  if (repeats.every((count) => count === repeats[0])) return { shape: [arrays.length, repeats[0]!, units] };
  return { shape: [repeats.reduce((sum, count) => sum + count, 0), units], repeats };
}
