/** Reads where units are: neighbourhoods in a volume, on a mesh or in lists. */
import { matrix, type Matrix } from "../../base/matrix.ts";
import { readMesh } from "../../data/formats/gifti/mesh.ts";
import { voxelSizeOf } from "../../data/formats/nifti/voxel-size.ts";
import type { VoxelSpace } from "../../data/voxel-space.ts";
import type { Representation } from "../../data/representation.ts";
import { onlyOne, readFiles } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { isMap } from "../../cli/output.ts";
import { given, readingOf, type RunFlags } from "../../cli/options.ts";
import type { PlaceFlags, Radius } from "./command-flags.ts";
import { meshNeighbors, type Surface } from "./graph.ts";
import { sparseNeighbors, tableNeighbors } from "./lists.ts";
import { spheres } from "./spheres.ts";
import { unitsIn, type UnitsInVolume } from "./volume.ts";

/** Neighbourhoods of all units. */
export interface Places {
  /** Of each unit itself, then those within the radius. */
  readonly patches: readonly Int32Array[];
  /** Where units are in a volume, if there is one. */
  readonly volume?: UnitsInVolume;
  /** Of NIfTI files: what maps are written into. */
  readonly space?: VoxelSpace;
}

/**
 * The space that maps are written into, where `--out` asks for a map.
 * @throws {UsageError} if no NIfTI file says where the units are.
 */
export function spaceFor(out: string | undefined, places: Places | undefined): VoxelSpace | undefined {
  if (out === undefined || !isMap(out)) return undefined;
  if (places?.space) return places.space;
  throw new UsageError(
    `--out ${out}: a map is written into the space of a NIfTI file; give --mask brain.nii.gz, or write .npy or .csv.`,
  );
}

/**
 * The neighbourhoods of all units.
 * @param data - whose units they are
 * @throws {UsageError} if there are not as many places as units.
 */
export async function readPlaces(
  flags: PlaceFlags & RunFlags,
  data: Pick<Representation, "shape" | "space">,
  radius: Radius,
  signal: AbortSignal,
): Promise<Places> {
  const units = data.shape.at(-1)!;
  const places = await placesOf(flags, units, data.space, radius, signal);
  // Lists may be of some units alone.
  if (flags.neighbors !== undefined || places.patches.length === units) return places;
  throw new UsageError(
    `${flags.mask ?? flags.mesh} has ${places.patches.length} places, the data have ${units} units; they must be as many.`,
  );
}

async function placesOf(
  flags: PlaceFlags & RunFlags,
  units: number,
  space: VoxelSpace | undefined,
  { size, unit }: Radius,
  signal: AbortSignal,
): Promise<Places> {
  const read = (file: string) => readFiles([file], readingOf(flags), signal);
  if (flags.mask !== undefined) {
    if (space) return placesIn(space, flags, { size, unit });
    const mask = onlyOne("--mask", await read(flags.mask));
    if (mask.space) return placesIn(selected(flags.mask, mask), flags, { size, unit });
    const volume = { shape: mask.shape as unknown as [number, number, number], data: mask.data };
    if (unit === "mm" && !flags.voxelSize)
      throw new UsageError("--radius in mm needs --voxel-size, e.g. 2,2,2.");
    const patches = spheres(volume, size, unit === "mm" ? flags.voxelSize : undefined);
    return { patches, volume: { shape: volume.shape, places: placesAbove0(mask.data) } };
  }
  if (flags.mesh !== undefined) {
    const surface = /\.gii$/i.test(flags.mesh)
      ? await readMesh(flags.mesh, given({ maxMemory: flags.maxMemory }), { signal })
      : await tablesOfMesh(flags, read);
    return { patches: meshNeighbors({ ...surface, count: units }, size, unit === "mm" ? "length" : "edges") };
  }
  return { patches: neighborsIn(await read(flags.neighbors!), flags.neighbors!, units, size) };
}

/** Voxels that a mask of its own selects, in the order of NIfTI files: first axis fastest. */
function selected(file: string, { shape, data, space }: Representation): VoxelSpace {
  if (shape[0] !== 1) throw new UsageError(`${file} has ${shape[0]} volumes; a mask is one.`);
  return { ...space!, voxels: placesAbove0(data) };
}

function placesIn(space: VoxelSpace, { voxelSize }: PlaceFlags, { size, unit }: Radius): Places {
  const sizes = unit === "mm" ? (voxelSize ?? voxelSizeOf(space)) : undefined;
  return { patches: spheres(space, size, sizes), volume: unitsIn(space), space };
}

async function tablesOfMesh(
  { mesh, vertices }: PlaceFlags,
  read: (file: string) => Promise<Representation[]>,
): Promise<Surface> {
  const table = async (flag: string, file: string) => tableOf(file, onlyOne(flag, await read(file)), 3);
  return {
    triangles: (await table("--mesh", mesh!)).data,
    vertices: vertices === undefined ? undefined : await table("--vertices", vertices),
  };
}

function placesAbove0(data: ArrayLike<number>): Int32Array {
  return Int32Array.from(Array.from(data).flatMap((value, place) => (value > 0 ? [place] : [])));
}

function tableOf(file: string, { shape, data }: Representation, columns?: number): Matrix {
  if (shape.length === 2 && (columns === undefined || shape[1] === columns))
    return matrix(shape[0]!, shape[1]!, Float64Array.from(data));
  throw new UsageError(
    `${file} is ${shape.join(" × ")}; expected ${columns === undefined ? "a table" : `rows × ${columns}`}.`,
  );
}

/** A table, or the arrays of a sparse matrix. */
function neighborsIn(
  arrays: readonly Representation[],
  file: string,
  units: number,
  radius: number,
): Int32Array[] {
  const part = (name: string) => arrays.find((one) => one.name.endsWith(`:${name}`));
  const [indptr, indices] = [part("indptr"), part("indices")];
  if (indptr && indices) return sparseNeighbors(indptr.data, indices.data, units, radius);
  return tableNeighbors(tableOf(file, onlyOne("--neighbors", arrays)), units, radius);
}
