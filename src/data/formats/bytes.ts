import { FormatError } from "../../base/errors.ts";
import type { Steps } from "../../base/steps.ts";

export { quoted } from "../../base/text.ts";

/** What a reader may hold beside the bytes of its file. */
export interface Limits {
  /** Bytes of the decoded arrays and of everything that they are made from, at their largest. */
  readonly maxMemory: number;
  /** Bytes that the call holds besides: those of this file and the arrays of earlier ones. For messages. */
  readonly held?: number;
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
  readonly #size: number;

  /** @param size - of the whole file, where `bytes` are only its beginning, which must hold all that is read */
  constructor(bytes: Uint8Array, file: string, size = bytes.length) {
    this.bytes = bytes;
    this.file = file;
    this.#size = size;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return Math.max(0, this.#size - this.offset);
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

  /** Passes over the next `count` bytes. */
  skip(count: number, what: string): void {
    this.#advance(count, what);
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

/** Throws before `bytes` are allocated beyond the limit. The message says which limit would do. */
export function checkMemory(reader: ByteReader, bytes: number, limits: Limits): void {
  assertFits(reader.file, bytes, limits, reader.offset);
}

/** As `checkMemory`, where there is no reader. @throws {FormatError} */
export function assertFits(file: string, bytes: number, { maxMemory, held = 0 }: Limits, offset = 0): void {
  if (bytes <= maxMemory) return;
  throw new FormatError({
    file,
    offset,
    expected: `at most ${maxMemory + held} bytes to be held (option maxMemory)`,
    got: `a need of ${Math.ceil(bytes + held)}; raise maxMemory to that, or read fewer arrays at once`,
  });
}

/** What is left of the limits when so many more bytes are held. */
export function reserve({ maxMemory, held = 0 }: Limits, bytes: number): Limits {
  return { maxMemory: maxMemory - bytes, held: held + bytes };
}

/** @throws {FormatError} where the machine has less memory than the limit allows. */
export function allocate<T>(reader: ByteReader, bytes: number, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw shortage(reader, bytes, error);
  }
}

/** As `allocate`, for work in steps. */
export function* allocateInSteps<T>(reader: ByteReader, bytes: number, steps: Steps<T>): Steps<T> {
  try {
    return yield* steps;
  } catch (error) {
    throw shortage(reader, bytes, error);
  }
}

/** What to throw for an error: a RangeError means that an array could not be made. */
function shortage(reader: ByteReader, bytes: number, error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  return reader.problem(`${bytes} bytes of free memory`, "less; read fewer arrays at once");
}

/** Extensions of two parts, which a name loses whole. */
const doubleExtension = /\.(nii\.gz|zarr\.zip)$/i;

/** Last part of a path without its extension: `"a/b/vgg.16.npy"` → `"vgg.16"`. */
export function stemOf(path: string): string {
  const base = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  if (doubleExtension.test(base)) return base.replace(doubleExtension, "");
  const dot = base.lastIndexOf(".");
  return dot > 0 ? base.slice(0, dot) : base;
}
