import { ByteReader } from "../bytes.ts";
import { decodedBytes, storedAs, wordFor, type DtypeName, type Numbers } from "../dtypes.ts";
import {
  bytesIn,
  refusal,
  type FileToOpen,
  type OpenedFile,
  type OpenHow,
  type StoredArray,
} from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import { dataArraysOf, type DataArray } from "./document.ts";
import { checkSize, numbersOf, scratchOf } from "./numbers.ts";

/** Intents whose arrays of two axes are no values of vertices: points, triangles, normals, matrices, colours. */
const geometric = new Set(["pointset", "triangle", "vector", "genmatrix", "rgb_vector", "rgba_vector"]);

/**
 * A GIFTI file, `.gii`. Arrays of one axis that are of one intent, type and length (time points, maps) are one
 * array, arrays × vertices: stimuli × units. One of vertices × time points is turned to that. Points and triangles
 * of a surface stand as they are. Each is named by its intent: `pointset`, `triangle`, `time_series`; a further one of it `pointset.1`.
 *
 * The file is held while it is open, its numbers as text.
 *
 * @throws {FormatError} for what is damaged, and for numbers in another file.
 */
export async function openGifti(file: FileToOpen, how: OpenHow): Promise<OpenedFile> {
  const bytes = await bytesIn(file, how);
  const reader = new ByteReader(bytes, file.path);
  const groups = groupsOf(dataArraysOf(bytes, file.path));
  if (groups.length === 0) throw reader.problem("at least one DataArray", "none", 0);
  for (const array of groups.flat()) checkSize(array, reader);
  const names = namesOf(groups);
  const arrays = groups.map((group, k) => storedArray(group, names[k]!, bytes, file.path));
  return { arrays, holds: bytes.length, close: async () => {} };
}

/** What stands in one array of the reader: arrays of one axis that are alike, or one of several axes. */
function groupsOf(arrays: readonly DataArray[]): DataArray[][] {
  const groups = new Map<string, DataArray[]>();
  arrays.forEach((array, index) => {
    const { intent, shape, type } = array;
    const isCourse = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
    const key = isCourse ? JSON.stringify([intent, type, shape[0]]) : `${index}`;
    const group = groups.get(key);
    if (group) group.push(array);
    else groups.set(key, [array]);
  });
  return [...groups.values()];
}

function namesOf(groups: readonly DataArray[][]): string[] {
  if (groups.length === 1) return [""];
  const counts = new Map<string, number>();
  return groups.map(([first]) => {
    const { intent } = first!;
    const count = counts.get(intent) ?? 0;
    counts.set(intent, count + 1);
    return count === 0 ? intent : `${intent}.${count}`;
  });
}

function storedArray(
  group: readonly DataArray[],
  path: string,
  bytes: Uint8Array,
  file: string,
): StoredArray {
  const { shape: own, type } = group[0]!;
  const isCourse = own.length === 1 || (own.length === 2 && own[1] === 1);
  const isTurned = own.length === 2 && !geometric.has(group[0]!.intent);
  const shape = isCourse ? [group.length, own[0]!] : isTurned ? own.toReversed() : [...own];
  const common = { path, shape };
  if (typeof type !== "string") return { ...common, ...refusal(file, type.refused) };
  const largest = group.reduce(
    (most, one) => Math.max(most, decodedBytes(type, sizeOf(one.shape)) + scratchOf(one)),
    0,
  );
  return {
    ...common,
    type: wordFor(type),
    ...storedAs(type),
    bytes: decodedBytes(type, sizeOf(shape)),
    scratch: largest,
    byRows: isCourse,
    async read({ start, end }, signal) {
      if (isCourse) return coursesOf(group.slice(start, end), bytes, file, signal);
      const width = sizeOf(shape.slice(1));
      return numbersOf(group[0]!, bytes, file, isTurned).subarray(start * width, end * width);
    },
  };
}

/** Arrays of one length below one another. */
function coursesOf(
  arrays: readonly DataArray[],
  bytes: Uint8Array,
  file: string,
  signal: AbortSignal | undefined,
): Numbers {
  const [first] = arrays;
  if (!first) return new Float64Array(0);
  const width = first.shape[0]!;
  const single = storedAs(first.type as DtypeName).stored !== undefined;
  const values = new (single ? Float32Array : Float64Array)(arrays.length * width);
  arrays.forEach((array, k) => {
    signal?.throwIfAborted();
    values.set(numbersOf(array, bytes, file), k * width);
  });
  return values;
}
