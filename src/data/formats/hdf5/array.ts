import { finish, runSteps, type Steps } from "../../../base/steps.ts";
import { assertFits, type Limits } from "../bytes.ts";
import {
  decodedBytes,
  decodeNumbers,
  dtypes,
  numbersFor,
  storedAs,
  type DtypeName,
  type Numbers,
} from "../dtypes.ts";
import { allRows, type RowRange, type StoredArray } from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import { blocks, blockShape, lengthsOf, place, type Block, type Region } from "./blocks.ts";
import { pluginsFor } from "./filters.ts";
import type { Metadata } from "./h5wasm.ts";
import { hdf5Error } from "./library.ts";
import type { Found, OpenHdf5 } from "./tree.ts";
import { elementType } from "./types.ts";

/** Bytes of chunks that the library keeps of a dataset that it reads, if they are no larger. */
const chunkCache = 2 ** 20;
/** Of a chunk: as it is in the file, decoded, and what a filter makes in between. */
const chunkCopies = 3;
/** Bytes that the library holds of the place of a chunk, and of all places, at most. */
const placeOfChunk = 256;
const placesOfChunks = 2 ** 25;

/** How a dataset lies in its file. */
export interface Layout {
  /** Its axes, and those inside an element. None for a scalar. */
  readonly shape: readonly number[];
  readonly chunks?: readonly number[];
  /** Axes that the library knows: the first ones. */
  readonly outer: number;
  readonly dtype: DtypeName;
  /** Whether the array has these axes in the opposite order, as MATLAB's do. */
  readonly reversed?: boolean;
}

export function metadataOf({ library, id, name }: OpenHdf5, path: string): Metadata {
  return library.ask(name, (hdf5) => hdf5.get_dataset_metadata(id, path));
}

/**
 * A dataset or a link as it is listed: nothing of its numbers is read.
 * @param reversed - with its axes in the opposite order
 */
export function listed(
  file: OpenHdf5,
  { path, link }: Found,
  limits: Limits,
  { reversed = false } = {},
): StoredArray {
  if (link !== undefined) return refusedArray(path, [0], "link", link);
  const metadata = metadataOf(file, `/${path}`);
  const { name: type, dtype, inner = [], refused } = elementType(metadata);
  if (!metadata.shape) return refusedArray(path, [0], type, "no numbers: its dataspace is empty");
  const shape = [...metadata.shape, ...inner];
  const why = refused ?? cannotRead(metadata, shape);
  if (why !== undefined || dtype === undefined)
    return refusedArray(path, seen({ shape, reversed }), type, why ?? type);
  return readable(file, path, type, { ...layoutOf(metadata, shape, dtype), reversed }, limits);
}

function layoutOf(metadata: Metadata, shape: readonly number[], dtype: DtypeName): Layout {
  const outer = metadata.shape?.length ?? 0;
  const { chunks } = metadata;
  return { shape, outer, dtype, ...(chunks && { chunks: [...chunks, ...shape.slice(outer)] }) };
}

/** The shape of an array: a scalar has one place, and reversed axes are in the other order. */
function seen({ shape, reversed = false }: Pick<Layout, "shape" | "reversed">): number[] {
  if (shape.length === 0) return [1];
  return reversed ? shape.toReversed() : shape.slice();
}

/** An array that is listed and not read. */
export function refusedArray(
  path: string,
  shape: readonly number[],
  type: string,
  refused: string,
): StoredArray {
  const read = async () => {
    throw hdf5Error(path, "real numbers", refused);
  };
  return { path, shape, type, refused, bytes: 0, scratch: 0, read };
}

function cannotRead(metadata: Metadata, shape: readonly number[]): string | undefined {
  if (metadata.virtual_sources) return "a virtual dataset, whose numbers are in other files";
  if (!Number.isSafeInteger(sizeOf(shape) * 8)) return `a shape of ${shape.join(" × ")}, which no file holds`;
  return undefined;
}

function readable(file: OpenHdf5, path: string, type: string, layout: Layout, limits: Limits): StoredArray {
  const { dtype } = layout;
  const shape = seen(layout);
  const read = async (rows: RowRange, signal?: AbortSignal, memory?: ArrayBuffer) => {
    const size = rowsOf(shape, rows);
    assertFits(`${file.name}:${path}`, decodedBytes(dtype, size) + scratchOf(layout), limits);
    await pluginsFor(file, `/${path}`, layout);
    return runSteps(rowSteps(file, path, layout, rows, memory), signal);
  };
  const bytes = decodedBytes(dtype, sizeOf(shape));
  return { path, shape, type, ...storedAs(dtype), bytes, scratch: scratchOf(layout), byRows: true, read };
}

