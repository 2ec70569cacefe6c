import { square } from "../../base/math/powers.ts";
import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { data, optional, number, resolveOptions, type OptionSchemas } from "../../base/options.ts";
import { toRepresentation, type Representation, type RepresentationLike } from "../../data/representation.ts";

/** Options of `framed`. */
export interface FramedOptions {
  readonly constant?: number | undefined;
  readonly names?: readonly [string, string] | undefined;
}

export const framedOptions = {
  constant: optional(
    number(
      1,
      -Number.MAX_VALUE,
      Number.MAX_VALUE,
      "The response of all units in the constant pattern, not 0. If not given, the root mean square of all responses.",
    ),
  ),
  names: data<readonly [string, string]>(
    "a list of two texts",
    "Names of the two patterns; if not given, origin and constant.",
    (value) => Array.isArray(value) && value.length === 2,
  ),
} satisfies OptionSchemas<FramedOptions>;

/**
 * The responses with two more stimuli: the origin, at which all units are silent, and a pattern in which all respond
 * alike. Distances to these tell where the patterns lie and how large their mean is, which an RDM of the stimuli alone
 * does not keep.
 *
 * @param representation - stimuli × units, or stimuli × repeats × units: the patterns are then the same in each repeat
 * @throws {ShapeError} for other axes.
 * @throws {OptionError} for a constant of 0, or a stimulus that has the name of a reference.
 * @throws {NumericalError} if all responses are 0 or missing, so that there is no constant.
 *
 * Source: Taylor & Kriegeskorte, "Framed RSA: honoring representational geometry and regional-mean response
 * preferences", Cognitive Computational Neuroscience, 2025. The size of the constant is this library's.
 */
export function framed(representation: RepresentationLike, options: FramedOptions = {}): Representation {
  const { constant, names = ["origin", "constant"] } = resolveOptions("framed", framedOptions, options);
  const given = toRepresentation(representation, "x");
  const { name, shape, repeats } = given;
  if (shape.length < 2 || shape.length > 3 || repeats)
    throw new ShapeError(
      `framed takes stimuli × units or stimuli × repeats × units; ${name} is ${shape.join(" × ")}.`,
    );
  if (constant === 0)
    throw new OptionError(
      "framed: constant is 0; the origin is a reference already. Accepted: any other number.",
      "constant",
    );
  const [count, ...rest] = shape as [number, ...number[]];
  const stimuli = given.stimuli ?? Array.from({ length: count }, (_, i) => String(i));
  const taken = names.find((one) => stimuli.includes(one));
  if (taken !== undefined)
    throw new OptionError(
      `framed: ${name} has a stimulus ${JSON.stringify(taken)}; give the references other names.`,
      "names",
    );
  const width = rest.reduce((product, length) => product * length, 1);
  const values = new Float64Array((count + 2) * width);
  values.set(given.data);
  values.fill(constant ?? rootMeanSquare(given), (count + 1) * width);
  return { name, shape: [count + 2, ...rest], data: values, stimuli: [...stimuli, ...names] };
}

/** Of the responses that are there. */
function rootMeanSquare({ name, data: values }: Representation): number {
  let [largest, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    largest = Math.max(largest, Math.abs(value));
    count++;
  }
  if (!(largest > 0 && largest < Infinity))
    throw new NumericalError(`framed: ${name}: all responses are 0, missing or infinite; give a constant.`);
  // Divided by the largest, so that no square overflows or vanishes.
  let sum = 0;
  for (const value of values) if (!Number.isNaN(value)) sum += square(value / largest);
  return largest * Math.sqrt(sum / count);
}
