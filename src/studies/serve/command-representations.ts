/** Representations as they stand in JSON. */
import { OptionError, ShapeError } from "../../base/errors.ts";
import { kindOf } from "../../base/numbers.ts";
import { shown, unknownOption } from "../../base/options.ts";
import { quoted } from "../../base/text.ts";
import { toRepresentation, type Representation, type RepresentationLike } from "../../data/representation.ts";

/** What stands in the place of a representation: itself, or a file below the folder of the service. */
export type GivenRepresentation = { readonly representation: Representation } | { readonly path: string };

/** Members of a representation, beside its numbers. */
const known = [
  "name",
  "shape",
  "data",
  "dtype",
  "layout",
  "stimuli",
  "repeats",
  "stored",
  "covariances",
  "factors",
];

/**
 * A representation from JSON: rows of numbers; `{ shape, data }` with the numbers as a list or as base64;
 * or `{ path }`, a file of the service.
 *
 * @param place - where it stands in the document, for messages
 * @param fallback - its name, where it brings none
 * @throws {OptionError | ShapeError | NumericalError} naming the place or the representation.
 */
export function representationOf(given: unknown, place: string, fallback: string): GivenRepresentation {
  if (Array.isArray(given)) return { representation: toRepresentation(given as number[][], fallback) };
  if (typeof given !== "object" || given === null)
    throw new ShapeError(
      `${place}: expected rows of numbers, { shape, data } or { path }, got ${kindOf(given)}.`,
    );
  if ("path" in given) return pathIn(given, place);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownOption(place, unknown, [...known, "path"]);
  if (!("data" in given)) throw new ShapeError(`${place}: data is missing: a list of numbers, or base64.`);
  const { dtype, ...rest } = given as {
    readonly dtype?: unknown;
    readonly data: unknown;
    readonly name?: unknown;
  };
  if (rest.name !== undefined && typeof rest.name !== "string")
    throw new OptionError(`${place}: name is ${shown(rest.name)}; expected a text.`, "name");
  const name = rest.name ?? fallback;
  const whole = { ...rest, ...partsOf(rest, place), name, data: dataOf(rest.data, dtype, name) };
  if ("shape" in given || !isRows(rest.data))
    return { representation: toRepresentation(whole as RepresentationLike, name) };
  const { shape, data } = toRepresentation(rest.data, name);
  return { representation: toRepresentation({ ...whole, shape, data } as Representation, name) };
}

function pathIn(given: object, place: string): GivenRepresentation {
  const { path, ...others } = given as { readonly path: unknown };
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new OptionError(`${place}: ${quoted(other)} stands beside path; what a file holds is in the file.`);
  if (typeof path === "string") return { path };
  throw new OptionError(`${place}: path is ${shown(path)}; expected a text.`, "path");
}

function isRows(data: unknown): data is number[][] {
  return Array.isArray(data) && Array.isArray(data[0]);
}

/** What stands beside the responses, whose numbers may be base64 too. */
function partsOf(given: object, place: string): object {
  const parts = given as Readonly<
    Record<string, { data?: unknown; dtype?: unknown; shape?: unknown } | undefined>
  >;
  const found = ["covariances", "factors"].flatMap((name) => {
    const part = parts[name];
    if (part === undefined) return [];
    const owner = `${place}: ${name}`;
    if (typeof part !== "object" || part === null)
      throw new ShapeError(`${owner}: expected { shape, data }, got ${kindOf(part)}.`);
    return [[name, { shape: part.shape, data: dataOf(part.data, part.dtype, owner) }]];
  });
  return Object.fromEntries(found) as object;
}

/** Numbers as they stand, or from base64. What is neither is refused by who takes the representation. */
function dataOf(data: unknown, dtype: unknown, owner: string): unknown {
  if (typeof data !== "string") {
    if (dtype === undefined) return data;
    throw new OptionError(
      `${owner}: dtype is that of base64; leave it out beside a list of numbers.`,
      "dtype",
    );
  }
  if (dtype !== "float64" && dtype !== "float32")
    throw new OptionError(
      `${owner}: dtype is ${shown(dtype)}; base64 is of "float64" or "float32", little-endian.`,
      "dtype",
    );
  const bytes = Buffer.from(data, "base64");
  const length = Math.floor((data.replace(/=+$/, "").length * 3) / 4);
  if (bytes.length !== length || data.length % 4 !== 0)
    throw new ShapeError(`${owner}: data is no base64 (A to Z, a to z, 0 to 9, + and /, padded with =).`);
  const Numbers = dtype === "float64" ? Float64Array : Float32Array;
  if (length % Numbers.BYTES_PER_ELEMENT !== 0)
    throw new ShapeError(`${owner}: ${length} bytes are no whole number of ${dtype}.`);
  // A small buffer is part of a larger one, where numbers need not begin.
  return new Numbers(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + length));
}
