import type { ByteReader } from "./bytes.ts";
import type { Numbers } from "./dtypes.ts";

/** Stimuli, repeats, time, units is the longest kind of input. */
export const maxAxes = 4;

/**
 * Checks a declared shape before anything is computed from it.
 *
 * @returns the shape; a scalar's is `[1]`
 * @throws {FormatError} if it has more than four axes, or a length that is not a whole number below 2^32.
 */
export function checkShape(reader: ByteReader, shape: readonly unknown[], offset: number): number[] {
  if (shape.length > maxAxes) {
    throw reader.problem(`at most ${maxAxes} axes`, `${shape.length}`, offset);
  }
  const bad = shape.find((length) => !isLength(length));
  if (bad !== undefined) throw reader.problem("axis lengths from 0 to 2^32 - 1", `${bad}`, offset);
  return shape.length === 0 ? [1] : (shape as number[]).slice();
}

function isLength(length: unknown): boolean {
  return Number.isSafeInteger(length) && (length as number) >= 0 && (length as number) < 2 ** 32;
}

/** Number of elements. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * Reorders the axes of a row-major array.
 *
 * @param order - old axis that each new axis is; a permutation of 0 … shape.length − 1
 * @returns row-major data of shape `order.map((axis) => shape[axis])`
 */
export function permuteAxes(data: Numbers, shape: readonly number[], order: readonly number[]): Numbers {
  const permuted = data.slice();
  const lengths = order.map((axis) => shape[axis]!);
  const steps = order.map((axis) => sizeOf(shape.slice(axis + 1)));
  const last = order.length - 1;
  let to = 0;
  const walk = (axis: number, from: number): void => {
    const [length, step] = [lengths[axis]!, steps[axis]!];
    for (let i = 0; i < length; i++, from += step) {
      if (axis === last) permuted[to++] = data[from]!;
      else walk(axis + 1, from);
    }
  };
  if (data.length > 0) walk(0, 0);
  return permuted;
}

/** Column-major (Fortran) data of a shape as row-major data of the same shape. */
export function fromColumnMajor(data: Numbers, shape: readonly number[]): Numbers {
  if (shape.length < 2) return data;
  // Column-major data is the row-major data of the reversed shape.
  return permuteAxes(data, shape.toReversed(), [...shape.keys()].toReversed());
}
