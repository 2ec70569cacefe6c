import { assertFits } from "../bytes.ts";
import { decodedBytes, storedAs, wordFor } from "../dtypes.ts";
import { refusal, type FileToOpen, type OpenedFile, type OpenHow, type StoredArray } from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import { decodedType, openNiftiImage, readVolumes, scratchOf, type NiftiImage } from "./image.ts";
import { readMask, type Mask } from "./mask.ts";

/**
 * A NIfTI-1 or NIfTI-2 file, `.nii` or `.nii.gz`, as volumes × voxels: the last axis are the stimuli, the voxels
 * of a volume the units, first axis fastest; with a mask those above 0. One volume is one stimulus. Slope and
 * intercept are applied. float32 without them stays single precision, everything else becomes double.
 *
 * @throws {FormatError} for what is damaged, pairs of files (.hdr, .img), CIFTI, and a mask that does not fit.
 */
export async function openNifti(file: FileToOpen, how: OpenHow): Promise<OpenedFile> {
  const image = await openNiftiImage(await file.pieces(), file.path, how);
  const mask = await maskOf(image, how);
  return {
    arrays: [arrayOf(image, mask?.voxels)],
    ...(mask?.note !== undefined && { notes: [mask.note] }),
    close: async () => {},
  };
}

async function maskOf({ header, file }: NiftiImage, how: OpenHow): Promise<Mask | undefined> {
  if (how.mask === undefined) return undefined;
  assertFits(file, 4 * sizeOf(header.shape), how);
  return readMask(how.mask, { ...header, file }, how, how.signal);
}

function arrayOf(image: NiftiImage, voxels: Int32Array | undefined): StoredArray {
  const { header, headerBytes } = image;
  const { shape: volume, volumes, type } = header;
  const shape = [volumes, voxels ? voxels.length : sizeOf(volume)];
  const space = { shape: volume, header: headerBytes, ...(voxels && { voxels }) };
  if (typeof type !== "string") return { path: "", shape, ...refusal(image.file, type.refused), space };
  return {
    path: "",
    shape,
    type: wordFor(type),
    ...(header.scaling ? {} : storedAs(type)),
    space,
    bytes: decodedBytes(decodedType(header), sizeOf(shape)),
    scratch: scratchOf(image),
    byRows: true,
    read: (rows, signal, memory) => readVolumes(image, voxels, rows, signal, memory),
  };
}
