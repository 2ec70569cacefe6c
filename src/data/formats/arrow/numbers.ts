import { decodeNumbers, dtypes, numbersFor, type DtypeName, type Numbers } from "../dtypes.ts";
import { hasBit, type Buffers, type Range } from "./buffers.ts";

/** The `count + 1` offsets of texts or lists, which never fall. */
export async function offsetsIn(
  buffers: Buffers,
  place: number,
  size: 4 | 8,
  count: number,
): Promise<Numbers> {
  if (count === 0) return new Float64Array(1);
  const offsets = await numbersIn(buffers, place, size === 4 ? "i4" : "i8", { from: 0, count: count + 1 });
  for (let k = 0; k < count; k++)
    if (offsets[k]! < 0 || offsets[k + 1]! < offsets[k]!)
      throw buffers.problem("offsets that rise", `${offsets[k]}, then ${offsets[k + 1]}`);
  return offsets;
}

/** Complains about value `index` of those that were asked for. */
type Inexact = (index: number, got: string) => never;

/** Some numbers of a buffer. */
export async function numbersIn(
  buffers: Buffers,
  place: number,
  wire: DtypeName,
  { from, count }: Range,
  inexact?: Inexact,
): Promise<Numbers> {
  if (wire === "b1") {
    const bits = await buffers.bytes(place, Math.ceil((from + count) / 8));
    return Float64Array.from({ length: count }, (_, k) => Number(hasBit(bits, from + k)));
  }
  const { size } = dtypes[wire];
  const bytes = await buffers.bytes(place, (from + count) * size);
  const [start, end] = [from * size, (from + count) * size];
  // Buffers may be padded, and a decoder takes what its memory holds.
  const isExact = start === 0 && end === bytes.buffer.byteLength;
  const raw = isExact ? bytes : bytes.slice(start, end);
  const to = numbersFor(wire, count);
  decodeNumbers(wire, raw, to, false, (index, expected, got) => {
    inexact?.(index, got);
    throw buffers.problem(expected, got);
  });
  return to;
}
