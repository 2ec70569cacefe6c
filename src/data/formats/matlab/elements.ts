/** Data elements, of which a MAT-file of level 5 is made: a type, a size, and bytes up to a multiple of 8. */
import type { DtypeName } from "../dtypes.ts";
import { damaged, type ByteStream } from "../pieces/streams.ts";
import { elementTypes } from "./numbering.ts";

/** Types of numbers, by their number. */
export const numberTypes: Readonly<Record<number, DtypeName>> = {
  1: "i1",
  2: "u1",
  3: "i2",
  4: "u2",
  5: "i4",
  6: "u4",
  7: "f4",
  9: "f8",
  12: "i8",
  13: "u8",
};

/** An element of which the tag was read. */
export interface Element {
  readonly type: number;
  /** In bytes, without padding. */
  readonly size: number;
  /** Position of its bytes. */
  readonly start: number;
  /** Position after its padding. */
  readonly end: number;
}

/** Longer texts than all names of the fields of any struct. */
const longest = 2 ** 20;

/**
 * Reads elements of a stream in the byte order of the file. What is passed over is skipped when the next
 * element is read, so that nothing is inflated for what comes last.
 */
export class ElementReader {
  readonly stream: ByteStream;
  readonly bigEndian: boolean;
  readonly file: string;
  #next = 0;

  constructor(stream: ByteStream, bigEndian: boolean, file: string) {
    this.stream = stream;
    this.bigEndian = bigEndian;
    this.file = file;
  }

  /**
   * Reads a tag. Elements of four bytes or less may stand in the tag itself.
   * @param end - of what the element is in
   */
  async tag(end: number, what: string): Promise<Element> {
    await this.settle();
    const at = this.stream.position;
    if (at + 8 > end) throw this.problem(`${what} (a tag of 8 bytes)`, `${end - at} bytes`, at);
    const [word] = await this.words(4, what);
    const small = word! >>> 16;
    if (small > 4) throw this.problem("at most 4 bytes in a tag", `${small} (${what})`, at);
    if (small > 0) return { type: word! & 0xffff, size: small, start: at + 4, end: at + 8 };
    const [size] = await this.words(4, what);
    const start = at + 8;
    if (start + size! > end)
      throw this.problem(`${what} of at most ${end - start} bytes`, `${size} declared`, at);
    return { type: word!, size: size!, start, end: Math.min(end, start + Math.ceil(size! / 8) * 8) };
  }

  /** The bytes of an element of one of the types, whose tag was just read; passes over its padding. */
  async bytes(element: Element, types: readonly number[], what: string): Promise<Uint8Array> {
    const { type, size, start } = element;
    if (!types.includes(type)) throw this.problem(`${what} of type ${types.join(" or ")}`, `${type}`, start);
    if (size > longest) throw this.problem(`${what} of at most ${longest} bytes`, `${size}`, start);
    const bytes = (await this.stream.take(size, what)).slice();
    this.pass(element);
    return bytes;
  }

  /** Whole numbers of an element of the types. */
  async integers(end: number, types: readonly number[], what: string): Promise<number[]> {
    const element = await this.tag(end, what);
    const bytes = await this.bytes(element, types, what);
    if (bytes.length % 4 !== 0)
      throw this.problem(`${what} of 4 bytes each`, `${bytes.length}`, element.start);
    return this.#wordsOf(bytes, element.type === elementTypes.int32);
  }

  /** A text. */
  async text(end: number, what: string): Promise<string> {
    const types = [elementTypes.int8, elementTypes.utf8, elementTypes.uint8];
    return textOf(await this.bytes(await this.tag(end, what), types, what));
  }

  /** Passes over what is left of an element, once the next is read. */
  pass({ end }: Pick<Element, "end">): void {
    this.#next = end;
  }

  /** Skips what was passed over. */
  async settle(): Promise<void> {
    await this.stream.skip(Math.max(0, this.#next - this.stream.position), "an element");
  }

  problem(expected: string, got: string, offset = this.stream.position): Error {
    return damaged(this.file, offset, expected, got);
  }

  /** The next bytes as unsigned words. */
  async words(count: number, what: string): Promise<number[]> {
    return this.#wordsOf(await this.stream.take(count, what), false);
  }

  #wordsOf(bytes: Uint8Array, signed: boolean): number[] {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return Array.from({ length: bytes.length / 4 }, (_, k) =>
      signed ? view.getInt32(4 * k, !this.bigEndian) : view.getUint32(4 * k, !this.bigEndian),
    );
  }
}

/** Up to the first zero byte. */
export function textOf(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  return new TextDecoder().decode(bytes.subarray(0, zero < 0 ? bytes.length : zero));
}
