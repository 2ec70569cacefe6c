/** Whether arrays made here can be read by other threads without a copy. */
export const canShare = typeof SharedArrayBuffer !== "undefined";

/** Zeros that threads can read without a copy, where the host allows that. */
export function sharedDoubles(length: number): Float64Array {
  return canShare ? new Float64Array(new SharedArrayBuffer(length * 8)) : new Float64Array(length);
}

/** The same numbers where threads can read them without a copy; themselves if they are there already. */
export function shared(data: Float64Array | Float32Array): Float64Array {
  if (data instanceof Float64Array && canShare && data.buffer instanceof SharedArrayBuffer) return data;
  const copy = sharedDoubles(data.length);
  copy.set(data);
  return copy;
}
