/** Where the units of a brain volume are, so that a map of them can be written back into the same space. */
export interface VoxelSpace {
  /** Lengths of the three axes of the volume. */
  readonly shape: readonly [number, number, number];
  /** Of each unit the place in the volume, first axis fastest; absent where every voxel is a unit, in that order. */
  readonly voxels?: Int32Array;
  /** The header of the NIfTI file that it came from, 348 or 540 bytes: orientation and voxel size. */
  readonly header: Uint8Array;
}
