import * as zlib from "node:zlib";
import { crc32Of } from "../../../data/formats/crc32.ts";

/** Node has it from 20.15 and 22.2 on, ten times as fast. */
const native = (zlib as { readonly crc32?: (bytes: Uint8Array, before?: number) => number }).crc32;

/** CRC-32 of some bytes behind others. @param before - the checksum of those */
export function checksum(bytes: Uint8Array, before = 0): number {
  return native ? native(bytes, before) : crc32Of(bytes, before);
}
