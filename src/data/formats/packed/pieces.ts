import { Gunzip } from "fflate";
import { FormatError } from "../../../base/errors.ts";
import type { Pieces } from "../../source.ts";
import type { Limits } from "../bytes.ts";
import { crc32Of } from "../crc32.ts";

/** Deflate cannot do better: a match of 258 bytes takes at least two bits. */
export const bestRatio = 1032;

/** Whether bytes begin as gzip (RFC 1952) does. */
export function isGzip(first: Uint8Array): boolean {
  return first[0] === 0x1f && first[1] === 0x8b;
}

/** The inflated bytes of a gzip file, any part of which can be read; later parts in rising order are read once. */
export interface Gunzipped extends Pick<Pieces, "readInto"> {
  /** Bytes that it holds at most. */
  readonly scratch: number;
  /** More than that no file of this length can give. */
  readonly most: number;
  /** Reads on to the end. @throws {FormatError} for another checksum than the file declares. */
  check(): Promise<void>;
}

/** Bytes of one step: what they can inflate to, twice, is held. */
const longestStep = 2 ** 16;

/** What a file may hold beyond what its header declares, and still be checked. */
const spare = 2 ** 20;

/**
 * Inflates a file piece by piece, from its beginning again where an earlier part is asked for.
 * Of several members one follows the other. Nothing is held beyond a share of the limit, whatever the file expands to.
 */
export function gunzipped(packed: Pieces, file: string, { maxMemory }: Limits): Gunzipped {
  const step = Math.min(longestStep, packed.size, Math.max(512, Math.floor(maxMemory / 2 ** 13)));
  let stream = new Stream(packed, file, step);
  return {
    scratch: step * (2 * bestRatio + 2) + 2 ** 16,
    most: packed.size * bestRatio,
    async readInto(bytes, start) {
      if (start < stream.at) stream = new Stream(packed, file, step);
      await stream.skip(start - stream.at);
      await stream.fill(bytes);
    },
    check: () => stream.check(),
  };
}

/** One pass over a gzip file. */
class Stream {
  /** Position of the next inflated byte. */
  at = 0;
  readonly #packed: Pieces;
  readonly #file: string;
  readonly #step: number;
  readonly #gunzip: Gunzip;
  /** Position of the next packed byte. */
  #from = 0;
  /** Inflated bytes that nobody took yet; a step gives one piece a member. */
  #ready: Uint8Array[] = [];
  #crc = 0;
  #length = 0;
  #members = 1;

  constructor(packed: Pieces, file: string, step: number) {
    this.#packed = packed;
    this.#file = file;
    this.#step = step;
    this.#gunzip = new Gunzip((piece) => this.#take(piece));
    this.#gunzip.onmember = () => this.#members++;
  }

  async fill(bytes: Uint8Array): Promise<void> {
    let filled = 0;
    await this.#pass(bytes.length, (piece) => {
      bytes.set(piece, filled);
      filled += piece.length;
    });
  }

  async skip(count: number): Promise<void> {
    await this.#pass(count, () => {});
  }

  async #pass(count: number, take: (piece: Uint8Array) => void): Promise<void> {
    let left = count;
    while (left > 0) {
      const piece = this.#ready[0] ?? (await this.#more());
      if (!piece) continue;
      const taken = piece.subarray(0, left);
      take(taken);
      left -= taken.length;
      this.at += taken.length;
      if (taken.length === piece.length) this.#ready.shift();
      else this.#ready[0] = piece.subarray(taken.length);
    }
  }

  /** Inflates one step. */
  async #more(): Promise<undefined> {
    if (this.#from === this.#packed.size)
      throw this.#problem(
        `at least ${this.at + 1} inflated bytes`,
        `${this.at} up to the end of the file, which may be cut short`,
      );
    await this.#push();
  }

  async #push(): Promise<void> {
    const bytes = new Uint8Array(Math.min(this.#step, this.#packed.size - this.#from));
    await this.#packed.readInto(bytes, this.#from);
    try {
      this.#gunzip.push(bytes, false);
    } catch (error) {
      throw this.#problem("gzip bytes", `damaged ones (${(error as Error).message})`);
    }
    this.#from += bytes.length;
  }

  #take(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#crc = crc32Of(piece, this.#crc);
    this.#length += piece.length;
    this.#ready.push(piece);
  }

  /** A file of one member ends in its checksum and length; one of several would need those of each. */
  async check(): Promise<void> {
    const { size } = this.#packed;
    const known = this.at + spare;
    while (this.#from < size && this.#length < known) await this.#push();
    if (this.#from < size || this.#members > 1) return;
    const end = new Uint8Array(8);
    await this.#packed.readInto(end, size - 8);
    const view = new DataView(end.buffer);
    const [crc, length] = [view.getUint32(0, true), view.getUint32(4, true)];
    if (crc === this.#crc && length === this.#length % 2 ** 32) return;
    throw this.#problem("the declared checksum of the inflated bytes", "another: the file is damaged");
  }

  #problem(expected: string, got: string): FormatError {
    return new FormatError({ file: this.#file, offset: this.#from, expected, got });
  }
}
