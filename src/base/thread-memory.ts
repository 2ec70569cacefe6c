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
