import { ShapeError } from "../errors.ts";
import type { Representation } from "../representation.ts";

/**
 * One array a stimulus as one representation.
 *
 * @param arrays - repeats × units each, named `file:stimulus`
 * @returns stimuli × repeats × units, double precision, in the order of the file
 * @throws {ShapeError} unless all arrays have the same two axes.
 */
export function stackStimuli(arrays: readonly Representation[], name: string): Representation {
  const first = arrays[0]!;
  for (const array of arrays) {
    if (array.shape.length === 2 && array.shape.join() === first.shape.join()) continue;
    throw new ShapeError(
      `${array.name}: perStimulus expects repeats × units, as many in each array of the file; ` +
        `got ${array.shape.join(" × ")} beside ${first.shape.join(" × ")} in ${first.name}. Different numbers of repeats are not read yet.`,
    );
  }
  const data = new Float64Array(arrays.length * first.data.length);
  for (const [i, array] of arrays.entries()) data.set(array.data, i * first.data.length);
  const shape = [arrays.length, ...first.shape];
  // The only array of a file has the file's name.
  if (arrays.length === 1) return { name, shape, data };
  return { name, shape, data, stimuli: arrays.map((array) => array.name.slice(name.length + 1)) };
}
