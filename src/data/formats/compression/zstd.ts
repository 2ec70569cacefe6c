import { assertFits, type Limits } from "../bytes.ts";
import { optional } from "../optional.ts";
import { Output } from "./window.ts";

/** As far back as a copy of a frame may reach; what the program zstd accepts by default. */
const largestWindow = 2 ** 27;

/** Bytes that may be moved inside windows: a tenth of a second. The package moves the whole window for each block. */
const mostMoved = 2 ** 29;

/**
 * Unpacks a Zstandard frame (RFC 8878) by the package fzstd.
 * @throws {RangeError | Error} for what is damaged, or has another size.
 */
export async function zstdReader(
  file: string,
): Promise<(packed: Uint8Array, size: number, limits: Limits) => Uint8Array<ArrayBuffer>> {
  const { Decompress, decompress } = await optional("fzstd", () => import("fzstd"), file);
  return (packed, size, limits) => {
    const { window, blocks } = frameOf(packed, size);
    if (blocks * window > mostMoved) {
      assertFits(file, size, limits);
      return decompress(packed, new Uint8Array(size)) as Uint8Array<ArrayBuffer>;
    }
    assertFits(file, size + window, limits);
    const output = new Output(size);
    new Decompress((part) => output.append(part)).push(packed, true);
    if (output.left > 0) throw new RangeError("fewer bytes than declared");
    return output.bytes;
  };
}

/**
 * What the package will take: how many bytes it keeps for copies, and how often. It believes whatever a header says.
 * @throws {RangeError} for another size than that, and for more than one frame.
 */
function frameOf(packed: Uint8Array, size: number): { window: number; blocks: number } {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  if (view.getUint32(0, true) !== 0xfd2fb528) throw new RangeError("no Zstandard frame");
  const descriptor = view.getUint8(4);
  const isSingle = (descriptor & 32) !== 0;
  const contentAt = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  const contentBytes = descriptor >> 6 === 0 ? Number(isSingle) : 2 ** (descriptor >> 6);
  const declared = contentSize(view, contentAt, contentBytes);
  if (declared !== undefined && declared !== size)
    throw new RangeError(`another size in its header, ${declared}`);
  const window = isSingle ? size : windowOf(view.getUint8(5));
  const { blocks, end } = blocksOf(view, contentAt + contentBytes);
  if (end + (descriptor & 4 ? 4 : 0) !== packed.length) throw new RangeError("bytes after its frame");
  return { window, blocks };
}

function windowOf(byte: number): number {
  const base = 2 ** (10 + (byte >> 3));
  const window = base + (base / 8) * (byte & 7);
  if (window > largestWindow) throw new RangeError(`a window of ${window} bytes`);
  return window;
}

/** The size of what is packed, where the header has it. */
function contentSize(view: DataView, at: number, bytes: number): number | undefined {
  switch (bytes) {
    case 0:
      return undefined;
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    default:
      return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
  }
}

/** How many blocks there are, and where the last one ends. */
function blocksOf(view: DataView, start: number): { blocks: number; end: number } {
  for (let [at, blocks] = [start, 1]; ; blocks++) {
    const head = view.getUint16(at, true) + view.getUint8(at + 2) * 2 ** 16;
    const isRepeated = ((head >> 1) & 3) === 1;
    at += 3 + (isRepeated ? 1 : head >> 3);
    if (head & 1) return { blocks, end: at };
  }
}
