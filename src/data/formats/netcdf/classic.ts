import { FormatError } from "../../../base/errors.ts";
import { smallestOf } from "../../../base/lists.ts";
import type { Pieces } from "../../source.ts";
import { assertFits, ByteReader, type Limits } from "../bytes.ts";
import {
  decodedBytes,
  decodeNumbers,
  numbersFor,
  storedAs,
  wordFor,
  type DtypeName,
  type Numbers,
} from "../dtypes.ts";
import type { OpenFile, RowRange, StoredArray } from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import { bytesOfType, readHeader, type Header, type Variable } from "./header.ts";
import { packingOf, unpacked } from "./packing.ts";

/** Bytes in which most headers end; of a larger one more is read. */
const firstPart = 2 ** 16;
/** Bytes of the file that are read at once. */
const part = 2 ** 20;

/** Where the numbers of a variable are. */
interface Place {
  readonly shape: readonly number[];
  readonly begin: number;
  /** Bytes of a row, and from a row to the next one: variables that grow take turns. */
  readonly row: number;
  readonly stride: number;
}

interface Opened {
  readonly file: string;
  readonly pieces: Pieces;
  readonly header: Header;
}

/**
 * A netCDF classic file: CDF-1, CDF-2 (64-bit offsets) and CDF-5 (64-bit data). Every variable, its axes named
 * by its dimensions, its stimuli by the variable of letters that has the name of the first one. Packed numbers
 * (`scale_factor`, `add_offset`) come as they are meant; those that are `_FillValue` or `missing_value` are NaN.
 * @throws {FormatError} for whatever breaks the format
 */
export const openClassic: OpenFile = async ({ path: file, pieces: piecesOf }, how) => {
  const pieces = await piecesOf();
  const opened = { file, pieces, header: await headerOf(pieces, file, how) };
  const places = placesOf(opened);
  const arrays: StoredArray[] = [];
  for (const [k, variable] of opened.header.variables.entries())
    arrays.push(await named(opened, variable, listed(opened, variable, places[k]!, how), places));
  return { arrays, close: async () => {} };
};

/** Reads as much of the file as the header takes. */
async function headerOf(pieces: Pieces, file: string, limits: Limits): Promise<Header> {
  for (let size = firstPart; ; size *= 2) {
    const bytes = new Uint8Array(Math.min(size, pieces.size));
    assertFits(file, bytes.length, limits);
    await pieces.readInto(bytes, 0);
    const reader = new ByteReader(bytes, file);
    try {
      return readHeader(reader);
    } catch (error) {
      const isShort = error instanceof FormatError && bytes.length < pieces.size;
      if (!isShort) throw error;
    }
  }
}

/** @throws {FormatError} if a variable would not lie in the file */
function placesOf({ header, pieces, file }: Opened): Place[] {
  const growing = header.variables.filter((variable) => grows(header, variable));
  const rowOf = (variable: Variable) =>
    sizeOf(lengthsOf(header, variable).slice(1)) * bytesOfType(variable.type);
  const padded = (bytes: number) => bytes + ((4 - (bytes % 4)) % 4);
  // A record holds a padded row of each; of the only one, rows lie without padding.
  const record =
    growing.length === 1 ? rowOf(growing[0]!) : growing.reduce((sum, one) => sum + padded(rowOf(one)), 0);
  const begin = smallestOf(growing.map((one) => one.begin));
  const written = record > 0 ? Math.max(0, Math.floor((pieces.size - begin) / record)) : 0;
  const records = header.records ?? written;
  return header.variables.map((variable) => {
    const [first = 1, ...others] = lengthsOf(header, variable);
    const isGrowing = grows(header, variable);
    const row = rowOf(variable);
    const shape = [isGrowing ? records : first, ...others];
    const place = { shape, begin: variable.begin, row, stride: isGrowing ? record : row };
    const end = sizeOf(shape) === 0 ? 0 : place.begin + (shape[0]! - 1) * place.stride + row;
    if (end <= pieces.size) return place;
    const expected = `${end} bytes, in which the variable ${variable.name} of ${shape.join(" × ")} ends`;
    throw new FormatError({ file, offset: variable.begin, expected, got: `${pieces.size}` });
  });
}

function grows(header: Header, { dimensions: [first] }: Variable): boolean {
  return first !== undefined && header.dimensions[first]!.length === 0;
}

function lengthsOf(header: Header, { dimensions }: Variable): number[] {
  return dimensions.map((dimension) => header.dimensions[dimension]!.length);
}

