/*
 * A damaged file may damage the library's memory, even if it seemed to be read well, and the files after it would be
 * read wrongly. So the memory is put back to what it was as soon as no file is open.
 */

/** Everything up to the last byte that is not zero; what is behind is free. */
export function takeSnapshot(memory: Uint8Array): Uint8Array {
  const words = new BigUint64Array(memory.buffer, 0, memory.length / 8);
  let end = words.length;
  while (end > 0 && words[end - 1] === 0n) end--;
  return memory.slice(0, 8 * end);
}

/** Bytes that the library has from its start. What it took later is free, and is not cleared: zeros in it would take memory. */
const first = 2 ** 24;

export function putBack(memory: Uint8Array, snapshot: Uint8Array): void {
  memory.set(snapshot);
  memory.fill(0, snapshot.length, Math.max(snapshot.length, first));
}
