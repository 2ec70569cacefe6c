import { powerOfTwo } from "../../../base/math/powers.ts";
import type { ByteReader } from "../bytes.ts";
import { varint } from "./thrift.ts";

/**
 * Fills `to` from runs: of one value, or of values of `width` bits each (Parquet's RLE/bit-packing hybrid).
 * @param width - bits of a value, from 0 to 32
 */
export function readHybrid(reader: ByteReader, width: number, to: Uint8Array | Uint32Array): void {
  if (width > 32) throw reader.problem("values of at most 32 bits", `${width}`);
  if (width === 0) {
    to.fill(0);
    return;
  }
  for (let filled = 0; filled < to.length;) {
    const head = varint(reader);
    const isPacked = head % 2 === 1;
    const count = Math.min(to.length - filled, isPacked ? ((head - 1) / 2) * 8 : head / 2);
    const part = to.subarray(filled, filled + count);
    if (isPacked) readPacked(reader, width, part, (head - 1) / 2);
    else part.fill(little(reader, Math.ceil(width / 8)));
    filled += count;
  }
}

/** The lowest bits of a byte first. @param groups - of eight values each; of the last group bytes may be missing */
function readPacked(reader: ByteReader, width: number, to: Uint8Array | Uint32Array, groups: number): void {
  const needed = Math.ceil((to.length * width) / 8);
  const bytes = reader.take(needed, "packed values");
  reader.skip(Math.min(reader.left, groups * width - needed), "packed values");
  for (let k = 0; k < to.length; k++) to[k] = bitsAt(bytes, k * width, width);
}

/** Up to 32 bits from the bit `at` on. Beyond the end there are zeros. */
export function bitsAt(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  const first = Math.floor(at / 8);
  const shift = at % 8;
  for (let k = 0; 8 * k < shift + width; k++) value += (bytes[first + k] ?? 0) * powerOfTwo(8 * k);
  return Math.floor(value / powerOfTwo(shift)) % powerOfTwo(width);
}

function little(reader: ByteReader, count: number): number {
  let value = 0;
  for (let k = 0; k < count; k++) value += reader.u8("a value") * powerOfTwo(8 * k);
  return value;
}
