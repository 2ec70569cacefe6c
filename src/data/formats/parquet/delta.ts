import type { ByteReader } from "../bytes.ts";
import { varint } from "./thrift.ts";

/**
 * Integers as differences (Parquet's DELTA_BINARY_PACKED): a head, the first value, then blocks of a least
 * difference and miniblocks of what is above it, each of its own width.
 * @param bits - 32 or 64: sums wrap around there
 * @returns them as 64-bit integers
 */
export function readDeltas(reader: ByteReader, count: number, bits: 32 | 64): BigInt64Array {
  const blockSize = varint(reader);
  const minis = varint(reader);
  const total = varint(reader);
  const each = blockSize / minis;
  if (total !== count || !Number.isInteger(each) || each % 8 !== 0 || each > 2 ** 20)
    throw reader.problem(
      `${count} differences in blocks of a multiple of 8`,
      `${total} in blocks of ${blockSize}`,
    );
  const values = new BigInt64Array(count);
  let last = zigzag(reader);
  if (count > 0) values[0] = BigInt.asIntN(bits, last);
  for (let filled = 1; filled < count;) {
    const least = zigzag(reader);
    const widths = reader.take(minis, "widths of differences");
    for (let m = 0; m < minis && filled < count; m++) {
      const width = widths[m]!;
      if (width > 64) throw reader.problem("differences of at most 64 bits", `${width}`);
      const size = (each * width) / 8;
      const bytes = reader.take(Math.min(size, reader.left), "differences");
      const part = values.subarray(filled, Math.min(count, filled + each));
      if (bytes.length < Math.ceil((part.length * width) / 8))
        throw reader.problem("differences", "an early end");
      for (let k = 0; k < part.length; k++) {
        last = BigInt.asIntN(bits, last + least + wideBits(bytes, k * width, width));
        part[k] = last;
      }
      filled += part.length;
    }
  }
  return values;
}

function wideBits(bytes: Uint8Array, at: number, width: number): bigint {
  let value = 0n;
  const first = Math.floor(at / 8);
  const shift = at % 8;
  for (let k = Math.ceil((shift + width) / 8) - 1; k >= 0; k--)
    value = (value << 8n) | BigInt(bytes[first + k]!);
  return BigInt.asUintN(width, value >> BigInt(shift));
}

function zigzag(reader: ByteReader): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.u8("an integer");
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return (value >> 1n) ^ -(value & 1n);
  }
  throw reader.problem("an integer of at most ten bytes", "a longer one");
}
