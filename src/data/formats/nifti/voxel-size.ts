import type { VoxelSpace } from "../../voxel-space.ts";
import { affineOf, voxelSizesOf } from "./affine.ts";

/** The lengths of a voxel along the three axes of a volume in millimetres: those of the columns of its affine. */
export function voxelSizeOf({ header }: VoxelSpace): [number, number, number] {
  return voxelSizesOf(affineOf(header));
}
