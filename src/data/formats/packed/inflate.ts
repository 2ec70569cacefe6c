import { inflateSync } from "fflate";
import { crc32 } from "../crc32.ts";
import { bestRatio, isGzip } from "./pieces.ts";

/** Why packed bytes cannot be inflated: an error that a reader turns into its own, which says where. */
export class PackedError extends Error {}

/**
 * Bytes of a zlib (RFC 1950) or gzip stream (RFC 1952), which says itself what it is.
 *
 * @param most - how many bytes are wanted at most; little more is ever allocated, whatever the stream expands to
 * @throws {PackedError} for a damaged stream, one of more bytes, or another checksum than it declares.
 */
export function inflated(packed: Uint8Array, most: number): Uint8Array<ArrayBuffer> {
  return isGzip(packed) ? gunzip(packed, most) : unzlib(packed, most);
}

function unzlib(packed: Uint8Array, most: number): Uint8Array<ArrayBuffer> {
  const [method = 0, flags = 0] = packed;
  if ((method & 15) !== 8 || (256 * method + flags) % 31 !== 0 || flags & 32 || packed.length < 6)
    throw new PackedError("no zlib or gzip stream");
  const bytes = inflate(packed.subarray(2, -4), most);
  const view = new DataView(packed.buffer, packed.byteOffset + packed.length - 4);
  if (view.getUint32(0) !== adler32(bytes)) throw new PackedError("another checksum than declared");
  return bytes;
}

/** Of several members, which tools for parallel work write, only the first could be told apart. */
function gunzip(packed: Uint8Array, most: number): Uint8Array<ArrayBuffer> {
  const start = afterGzipHeader(packed);
  if (start + 8 > packed.length) throw new PackedError("a gzip stream that is cut short");
  const bytes = inflate(packed.subarray(start, -8), most);
  const view = new DataView(packed.buffer, packed.byteOffset + packed.length - 8);
  if (view.getUint32(0, true) === crc32(bytes) && view.getUint32(4, true) === bytes.length) return bytes;
  throw new PackedError("another checksum or length than declared");
}

function afterGzipHeader(packed: Uint8Array): number {
  const flags = packed[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (packed[at] ?? 0) + 256 * (packed[at + 1] ?? 0);
  for (const text of [8, 16]) if (flags & text) at = packed.indexOf(0, at) + 1 || packed.length;
  return flags & 2 ? at + 2 : at;
}

/**
 * Deflated bytes (RFC 1951) without a checksum. One byte more than wanted shows a stream of more.
 * @throws {PackedError} for what is damaged, or more.
 */
export function inflate(deflated: Uint8Array, most: number): Uint8Array<ArrayBuffer> {
  let bytes: Uint8Array;
  try {
    const size = Math.min(most, deflated.length * bestRatio) + 1;
    bytes = inflateSync(deflated, { out: new Uint8Array(size) });
  } catch (error) {
    throw new PackedError(`damaged deflated bytes (${(error as Error).message})`);
  }
  if (bytes.length > most) throw new PackedError(`more than ${most} bytes`);
  return bytes as Uint8Array<ArrayBuffer>;
}

/** Sums that stay below 2^32 for so many bytes. */
const adlerStride = 5552;

/** The checksum of zlib streams. */
function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (let from = 0; from < bytes.length; from += adlerStride) {
    const end = Math.min(bytes.length, from + adlerStride);
    for (let i = from; i < end; i++) {
      low += bytes[i]!;
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return high * 65536 + low;
}
