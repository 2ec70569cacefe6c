import type { Matrix } from "../base/matrix.ts";
import type { Outline } from "../data/representation.ts";
import { voxelsOf, type VoxelSpace } from "../data/voxel-space.ts";
import { UsageError } from "./errors.ts";
import { isMap, type Writable } from "./output.ts";

/**
 * The space that a map `--out map.nii.gz` is written into: that of the volumes that were read, of which all must have
 * the same voxels.
 *
 * @param out - the file that is asked for, if any
 * @param inputs - whose units the map shows
 * @returns nothing where no map is asked for
 * @throws {UsageError} if an input is no volume or has other units than voxels, or two have other voxels.
 */
export function mapSpace(
  out: string | undefined,
  inputs: readonly Pick<Outline, "name" | "shape" | "space">[],
): VoxelSpace | undefined {
  if (out === undefined || !isMap(out)) return undefined;
  const bare = inputs.find(({ space }) => !space);
  if (bare) throw problem(out, `${bare.name} is none. Write .npy or .csv`);
  const moved = inputs.find(({ space, shape }) => shape.at(-1) !== voxelsOf(space!));
  if (moved) throw problem(out, `the units of ${moved.name} are no longer its voxels. Write .npy or .csv`);
  const [first] = inputs;
  const other = inputs.find(({ space }) => !isSameSpace(space!, first!.space!));
  if (!other) return first!.space;
  throw problem(out, `${other.name} has other voxels than ${first!.name}. Take one mask for all`);
}

/**
 * The result, which can be written as a map too, where there is a space: its last axis are the units there.
 * @param outside - the value of voxels that are no unit; 1 for p values, which would else be significant there
 * @param maps - maps × units, where the array is something else
 */
export function onMap(
  result: Writable,
  space: VoxelSpace | undefined,
  outside = 0,
  maps?: () => Matrix,
): Writable {
  return space ? { ...result, map: { space, outside, ...(maps && { maps }) } } : result;
}

function isSameSpace(a: VoxelSpace, b: VoxelSpace): boolean {
  if (`${a.shape}` !== `${b.shape}` || a.voxels?.length !== b.voxels?.length) return false;
  return !a.voxels || a.voxels.every((voxel, k) => voxel === b.voxels![k]);
}

function problem(out: string, why: string): UsageError {
  return new UsageError(
    `--out ${out}: a map is written into the space of NIfTI volumes that were read; ${why}.`,
  );
}
