import { MemoryError } from "../src/base/errors.ts";

/** A message holds lengths in 32 bits: shared memory from 4 GiB on arrives cut short, and no error says so. */
const limit = 2 ** 32;

/**
 * What is sent to a thread, after a check of every array in it.
 * @param name - of the data, for the message
 * @throws {MemoryError} if one is too large for a message.
 */
export function sendable<T>(value: T, name: string): T {
  const bytes = largestIn(value);
  if (bytes < limit) return value;
  throw new MemoryError(
    `${name} has an array of ${(bytes / 2 ** 30).toFixed(1)} GiB; at most 4 GiB can be sent to a thread. ` +
      `Compute without worker threads (threads: 0), or take fewer stimuli or units at a time.`,
  );
}

/** Bytes of the largest memory that a message with this value in it would carry. */
function largestIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  if (ArrayBuffer.isView(value)) return value.buffer.byteLength;
  let largest = 0;
  for (const key in value) largest = Math.max(largest, largestIn((value as Record<string, unknown>)[key]));
  return largest;
}

/** The memory of a value that a message can hand over: none that is shared. */
export function buffersIn(value: unknown): ArrayBuffer[] {
  if (typeof value !== "object" || value === null) return [];
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  return Object.values(value).flatMap(buffersIn);
}
