/** The numbers of a decoded chunk, and where they stand in the rows that are read. */
import { FormatError } from "../../../base/errors.ts";
import { decodeNumbers, numbersFor, type DtypeName, type Numbers } from "../dtypes.ts";
import type { RowRange } from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import type { Coords } from "./chunks.ts";
import type { Layout, ZarrArray } from "./metadata.ts";

/** An array that is read. */
export interface Readable extends ZarrArray {
  readonly layout: Layout;
}

/** A chunk as zarrita decodes it. */
export interface Chunk {
  readonly data: Elements;
  readonly stride: readonly number[];
}

/** Any of the typed arrays; those of 64-bit integers hold bigint. */
type Elements = Float64Array;

/** Copies what a chunk holds of some rows to its place. @returns how many elements */
export function place(
  { data, stride }: Chunk,
  coords: Coords,
  { shape, layout }: Readable,
  rows: RowRange,
  values: Numbers,
  file: string,
): number {
  const { inner, element } = layout;
  const low = coords.map((c, axis) => Math.max(c * inner[axis]!, axis === 0 ? rows.start : 0));
  const high = coords.map((c, axis) =>
    Math.min((c + 1) * inner[axis]!, axis === 0 ? rows.end : shape[axis]!),
  );
  const lengths = high.map((end, axis) => end - low[axis]!);
  const count = sizeOf(lengths);
  const part = new (data.constructor as new (length: number) => Elements)(count);
  const from = low.reduce((sum, at, axis) => sum + (at - coords[axis]! * inner[axis]!) * stride[axis]!, 0);
  eachRun(lengths, stride, from, (start, step, length, to) => {
    for (let k = 0; k < length; k++) part[to + k] = data[start + k * step]!;
  });
  const numbers = numbersFor(element.name, count);
  const where = (index: number) => `in element ${index} of chunk ${coords.join(", ")}`;
  decode(element.name, part, numbers, where, file);
  const wide = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const target = low.reduce((sum, at, axis) => sum + (axis === 0 ? at - rows.start : at) * wide[axis]!, 0);
  eachRun(lengths, wide, target, (start, _, length, to) =>
    values.set(numbers.subarray(to, to + length), start),
  );
  return count;
}

/**
 * Runs along the last axis of a box in an array of some strides.
 * @param run - start and step in that array, and how long; `to`: its place in the box itself, row-major
 */
function eachRun(
  lengths: readonly number[],
  strides: readonly number[],
  first: number,
  run: (start: number, step: number, length: number, to: number) => void,
): void {
  const last = lengths.length - 1;
  const [length, step] = [lengths[last] ?? 1, strides[last] ?? 1];
  const at = lengths.map(() => 0);
  let start = first;
  for (let to = 0, all = sizeOf(lengths); to < all; to += length) {
    run(start, step, length, to);
    let axis = last - 1;
    for (; axis >= 0; axis--) {
      start += strides[axis]!;
      if (++at[axis]! < lengths[axis]!) break;
      start -= strides[axis]! * lengths[axis]!;
      at[axis] = 0;
    }
  }
}

const typedArrays = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** The fill value as a number of the result, or the error where an element has it that no double holds. */
export function fillNumber({ element: { name, held }, fill }: Layout, file: string): number | FormatError {
  const one = new (typedArrays[held] as unknown as new (values: unknown[]) => Elements)([fill]);
  const number = numbersFor(name, 1);
  try {
    decode(name, one, number, () => "where no chunk is stored (fill_value)", file);
  } catch (error) {
    return error as FormatError;
  }
  return number[0]!;
}

/** @throws {FormatError} for an integer that no double holds, saying where it is. */
function decode(
  name: DtypeName,
  elements: Elements,
  numbers: Numbers,
  where: (index: number) => string,
  file: string,
): void {
  const bytes = new Uint8Array(elements.buffer as ArrayBuffer);
  decodeNumbers(name, bytes, numbers, false, (index, expected, got) => {
    throw new FormatError({ file, offset: 0, expected, got: `${got} ${where(index)}` });
  });
}
