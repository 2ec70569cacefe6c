import { square } from "../../base/math/powers.ts";
import { OptionError, ShapeError } from "../../base/errors.ts";
import type { VoxelSpace } from "../../data/voxel-space.ts";
import { assertRadius } from "./radius.ts";

/** Which places of a volume are units: those above 0. */
export interface VolumeMask {
  /** Lengths of the three axes. */
  readonly shape: readonly [number, number, number];
  /** Row-major: the last axis fastest, as NumPy has it. */
  readonly data: ArrayLike<number>;
}

/**
 * For each voxel of a mask, the voxels of the mask within a radius, itself first, then by number. Units are
 * numbered in the order of the data of the mask, as `X[:, mask > 0]` of NumPy orders them; those of a `VoxelSpace`,
 * which representations of NIfTI files carry, as that says.
 *
 * With radius 1, √2 and √3 they are the neighbours by faces (6), edges (18) and corners (26).
 *
 * @param radius - between centres of voxels, inclusive: in voxels, or in the unit of `voxelSize`
 * @param voxelSize - of each axis of `shape`, e.g. [2, 2, 2.5] mm; `voxelSizeOf(space)` of a NIfTI file
 * @returns one list a voxel of the mask, for `searchlight` and `mapInference`
 * @throws {ShapeError} for a mask of other axes, or without a voxel. @throws {OptionError} for a radius or a
 *   size that is not above 0.
 *
 * Kriegeskorte, Goebel & Bandettini, PNAS 103(10), 2006.
 */
export function spheres(
  mask: VolumeMask | VoxelSpace,
  radius: number,
  voxelSize: readonly [number, number, number] = [1, 1, 1],
): Int32Array[] {
  if (!("data" in mask)) return spheres(maskOf(mask), radius, [voxelSize[2], voxelSize[1], voxelSize[0]]);
  const [nx, ny, nz] = sidesOf(mask);
  assertRadius("spheres", radius);
  if (voxelSize.length !== 3 || !voxelSize.every((size) => size > 0 && size < Infinity))
    throw new OptionError(
      `spheres: voxelSize is ${voxelSize.join(" × ")}; expected three sizes above 0, e.g. [2, 2, 2].`,
    );
  const { numbers, places } = numbered(mask);
  const offsets = offsetsWithin(radius, voxelSize, [nx, ny, nz]);
  return places.map((place, unit) => {
    const [x, y, z] = [Math.floor(place / (ny * nz)), Math.floor(place / nz) % ny, place % nz];
    const found: number[] = [];
    for (const [dx, dy, dz] of offsets) {
      if (x + dx < 0 || x + dx >= nx || y + dy < 0 || y + dy >= ny || z + dz < 0 || z + dz >= nz) continue;
      const other = numbers[((x + dx) * ny + y + dy) * nz + z + dz]!;
      if (other >= 0 && other !== unit) found.push(other);
    }
    return Int32Array.from([unit, ...found.sort((a, b) => a - b)]);
  });
}

/** First axis fastest is the last axis fastest of the axes turned round. */
function maskOf({ shape: [x, y, z], voxels }: VoxelSpace): VolumeMask {
  const data = new Uint8Array(x * y * z).fill(voxels ? 0 : 1);
  if (voxels) for (const voxel of voxels) data[voxel] = 1;
  if (voxels?.some((voxel, unit) => unit > 0 && voxel <= voxels[unit - 1]!))
    throw new ShapeError("spheres: the voxels of the space do not rise; expected each once, in their order.");
  return { shape: [z, y, x], data };
}

function sidesOf({ shape, data }: VolumeMask): readonly [number, number, number] {
  const isVolume = shape.length === 3 && shape.every((side) => Number.isInteger(side) && side > 0);
  if (isVolume && shape[0] * shape[1] * shape[2] === data.length) return shape;
  throw new ShapeError(
    `spheres: a mask of shape ${shape.join(" × ")} with ${data.length} numbers; expected a volume, x × y × z.`,
  );
}

/** Of each place its unit, or −1; and of each unit its place. @throws {ShapeError} for an empty mask. */
function numbered({ data }: VolumeMask): { numbers: Int32Array; places: number[] } {
  const numbers = new Int32Array(data.length).fill(-1);
  const places: number[] = [];
  for (let place = 0; place < data.length; place++)
    if (data[place]! > 0) numbers[place] = places.push(place) - 1;
  if (places.length === 0) throw new ShapeError("spheres: the mask has no voxel above 0.");
  return { numbers, places };
}

/** Steps between voxels that are no farther apart than the radius, and fit into the volume. */
function offsetsWithin(
  radius: number,
  [sx, sy, sz]: readonly [number, number, number],
  [nx, ny, nz]: readonly [number, number, number],
): [number, number, number][] {
  // √2 · √2 is above 2: a neighbour at the radius belongs to the sphere.
  const most = radius * radius * (1 + 1e-12);
  const reach = (size: number, side: number) => Math.min(Math.floor((radius / size) * (1 + 1e-12)), side - 1);
  const [rx, ry, rz] = [reach(sx, nx), reach(sy, ny), reach(sz, nz)];
  const found: [number, number, number][] = [];
  for (let x = -rx; x <= rx; x++)
    for (let y = -ry; y <= ry; y++)
      for (let z = -rz; z <= rz; z++)
        if (square(x * sx) + square(y * sy) + square(z * sz) <= most) found.push([x, y, z]);
  return found;
}
