/*
 * Global heaps hold texts of any length and lists. The library walks through one by the sizes of its objects, and
 * a size of 0 for free space keeps it there for ever (H5HG__cache_heap_deserialize of HDF5 1.14.6). So what it
 * reads is walked through here first.
 * HDF5 File Format Specification 3.0, III.E "Disk Format: Level 1E - Global Heap".
 */

const signature = [0x47, 0x43, 0x4f, 0x4c]; // GCOL
/** Of a heap, and of an object in it, with lengths of 8 bytes as all writers in use have them. */
const header = 16;

/** Whether bytes that were read begin a heap whose objects lead nowhere. */
export function isEndlessHeap(bytes: Uint8Array): boolean {
  if (bytes.length < 2 * header || signature.some((byte, k) => bytes[k] !== byte)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = header; at + header <= bytes.length;) {
    const size = Number(view.getBigUint64(at + 8, true));
    const isFree = view.getUint16(at, true) === 0;
    // Sizes of 64 bits become those of 32 in the library.
    if (size >= 2 ** 31 || (isFree && size < header)) return true;
    at += isFree ? size : header + 8 * Math.ceil(size / 8);
  }
  return false;
}
