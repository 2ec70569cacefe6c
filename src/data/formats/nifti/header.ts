import type { NIFTI1, NIFTI2 } from "nifti-reader-js";
import { FormatError } from "../../../base/errors.ts";
import { asIs, optional } from "../optional.ts";
import type { DtypeName } from "../dtypes.ts";
import { sizeOf } from "../shapes.ts";
import { affineOf, type Affine } from "./affine.ts";

/** What is needed of the header of a NIfTI file. */
export interface NiftiHeader {
  /** Lengths of the axes of a volume; 1 where there are fewer than three. */
  readonly shape: readonly [number, number, number];
  /** Volumes: the length of the last axis, where there are more than three. */
  readonly volumes: number;
  /** Type of the numbers, or the name of one that is not read. */
  readonly type: DtypeName | { readonly refused: string };
  readonly bigEndian: boolean;
  /** Position of the first number. */
  readonly start: number;
  /** Each number is this one times the slope plus the intercept; absent where nothing is to be done. */
  readonly scaling: { readonly slope: number; readonly intercept: number } | undefined;
  readonly affine: Affine;
}

/** Sizes of the headers of both versions: what the first four bytes say. */
const headerSizes = [348, 540] as const;

/** Bytes that tell version and order of bytes. */
export const firstBytes = 4;

/** Places of fields that the reader of headers has no word for, in bytes. */
const glmin = 144;

/** Datatype codes of nifti1.h. */
const types: Readonly<Record<number, NiftiHeader["type"]>> = {
  1: { refused: "single bits" },
  2: "u1",
  4: "i2",
  8: "i4",
  16: "f4",
  32: { refused: "complex numbers (complex64)" },
  64: "f8",
  128: { refused: "colours (RGB)" },
  256: "i1",
  512: "u2",
  768: "u4",
  1024: "i8",
  1280: "u8",
  1536: { refused: "float128" },
  1792: { refused: "complex numbers (complex128)" },
  2048: { refused: "complex numbers (complex256)" },
  2304: { refused: "colours (RGBA)" },
};

/**
 * @returns how long the header is, 348 or 540 bytes
 * @throws {FormatError} if the file begins as no NIfTI file does.
 */
export function headerSizeOf(first: Uint8Array, file: string): number {
  const view = new DataView(first.buffer, first.byteOffset, first.length);
  const found = first.length >= firstBytes && [true, false].map((little) => view.getInt32(0, little));
  const size = headerSizes.find((known) => found && found.includes(known));
  if (size !== undefined) return size;
  const got = found ? `0x${view.getUint32(0).toString(16).padStart(8, "0")}` : `${first.length} bytes`;
  throw new FormatError({ file, offset: 0, expected: "a NIfTI header (its size, 348 or 540)", got });
}

/**
 * Reads a NIfTI-1 or NIfTI-2 header.
 *
 * Source: nifti1.h and nifti2.h, https://nifti.nimh.nih.gov; what files do beside it as nibabel 5 reads it.
 *
 * @param header - as many bytes as `headerSizeOf` says, at the start of their buffer
 * @throws {FormatError} for a pair of files, CIFTI, and fields that contradict the format.
 */
export async function readNiftiHeader(header: Uint8Array<ArrayBuffer>, file: string): Promise<NiftiHeader> {
  const { NIFTI1, NIFTI2 } = await optional(
    "nifti-reader-js",
    () => import("nifti-reader-js").catch(asIs),
    file,
  );
  const fields = header.length === headerSizes[0] ? new NIFTI1() : new NIFTI2();
  fields.readHeader(header.buffer);
  const problem: Problem = (expected, got, advice) =>
    new FormatError({ file, offset: 0, expected, got, ...(advice && { advice }) });
  checkMagic(fields, problem);
  return {
    ...axesOf(fields, header, problem),
    type: typeOf(fields, problem),
    bigEndian: !fields.littleEndian,
    start: startOf(fields, header.length, problem),
    scaling: scalingOf(fields, problem),
    affine: affineOf(header),
  };
}

