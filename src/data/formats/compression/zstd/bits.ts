/** Reads a stream of bits from its end: the last byte has a 1 above its highest bit. */
export class BackwardBits {
  readonly #bytes: Uint8Array;
  /** Bits that are left; below 0 where more were taken than there are, which are zeros. */
  left: number;

  /** @throws {RangeError} for a stream without a mark. */
  constructor(bytes: Uint8Array) {
    const last = bytes.at(-1) ?? 0;
    if (last === 0) throw new RangeError("a stream of bits without an end");
    this.#bytes = bytes;
    this.left = 8 * bytes.length - 1 - Math.clz32(last) + 24;
  }

  /** The next `count` bits, at most 25, without taking them. */
  peek(count: number): number {
    const at = this.left - count;
    if (at >= 0) return this.#at(at, count);
    return this.left > 0 ? this.#at(0, this.left) << -at : 0;
  }

  /** Takes up to 32 bits. */
  take(count: number): number {
    if (count > 16) return this.take(count - 16) * 2 ** 16 + this.take(16);
    const value = this.peek(count);
    this.left -= count;
    return value;
  }

  #at(at: number, count: number): number {
    const bytes = this.#bytes;
    const k = at >> 3;
    const word = bytes[k]! | (bytes[k + 1]! << 8) | (bytes[k + 2]! << 16) | (bytes[k + 3]! << 24);
    return (word >>> (at & 7)) & ((1 << count) - 1);
  }
}
