/** Whether threads can share memory on this host. */
export const canShare = typeof SharedArrayBuffer !== "undefined";

/** Zeros in memory that threads share, if the host allows it. */
export function sharedDoubles(length: number): Float64Array {
  return canShare ? new Float64Array(new SharedArrayBuffer(length * 8)) : new Float64Array(length);
}

/** The same numbers in shared memory. Data that are already shared are returned as they are. */
export function shared(data: Float64Array | Float32Array): Float64Array {
  if (data instanceof Float64Array && canShare && data.buffer instanceof SharedArrayBuffer) return data;
  const copy = sharedDoubles(data.length);
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