/** A variable as it is listed: nothing of its numbers is read. */
function listed(opened: Opened, variable: Variable, place: Place, limits: Limits): StoredArray {
  const { name: path, type, attributes } = variable;
  const { shape } = place;
  const axes = variable.dimensions.map((dimension) => opened.header.dimensions[dimension]!.name);
  const common = { path, shape, ...(axes.length > 0 && { axes }) };
  if (type === "text") {
    const read = async () => {
      throw new FormatError({
        file: `${opened.file}:${path}`,
        offset: place.begin,
        expected: "numbers",
        got: "text",
      });
    };
    return { ...common, type: "text", refused: "text", bytes: 0, scratch: 0, read };
  }
  const read = async (rows: RowRange, signal?: AbortSignal, memory?: ArrayBuffer) => {
    const count = (rows.end - rows.start) * sizeOf(shape.slice(1));
    assertFits(`${opened.file}:${path}`, decodedBytes(type, count) + part, limits);
    const numbers = numbersFor(type, count, memory);
    await readRows(opened, path, type, place, rows, numbers, signal);
    return numbers;
  };
  const bytes = decodedBytes(type, sizeOf(shape));
  const packing = packingOf((attribute) => attributes.get(attribute) ?? []);
  return unpacked(
    { ...common, type: wordFor(type), ...storedAs(type), bytes, scratch: 2 * part, byRows: true, read },
    packing,
  );
}

/** A stretch of the file that holds numbers of one variable, and where they go. */
interface Run {
  readonly from: number;
  readonly bytes: number;
  /** Element of the result. */
  readonly at: number;
}

/** All rows where they lie side by side, else one after the other; none longer than a part. */
function* runs({ begin, row, stride }: Place, { start, end }: RowRange, size: number): Generator<Run> {
  const isWhole = stride === row;
  const length = isWhole ? (end - start) * row : row;
  for (let first = start; first < end; first = isWhole ? end : first + 1)
    for (let done = 0; done < length; done += part) {
      const at = ((first - start) * row + done) / size;
      yield { from: begin + first * stride + done, bytes: Math.min(part, length - done), at };
    }
}

/** Runs that lie within one part of the file are read at once. */
async function readRows(
  { pieces, file }: Opened,
  path: string,
  type: DtypeName,
  place: Place,
  rows: RowRange,
  to: Numbers,
  signal?: AbortSignal,
): Promise<void> {
  const size = bytesOfType(type);
  const waiting: Run[] = [];
  const readWaiting = async () => {
    signal?.throwIfAborted();
    const from = waiting[0]!.from;
    const raw = new Uint8Array(waiting.at(-1)!.from + waiting.at(-1)!.bytes - from);
    await pieces.readInto(raw, from);
    for (const run of waiting.splice(0)) {
      const own = raw.slice(run.from - from, run.from - from + run.bytes);
      decodeNumbers(
        type,
        own,
        to.subarray(run.at, run.at + run.bytes / size),
        true,
        (index, expected, got) => {
          const offset = run.from + index * size;
          throw new FormatError({ file: `${file}:${path}`, offset, expected, got });
        },
      );
    }
  };
  for (const run of runs(place, rows, size)) {
    if (waiting.length > 0 && run.from + run.bytes - waiting[0]!.from > part) await readWaiting();
    waiting.push(run);
  }
  if (waiting.length > 0) await readWaiting();
}

/** The array with names of its stimuli, where a variable of letters has the name of its first dimension. */
async function named(
  { pieces, header }: Opened,
  variable: Variable,
  array: StoredArray,
  places: readonly Place[],
): Promise<StoredArray> {
  const [first] = variable.dimensions;
  const wanted = first === undefined ? "" : header.dimensions[first]!.name;
  const k = header.variables.findIndex(({ name, type, dimensions }) => {
    return name === wanted && type === "text" && dimensions.length === 2 && dimensions[0] === first;
  });
  const { shape, begin, row, stride } = places[k] ?? { shape: [0], begin: 0, row: 0, stride: 0 };
  if (k < 0 || array.refused !== undefined || shape[0]! * row > part) return array;
  const stimuli: string[] = [];
  const decoder = new TextDecoder();
  for (let i = 0; i < shape[0]!; i++) {
    const letters = new Uint8Array(row);
    await pieces.readInto(letters, begin + i * stride);
    const end = letters.indexOf(0);
    stimuli.push(decoder.decode(end < 0 ? letters : letters.subarray(0, end)).trimEnd());
  }
  return { ...array, stimuli };
}
