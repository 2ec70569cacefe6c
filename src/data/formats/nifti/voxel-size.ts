import type { VoxelSpace } from "../../voxel-space.ts";

/** Millimetres of the codes of units of length in a NIfTI header; without a code, millimetres. */
const millimetres: Readonly<Record<number, number>> = { 1: 1000, 3: 0.001 };

/** The lengths of a voxel along the three axes in millimetres, as the header has them (`pixdim`, `xyzt_units`). */
export function voxelSizeOf({ header }: VoxelSpace): [number, number, number] {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const little = [348, 540].includes(view.getInt32(0, true));
  const isFirst = header.length < 540;
  const unit = (isFirst ? view.getUint8(123) : view.getInt32(500, little)) & 7;
  const size = (axis: number) =>
    isFirst ? view.getFloat32(76 + 4 * axis, little) : view.getFloat64(104 + 8 * axis, little);
  const factor = millimetres[unit] ?? 1;
  return [1, 2, 3].map((axis) => Math.abs(size(axis)) * factor) as [number, number, number];
}
