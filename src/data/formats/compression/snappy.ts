import { powerOfTwo } from "../../../base/math/powers.ts";
import { Output } from "./window.ts";

/**
 * Unpacks the raw Snappy format (github.com/google/snappy, format_description.txt): a length, then
 * literals and copies.
 * @param size - that it has
 * @throws {RangeError} for what is damaged, or has another size.
 */
export function unpackSnappy(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  let at = 0;
  const next = () => {
    if (at >= packed.length) throw new RangeError("an early end");
    return packed[at++]!;
  };
  const little = (count: number) => {
    let value = 0;
    for (let k = 0; k < count; k++) value += next() * powerOfTwo(8 * k);
    return value;
  };
  if (variable(next) !== size) throw new RangeError("another length in its first bytes");
  const output = new Output(size);
  while (at < packed.length) {
    const tag = next();
    const kind = tag & 3;
    if (kind > 0) {
      const length = kind === 1 ? 4 + ((tag >> 2) & 7) : (tag >> 2) + 1;
      output.repeat(kind === 1 ? ((tag >> 5) << 8) | next() : little(kind === 2 ? 2 : 4), length);
      continue;
    }
    const short = tag >> 2;
    const length = 1 + (short < 60 ? short : little(short - 59));
    if (length > packed.length - at) throw new RangeError("an early end");
    output.append(packed.subarray(at, at + length));
    at += length;
  }
  if (output.left > 0) throw new RangeError("fewer bytes than declared");
  return output.bytes;
}

/** A length of up to 32 bits, seven a byte. */
function variable(next: () => number): number {
  let value = 0;
  for (let k = 0; k < 5; k++) {
    const byte = next();
    value += (byte & 127) * powerOfTwo(7 * k);
    if (byte < 128) return value;
  }
  throw new RangeError("a length of more than five bytes");
}
