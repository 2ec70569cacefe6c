import { ShapeError } from "../base/errors.ts";
import { toRepresentation, type Representation } from "./representation.ts";
import type { Table } from "./formats/text/csv.ts";

/**
 * The arrays `means` and `covariances`, or `means` and `factors`, of one file as one
 * representation; any other arrays as they are.
 *
 * @param arrays - named `file:array`
 * @throws {ShapeError} if there is more beside them, or their shapes do not fit together.
 */
export function joinGaussians(arrays: readonly Table[], name: string): readonly Table[] {
  const member = (wanted: string) => arrays.find((array) => array.name === `${name}:${wanted}`);
  const [means, covariances, factors] = [member("means"), member("covariances"), member("factors")];
  if (!means || !(covariances ?? factors)) return arrays;
  if (arrays.length > 2) {
    const others = arrays.map((array) => array.name.slice(name.length + 1)).join(", ");
    throw new ShapeError(
      `${name}: means stand beside covariances or factors, and nothing else in the file; got ${others}.`,
    );
  }
  const { shape, data, stored } = means;
  const joined = {
    name,
    shape,
    data,
    ...(stored ? { stored } : {}),
    ...(covariances ? { covariances: partOf(covariances) } : {}),
  };
  return [toRepresentation(factors ? { ...joined, factors: partOf(factors) } : joined, name)];
}

function partOf({ shape, data }: Representation) {
  return { shape, data };
}
