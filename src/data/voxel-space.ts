/** Where the units of a brain volume are, so that a map of them can be written back into the same space. */
export interface VoxelSpace {
  /** Lengths of the three axes of the volume. */
  readonly shape: readonly [number, number, number];
  /** Of each unit the place in the volume, first axis fastest; absent where every voxel is a unit, in that order. */
  readonly voxels?: Int32Array;
  /** The header of the NIfTI file that it came from, 348 or 540 bytes: orientation and voxel size. */
  readonly header: Uint8Array;
}

/** How many units a space has. */
export function voxelsOf({ voxels, shape }: VoxelSpace): number {
  return voxels ? voxels.length : shape[0] * shape[1] * shape[2];
}

/** The space of some of the units. */
export function takeVoxels(space: VoxelSpace, units: readonly number[]): VoxelSpace {
  return { ...space, voxels: Int32Array.from(units, (unit) => space.voxels?.[unit] ?? unit) };
}
