/** What is tested of the maps that were given, and which of it is connected. */
import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { differ } from "../../base/statistics.ts";
import type { Representation } from "../../data/representation.ts";
import { linksOf, type Links } from "./connected.ts";
import type { ChosenMapInference } from "./options.ts";

/**
 * Subjects and places of the maps.
 * @throws {ShapeError} for other axes. @throws {NumericalError} for an infinite value.
 */
export function shapeOf({ name, shape, data }: Representation): [number, number] {
  if (shape.length !== 2)
    throw new ShapeError(`${name} is ${shape.join(" × ")}; expected maps, subjects × places.`);
  for (let k = 0; k < data.length; k++)
    if (Math.abs(data[k]!) === Infinity)
      throw new NumericalError(
        `${name}: subject ${Math.floor(k / shape[1]!)} has ${data[k]} at place ${k % shape[1]!}; finite values are needed, or NaN where one is missing.`,
      );
  return shape as unknown as [number, number];
}

/** Neighbours, for a method that is about connected places. @throws {OptionError} if there are none. @throws {ShapeError} for other places. */
export function neighborsFor(
  { method }: ChosenMapInference,
  neighbors: readonly ArrayLike<number>[] | undefined,
  places: number,
): readonly ArrayLike<number>[] | undefined {
  if (method === "max") return undefined;
  if (neighbors === undefined)
    throw new OptionError(
      `mapInference: method ${JSON.stringify(method)} is about connected places; give the neighbours of each place, or take "max".`,
      "method",
    );
  if (neighbors.length === places) return neighbors;
  throw new ShapeError(
    `mapInference: there are neighbours of ${neighbors.length} places, and maps of ${places} places.`,
  );
}

/** Places at which every subject has a value, and not all the same. @throws {NumericalError} if there is none. */
export function testedPlaces({ name, data }: Representation, subjects: number, places: number): Int32Array {
  const found = new Int32Array(places);
  let count = 0;
  for (let place = 0; place < places; place++) {
    let [low, high] = [Infinity, -Infinity];
    for (let s = 0; s < subjects; s++) {
      const value = data[s * places + place]!;
      if (Number.isNaN(value)) high = NaN;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
    if (differ(low, high, 1)) found[count++] = place;
  }
  if (count > 0) return found.subarray(0, count);
  throw new NumericalError(
    `${name}: no place can be tested; at each a subject has no value, or all subjects have the same.`,
  );
}

/** Subjects × tested places. */
export function takePlaces({ data }: Representation, subjects: number, tested: Int32Array): Matrix {
  const places = data.length / subjects;
  const taken = matrix(subjects, tested.length);
  for (let s = 0; s < subjects; s++)
    tested.forEach((place, k) => (taken.data[s * tested.length + k] = data[s * places + place]!));
  return taken;
}

/** Who is beside whom among the tested places. @throws {ShapeError} for a neighbour that is not there. */
export function linksAmong(lists: readonly ArrayLike<number>[], tested: Int32Array, places: number): Links {
  const numbers = new Int32Array(places).fill(-1);
  tested.forEach((place, k) => (numbers[place] = k));
  const among = Array.from(tested, (place) => {
    const list = Array.from(lists[place]!);
    const bad = list.find((other) => !(Number.isInteger(other) && other >= 0 && other < places));
    if (bad !== undefined)
      throw new ShapeError(
        `mapInference: place ${place} has neighbour ${bad}; places are whole numbers from 0 to ${places - 1}.`,
      );
    return list.map((other) => numbers[other]!).filter((other) => other >= 0);
  });
  return linksOf(among);
}
