import { MemoryError } from "./errors.ts";
import type { Matrix } from "./matrix.ts";

/** Whether threads can share memory on this host. */
export const canShare = typeof SharedArrayBuffer !== "undefined";

/**
 * Zeros in memory that threads share, if the host allows it.
 * @throws {MemoryError} if the host has no memory for them.
 */
export function sharedDoubles(length: number): Float64Array {
  try {
    return canShare ? new Float64Array(new SharedArrayBuffer(length * 8)) : new Float64Array(length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new MemoryError(
      `The host has no memory for ${length.toLocaleString("en")} more numbers (${Math.ceil((length * 8) / 2 ** 20).toLocaleString("en")} MiB). ` +
        `Use fewer threads, or compare fewer networks, stimuli or units at a time.`,
    );
  }
}

/** The same numbers in shared memory. Data that are already shared are returned as they are. */
export function shared(data: Float64Array | Float32Array): Float64Array {
  if (data instanceof Float64Array && canShare && data.buffer instanceof SharedArrayBuffer) return data;
  const copy = sharedDoubles(data.length);
  copy.set(data);
  return copy;
}

/** A matrix in memory that threads can read without a copy. */
export function sharedMatrix({ rows, cols, data }: Matrix): Matrix {
  return { rows, cols, data: shared(data) };
}

/** The same numbers in shared memory and in their own precision: single takes half of double. */
export function sharedAsStored(data: Float64Array | Float32Array): Float64Array | Float32Array {
  if (data instanceof Float64Array) return shared(data);
  if (canShare && data.buffer instanceof SharedArrayBuffer) return data;
  const doubles = sharedDoubles(Math.ceil(data.length / 2));
  const copy = new Float32Array(doubles.buffer, 0, data.length);
  copy.set(data);
  return copy;
}

/** Bytes of shared memory in a value that is sent between threads. */
export function sharedBytes(value: unknown): number {
  if (!canShare || typeof value !== "object" || value === null) return 0;
  if (ArrayBuffer.isView(value)) return value.buffer instanceof SharedArrayBuffer ? value.byteLength : 0;
  if (Array.isArray(value) && typeof value[0] !== "object") return 0; // numbers or names, of which there may be many
  return Object.values(value).reduce((sum: number, part) => sum + sharedBytes(part), 0);
}
