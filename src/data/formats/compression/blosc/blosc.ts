/*
 * Blosc, version 1 (github.com/Blosc/c-blosc, README_CHUNK_FORMAT.rst): a header, where each block begins, and blocks, in
 * parts that another codec packed; bytes or bits of the elements are shuffled before. The package numcodecs has it in
 * wasm, but makes functions of text, which the content security policy of a page may forbid.
 */
import { inflated } from "../../packed/inflate.ts";
import { unpackLz4Block } from "../lz4.ts";
import { unpackSnappy } from "../snappy.ts";
import { unpackZstd } from "../zstd/zstd.ts";
import { unpackBloscLz } from "./blosclz.ts";
import { unshuffleBits, unshuffleBytes } from "./shuffle.ts";

/** Bits of the third byte. */
const [shuffled, copied, bitShuffled, unsplit] = [1, 2, 4, 16];

/** Codecs of the parts by the upper three bits of that byte; LZ4 stands for LZ4HC as well. */
const codecs = [unpackBloscLz, unpackLz4Block, unpackSnappy, inflated, unpackZstd];

/** A block is in as many parts as an element has bytes, if those are few and the parts not too short. */
const [mostParts, shortestPart] = [16, 128];

const header = 16;

/**
 * Unpacks a chunk.
 * @param packed - with a header that was checked: its size, and places of blocks within
 * @param size - that the header declares
 * @throws {RangeError | PackedError} for what is damaged, or has another size.
 */
export function unpackBlosc(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const flags = packed[2]!;
  const bytes = new Uint8Array(size);
  if (flags & copied) {
    bytes.set(packed.subarray(header, header + size));
    return bytes;
  }
  const block = view.getUint32(8, true);
  for (let k = 0, from = 0; from < size; k++, from += block) {
    const to = bytes.subarray(from, from + block);
    unpackBlock(packed.subarray(view.getUint32(header + 4 * k, true)), to, {
      flags,
      width: packed[3]!,
      isLast: to.length < block,
    });
  }
  return bytes;
}

interface BlockHow {
  readonly flags: number;
  /** Bytes of an element. */
  readonly width: number;
  /** Whether it is shorter than the others. */
  readonly isLast: boolean;
}

function unpackBlock(packed: Uint8Array, to: Uint8Array, { flags, width, isLast }: BlockHow): void {
  const isSplit = !(flags & unsplit) && !isLast && width <= mostParts && to.length / width >= shortestPart;
  const parts = isSplit ? width : 1;
  const size = Math.floor(to.length / parts);
  const isShuffled = (flags & (shuffled | bitShuffled)) !== 0 && width * size > 0;
  const found = isShuffled ? new Uint8Array(to.length) : to;
  for (let k = 0, at = 0; k < parts; k++) {
    const part = partAt(packed, at);
    found.set(part.length === size ? part : unpackPart(part, size, flags >> 5), k * size);
    at += 4 + part.length;
  }
  if (!isShuffled) return;
  if (flags & bitShuffled) unshuffleBits(found, to, width);
  else unshuffleBytes(found, to, width);
}

/** Before each part stands how long it is. */
function partAt(packed: Uint8Array, at: number): Uint8Array {
  if (at + 4 > packed.length) throw new RangeError("an early end");
  const length = new DataView(packed.buffer, packed.byteOffset + at, 4).getUint32(0, true);
  if (length > packed.length - at - 4) throw new RangeError("an early end");
  return packed.subarray(at + 4, at + 4 + length);
}

function unpackPart(part: Uint8Array, size: number, codec: number): Uint8Array {
  const unpack = codecs[codec];
  if (!unpack) throw new RangeError(`the codec ${codec} of blosc, which is unknown`);
  const bytes = unpack(part, size);
  if (bytes.length !== size) throw new RangeError("fewer bytes than declared");
  return bytes;
}
