import type * as Zarrita from "zarrita";
import { inflated, PackedError } from "../packed/inflate.ts";
import { boundedName, type Packer } from "./pipeline.ts";

/** What zarrita tells a codec of the chunk. */
interface ChunkMeta {
  readonly shape: readonly number[];
  readonly dataType: string;
}

/** Unpacks bytes into at most so many. @param chunk - what a whole chunk has */
type Unpack = (bytes: Uint8Array, most: number, chunk: number) => Promise<Uint8Array> | Uint8Array;

/**
 * Makes zarrita find our readers of packed bytes under names of their own. Its own allocate whatever the bytes
 * declare or expand to; these ask first, and check what they can.
 */
export function registerCodecs({ registry }: typeof Zarrita): void {
  if (registry.has(boundedName("gzip"))) return;
  const readers: Record<Packer, Unpack> = {
    gzip: inflated,
    zlib: inflated,
    crc32c: checked,
    async zstd(bytes, most, chunk) {
      const { unpackZstd } = await import("../compression/zstd/zstd.ts");
      // Of a frame that does not say it, the size can only be that of the chunk.
      return unpackZstd(bytes, within(zstdSize(bytes) ?? chunk, most));
    },
    async blosc(bytes, most) {
      const { unpackBlosc } = await import("../compression/blosc/blosc.ts");
      return unpackBlosc(bytes, within(bloscSize(bytes), most));
    },
    async lz4(bytes, most) {
      const { unpackLz4Block } = await import("../compression/lz4.ts");
      return unpackLz4Block(bytes.subarray(4), within(lz4Size(bytes), most));
    },
  };
  for (const [packer, unpack] of Object.entries(readers))
    registry.set(boundedName(packer as Packer), async () => ({
      fromConfig: (_config: unknown, meta: ChunkMeta) => codec(meta, unpack) as never,
    }));
}

function codec(meta: ChunkMeta, unpack: Unpack) {
  const size = Number(/\d+$/.exec(meta.dataType)?.[0] ?? 8) / 8;
  const chunk = meta.shape.reduce((product, length) => product * length, size);
  // Packed once more, bytes that do not compress become a little longer.
  const most = chunk + Math.ceil(chunk / 8) + 4096;
  return {
    kind: "bytes_to_bytes",
    decode: async (bytes: Uint8Array) => unpack(bytes, most, chunk),
    encode() {
      throw new Error("Chunks are only read.");
    },
    computeEncodedSize: (decoded: number) => decoded + 4, // asked of crc32c alone, in an index of shards
  };
}

function within(declared: number, most: number): number {
  if (declared > most) throw new PackedError(`${declared} bytes declared, more than a chunk has`);
  return declared;
}

function viewOf(bytes: Uint8Array, least: number, what: string): DataView {
  if (bytes.length < least) throw new PackedError(`${bytes.length} bytes, less than the header of ${what}`);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Source: README_CHUNK_FORMAT of c-blosc 1: version, compressor, flags, size of elements, three sizes. */
function bloscSize(bytes: Uint8Array): number {
  const view = viewOf(bytes, 16, "blosc");
  const [size, block, packed] = [4, 8, 12].map((at) => view.getUint32(at, true)) as [number, number, number];
  const isCopied = (bytes[2]! & 2) !== 0;
  const isWhole = packed === bytes.length && (!isCopied || packed === size + 16);
  const fits =
    size === 0 || (block > 0 && block <= Math.max(size, 16) && (isCopied || blocksFit(view, size, block)));
  if (bytes[0] !== 2 || bytes[3] === 0 || !isWhole || !fits)
    throw new PackedError("no blosc chunk, or a damaged one");
  return size;
}

/** Where each block begins stands behind the header. */
function blocksFit(view: DataView, size: number, block: number): boolean {
  const count = Math.ceil(size / block);
  const first = 16 + 4 * count;
  if (first > view.byteLength) return false;
  for (let k = 0; k < count; k++) {
    const start = view.getUint32(16 + 4 * k, true);
    if (start < first || start + 4 > view.byteLength) return false;
  }
  return true;
}

/** The size that a frame declares, if it does. Source: RFC 8878, §3.1.1.1. */
function zstdSize(bytes: Uint8Array): number | undefined {
  const view = viewOf(bytes, 6, "zstd");
  if (view.getUint32(0, true) !== 0xfd2fb528) throw new PackedError("no zstd frame");
  const descriptor = bytes[4]!;
  const isSingle = (descriptor & 32) !== 0;
  const width = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const at = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  if (width === 0) return undefined;
  if (at + width > bytes.length) throw new PackedError("a zstd frame that is cut short");
  if (width === 1) return bytes[at]!;
  if (width === 2) return view.getUint16(at, true) + 256;
  return width === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}

/** numcodecs writes the size before the block. */
function lz4Size(bytes: Uint8Array): number {
  return viewOf(bytes, 4, "lz4").getUint32(0, true);
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0x82f63b78 : 0);
  return remainder;
});

/** CRC-32C (RFC 3720, appendix B.4) in the last four bytes. */
function checked(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes, 4, "crc32c");
  const inside = bytes.subarray(0, -4);
  let state = 0xffffffff;
  for (let i = 0; i < inside.length; i++) state = (state >>> 8) ^ table[(state ^ inside[i]!) & 255]!;
  if (~state >>> 0 !== view.getUint32(inside.length, true))
    throw new PackedError("another checksum (crc32c) than declared");
  return inside;
}
