/** What predictivity is asked about: sizes, and which stimuli are tested together. */
import { ShapeError } from "../../base/errors.ts";
import { createRandom, shuffled } from "../../base/random.ts";
import { assertFinite, type Representation } from "../../data/representation.ts";

/** Sizes of the responses. */
export interface Shape {
  readonly stimuli: number;
  readonly repeats: number;
  readonly voxels: number;
}

/**
 * @throws {ShapeError} for other axes, or another number of stimuli.
 * @throws {NumericalError} if a response is not finite.
 */
export function shapeOf(x: Representation, y: Representation): Shape {
  const sizes = (one: Representation) => one.shape.join(" × ");
  if (x.shape.length !== 2)
    throw new ShapeError(`${x.name} is ${sizes(x)}; expected the units of a network, stimuli × units.`);
  if (y.shape.length !== 3)
    throw new ShapeError(
      `${y.name} is ${sizes(y)}; expected responses, stimuli × repeats × voxels: halves of the repeats tell noise apart.`,
    );
  const [stimuli, repeats, voxels] = y.shape as [number, number, number];
  if (x.shape[0] !== stimuli)
    throw new ShapeError(
      `${x.name} is ${sizes(x)}, ${y.name} is ${sizes(y)}; the number of stimuli (first axis) must be the same.`,
    );
  if (repeats < 2)
    throw new ShapeError(`${y.name} has ${repeats} repeat; at least 2 are needed for two halves.`);
  assertFinite(x);
  assertFinite({ ...y, shape: [stimuli, repeats * voxels] });
  return { stimuli, repeats, voxels };
}

/** Of each stimulus, the fold in which it is tested. */
export function foldsOf(stimuli: number, folds: number, seed: number): Int32Array {
  const assigned = new Int32Array(stimuli);
  shuffled(stimuli, createRandom(seed)).forEach((stimulus, k) => (assigned[stimulus] = k % folds));
  return assigned;
}
