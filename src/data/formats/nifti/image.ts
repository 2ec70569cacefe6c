import { FormatError } from "../../../base/errors.ts";
import type { Pieces } from "../../source.ts";
import { ByteReader, type Limits } from "../bytes.ts";
import { decodedBytes, decodeNumbers, dtypes, numbersFor, type DtypeName, type Numbers } from "../dtypes.ts";
import type { RowRange } from "../opened.ts";
import { gunzipped, isGzip, type Gunzipped } from "../packed/pieces.ts";
import { sizeOf } from "../shapes.ts";
import { firstBytes, headerSizeOf, readNiftiHeader, type NiftiHeader } from "./header.ts";

/** Bytes that are read at once, for which a caller that stops must wait. */
const slice = 2 ** 22;

/** A NIfTI file of which the header was read. */
export interface NiftiImage {
  readonly file: string;
  readonly header: NiftiHeader;
  /** The header itself, 348 or 540 bytes. */
  readonly headerBytes: Uint8Array<ArrayBuffer>;
  readonly bytes: Pick<Pieces, "readInto">;
  /** Where the file is compressed. */
  readonly packed: Gunzipped | undefined;
}

/**
 * Reads the header of a file, compressed or not.
 * @throws {FormatError} whatever is wrong with it, and for a file too short for the numbers that it declares.
 */
export async function openNiftiImage(pieces: Pieces, file: string, limits: Limits): Promise<NiftiImage> {
  const first = await beginning(pieces, pieces.size, firstBytes);
  const packed = isGzip(first) ? gunzipped(pieces, file, limits) : undefined;
  const bytes = packed ?? pieces;
  const size = packed ? packed.most : pieces.size;
  const headerSize = headerSizeOf(packed ? await beginning(bytes, size, firstBytes) : first, file);
  if (size < headerSize) throw tooShort(file, `a header of ${headerSize} bytes`, size, packed);
  const headerBytes = await beginning(bytes, size, headerSize);
  const header = await readNiftiHeader(headerBytes, file);
  const image = { file, header, headerBytes, bytes, packed };
  if (typeof header.type === "string" && endOf(image) > size)
    throw tooShort(file, `${endOf(image)} bytes as the header declares`, size, packed);
  return image;
}

async function beginning(bytes: Pick<Pieces, "readInto">, size: number, count: number) {
  const read = new Uint8Array(Math.min(size, count));
  await bytes.readInto(read, 0);
  return read;
}

function tooShort(file: string, expected: string, size: number, packed: unknown): FormatError {
  const got = packed ? `a compressed file that gives ${size} at most` : `${size}`;
  return new FormatError({ file, offset: 0, expected, got });
}

/** Position behind the last number. */
function endOf({ header: { shape, volumes, type, start } }: NiftiImage): number {
  return start + volumes * sizeOf(shape) * dtypes[type as DtypeName].size;
}

/** Bytes that reading takes beside the numbers that it gives. */
export function scratchOf({ header: { type, shape }, packed }: NiftiImage): number {
  if (typeof type !== "string") return 0;
  const most = Math.min(sizeOf(shape), countAtOnce(type));
  return most * dtypes[type].size + decodedBytes(type, most) + (packed?.scratch ?? 0);
}

function countAtOnce(type: DtypeName): number {
  return slice / dtypes[type].size;
}

/** How the numbers come: single precision stays, unless a slope makes doubles of it. */
export function decodedType({ type, scaling }: NiftiHeader): DtypeName {
  const name = type as DtypeName;
  return scaling && dtypes[name].decodedSize === 4 ? "f8" : name;
}

/**
 * The numbers of some volumes, volumes × voxels.
 * @param voxels - places in a volume, rising, first axis fastest; all where there is none
 * @throws {FormatError} for what is damaged.
 */
export async function readVolumes(
  image: NiftiImage,
  voxels: Int32Array | undefined,
  { start, end }: RowRange,
  signal?: AbortSignal,
  memory?: ArrayBuffer,
): Promise<Numbers> {
  const { header, packed } = image;
  const all = sizeOf(header.shape);
  const units = voxels ? voxels.length : all;
  const type = header.type as DtypeName;
  const values = numbersFor(decodedType(header), (end - start) * units, memory);
  const most = Math.min(all, countAtOnce(type));
  const raw = new Uint8Array(most * dtypes[type].size);
  const decoded = numbersFor(type, most);
  for (let volume = start; volume < end; volume++) {
    const row = values.subarray((volume - start) * units, (volume - start + 1) * units);
    let taken = 0;
    for (let from = 0; from < all; from += most) {
      signal?.throwIfAborted();
      const part = decoded.subarray(0, Math.min(most, all - from));
      await readPart(image, volume * all + from, raw, part);
      taken = voxels ? gather(part, from, voxels, taken, row) : copy(part, from, row);
    }
    scale(row, header.scaling);
  }
  if (packed && end === header.volumes) await packed.check();
  return values;
}

/** Decodes numbers from the `index`-th on. */
async function readPart(
  { file, bytes, header }: NiftiImage,
  index: number,
  raw: Uint8Array<ArrayBuffer>,
  to: Numbers,
): Promise<void> {
  const name = header.type as DtypeName;
  const { size } = dtypes[name];
  const place = header.start + index * size;
  const part = raw.subarray(0, to.length * size);
  await bytes.readInto(part, place);
  decodeNumbers(name, part, to, header.bigEndian, (at, expected, got) => {
    const reader = new ByteReader(new Uint8Array(0), file);
    throw reader.problem(expected, `${got} in voxel ${index + at}`, place + at * size);
  });
}

function copy(part: Numbers, from: number, row: Numbers): number {
  row.set(part, from);
  return from + part.length;
}

/** Takes the voxels that lie in a part of a volume. @returns how many have been taken in all */
function gather(part: Numbers, from: number, voxels: Int32Array, taken: number, row: Numbers): number {
  let at = taken;
  for (; at < voxels.length && voxels[at]! < from + part.length; at++) row[at] = part[voxels[at]! - from]!;
  return at;
}

function scale(row: Numbers, scaling: NiftiHeader["scaling"]): void {
  if (!scaling) return;
  const { slope, intercept } = scaling;
  for (let k = 0; k < row.length; k++) row[k] = row[k]! * slope + intercept;
}
