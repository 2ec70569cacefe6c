/** What a stream unpacks to: of a known size, filled from the start, and copied from within. */
export class Output {
  readonly bytes: Uint8Array<ArrayBuffer>;
  filled = 0;
  /** Where in it a copy from within may begin at the earliest. */
  start = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  get left(): number {
    return this.bytes.length - this.filled;
  }

  /** @throws {RangeError} if there is no room. */
  append(part: Uint8Array): void {
    if (part.length > this.left) throw new RangeError("more bytes than declared");
    this.bytes.set(part, this.filled);
    this.filled += part.length;
  }

  /**
   * Repeats what was written `distance` bytes before, also where the copy reaches into itself.
   * @throws {RangeError} for a distance before the start, or without room.
   */
  repeat(distance: number, length: number): void {
    if (distance < 1 || distance > this.filled - this.start)
      throw new RangeError(`a distance of ${distance} bytes, with ${this.filled - this.start} before it`);
    if (length > this.left) throw new RangeError("more bytes than declared");
    const { bytes } = this;
    for (let from = this.filled - distance, end = from + length; from < end; from++)
      bytes[this.filled++] = bytes[from]!;
  }
}
