import { matrix, singleMatrix, type Matrix } from "../../base/matrix.ts";
import type { Prepared } from "../../metrics/prepared.ts";
import { sharedDoubles } from "../../base/thread-memory.ts";

/** A prepared representation in the form that is sent between threads: one block of doubles and a table of contents. */
export interface Packed {
  /** All matrices, one after the other. Threads share this memory if the host allows it. */
  readonly data: Float64Array;
  readonly parts: readonly Part[];
  readonly numbers: Readonly<Record<string, number>>;
  /** What it was made of, for messages. */
  readonly source: Source;
  /** Bytes of the wasm memory of the thread that made it. */
  readonly reserved?: number;
  /** Memory of the representation that it was made of, where it is needed no more: the next is read into it. */
  readonly left?: ArrayBuffer;
}

/** A representation as its owner knows it. */
export interface Source {
  readonly name: string;
  readonly stimuli: number;
  /** Responses to one stimulus. */
  readonly units: number;
}

/** A matrix of it. */
interface Part {
  readonly name: string;
  readonly rows: number;
  readonly cols: number;
  /** In doubles. */
  readonly offset: number;
  /** Whether it is kept in single precision, two elements in the place of a double. */
  readonly single: boolean;
}

/** The elements of a part where they lie. */
function elementsOf({ data }: Pick<Packed, "data">, part: Part): Float64Array | Float32Array {
  const { rows, cols, offset, single } = part;
  if (!single) return data.subarray(offset, offset + rows * cols);
  return new Float32Array(data.buffer, data.byteOffset + 8 * offset, rows * cols);
}

/** Copies what a metric prepared into one block. @param memory - to take for it where it is large enough */
export function pack(prepared: Prepared, source: Source, memory?: Float64Array): Packed {
  const numbers: Record<string, number> = {};
  const parts: Part[] = [];
  let length = 0;
  for (const [name, part] of Object.entries(prepared)) {
    if (typeof part === "number") numbers[name] = part;
    else {
      const single = part.singles !== undefined;
      parts.push({ name, rows: part.rows, cols: part.cols, offset: length, single });
      length += Math.ceil((part.rows * part.cols) / (single ? 2 : 1));
    }
  }
  const fits = memory && memory.buffer.byteLength >= 8 * length;
  const data = fits ? new Float64Array(memory.buffer, 0, length) : sharedDoubles(length);
  for (const part of parts) elementsOf({ data }, part).set(elementsIn(prepared[part.name] as Matrix));
  return { data, parts, numbers, source };
}

function elementsIn(a: Matrix): Float64Array | Float32Array {
  return a.singles ?? a.data;
}

/** The matrices and numbers of `packed`. @param make - makes a matrix of a part, whose elements are given where they lie */
export function unpack(
  packed: Packed,
  make: (part: Part, elements: Float64Array | Float32Array) => Matrix,
): Prepared {
  const prepared: Record<string, Matrix | number> = { ...packed.numbers };
  for (const part of packed.parts) prepared[part.name] = make(part, elementsOf(packed, part));
  return prepared;
}

/** The matrices and numbers of `packed` in place, in ordinary memory: nothing is copied. */
export function inPlace(packed: Packed): Prepared {
  return unpack(packed, ({ rows, cols }, elements) =>
    elements instanceof Float32Array ? singleMatrix(rows, cols, elements) : matrix(rows, cols, elements),
  );
}
