import { FormatError } from "../../../base/errors.ts";
import { runSteps } from "../../../base/steps.ts";
import { bytesOf, pathOf, piecesOf, type Pieces, type Source } from "../../source.ts";
import { assertFits, reserve, type Limits } from "../bytes.ts";
import type { Numbers } from "../dtypes.ts";
import { decodedBytes } from "../dtypes.ts";
import { npySteps } from "../numpy/npy.ts";
import { sizeOf } from "../shapes.ts";
import { isSameAffine, type Affine } from "./affine.ts";
import { decodedType, openNiftiImage, readVolumes, scratchOf } from "./image.ts";

/** The volumes that a mask is for. */
export interface Masked {
  readonly file: string;
  readonly shape: readonly [number, number, number];
  readonly affine: Affine;
}

/** Which voxels a mask selects. */
export interface Mask {
  /** Places in a volume, rising, first axis fastest. */
  readonly voxels: Int32Array;
  /** What a user must know of it. */
  readonly note?: string;
}

/**
 * The voxels of a mask above 0. One that lies elsewhere is taken voxel by voxel, and said in the note.
 *
 * @param mask - a NIfTI file of one volume, or a `.npy` array of the same three axes
 * @throws {FormatError} if it has another shape, selects nothing, or cannot be read.
 */
export async function readMask(
  mask: Source,
  masked: Masked,
  limits: Limits,
  signal?: AbortSignal,
): Promise<Mask> {
  const isNpy = pathOf(mask).toLowerCase().endsWith(".npy");
  const { inside, note } = await (isNpy ? npyMask : niftiMask)(mask, masked, limits, signal);
  const count = inside.reduce((sum, one) => sum + one, 0);
  if (count === 0) throw maskProblem(mask, "a mask with voxels above 0", "none");
  const voxels = new Int32Array(count);
  for (let place = 0, next = 0; next < count; place++) if (inside[place]) voxels[next++] = place;
  return { voxels, ...(note !== undefined && { note }) };
}

interface Inside extends Pick<Mask, "note"> {
  /** 1 for each voxel above 0, first axis fastest. */
  readonly inside: Uint8Array;
}

async function niftiMask(
  mask: Source,
  masked: Masked,
  limits: Limits,
  signal?: AbortSignal,
): Promise<Inside> {
  const pieces = await wholePieces(mask, limits, signal);
  try {
    const image = await openNiftiImage(pieces, pathOf(mask), limits);
    const { shape, volumes, type, affine } = image.header;
    if (typeof type !== "string") throw maskProblem(mask, "real numbers", type.refused);
    checkShape(mask, volumes === 1 ? shape : [...shape, volumes], masked);
    const voxels = sizeOf(shape);
    assertFits(
      pathOf(mask),
      decodedBytes(decodedType(image.header), voxels) + scratchOf(image) + voxels,
      limits,
    );
    const values = await readVolumes(image, undefined, { start: 0, end: 1 }, signal);
    const inside = Uint8Array.from(values, (value) => Number(value > 0));
    return isSameAffine(affine, masked.affine)
      ? { inside }
      : { inside, note: elsewhere(mask, affine, masked) };
  } finally {
    await pieces.close();
  }
}

async function npyMask(mask: Source, masked: Masked, limits: Limits, signal?: AbortSignal): Promise<Inside> {
  const bytes = await bytesOf(mask, limits, signal);
  const left = reserve(limits, bytes.length);
  const [array] = await runSteps(npySteps(bytes, pathOf(mask), left), signal);
  const { shape, data } = array as { shape: readonly number[]; data: Numbers };
  checkShape(mask, shape, masked);
  assertFits(pathOf(mask), data.byteLength + data.length, left);
  return { inside: firstAxisFastest(data, masked.shape) };
}

/** Row-major numbers of three axes, whether they are above 0, in the order of voxels in files. */
function firstAxisFastest(data: Numbers, [nx, ny, nz]: readonly [number, number, number]): Uint8Array {
  const inside = new Uint8Array(data.length);
  let at = 0;
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++) inside[at++] = Number(data[(x * ny + y) * nz + z]! > 0);
  return inside;
}

function checkShape(mask: Source, shape: readonly number[], masked: Masked): void {
  if (`${shape}` === `${masked.shape}`) return;
  throw maskProblem(
    mask,
    `a mask of ${masked.shape.join(" × ")} voxels, as ${masked.file}`,
    shape.join(" × "),
    "Resample the mask to the volumes.",
  );
}

function elsewhere(mask: Source, affine: Affine, masked: Masked): string {
  return (
    `the mask ${pathOf(mask)} lies elsewhere than ${masked.file}: affine ${words(affine)} beside ${words(masked.affine)}. ` +
    "It was taken voxel by voxel and not resampled"
  );
}

function words(affine: Affine): string {
  const rows = [0, 4, 8].map((at) => affine.slice(at, at + 4).map((value) => Number(value.toPrecision(4))));
  return rows.map((row) => `[${row.join(" ")}]`).join(" ");
}

function maskProblem(mask: Source, expected: string, got: string, advice?: string): FormatError {
  return new FormatError({ file: pathOf(mask), offset: 0, expected, got, ...(advice && { advice }) });
}

/** Any part of the bytes of a source; what is fetched is held whole. */
async function wholePieces(source: Source, limits: Limits, signal?: AbortSignal): Promise<Pieces> {
  const pieces = await piecesOf(source);
  if (pieces) return pieces;
  const bytes = await bytesOf(source, limits, signal);
  return (await piecesOf({ name: pathOf(source), bytes }))!;
}
