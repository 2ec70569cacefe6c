import type * as Zarrita from "zarrita";
import { FormatError } from "../../../base/errors.ts";
import { decodedBytes, decodeNumbers, numbersFor, type Numbers } from "../dtypes.ts";
import type { RowRange, StoredArray } from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import { keyOf, StoredChunks, type Coords } from "./chunks.ts";
import type { Layout, ZarrArray } from "./metadata.ts";
import type { Store } from "./store.ts";

/** An array that is read. */
export interface Readable extends ZarrArray {
  readonly layout: Layout;
}

/** A chunk as zarrita decodes it. */
interface Chunk {
  readonly data: Elements;
  readonly stride: readonly number[];
}

/** Any of the typed arrays; those of 64-bit integers hold bigint. */
type Elements = Float64Array;

/** Bytes that decoding takes: a chunk packed, unpacked in two places, its part in the rows, and that decoded; and a band. */
export function scratchOf(array: Readable): number {
  const { element, chunks, inner } = array.layout;
  const index = sizeOf(chunks) / sizeOf(inner);
  const chunk = sizeOf(inner) * (4 * element.size + 8) + 2 ** 16;
  return chunk + (index > 1 ? 48 * index : 0) + (isKept(array) ? bandBytes(array) : 0);
}

/** A band of rows that takes more is decoded anew for each part of it. */
const mostKept = 2 ** 27;

/** Bytes of the numbers of all chunks with the same rows. */
function bandBytes({ shape, layout: { element, inner } }: Readable): number {
  return decodedBytes(element.name, (inner[0] ?? 1) * sizeOf(shape.slice(1)));
}

/** Whether a band is kept, because fewer rows than it has may be asked for one after the other. */
function isKept(array: Readable): boolean {
  const length = array.layout.inner[0] ?? 1;
  return length > 1 && length < array.shape[0]! && bandBytes(array) <= mostKept;
}

/** Reads rows of one array after the other. */
export function readerOf(
  zarr: typeof Zarrita,
  store: Store,
  array: Readable,
  file: string,
): StoredArray["read"] {
  const prefix = array.path === "" ? "" : `${array.path}/`;
  const { layout } = array;
  const opened = new zarr.Array(inside(store, prefix), "/", documentOf(array) as never);
  const stored = new StoredChunks(store, prefix, array.shape, layout);
  const read = async (rows: RowRange, signal?: AbortSignal, memory?: ArrayBuffer): Promise<Numbers> => {
    // A scalar is one row.
    const shape = array.shape.length === 0 ? [] : [rows.end - rows.start, ...array.shape.slice(1)];
    const values = numbersFor(layout.element.name, sizeOf(shape), memory);
    const fill = fillNumber(layout, file);
    values.fill(typeof fill === "number" ? fill : Number.NaN);
    let covered = 0;
    for await (const coords of stored.of(rows)) {
      signal?.throwIfAborted();
      const chunk = await chunkAt(opened, coords, signal, `${file}/${prefix}${keyOf(layout, coords)}`);
      covered += place(chunk, coords, array, rows, values, file);
    }
    if (typeof fill !== "number" && covered < values.length) throw fill;
    return values;
  };
  return isKept(array) ? inBands(array, read) : read;
}

type Read = StoredArray["read"];

/** Rows of one band of chunks are decoded once, where they are asked for one after the other. */
function inBands({ shape, layout }: Readable, read: Read): Read {
  const length = layout.inner[0]!;
  const width = sizeOf(shape.slice(1));
  let kept: (RowRange & { readonly values: Numbers }) | undefined;
  return async (rows, signal, memory) => {
    const band = Math.floor(rows.start / length);
    const [start, end] = [band * length, Math.min((band + 1) * length, shape[0]!)];
    if (rows.end > end || rows.end - rows.start === end - start) return read(rows, signal, memory);
    if (kept?.start !== start) {
      kept = undefined;
      kept = { start, end, values: await read({ start, end }, signal) };
    }
    return kept.values.slice((rows.start - start) * width, (rows.end - start) * width);
  };
}

/** The values of one array alone, so that no name of a group needs a way through addresses. */
function inside(store: Store, prefix: string): Zarrita.AsyncReadable {
  const named = (key: string) => prefix + key.slice(1);
  return {
    get: (key) => store.get(named(key)),
    getRange: (key, range) => store.getRange(named(key), range),
  };
}

