import { largestOf } from "../../base/lists.ts";
import { ShapeError } from "../../base/errors.ts";
import type { TokenMask } from "../arrange/operations.ts";
import type { Numbers } from "../formats/dtypes.ts";

/**
 * Which tokens of padded sentences are there.
 * @param shape - stimuli × tokens, above 0 for those that are there; or stimuli: how many, from the first
 * @throws {ShapeError} for another shape, or a number of tokens that is none.
 */
export function tokenMask(name: string, shape: readonly number[], data: Numbers): TokenMask {
  const [stimuli = 0, tokens] = shape;
  if (shape.length === 1 || (shape.length === 2 && tokens === 1)) return lengthsMask(name, stimuli, data);
  if (shape.length === 2)
    return { name, stimuli, tokens, isThere: (stimulus, token) => data[stimulus * tokens! + token]! > 0 };
  throw new ShapeError(
    `${name} is ${shape.join(" × ")}; a mask of tokens is stimuli × tokens, or the number of tokens of each stimulus.`,
  );
}

function lengthsMask(name: string, stimuli: number, data: Numbers): TokenMask {
  const wrong = data.findIndex((count) => !(Number.isInteger(count) && count >= 0));
  if (wrong >= 0)
    throw new ShapeError(
      `The mask ${name} says that stimulus ${wrong}, counted from 0, has ${data[wrong]} tokens; expected whole numbers.`,
    );
  const isThere = (stimulus: number, token: number) => token < data[stimulus]!;
  return { name, stimuli, tokens: undefined, longest: largestOf(data), isThere };
}
