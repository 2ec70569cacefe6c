/*
 * LZ4: the block format, and the frame format around it
 * (github.com/lz4/lz4, doc/lz4_Block_format.md and lz4_Frame_format.md).
 */
import { Output } from "./window.ts";

/**
 * Unpacks one block. @param size - that it has
 * @throws {RangeError} for what is damaged, or has another size.
 */
export function unpackLz4Block(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const output = new Output(size);
  appendBlock(packed, output);
  return whole(output);
}

/**
 * Unpacks the blocks that Hadoop frames: before each stand its two sizes, most significant byte first.
 * Other writers call a lone block the same codec.
 */
export function unpackLz4Hadoop(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const output = new Output(size);
  for (let at = 0; at < packed.length;) {
    const isFramed = packed.length - at > 8 && view.getUint32(at) <= output.left;
    const end = isFramed ? at + 8 + view.getUint32(at + 4) : Infinity;
    if (end > packed.length) return unpackLz4Block(packed, size);
    output.start = output.filled;
    appendBlock(packed.subarray(at + 8, end), output);
    at = end;
  }
  return whole(output);
}

/** Bits of the second byte of a frame. */
const [version, independent, blockSum, contentSize, contentSum, dictionary] = [0xc0, 32, 16, 8, 4, 1];

/**
 * Unpacks frames, one after the other. Their checksums are not computed.
 * @param size - that all have together
 * @throws {RangeError} for what is damaged, or has another size.
 */
export function unpackLz4Frames(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const output = new Output(size);
  for (let at = 0; at < packed.length;) at = appendFrame(packed, at, output);
  return whole(output);
}

function appendFrame(packed: Uint8Array, start: number, output: Output): number {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  if (view.getUint32(start, true) !== 0x184d2204) throw new RangeError("no LZ4 frame");
  const flags = view.getUint8(start + 4);
  if ((flags & version) !== 0x40 || (flags & dictionary) !== 0)
    throw new RangeError("an LZ4 frame of another version, or with a dictionary");
  let at = start + 7 + (flags & contentSize ? 8 : 0);
  output.start = output.filled;
  for (;;) {
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) return at + (flags & contentSum ? 4 : 0);
    const end = at + (word & 0x7fffffff);
    if (end > packed.length) throw new RangeError("an early end");
    if (flags & independent) output.start = output.filled;
    const block = packed.subarray(at, end);
    if (word & 0x80000000) output.append(block);
    else appendBlock(block, output);
    at = end + (flags & blockSum ? 4 : 0);
  }
}

/** Sequences of literals and a copy; the last has literals alone. */
function appendBlock(packed: Uint8Array, output: Output): void {
  let at = 0;
  const next = () => {
    if (at >= packed.length) throw new RangeError("an early end");
    return packed[at++]!;
  };
  const longer = (length: number) => {
    for (let byte = length === 15 ? 255 : 0; byte === 255; length += byte) byte = next();
    return length;
  };
  while (at < packed.length) {
    const token = next();
    const literals = longer(token >> 4);
    if (literals > packed.length - at) throw new RangeError("an early end");
    output.append(packed.subarray(at, at + literals));
    at += literals;
    if (at === packed.length) return;
    const distance = next() | (next() << 8);
    output.repeat(distance, longer(token & 15) + 4);
  }
}

function whole({ bytes, left }: Output): Uint8Array<ArrayBuffer> {
  if (left > 0) throw new RangeError("fewer bytes than declared");
  return bytes;
}
