import { FormatError } from "../../base/errors.ts";
import { inRanges, type Steps } from "../../base/steps.ts";

export { quoted } from "../../base/text.ts";

/** What a reader may allocate. */
export interface Limits {
  /** Bytes the decoded arrays of one file may take together. */
  readonly maxMemory: number;
}

/** 2 GiB: more than a browser tab gives, less than a workstation has. */
export const defaultLimits: Limits = { maxMemory: 2 ** 31 };

/**
 * Little-endian reads that never leave the file. A read past the end, like any
 * other breach of the format, becomes a FormatError that says where.
 */
export class ByteReader {
  /** Position of the next read. */
  offset = 0;
  readonly bytes: Uint8Array;
  readonly file: string;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, file: string) {
    this.bytes = bytes;
    this.file = file;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return Math.max(0, this.bytes.length - this.offset);
  }

  /** The error to throw: `throw reader.problem(…)`. */
  problem(expected: string, got: string, offset = this.offset, advice = ""): FormatError {
    return new FormatError({ file: this.file, offset, expected, got, advice });
  }

  /** The next `count` bytes, as a view. */
  take(count: number, what: string): Uint8Array {
    const start = this.#advance(count, what);
    return this.bytes.subarray(start, start + count);
  }

  u8(what: string): number {
    return this.#view.getUint8(this.#advance(1, what));
  }

  u16(what: string): number {
    return this.#view.getUint16(this.#advance(2, what), true);
  }

  u32(what: string): number {
    return this.#view.getUint32(this.#advance(4, what), true);
  }

  /** Exact below 2^53, which is beyond any file; larger values are rounded. */
  u64(what: string): number {
    const start = this.#advance(8, what);
    return this.#view.getUint32(start, true) + this.#view.getUint32(start + 4, true) * 2 ** 32;
  }

  #advance(count: number, what: string): number {
    const start = this.offset;
    if (count > this.left) {
      throw this.problem(`${what} (${count} bytes)`, `${this.left} bytes up to the end of the file`);
    }
    this.offset = start + count;
    return start;
  }
}

/** Throws before `bytes` are allocated beyond the limit. */
export function checkMemory(reader: ByteReader, bytes: number, limits: Limits): void {
  if (bytes <= limits.maxMemory) return;
  throw reader.problem(
    `arrays of at most ${limits.maxMemory} bytes in what is left of the option maxMemory`,
    `${bytes} bytes declared; raise maxMemory or read fewer arrays`,
  );
}

/** A copy in memory of its own. (`slice` on a Node Buffer shares memory.) */
export function* copyBytes(bytes: Uint8Array): Steps<Uint8Array<ArrayBuffer>> {
  const copy = new Uint8Array(bytes.length);
  yield* inRanges(bytes.length, (from, to) => copy.set(bytes.subarray(from, to), from), 2 ** 20);
  return copy;
}

/** Last part of a path without its extension: `"a/b/vgg.16.npy"` → `"vgg.16"`. */
export function stemOf(path: string): string {
  const base = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const dot = base.lastIndexOf(".");
  return dot > 0 ? base.slice(0, dot) : base;
}
