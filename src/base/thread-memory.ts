import { MemoryError } from "./errors.ts";

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
