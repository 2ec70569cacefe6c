import { affineOf, voxelSizesOf } from "../../data/formats/nifti/affine.ts";
import type { VoxelSpace } from "../../data/voxel-space.ts";
import { spheres } from "./spheres.ts";
import type { UnitsInVolume } from "./volume.ts";

/** Sizes of the voxels of a volume that was read, in mm. */
export function sizesOf({ header }: VoxelSpace): readonly [number, number, number] {
  return voxelSizesOf(affineOf(header));
}

/**
 * Spheres around the units of a volume that was read, numbered as its units are.
 * @param radius - in voxels, or in the unit of `voxelSize`
 * @param voxelSize - of each axis of the volume
 */
export function spheresInSpace(
  space: VoxelSpace,
  radius: number,
  voxelSize?: readonly [number, number, number],
): { patches: Int32Array[]; volume: UnitsInVolume } {
  const [nx, ny, nz] = space.shape;
  const voxels = space.voxels ?? Int32Array.from({ length: nx * ny * nz }, (_, voxel) => voxel);
  const inside = new Uint8Array(nx * ny * nz);
  for (const voxel of voxels) inside[voxel] = 1;
  // In files the first axis is the fastest one, so they are row-major with their axes in reverse.
  const reversed = voxelSize && ([voxelSize[2], voxelSize[1], voxelSize[0]] as const);
  const found = spheres({ shape: [nz, ny, nx], data: inside }, radius, reversed);
  const places = voxels.map((voxel) => {
    const [x, y, z] = [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny))];
    return (x * ny + y) * nz + z;
  });
  return { patches: renumbered(found, voxels), volume: { shape: [nx, ny, nz], places } };
}

/** Spheres of units in the order of their voxels, as those of units in the order that they have. */
function renumbered(found: readonly Int32Array[], voxels: Int32Array): Int32Array[] {
  const order = Array.from(voxels, (_, unit) => unit).sort((a, b) => voxels[a]! - voxels[b]!);
  const patches = new Array<Int32Array>(found.length);
  found.forEach((patch, k) => (patches[order[k]!] = patch.map((unit) => order[unit]!)));
  return patches;
}
