/** Bytes that are read one after the other. */
import { FormatError } from "../../../base/errors.ts";
import type { Pieces } from "../../source.ts";

/** Bytes in their order. */
export interface ByteStream {
  /** Number of the next byte. */
  readonly position: number;
  /** The next bytes, until the next call. @throws {FormatError} if there are fewer. */
  take(count: number, what: string): Promise<Uint8Array>;
  /** Passes over the next bytes. @throws {FormatError} if there are fewer. */
  skip(count: number, what: string): Promise<void>;
}

/** A part of a file. */
export interface Region {
  readonly pieces: Pieces;
  /** Path or name, for messages. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly signal?: AbortSignal | undefined;
}

/** What is read at once for some bytes: more than those where they are few. */
const readAtOnce = (count: number) => (count < 2 ** 16 ? Math.max(4 * count, 2 ** 13) : count);

/** The bytes of a region; positions are those of the file. */
export function plainStream({ pieces, file, start, end }: Region): ByteStream {
  let [position, from] = [start, start];
  let held: Uint8Array = new Uint8Array(0);
  const need = (count: number, what: string) => {
    if (position + count > end) throw cutShort(file, position, what, count, end - position);
  };
  return {
    get position() {
      return position;
    },
    async take(count, what) {
      need(count, what);
      if (position < from || position + count > from + held.length) {
        held = new Uint8Array(Math.min(readAtOnce(count), end - position));
        from = position;
        await pieces.readInto(held, from);
      }
      const bytes = held.subarray(position - from, position - from + count);
      position += count;
      return bytes;
    },
    async skip(count, what) {
      need(count, what);
      position += count;
    },
  };
}

/** The error to throw where fewer bytes are left than are needed. */
export function cutShort(
  file: string,
  offset: number,
  what: string,
  count: number,
  left: number,
): FormatError {
  return damaged(file, offset, `${what} (${count} bytes)`, `${Math.max(0, left)} bytes`);
}

/** The error to throw for bytes that are not as expected. */
export function damaged(
  file: string,
  offset: number,
  expected: string,
  got: string,
  advice = "",
): FormatError {
  return new FormatError({ file, offset, expected, got, advice });
}