function rowsOf(shape: readonly number[], { start, end }: RowRange): number {
  return (end - start) * sizeOf(shape.slice(1));
}

/** Bytes beside the numbers that reading takes: a block, raw and decoded, and what the library holds of chunks. */
function scratchOf({ shape, chunks, dtype }: Layout): number {
  const { size } = dtypes[dtype];
  if (sizeOf(shape) === 0) return 0;
  const block = sizeOf(blockShape(shape, chunks)) * (2 * size + 8);
  if (!chunks) return block;
  const chunk = sizeOf(chunks) * size;
  const count = chunks.reduce((product, length, axis) => product * Math.ceil(shape[axis]! / length), 1);
  const cached = Math.min(chunkCache, count * chunk);
  return block + chunkCopies * chunk + cached + Math.min(placesOfChunks, count * placeOfChunk);
}

/** All numbers of a small dataset. */
export function allNumbers(file: OpenHdf5, path: string, limits: Limits): Numbers {
  const metadata = metadataOf(file, path);
  const { dtype } = elementType(metadata);
  if (!dtype || !metadata.shape) throw hdf5Error(`${file.name}:${path.slice(1)}`, "numbers", "none");
  const layout = layoutOf(metadata, metadata.shape, dtype);
  assertFits(file.name, decodedBytes(dtype, sizeOf(layout.shape)) + scratchOf(layout), limits);
  return finish(rowSteps(file, path.slice(1), layout, allRows({ shape: seen(layout) })));
}

/** The numbers of some rows, a block after the other. */
function* rowSteps(
  file: OpenHdf5,
  path: string,
  layout: Layout,
  rows: RowRange,
  memory?: ArrayBuffer,
): Steps<Numbers> {
  const region = regionOf(layout, rows);
  const numbers = numbersFor(layout.dtype, sizeOf(lengthsOf(region)), memory);
  if (numbers.length === 0) return numbers;
  const steps = stepsOf(layout, region);
  for (const block of blocks(region, layout.chunks)) {
    place(block, readBlock(file, path, layout, block), region, steps, numbers);
    yield;
  }
  return numbers;
}

/** The rows in the axes of the file. */
function regionOf({ shape: axes, reversed }: Layout, { start, end }: RowRange): Region {
  const shape = axes.length > 0 ? axes : [1];
  const rowAxis = reversed ? shape.length - 1 : 0;
  return {
    start: shape.map((_, axis) => (axis === rowAxis ? start : 0)),
    end: shape.map((length, axis) => (axis === rowAxis ? end : length)),
  };
}

/** How far the elements of rows are from each other in memory, along each axis of the file. */
function stepsOf({ reversed }: Layout, region: Region): number[] {
  const lengths = lengthsOf(region);
  return lengths.map((_, axis) => sizeOf(reversed ? lengths.slice(0, axis) : lengths.slice(axis + 1)));
}

function readBlock(file: OpenHdf5, path: string, { shape, outer, dtype }: Layout, block: Block): Numbers {
  const { library, id, name } = file;
  const elements = sizeOf(block.count);
  const bytes = elements * dtypes[dtype].size;
  const raw = library.call(name, (hdf5) =>
    library.withMemory(name, bytes, (address) => {
      const to = BigInt(address);
      const [count, start] = [block.count, block.start].map((one) => one.slice(0, outer).map(BigInt));
      const ones = count!.map(() => 1n);
      const status =
        shape.length === 0 || outer === 0
          ? hdf5.get_dataset_data(id, `/${path}`, null, null, null, to)
          : hdf5.get_dataset_data(id, `/${path}`, count!, start!, ones, to);
      if (status < 0) throw library.problem(`${name}:${path}`);
      return hdf5.HEAPU8.slice(address, address + bytes);
    }),
  );
  const numbers = numbersFor(dtype, elements);
  decodeNumbers(dtype, raw, numbers, false, (index, expected, got) => {
    throw hdf5Error(`${name}:${path}`, expected, `${got} in element ${index} of ${placeOf(block)}`);
  });
  return numbers;
}

function placeOf({ start, count }: Block): string {
  return `the block at ${start.join(", ")} of ${count.join(" × ")}`;
}