/** As a document of version 3, whichever it was. */
function documentOf({ shape, layout: { element, chunks, codecs, fill, keys } }: Readable) {
  return {
    zarr_format: 3,
    node_type: "array",
    shape: [...shape],
    data_type: element.held,
    chunk_grid: { name: "regular", configuration: { chunk_shape: [...chunks] } },
    chunk_key_encoding: { name: keys.name, configuration: { separator: keys.separator } },
    codecs,
    fill_value: fill,
    attributes: {},
  };
}

async function chunkAt(
  array: Zarrita.Array<Zarrita.DataType, Zarrita.AsyncReadable>,
  coords: Coords,
  signal: AbortSignal | undefined,
  file: string,
): Promise<Chunk> {
  const problem = (got: string) =>
    new FormatError({ file, offset: 0, expected: "a chunk as its array declares", got });
  let chunk: Chunk;
  try {
    chunk = (await array.getChunk([...coords], signal && { signal })) as unknown as Chunk;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof FormatError) throw error;
    throw problem(reasonOf(error));
  }
  const [count, wanted] = [chunk.data.length, sizeOf(array.chunks)];
  if (count !== wanted) throw problem(`${count} elements in place of ${wanted}`);
  return chunk;
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}

/** Copies what a chunk holds of some rows to its place. @returns how many elements */
function place(
  { data, stride }: Chunk,
  coords: Coords,
  { shape, layout }: Readable,
  rows: RowRange,
  values: Numbers,
  file: string,
): number {
  const { inner, element } = layout;
  const low = coords.map((c, axis) => Math.max(c * inner[axis]!, axis === 0 ? rows.start : 0));
  const high = coords.map((c, axis) =>
    Math.min((c + 1) * inner[axis]!, axis === 0 ? rows.end : shape[axis]!),
  );
  const lengths = high.map((end, axis) => end - low[axis]!);
  const count = sizeOf(lengths);
  const part = new (data.constructor as new (length: number) => Elements)(count);
  const from = low.reduce((sum, at, axis) => sum + (at - coords[axis]! * inner[axis]!) * stride[axis]!, 0);
  eachRun(lengths, stride, from, (start, step, length, to) => {
    for (let k = 0; k < length; k++) part[to + k] = data[start + k * step]!;
  });
  const numbers = numbersFor(element.name, count);
  decodeNumbers(
    element.name,
    new Uint8Array(part.buffer as ArrayBuffer),
    numbers,
    false,
    (index, expected, got) => {
      throw new FormatError({
        file,
        offset: 0,
        expected,
        got: `${got} in element ${index} of chunk ${coords.join(", ")}`,
      });
    },
  );
  const wide = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const target = low.reduce((sum, at, axis) => sum + (axis === 0 ? at - rows.start : at) * wide[axis]!, 0);
  eachRun(lengths, wide, target, (start, _, length, to) =>
    values.set(numbers.subarray(to, to + length), start),
  );
  return count;
}

/**
 * Runs along the last axis of a box in an array of some strides.
 * @param run - start and step in that array, and how long; `to`: its place in the box itself, row-major
 */
function eachRun(
  lengths: readonly number[],
  strides: readonly number[],
  first: number,
  run: (start: number, step: number, length: number, to: number) => void,
): void {
  const last = lengths.length - 1;
  const [length, step] = [lengths[last] ?? 1, strides[last] ?? 1];
  const at = lengths.map(() => 0);
  let start = first;
  for (let to = 0, all = sizeOf(lengths); to < all; to += length) {
    run(start, step, length, to);
    let axis = last - 1;
    for (; axis >= 0; axis--) {
      start += strides[axis]!;
      if (++at[axis]! < lengths[axis]!) break;
      start -= strides[axis]! * lengths[axis]!;
      at[axis] = 0;
    }
  }
}

const typedArrays = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** The fill value as a number of the result, or the error where an element has it that no double holds. */
function fillNumber({ element: { name, held }, fill }: Layout, file: string): number | FormatError {
  const one = new (typedArrays[held] as unknown as new (values: unknown[]) => Elements)([fill]);
  const number = numbersFor(name, 1);
  try {
    decodeNumbers(name, new Uint8Array(one.buffer as ArrayBuffer), number, false, (_, expected, got) => {
      throw new FormatError({
        file,
        offset: 0,
        expected,
        got: `${got} where no chunk is stored (fill_value)`,
      });
    });
  } catch (error) {
    return error as FormatError;
  }
  return number[0]!;
}
