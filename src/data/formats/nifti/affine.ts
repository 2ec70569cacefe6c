/** Rows of a 3 × 4 matrix, one behind the other: from voxel to millimetres. */
import { hypot } from "../../../base/math/hypot.ts";

export type Affine = readonly number[];

/** Places of the fields of orientation in bytes, and how wide they are, in both versions. */
const places = {
  348: { dims: 42, qform: 252, sform: 254, sizes: 76, quaternion: 256, rows: 280, isWide: false },
  540: { dims: 24, qform: 344, sform: 348, sizes: 104, quaternion: 352, rows: 400, isWide: true },
} as const;

/**
 * Where the voxels of a volume are: by the sform if there is one, else by the qform, else by the sizes of the
 * voxels around the middle of the volume, x from right to left, as nibabel and nilearn take it.
 *
 * Source: nifti1.h, "3D image (volume) orientation and location in space", methods 1 to 3.
 *
 * @param header - 348 or 540 bytes, or more
 */
export function affineOf(header: Uint8Array): Affine {
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const little = [348, 540].includes(view.getInt32(0, true));
  const place = places[view.getInt32(0, little) as keyof typeof places];
  const real = (at: number, k: number) =>
    place.isWide ? view.getFloat64(at + 8 * k, little) : view.getFloat32(at + 4 * k, little);
  const code = (at: number) => (place.isWide ? view.getInt32(at, little) : view.getInt16(at, little));
  if (code(place.sform) > 0) return Array.from({ length: 12 }, (_, k) => real(place.rows, k));
  const sizes = [1, 2, 3].map((k) => real(place.sizes, k));
  if (code(place.qform) > 0) {
    const [b, c, d, ...shift] = Array.from({ length: 6 }, (_, k) => real(place.quaternion, k));
    return turned([b!, c!, d!], sizes, real(place.sizes, 0) < 0 ? -1 : 1, shift);
  }
  const length = (k: number) =>
    place.isWide
      ? Number(view.getBigInt64(place.dims + 8 * k, little))
      : view.getInt16(place.dims + 2 * k, little);
  const [x, y, z] = sizes as [number, number, number];
  return [-x, y, z].flatMap((size, row) => [
    ...[0, 1, 2].map((k) => (k === row ? size : 0)),
    (-size * (Math.max(1, length(row)) - 1)) / 2,
  ]);
}

/** A rotation by a quaternion, of voxels of some size, and a shift. */
function turned(
  [b, c, d]: readonly [number, number, number],
  sizes: readonly number[],
  handed: number,
  shift: readonly number[],
): Affine {
  const a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
  const rotation = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
  ];
  return rotation.flatMap(([x, y, z], row) => [
    x! * sizes[0]!,
    y! * sizes[1]!,
    z! * sizes[2]! * handed,
    shift[row]!,
  ]);
}

/** Whether two volumes lie in the same place, up to the rounding of single precision. */
export function isSameAffine(a: Affine, b: Affine): boolean {
  const scale = [...a, ...b].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return a.every((value, k) => Math.abs(value - b[k]!) <= 1e-4 * scale || Object.is(value, b[k]));
}

/** Sizes of voxels along the three axes of the volume, in mm. */
export function voxelSizesOf(affine: Affine): [number, number, number] {
  const size = (axis: number) => hypot(hypot(affine[axis]!, affine[axis + 4]!), affine[axis + 8]!);
  return [size(0), size(1), size(2)];
}
