import type { VoxelSpace } from "../../data/voxel-space.ts";
import type { HeatMapsFigure, ColourScale } from "../../report/figures.ts";

/** Where units are in a volume, for pictures. */
export interface UnitsInVolume {
  /** Lengths of the axes: x (left to right), y (back to front), z (bottom to top), as most images have them. */
  readonly shape: readonly [number, number, number];
  /** Of each unit its place, row-major: the last axis fastest. */
  readonly places: ArrayLike<number>;
}

/** The same of NIfTI volumes, whose first axis is fastest. */
export function unitsIn({ shape, voxels }: VoxelSpace): UnitsInVolume {
  const [nx, ny, nz] = shape;
  const all = voxels ?? Int32Array.from({ length: nx * ny * nz }, (_, place) => place);
  const places = all.map(
    (place) => ((place % nx) * ny + (Math.floor(place / nx) % ny)) * nz + Math.floor(place / (nx * ny)),
  );
  return { shape, places };
}

/** The place of a unit as indices: `12, 40, 7`. */
export function indicesOf({ shape: [, ny, nz], places }: UnitsInVolume, unit: number): string {
  const place = places[unit]!;
  return [Math.floor(place / (ny * nz)), Math.floor(place / nz) % ny, place % nz].join(", ");
}

/** So many slices show a volume. */
const mostSlices = 12;

/** Slices of a map along the third axis, the second axis upwards, those that have values. */
export function slicesOf(
  values: ArrayLike<number>,
  volume: UnitsInVolume,
  title: string,
  scale: ColourScale,
): HeatMapsFigure {
  const [nx, ny, nz] = volume.shape;
  const slices = new Map<number, Float64Array>();
  for (let unit = 0; unit < values.length; unit++) {
    if (Number.isNaN(values[unit]!)) continue;
    const place = volume.places[unit]!;
    const [x, y, z] = [Math.floor(place / (ny * nz)), Math.floor(place / nz) % ny, place % nz];
    const slice = slices.get(z) ?? new Float64Array(nx * ny).fill(NaN);
    slice[(ny - 1 - y) * nx + x] = values[unit]!;
    slices.set(z, slice);
  }
  const all = [...slices.keys()].sort((a, b) => a - b);
  const count = Math.min(mostSlices, all.length);
  const shown = Array.from({ length: count }, (_, k) => all[Math.floor(((k + 0.5) * all.length) / count)]!);
  const names = (length: number) => Array.from({ length }, (_, k) => String(k));
  return {
    kind: "heat-maps",
    title,
    caption: `${count < all.length ? `${count} of ${all.length} slices` : "Slices"} along the third axis; the first axis to the right, the second upwards.`,
    panels: shown.map((z) => ({
      title: `slice ${z}`,
      rowNames: names(ny).reverse(),
      colNames: names(nx),
      values: slices.get(z)!,
    })),
    scale,
    wide: true,
  };
}
