/** Reads the numbers of arrays of a MAT-file. */
import { numbersFor, type Numbers } from "../dtypes.ts";
import { allRows, tooLarge, type RowRange, type StoredArray } from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import { damaged, type ByteStream } from "../pieces/streams.ts";
import { inflatingBytes } from "../pieces/zlib-stream.ts";
import { readView, viewScratch, type Elements } from "../pieces/strided.ts";
import { columnMajor } from "../pieces/view.ts";
import { dtypes } from "../dtypes.ts";
import { cursorIn, isPlain, type Cursor, type Listed, type MatFile } from "./variables.ts";
import type { StoredNumbers } from "./walk.ts";

/**
 * Where the last reading of a variable ended. Arrays that are read in the order of the file are
 * inflated once all together.
 */
export class Cursors {
  readonly #mat: MatFile;
  #last: Cursor | undefined;

  constructor(mat: MatFile) {
    this.#mat = mat;
  }

  /** Works with a cursor that is at the place or before it; nobody else has it meanwhile. */
  async with(array: Listed, start: number, work: (cursor: Cursor) => Promise<void>): Promise<void> {
    const last = this.#last;
    this.#last = undefined;
    const goesOn = last?.variable === array.variable && last.stream.position <= start;
    const cursor = goesOn ? last : cursorIn(this.#mat, array.variable);
    await work(cursor);
    this.#last = cursor;
  }
}

/** An array of the file as it is offered to who reads it. */
export function storedArray(mat: MatFile, cursors: Cursors, array: Listed): StoredArray {
  const { path, shape, type, variable } = array;
  const isSingle = type === "float32";
  const bytes = sizeOf(shape) * (isSingle ? 4 : 8);
  // A few numbers may stand for a matrix of any size.
  const refused = array.sparse ? tooLarge(bytes, mat, "once it is filled with zeros") : array.refused;
  const packed = variable.compressed ? inflatingBytes(variable.end - variable.start, mat) : 0;
  return {
    path,
    shape,
    type,
    ...(isSingle && { stored: "float32" as const }),
    ...(refused !== undefined && { refused }),
    bytes,
    scratch: viewScratch + packed + sparseBytes(array),
    async read(rows, signal, memory) {
      const count = (rows.end - rows.start) * sizeOf(shape.slice(1));
      const to = roomFor(mat, isSingle ? "f4" : "f8", count, memory);
      const reading = { mat: { ...mat, signal }, cursors, array, rows, to };
      if (array.sparse) await readSparse(reading);
      else if (array.numbers) await readDense(reading);
      return to;
    },
  };
}

interface Reading {
  readonly mat: MatFile;
  readonly cursors: Cursors;
  readonly array: Listed;
  readonly rows: RowRange;
  readonly to: Numbers;
}

async function readDense({ mat, cursors, array, rows, to }: Reading): Promise<void> {
  const numbers = array.numbers!;
  await cursors.with(array, numbers.start, async ({ stream, finish }) => {
    await readView(columnMajor(array.shape), rows, elementsOf(mat, stream, numbers), to, mat.signal);
    if (!isPlain(array)) return; // then the checksum was compared when the file was opened
    await stream.skip(numbers.end - stream.position, "numbers");
    await finish();
  });
}

/** Bytes of the rows, the columns and the numbers of a sparse matrix, all as doubles. */
function sparseBytes({ sparse, numbers }: Listed): number {
  if (!sparse || !numbers) return 0;
  return 8 * (sparse.rows.count + sparse.columns.count + numbers.count);
}

/** Compressed sparse columns: the numbers of column j are those from `columns[j]` up to `columns[j + 1]`. */
async function readSparse({ mat, cursors, array, rows, to }: Reading): Promise<void> {
  const { sparse, numbers, shape } = array;
  const parts: Numbers[] = [];
  await cursors.with(array, sparse!.rows.start, async ({ stream }) => {
    for (const part of [sparse!.rows, sparse!.columns, numbers!]) {
      const into = roomFor(mat, "f8", part.count);
      const list = { shape: [part.count], strides: [1], offset: 0 };
      await readView(list, allRows(list), elementsOf(mat, stream, part), into, mat.signal);
      parts.push(into);
    }
  });
  const [at, first, values] = parts as [Numbers, Numbers, Numbers];
  const width = shape[1]!;
  const wrong = (expected: string, got: number) => damaged(mat.file, numbers!.start, expected, `${got}`);
  to.fill(0);
  for (let column = 0; column < width; column++) {
    const [from, end] = [first[column]!, first[column + 1]!];
    if (from < 0 || end < from || end > Math.min(at.length, values.length))
      throw wrong(`column ${column} of a sparse matrix to end among its numbers, from ${from} on`, end);
    for (let k = from; k < end; k++) {
      const row = at[k]!;
      if (row < 0 || row >= shape[0]!) throw wrong(`rows below ${shape[0]} in a sparse matrix`, row);
      if (row >= rows.start && row < rows.end) to[(row - rows.start) * width + column] = values[k]!;
    }
  }
}

function elementsOf(mat: MatFile, stream: ByteStream, numbers: StoredNumbers): Elements {
  const { name, start, count } = numbers;
  const { size } = dtypes[name];
  return {
    name,
    count,
    bigEndian: mat.bigEndian,
    async fill(into, from) {
      await stream.skip(start + from * size - stream.position, "numbers");
      into.set(await stream.take(into.length, "numbers"));
    },
    complain(index, expected, got) {
      throw damaged(mat.file, start + index * size, expected, `${got} in element ${index}`);
    },
  };
}

/** @throws {FormatError} where the machine has less memory than that. */
function roomFor({ file }: MatFile, name: "f8" | "f4", count: number, memory?: ArrayBuffer): Numbers {
  try {
    return numbersFor(name, count, memory);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw damaged(file, 0, `${8 * count} bytes of free memory`, "less; read fewer arrays at once");
  }
}
