import type * as Zarrita from "zarrita";
import { FormatError } from "../../../base/errors.ts";
import { decodedBytes, numbersFor, type Numbers } from "../dtypes.ts";
import type { RowRange, StoredArray } from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import { keyOf, StoredChunks, type Coords } from "./chunks.ts";
import { fillNumber, place, type Chunk, type Readable } from "./numbers.ts";
import type { Store } from "./store.ts";

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
