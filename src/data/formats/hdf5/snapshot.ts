/*
 * A damaged file may damage the library's memory, also one that seemed to be read well, and every file after it would
 * suffer. So its memory is put back to what it was, as soon as no file is open.
 */

/** Everything up to the last byte that is not zero; what is behind is free. */
export function takeSnapshot(memory: Uint8Array): Uint8Array {
  const words = new BigUint64Array(memory.buffer, 0, memory.length / 8);
  let end = words.length;
  while (end > 0 && words[end - 1] === 0n) end--;
  return memory.slice(0, 8 * end);
}

/** What the library has from its start. More stays as it is: it is free, and zeros in it would take memory. */
const first = 2 ** 24;

export function putBack(memory: Uint8Array, snapshot: Uint8Array): void {
  memory.set(snapshot);
  memory.fill(0, snapshot.length, Math.max(snapshot.length, first));
}
