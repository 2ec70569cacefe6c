import { ShapeError } from "../../base/errors.ts";
import type { TokenMask } from "../arrange/operations.ts";
import type { Numbers } from "../formats/dtypes.ts";

/**
 * Which tokens of padded sentences are there.
 * @param shape - stimuli × tokens, above 0 for those that are there; or stimuli: how many, from the first
 * @throws {ShapeError} for another shape.
 */
export function tokenMask(name: string, shape: readonly number[], data: Numbers): TokenMask {
  const [stimuli = 0, tokens] = shape;
  if (shape.length === 1 || (shape.length === 2 && tokens === 1))
    return { name, stimuli, tokens: undefined, isThere: (stimulus, token) => token < data[stimulus]! };
  if (shape.length === 2)
    return { name, stimuli, tokens, isThere: (stimulus, token) => data[stimulus * tokens! + token]! > 0 };
  throw new ShapeError(
    `${name} is ${shape.join(" × ")}; a mask of tokens is stimuli × tokens, or the number of tokens of each stimulus.`,
  );
}
