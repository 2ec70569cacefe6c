import { inRanges, type Steps } from "../../base/steps.ts";
import type { ByteReader } from "./bytes.ts";
import type { Numbers } from "./dtypes.ts";

/** The longest kind of input has four axes; those of a file may be more, which are flattened or pooled. */
const maxAxes = 8;

/**
 * Checks a declared shape before anything is computed from it.
 *
 * @returns the shape; a scalar's is `[1]`
 * @throws {FormatError} if it has more than eight axes, or a length that is not a whole number below 2^32.
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
export function* permuteSteps(
  data: Numbers,
  shape: readonly number[],
  order: readonly number[],
): Steps<Numbers> {
  const permuted = new (data.constructor as Float64ArrayConstructor)(data.length);
  const lengths = order.map((axis) => shape[axis]!);
  const steps = order.map((axis) => sizeOf(shape.slice(axis + 1)));
  const last = order.length - 1;
  // The position in the new array, axis by axis, and where its element stands in the old one.
  const at = order.map(() => 0);
  let from = 0;
  const carry = () => {
    for (let axis = last; axis >= 0 && at[axis] === lengths[axis]; axis--) {
      from -= steps[axis]! * lengths[axis]!;
      at[axis] = 0;
      if (axis === 0) return;
      at[axis - 1]!++;
      from += steps[axis - 1]!;
    }
  };
  const move = (start: number, end: number) => {
    const step = steps[last]!;
    for (let to = start; to < end; carry()) {
      const stop = Math.min(end, to + lengths[last]! - at[last]!);
      at[last]! += stop - to;
      for (; to < stop; to++, from += step) permuted[to] = data[from]!;
    }
  };
  yield* inRanges(data.length, move);
  return permuted;
}

/** Column-major (Fortran) data of a shape as row-major data of the same shape. */
export function* fromColumnMajor(data: Numbers, shape: readonly number[]): Steps<Numbers> {
  if (shape.length < 2) return data;
  // Column-major data is the row-major data of the reversed shape.
  return yield* permuteSteps(data, shape.toReversed(), [...shape.keys()].toReversed());
}
