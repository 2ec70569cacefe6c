/** Opens a file of any format: which arrays are in it, before their numbers are read. */
import { FormatError } from "../../base/errors.ts";
import { runSteps } from "../../base/steps.ts";
import { allocate, assertFits, ByteReader, reserve, stemOf } from "../formats/bytes.ts";
import type { Table } from "../formats/text/csv.ts";
import { decodedBytes, decodeNumbers, dtypes, numbersFor, wordFor, type Numbers } from "../formats/dtypes.ts";
import type { OpenedFile, OpenHow, RowRange, StoredArray } from "../formats/opened.ts";
import type { Format } from "../formats/registry.ts";
import { fromColumnMajor, sizeOf } from "../formats/shapes.ts";
import type { StoredNumbers, Unread } from "../formats/unread.ts";
import { bytesOf, isFetched, pathOf, piecesOf, type Pieces, type Source } from "../source.ts";

/** A file that is to be opened. */
export interface NamedFile {
  readonly source: Source;
  readonly path: string;
  readonly format: Format;
}

/** An opened file, and whether all its numbers were read already, because its format or its place allows nothing else. */
export interface AnyOpened extends OpenedFile {
  readonly isRead: boolean;
}

/**
 * @param how - what may be held, and how tables are read
 * @throws {FormatError} if it cannot be read, or breaks its format.
 */
export async function openAny({ source, path, format }: NamedFile, how: OpenHow): Promise<AnyOpened> {
  how.signal?.throwIfAborted();
  if (format.load) return parsedAll(source, path, format.load, how);
  let found: Pieces | undefined;
  const pieces = async () => (found ??= await wholePieces(source, how));
  const isRead = !format.folder && isFetched(source);
  try {
    const opened = format.open
      ? await (
          await format.open()
        )({ path, source, pieces }, how)
      : await openHead(path, format.unread!, await pieces(), how);
    const close = () => opened.close().finally(() => found?.close());
    return { ...opened, isRead, close };
  } catch (error) {
    await found?.close();
    throw error;
  }
}

/** Any part of the bytes of a source; what is fetched is held whole. */
async function wholePieces(source: Source, how: OpenHow): Promise<Pieces> {
  const pieces = await piecesOf(source);
  if (pieces) return pieces;
  const bytes = await bytesOf(source, how, how.signal);
  return (await piecesOf({ name: pathOf(source), bytes }))!;
}

/** A file whose reader takes all of it at once. */
async function parsedAll(
  source: Source,
  path: string,
  load: NonNullable<Format["load"]>,
  how: OpenHow,
): Promise<AnyOpened> {
  const parse = await load();
  const bytes = await bytesOf(source, how, how.signal);
  const tablesOf = (wanted: OpenHow["wanted"]) =>
    runSteps(parse(bytes, path, { ...how, ...reserve(how, bytes.byteLength), wanted }), how.signal);
  const some = await tablesOf(how.wanted);
  // Where none of the arrays is wanted, the message lists them.
  const tables = some.length === 0 ? await tablesOf(undefined) : some;
  const stem = stemOf(path);
  const arrays = tables.map((table) => heldArray(table, stem));
  return { arrays, isRead: true, holds: bytes.byteLength, close: async () => {} };
}

function heldArray(table: Table, stem: string): StoredArray {
  const { name, data, shape } = table;
  const path = name === stem ? "" : name.slice(stem.length + 1);
  const width = sizeOf(shape.slice(1));
  return {
    ...table,
    path,
    type: table.type ?? table.stored ?? "float64",
    bytes: data.byteLength,
    scratch: 0,
    read: async ({ start, end }) =>
      start === 0 && end === shape[0] ? data : data.slice(start * width, end * width),
  };
}

/** A file that begins with a header, behind which the numbers lie as they are. */
async function openHead(
  path: string,
  unread: NonNullable<Format["unread"]>,
  pieces: Pieces,
  how: OpenHow,
): Promise<OpenedFile> {
  const { sizeOf: headSize, parse } = await unread();
  const { size } = pieces;
  const first = new Uint8Array(Math.min(16, size));
  await pieces.readInto(first, 0);
  const length = Math.min(size, headSize(first, path, size));
  assertFits(path, length, how);
  const head = new Uint8Array(length);
  await pieces.readInto(head, 0);
  const arrays = parse(head, path, size, how).map((one) => arrayBehind(one, path, pieces));
  return { arrays, close: async () => {} };
}

/** Bytes that are read at once, for which a caller that stops must wait. */
const slice = 2 ** 23;

function arrayBehind({ outline, numbers }: Unread, path: string, pieces: Pieces): StoredArray {
  const { name, shape, stored } = outline;
  const bytes = decodedBytes(numbers.name, numbers.count);
  return {
    path: name,
    shape,
    type: wordFor(numbers.name),
    ...(stored && { stored }),
    bytes,
    scratch: numbers.reordered ? bytes : 0,
    byRows: !numbers.reordered,
    read: (rows, signal, memory) => readNumbers({ path, pieces, numbers, shape }, rows, signal, memory),
  };
}

interface Place {
  readonly path: string;
  readonly pieces: Pieces;
  readonly numbers: StoredNumbers;
  readonly shape: readonly number[];
}

/** Decodes slice by slice, so that the file is never in memory beside the numbers. */
async function readNumbers(
  { path, pieces, numbers, shape }: Place,
  { start, end }: RowRange,
  signal: AbortSignal | undefined,
  memory: ArrayBuffer | undefined,
): Promise<Numbers> {
  const reader = new ByteReader(new Uint8Array(0), path, pieces.size);
  const { name, count, reordered } = numbers;
  const width = sizeOf(shape.slice(1));
  const part = reordered ? { from: 0, count } : { from: start * width, count: (end - start) * width };
  const make = () => numbersFor(name, part.count, memory);
  const values = allocate(reader, decodedBytes(name, part.count), make);
  await fill(values, part.from, numbers, pieces, reader, signal);
  if (!reordered) return values;
  const ordered = await runSteps(fromColumnMajor(values, shape), signal);
  return ordered.subarray(start * width, end * width);
}

async function fill(
  values: Numbers,
  first: number,
  { name, start, bigEndian }: StoredNumbers,
  pieces: Pieces,
  reader: ByteReader,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { size } = dtypes[name];
  const most = Math.min(values.length, slice / size);
  const bytes = new Uint8Array(most * size);
  for (let from = 0; from < values.length; from += most) {
    signal?.throwIfAborted();
    const to = values.subarray(from, from + most);
    const raw = bytes.subarray(0, to.length * size);
    const place = start + (first + from) * size;
    await pieces.readInto(raw, place);
    decodeNumbers(name, raw, to, bigEndian, (index, expected, got) => {
      throw reader.problem(expected, `${got} in element ${first + from + index}`, place + index * size);
    });
  }
}

/** @throws {FormatError} where a file was written since it was opened first. */
export function changed(file: string): FormatError {
  return new FormatError({
    file,
    offset: 0,
    expected: "the file as it was when its header was read",
    got: "another: it was written to since",
  });
}
