import { gzipSync } from "fflate";
import { OptionError, ShapeError } from "../../../base/errors.ts";
import type { Matrix } from "../../../base/matrix.ts";
import { voxelsOf, type VoxelSpace } from "../../voxel-space.ts";
import { sizeOf } from "../shapes.ts";

/** Fields of the header in bytes, in both versions. */
const places = {
  348: {
    dims: 40,
    intents: 56,
    intent: 68,
    type: 70,
    sizes: 76,
    start: 108,
    slope: 112,
    calibration: 124,
    duration: 132,
    shift: 136,
    glmin: 144,
    name: 328,
    isWide: false,
  },
  540: {
    dims: 16,
    intents: 80,
    intent: 504,
    type: 12,
    sizes: 104,
    start: 168,
    slope: 176,
    calibration: 192,
    duration: 208,
    shift: 216,
    glmin: undefined,
    name: 508,
    isWide: true,
  },
} as const;

/** 16-bit axes of NIfTI-1 end here. */
const longestAxis = 32767;

const [float64, bitsOfFloat64] = [64, 64];

/** How maps are written. */
export interface MapWriting {
  /** As `.nii.gz`. @default false */
  readonly compressed?: boolean;
  /** The value of voxels that are no unit. @default 0, as nilearn writes them; of p values 1 says the same */
  readonly outside?: number;
}

/**
 * Maps of the units of a volume as a NIfTI file in the same space: one map is a volume, several are volumes behind
 * one another. Orientation, voxel size and units of length are those of the header that the space carries;
 * what that header says of its own numbers (slope, intent, time, extensions) is left out. Numbers are float64, so
 * that they keep their bits. NaN stays NaN.
 *
 * @param maps - maps × units
 * @throws {ShapeError} if the maps have another number of units than the space.
 * @throws {OptionError} for more maps or a longer axis than the version of the header holds.
 */
export function writeNifti(
  maps: Matrix,
  space: VoxelSpace,
  { compressed = false, outside = 0 }: MapWriting = {},
): Uint8Array {
  if (!Object.hasOwn(places, space.header.length))
    throw new ShapeError(`writeNifti: a header has 348 or 540 bytes; got ${space.header.length}.`);
  const all = sizeOf(space.shape);
  const units = voxelsOf(space);
  if (maps.cols !== units)
    throw new ShapeError(
      `writeNifti: the space has ${units} units of ${space.shape.join(" × ")} voxels; got maps of ${maps.cols} units.`,
    );
  const start = numbersAt(space.header.length);
  const bytes = new Uint8Array(start + 8 * all * maps.rows);
  const view = new DataView(bytes.buffer);
  bytes.set(space.header);
  const little = isLittle(space.header);
  fillHeader(view, little, maps.rows, space);
  const fill = outside !== 0 && units < all ? maps.rows * all : 0;
  for (let k = 0; k < fill; k++) view.setFloat64(start + 8 * k, outside, little);
  for (let map = 0; map < maps.rows; map++)
    for (let unit = 0; unit < units; unit++) {
      const voxel = space.voxels ? space.voxels[unit]! : unit;
      view.setFloat64(start + 8 * (map * all + voxel), maps.data[map * units + unit]!, little);
    }
  // Without a time in it the same maps are the same bytes.
  return compressed ? gzipSync(bytes, { mtime: 0 }) : bytes;
}

/** Behind the header and its mark of extensions; at a multiple of 16, as SPM asks for. */
function numbersAt(headerSize: number): number {
  return Math.ceil((headerSize + 4) / 16) * 16;
}

function isLittle(header: Uint8Array): boolean {
  return header[0] !== 0;
}

function fillHeader(view: DataView, little: boolean, maps: number, { shape, header }: VoxelSpace): void {
  const place = places[header.length as keyof typeof places];
  const real = (at: number, k: number, value: number) =>
    place.isWide ? view.setFloat64(at + 8 * k, value, little) : view.setFloat32(at + 4 * k, value, little);
  const clear = (at: number, end: number) => new Uint8Array(view.buffer).fill(0, at, end);
  setAxes(view, little, maps, shape, place);
  view.setInt16(place.type, float64, little);
  view.setInt16(place.type + 2, bitsOfFloat64, little);
  for (let k = 4; k < 8; k++) real(place.sizes, k, 1);
  if (place.isWide) view.setBigInt64(place.start, BigInt(numbersAt(header.length)), little);
  else view.setFloat32(place.start, numbersAt(header.length), little);
  [1, 0].forEach((value, k) => real(place.slope, k, value));
  for (const at of [place.calibration, place.intents]) [0, 1].forEach((k) => real(at, k, 0));
  real(place.intents, 2, 0);
  for (const at of [place.duration, place.shift]) real(at, 0, 0);
  clear(place.intent, place.intent + (place.isWide ? 4 : 2));
  clear(place.name, place.name + 16);
}

/** An axis that 16 bits do not hold is written as FreeSurfer does, where it is the only one. */
function setAxes(
  view: DataView,
  little: boolean,
  maps: number,
  shape: VoxelSpace["shape"],
  { dims, glmin, isWide }: (typeof places)[keyof typeof places],
): void {
  const isLong = !isWide && shape[0] > longestAxis && shape[1] === 1 && shape[2] === 1;
  const axes = [maps > 1 ? 4 : 3, isLong ? -1 : shape[0], shape[1], shape[2], maps, 1, 1, 1];
  if (!isWide && axes.some((length) => length > longestAxis))
    throw new OptionError(
      `writeNifti: a NIfTI-1 header holds axes of at most ${longestAxis}; got ${maps} maps of ${shape.join(" × ")} voxels.`,
    );
  if (isLong) view.setInt32(glmin!, shape[0], little);
  axes.forEach((length, k) => {
    if (isWide) view.setBigInt64(dims + 8 * k, BigInt(length), little);
    else view.setInt16(dims + 2 * k, length, little);
  });
}
