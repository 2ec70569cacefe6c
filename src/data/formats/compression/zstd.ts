import { assertFits, type Limits } from "../bytes.ts";
import { optional } from "../optional.ts";
import { Output } from "./window.ts";

/** As far back as a copy of a frame may reach; what the program zstd accepts by default. */
const largestWindow = 2 ** 27;

/**
 * Unpacks Zstandard frames (RFC 8878) by the package fzstd.
 * @param size - that they have together
 * @throws {RangeError | Error} for what is damaged, or has another size.
 */
export async function zstdReader(
  file: string,
): Promise<(packed: Uint8Array, size: number, limits: Limits) => Uint8Array<ArrayBuffer>> {
  const { Decompress } = await optional("fzstd", () => import("fzstd"), file);
  return (packed, size, limits) => {
    const window = windowOf(packed, size);
    assertFits(file, size + window, limits);
    const output = new Output(size);
    new Decompress((part) => output.append(part)).push(packed, true);
    if (output.left > 0) throw new RangeError("fewer bytes than declared");
    return output.bytes;
  };
}

/**
 * Bytes that the package will keep for copies, from the header of the first frame: it takes whatever that says.
 * @throws {RangeError} for more than it can need, and for several frames, whose headers come later.
 */
function windowOf(packed: Uint8Array, size: number): number {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  if (view.getUint32(0, true) !== 0xfd2fb528) throw new RangeError("no Zstandard frame");
  const descriptor = view.getUint8(4);
  if (descriptor & 32) {
    const declared = contentSize(view, descriptor);
    if (declared !== size) throw new RangeError(`another size in its header, ${declared}`);
    return size;
  }
  const byte = view.getUint8(5);
  const base = 2 ** (10 + (byte >> 3));
  const window = base + (base / 8) * (byte & 7);
  if (window > largestWindow) throw new RangeError(`a window of ${window} bytes`);
  return window;
}

/** Of a frame that is one segment: it stands behind the descriptor and the number of a dictionary. */
function contentSize(view: DataView, descriptor: number): number {
  const at = 5 + [0, 1, 2, 4][descriptor & 3]!;
  switch (descriptor >> 6) {
    case 0:
      return view.getUint8(at);
    case 1:
      return view.getUint16(at, true) + 256;
    case 2:
      return view.getUint32(at, true);
    default:
      return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
  }
}
