import { finish, inRanges, type Steps } from "../../base/steps.ts";

const polynomial = 0xedb88320;

/** Remainder of each byte value, for one table look-up a byte. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? polynomial : 0);
  return remainder;
});

/** The checksum of zip archives: CRC-32 of ISO 3309, as an unsigned number. */
export function crc32(bytes: Uint8Array): number {
  return finish(crc32Steps(bytes));
}

/** `crc32` in steps. */
export function* crc32Steps(bytes: Uint8Array): Steps<number> {
  let crc = 0;
  yield* inRanges(bytes.length, (from, to) => (crc = crc32Of(bytes, crc, from, to)), 2 ** 20);
  return crc;
}

/** That of some bytes behind others. @param before - the checksum of those */
export function crc32Of(bytes: Uint8Array, before: number, from = 0, to = bytes.length): number {
  let state = ~before;
  for (let i = from; i < to; i++) state = (state >>> 8) ^ table[(state ^ bytes[i]!) & 255]!;
  return ~state >>> 0;
}
