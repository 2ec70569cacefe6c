import type { Matrix } from "../../base/matrix.ts";
import type { Prepared } from "../../metrics/prepared.ts";
import { sharedDoubles } from "../../base/thread-memory.ts";
import type { Source } from "./memory-words.ts";

/** A prepared representation in the form that is sent between threads: one block of doubles and a table of contents. */
export interface Packed {
  /** All matrices, one after the other. Threads share this memory if the host allows it. */
  readonly data: Float64Array;
  readonly parts: readonly { name: string; rows: number; cols: number; offset: number }[];
  readonly numbers: Readonly<Record<string, number>>;
  /** What it was made of, for messages. */
  readonly source: Source;
  /** Bytes of the wasm memory of the thread that made it. */
  readonly reserved?: number;
  /** Memory of the representation that it was made of, where it is needed no more: the next is read into it. */
  readonly left?: ArrayBuffer;
}

/** Copies what a metric prepared into one block. @param memory - to take for it where it is large enough */
export function pack(prepared: Prepared, source: Source, memory?: Float64Array): Packed {
  const numbers: Record<string, number> = {};
  const parts: Packed["parts"][number][] = [];
  let length = 0;
  for (const [name, part] of Object.entries(prepared)) {
    if (typeof part === "number") numbers[name] = part;
    else {
      parts.push({ name, rows: part.rows, cols: part.cols, offset: length });
      length += part.rows * part.cols;
    }
  }
  const fits = memory && memory.buffer.byteLength >= 8 * length;
  const data = fits ? new Float64Array(memory.buffer, 0, length) : sharedDoubles(length);
  for (const { name, offset } of parts) data.set((prepared[name] as Matrix).data, offset);
  return { data, parts, numbers, source };
}

/** The matrices and numbers of `packed`, as parts of `whole`: a 1 × length copy or view of `packed.data`. */
export function unpack(
  packed: Packed,
  part: (offset: number, rows: number, cols: number, name: string) => Matrix,
): Prepared {
  const prepared: Record<string, Matrix | number> = { ...packed.numbers };
  for (const { name, rows, cols, offset } of packed.parts) prepared[name] = part(offset, rows, cols, name);
  return prepared;
}