type Fields = NIFTI1 | NIFTI2;
type Problem = (expected: string, got: string, advice?: string) => FormatError;

function checkMagic({ magic, intent_code: intent }: Fields, problem: Problem): void {
  const name = magic.slice(0, 3);
  if (name === "ni1" || name === "ni2")
    throw problem(
      "one file that holds header and numbers (.nii, .nii.gz)",
      "the header of a pair (.hdr, .img)",
      'In Python: nibabel.save(nibabel.load("x.hdr"), "x.nii.gz").',
    );
  if (name !== "n+1" && name !== "n+2")
    throw problem('"n+1" or "n+2" in a NIfTI header', JSON.stringify(magic));
  if (intent >= 3000 && intent < 3100)
    throw problem(
      "volumes",
      "CIFTI-2, whose numbers are of greyordinates",
      'In Python: numpy.save("x.npy", nibabel.load("x.nii").get_fdata()).',
    );
}

function axesOf(
  fields: Fields,
  header: Uint8Array,
  problem: Problem,
): Pick<NiftiHeader, "shape" | "volumes"> {
  const [count = 0, ...all] = fields.dims;
  if (!(count >= 1 && count <= 7)) throw problem("1 to 7 axes", `${count}`);
  const dims = longAxis(all.slice(0, count), fields, header);
  const bad = dims.find((length) => !(Number.isSafeInteger(length) && length >= 1 && length < 2 ** 32));
  if (bad !== undefined) throw problem("axes of at least 1", `one of ${bad} in ${dims.join(" × ")}`);
  const [x = 1, y = 1, z = 1, ...further] = dims;
  const long = further.filter((length) => length > 1);
  if (long.length > 1)
    throw problem(
      "at most one axis beside those of the volume: time or volumes",
      `${dims.join(" × ")}`,
      "Make one axis of the last ones.",
    );
  const volumes = long[0] ?? 1;
  if (!Number.isSafeInteger(16 * sizeOf([x, y, z, volumes])))
    throw problem("numbers that a file can hold", `axes of ${dims.join(" × ")}`);
  return { shape: [x, y, z], volumes };
}

/** FreeSurfer's long vectors: an axis that 16 bits do not hold stands in another field. */
function longAxis(dims: number[], { littleEndian }: Fields, header: Uint8Array): number[] {
  const isLong =
    header.length === headerSizes[0] && dims[0] === -1 && (dims[1] ?? 1) === 1 && (dims[2] ?? 1) === 1;
  if (!isLong) return dims;
  return [new DataView(header.buffer).getInt32(glmin, littleEndian), ...dims.slice(1)];
}

function typeOf({ datatypeCode }: Fields, problem: Problem): NiftiHeader["type"] {
  const type = Object.hasOwn(types, datatypeCode) ? types[datatypeCode] : undefined;
  if (type === undefined) throw problem("a datatype code of NIfTI", `${datatypeCode}`);
  return type;
}

/** 0 is written for "right behind the header". */
function startOf({ vox_offset: offset }: Fields, headerSize: number, problem: Problem): number {
  const least = headerSize + 4;
  if (offset === 0) return least;
  if (Number.isSafeInteger(offset) && offset >= least) return offset;
  throw problem(`numbers from byte ${least} on (vox_offset)`, `${offset}`);
}

/** A slope of 0, or one that is no number, means that there is none. */
function scalingOf(
  { scl_slope: slope, scl_inter: intercept }: Fields,
  problem: Problem,
): NiftiHeader["scaling"] {
  if (slope === 0 || !Number.isFinite(slope)) return undefined;
  if (!Number.isFinite(intercept))
    throw problem("a finite intercept (scl_inter) beside a slope", `${intercept}`);
  return slope === 1 && intercept === 0 ? undefined : { slope, intercept };
}
