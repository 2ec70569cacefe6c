/** Undoes the order in which first bytes of all elements come first. What is no whole element stays at the end. */
export function unshuffleBytes(from: Uint8Array, to: Uint8Array, width: number): void {
  const count = Math.floor(from.length / width);
  for (let byte = 0; byte < width; byte++)
    for (let k = 0, at = byte * count; k < count; k++) to[k * width + byte] = from[at++]!;
  to.set(from.subarray(count * width), count * width);
}

/** The same of single bits, the lowest first. Blocks whose elements are no multiple of eight were left as they are. */
export function unshuffleBits(from: Uint8Array, to: Uint8Array, width: number): void {
  const count = Math.floor(from.length / width);
  if (count % 8 !== 0) return to.set(from);
  const row = count / 8;
  const fourBits = (at: number) =>
    from[at]! | (from[at + row]! << 8) | (from[at + 2 * row]! << 16) | (from[at + 3 * row]! << 24);
  for (let byte = 0; byte < width; byte++)
    for (let k = 0; k < row; k++) {
      const at = 8 * byte * row + k;
      const place = 8 * k * width + byte;
      turnEight(fourBits(at), fourBits(at + 4 * row), to, place, width);
    }
  to.set(from.subarray(count * width), count * width);
}

/**
 * Transposes eight bytes as 8 × 8 bits, and writes them `width` apart.
 * Source: Warren, Hacker's Delight, 2nd edition, section 7-3.
 * @param low - the first four, the first of them lowest
 */
function turnEight(low: number, high: number, to: Uint8Array, place: number, width: number): void {
  let a = turnInFours(low);
  let b = turnInFours(high);
  const crossed = (a ^ (b << 4)) & 0xf0f0f0f0;
  a ^= crossed;
  b ^= crossed >>> 4;
  for (let k = 0, at = place; k < 4; k++, at += width) {
    to[at] = a >>> (8 * k);
    to[at + 4 * width] = b >>> (8 * k);
  }
}

/** Transposes the 2 × 2 blocks of bits in four bytes, then those of 4 × 4. */
function turnInFours(bytes: number): number {
  const ones = (bytes ^ (bytes >>> 7)) & 0x00aa00aa;
  const twos = bytes ^ ones ^ (ones << 7);
  const moved = (twos ^ (twos >>> 14)) & 0x0000cccc;
  return twos ^ moved ^ (moved << 14);
}
