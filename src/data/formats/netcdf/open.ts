import { hdf5Error } from "../hdf5/library.ts";
import { arraysOf, opening } from "../hdf5/open.ts";
import { attribute, attributesOf } from "../hdf5/attributes.ts";
import type { OpenHdf5 } from "../hdf5/tree.ts";
import { bytesOf, isFetched, piecesOf } from "../../source.ts";
import type { FileToOpen, OpenFile, OpenHow, StoredArray } from "../opened.ts";
import { packingAttributes, packingOf, unpacked } from "./packing.ts";

/**
 * A netCDF file: the classic formats, or netCDF-4, which is HDF5. Every variable by its path, its axes named by its
 * dimensions. Packed numbers come as they are meant, missing ones as NaN.
 * @throws {FormatError} if it is damaged, or netCDF-4 and h5wasm is not installed.
 */
export const openNetcdf: OpenFile = async (given, how) => {
  const file = await fetched(given, how);
  const pieces = await file.pieces();
  const first = new Uint8Array(Math.min(4, pieces.size));
  await pieces.readInto(first, 0);
  const signature = new TextDecoder().decode(first);
  if (signature.startsWith("CDF"))
    return (await import("./classic.ts")).openClassic({ ...file, pieces: async () => pieces }, how);
  // The first of HDF5's bytes is no letter.
  if (!signature.endsWith("HDF"))
    throw hdf5Error(
      file.path,
      'a file that begins with "CDF", or with the signature of HDF5',
      `"${signature}"`,
    );
  return opening(file, how, async (open) => (await arraysOf(open, how)).map((array) => meant(open, array)));
};

/** What is at an address is fetched once, whichever of the two formats it is. */
async function fetched(file: FileToOpen, how: OpenHow): Promise<FileToOpen> {
  const { source, path } = file;
  if (!isFetched(source)) return file;
  const here = { name: path, bytes: await bytesOf(source, how, how.signal) };
  return { path, source: here, pieces: async () => (await piecesOf(here))! };
}

function meant(file: OpenHdf5, array: StoredArray): StoredArray {
  if (array.refused !== undefined) return array;
  const there = attributesOf(file, `/${array.path}`);
  if (!packingAttributes.some((name) => there.includes(name))) return array;
  const packing = packingOf((name) => (there.includes(name) ? numbers(file, array, name) : []));
  return unpacked(array, packing);
}

function numbers(file: OpenHdf5, { path }: StoredArray, name: string): number[] {
  const values = attribute(file, `/${path}`, name) ?? [];
  return values.filter((value) => typeof value === "number");
}
