/** Flags that say where units are: a mask of a volume, a mesh, or who is beside whom. */
import type { Command } from "commander";
import { quoted } from "../../base/text.ts";
import { UsageError } from "../../cli/errors.ts";
import { parsePlace, type RunFlags } from "../../cli/options.ts";

/** A radius: `3`, or `8mm`. */
export interface Radius {
  readonly size: number;
  readonly unit: "steps" | "mm";
}

/** Flags of a command whose units have places. */
export interface PlaceFlags {
  readonly mask?: string;
  readonly voxelSize?: readonly [number, number, number];
  readonly mesh?: string;
  readonly vertices?: string;
  readonly neighbors?: string;
  readonly radius?: Radius;
}

const isNifti = (file: string) => /\.nii(\.gz)?$/i.test(file);

/** The flags with which the data are read: a mask selects the voxels of NIfTI files, other files have those alone. */
export function dataFlags<F extends PlaceFlags & RunFlags>(flags: F, files: readonly string[]): F {
  if (files.some(isNifti)) return flags;
  const { mask: _, ...others } = flags;
  return others as F;
}

/** Adds these flags to a command; `--radius` is of the command itself. */
export function addPlaceFlags(command: Command): Command {
  return command
    .option(
      "--mask <file>",
      "volume, .nii, .nii.gz or an array x × y × z: units are the voxels above 0 in the order of the file",
      parsePlace("--mask"),
    )
    .option(
      "--voxel-size <sizes>",
      "of --mask in mm, for a radius in mm: 2,2,2.5; NIfTI files have them",
      parseSizes,
    )
    .option(
      "--mesh <file>",
      "surface, .gii or triangles × 3 vertices, counted from 0: units are the vertices",
      parsePlace("--mesh"),
    )
    .option(
      "--vertices <file>",
      "of --mesh, vertices × 3 coordinates in mm, for a radius in mm; .gii files have them",
      parsePlace("--vertices"),
    )
    .option(
      "--neighbors <file>",
      "who is beside whom: edges × 2, a square units × units, lists (a unit, then its neighbours, then -1), or the arrays indptr and indices of a sparse matrix (.npz)",
      parsePlace("--neighbors"),
    );
}

/** Reads `3` as voxels or edges, and `8mm` as millimetres. */
export function parseRadius(text: string): Radius {
  const [, digits, unit] = /^([\d.]+)\s*(mm)?$/.exec(text.trim()) ?? [];
  const size = Number(digits);
  if (size > 0 && size < Infinity) return { size, unit: unit ? "mm" : "steps" };
  throw new UsageError(
    `--radius takes a number above 0, of voxels or edges, or of mm as 8mm; got ${quoted(text)}.`,
  );
}

function parseSizes(text: string): [number, number, number] {
  const sizes = text.split(",").map((one) => (one.trim() === "" ? NaN : Number(one)));
  if (sizes.length === 3 && sizes.every((size) => size > 0 && size < Infinity))
    return sizes as [number, number, number];
  throw new UsageError(`--voxel-size takes three sizes in mm, e.g. 2,2,2.5; got ${quoted(text)}.`);
}

/** Files that these flags name. */
export function placeFiles({ mask, mesh, vertices, neighbors }: PlaceFlags): string[] {
  return [mask, mesh, vertices, neighbors].filter((file) => file !== undefined);
}

/**
 * @throws {UsageError} if not exactly one of `--mask`, `--mesh` and `--neighbors` is given, or a radius in mm
 *   without sizes.
 */
export function checkPlaces({ mask, voxelSize, mesh, vertices, neighbors, radius }: PlaceFlags): void {
  const given = [mask, mesh, neighbors].filter((file) => file !== undefined);
  if (given.length !== 1)
    throw new UsageError(
      `Say where the units are, by one of --mask, --mesh and --neighbors; got ${given.length === 0 ? "none" : given.length}.`,
    );
  if (voxelSize && mask === undefined) throw new UsageError("--voxel-size is of --mask, which is missing.");
  if (vertices !== undefined && mesh === undefined)
    throw new UsageError("--vertices are of --mesh, which is missing.");
  if (radius?.unit !== "mm") return;
  if (neighbors !== undefined)
    throw new UsageError("--radius of --neighbors is a number of edges, without mm.");
  if (mask !== undefined && !voxelSize && !isNifti(mask))
    throw new UsageError("--radius in mm needs --voxel-size, e.g. 2,2,2.");
  if (mesh !== undefined && vertices === undefined && !/\.gii$/i.test(mesh))
    throw new UsageError("--radius in mm needs --vertices, the coordinates of the vertices.");
}
