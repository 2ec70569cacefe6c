import { powerOfTwo } from "../../../../base/math/powers.ts";
import { Output } from "../window.ts";
import { readHuffman, readHuffmanTable, type HuffmanTable } from "./huffman.ts";
import { runSequences, type Memory } from "./sequences.ts";

/** Bytes that a block unpacks to, at most. */
const largestBlock = 2 ** 17;

/**
 * Unpacks Zstandard frames (RFC 8878), one after the other. Their checksums are not computed.
 * What is read costs no more time than its bytes and those of the output pay for.
 * @param size - that all have together
 * @throws {RangeError} for what is damaged, has another size, or needs a dictionary.
 */
export function unpackZstd(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const output = new Output(size);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  for (let at = 0; at < packed.length;) {
    const magic = view.getUint32(at, true);
    if (magic >>> 4 === 0x184d2a5) at += 8 + view.getUint32(at + 4, true);
    else if (magic === 0xfd2fb528) at = appendFrame(packed, view, at + 4, output);
    else throw new RangeError("no Zstandard frame");
    if (at > packed.length) throw new RangeError("an early end");
  }
  if (output.left > 0) throw new RangeError("fewer bytes than declared");
  return output.bytes;
}

/** What blocks hand on to the next block of their frame. */
interface State extends Memory {
  huffman: HuffmanTable | undefined;
}

/** @returns where the frame ends */
function appendFrame(packed: Uint8Array, view: DataView, start: number, output: Output): number {
  const descriptor = view.getUint8(start);
  if (descriptor & 8) throw new RangeError("a frame of another version");
  const isSingle = (descriptor & 32) !== 0;
  let at = start + (isSingle ? 1 : 2);
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  for (let k = 0; k < dictionaryBytes; k++)
    if (view.getUint8(at + k) !== 0) throw new RangeError("a dictionary");
  // The size of the content is known from elsewhere.
  at += dictionaryBytes + (descriptor >> 6 === 0 ? Number(isSingle) : powerOfTwo(descriptor >> 6));
  output.start = output.filled;
  const state: State = { tables: [], offsets: [1, 4, 8], huffman: undefined };
  for (let isLast = false; !isLast;) {
    const head = view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
    isLast = (head & 1) === 1;
    const [kind, size] = [(head >> 1) & 3, head >> 3];
    at += 3;
    const end = at + (kind === 1 ? 1 : size);
    if (end > packed.length) throw new RangeError("an early end");
    appendBlock(packed.subarray(at, end), kind, size, state, output);
    at = end;
  }
  return at + (descriptor & 4 ? 4 : 0);
}

function appendBlock(bytes: Uint8Array, kind: number, size: number, state: State, output: Output): void {
  if (kind === 3 || size > largestBlock) throw new RangeError("a block of another kind or size");
  if (kind === 0) output.append(bytes);
  else if (kind === 1) output.append(new Uint8Array(size).fill(bytes[0]!));
  else {
    const { literals, end } = readLiterals(bytes, state, output.left);
    runSequences(bytes.subarray(end), literals, state, output);
  }
}

/** Literals of a block (section 3.1.1.3.1), and where they end. @param most - bytes for which there is room */
function readLiterals(bytes: Uint8Array, state: State, most: number): { literals: Uint8Array; end: number } {
  const first = bytes[0] ?? 0;
  const [kind, form] = [first & 3, (first >> 2) & 3];
  const isCoded = kind >= 2;
  const head = isCoded ? [3, 3, 4, 5][form]! : [1, 2, 1, 3][form]!;
  if (bytes.length < head) throw new RangeError("an early end");
  const number = littleEndian(bytes, head);
  const width = isCoded ? [10, 10, 14, 18][form]! : [5, 12, 5, 20][form]!;
  const skipped = isCoded || form % 2 === 1 ? 4 : 3;
  const size = Math.floor(number / powerOfTwo(skipped)) % powerOfTwo(width);
  if (size > Math.min(largestBlock, most)) throw new RangeError("more literals than there is room for");
  const packed = isCoded ? Math.floor(number / powerOfTwo(skipped + width)) : kind === 1 ? 1 : size;
  const end = head + packed;
  if (end > bytes.length) throw new RangeError("an early end");
  const body = bytes.subarray(head, end);
  if (kind === 0) return { literals: body, end };
  const literals = new Uint8Array(size);
  if (kind === 1) literals.fill(body[0]!);
  else readCoded(body, literals, kind === 2, form === 0 ? 1 : 4, state);
  return { literals, end };
}

/** @param hasTree - otherwise the tree is that of a block before */
function readCoded(body: Uint8Array, to: Uint8Array, hasTree: boolean, streams: 1 | 4, state: State): void {
  let at = 0;
  if (hasTree) {
    const { table, size } = readHuffmanTable(body);
    state.huffman = table;
    at = size;
  }
  if (!state.huffman) throw new RangeError("the tree of a block before, where there is none");
  readHuffman(body.subarray(at), to, state.huffman, streams);
}

function littleEndian(bytes: Uint8Array, count: number): number {
  let value = 0;
  for (let k = 0; k < count; k++) value += bytes[k]! * powerOfTwo(8 * k);
  return value;
}
