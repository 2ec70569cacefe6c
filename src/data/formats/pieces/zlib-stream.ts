/** What a compressed part of a file holds, read one byte after the other. */
import { Inflate } from "fflate";
import { eventLoopTurns } from "../../../base/host/event-loop.ts";
import { assertFits, type Limits } from "../bytes.ts";
import { cutShort, damaged, plainStream, type ByteStream, type Region } from "./streams.ts";

/** Compressed bytes that are inflated at once. Each gives 1032 at most, and a step costs as much as 8 KiB of them. */
function stepOf(packed: number, { maxMemory }: Limits): number {
  return Math.min(packed, 2 ** 14, Math.max(2 ** 9, Math.floor(maxMemory / 2 ** 13)));
}

/** Bytes that inflating takes at its largest: what one step gives, in a buffer that grows by doubling, and again as a copy. */
export function inflatingBytes(packed: number, limits: Limits): number {
  return stepOf(packed, limits) * 1032 * 4 + 2 ** 18;
}

/**
 * What a zlib stream (RFC 1950) in a region holds; positions count its inflated bytes.
 * Its checksum is compared where it ends.
 * @throws {FormatError} where inflating takes more than the limit.
 */
export function zlibStream(region: Region, limits: Limits): ByteStream & { finish(): Promise<void> } {
  const { file, start, end } = region;
  assertFits(file, inflatingBytes(end - start, limits), limits, start);
  const inflating = new Inflating(region, stepOf(end - start, limits));
  let position = 0;
  const stream = {
    get position() {
      return position;
    },
    async take(count: number, what: string) {
      const bytes = new Uint8Array(count);
      for (let filled = 0; filled < count;) {
        const piece = await inflating.next(count - filled);
        if (!piece) throw cutShort(file, start, `${what}, inflated`, count, filled);
        bytes.set(piece, filled);
        filled += piece.length;
      }
      position += count;
      return bytes;
    },
    async skip(count: number, what: string) {
      for (let left = count; left > 0;) {
        const piece = await inflating.next(left);
        if (!piece) throw cutShort(file, start, `${what}, inflated`, count, count - left);
        left -= piece.length;
      }
      position += count;
    },
    /** @throws {FormatError} if there are more bytes, or the checksum is not theirs. */
    async finish() {
      if (await inflating.next(1)) throw damaged(file, start, `${position} inflated bytes`, "more");
      inflating.check();
    },
  };
  return stream;
}

/** Inflates step by step; never more is held than one step gives. */
class Inflating {
  readonly #region: Region;
  readonly #inflate: Inflate;
  /** Inflated and not yet taken. */
  #ready: Uint8Array[] = [];
  #packed: ByteStream;
  #checksum = new Adler32();
  #declared = 0;
  #done = false;
  readonly #atOnce: number;
  readonly #turn = eventLoopTurns();

  constructor(region: Region, step: number) {
    this.#region = region;
    this.#atOnce = step;
    this.#packed = plainStream(region);
    this.#inflate = new Inflate((bytes) => {
      if (bytes.length > 0) this.#ready.push(bytes);
    });
  }

  /** Some of the next bytes, `most` at most; undefined at the end. */
  async next(most: number): Promise<Uint8Array | undefined> {
    while (this.#ready.length === 0 && !this.#done) await this.#step();
    const piece = this.#ready.shift();
    if (!piece) return undefined;
    if (piece.length > most) this.#ready.unshift(piece.subarray(most));
    const part = piece.subarray(0, most);
    this.#checksum.add(part);
    return part;
  }

  check(): void {
    const { file, start } = this.#region;
    if (this.#checksum.value !== this.#declared)
      throw damaged(file, start, "the checksum of the compressed bytes", "another: the file is damaged");
  }

  async #step(): Promise<void> {
    const { file, start, end, signal } = this.#region;
    await this.#turn();
    signal?.throwIfAborted();
    if (this.#packed.position === start) await this.#readHeader();
    const count = Math.min(this.#atOnce, end - 4 - this.#packed.position);
    const packed = (await this.#packed.take(count, "compressed bytes")).slice();
    this.#done = this.#packed.position === end - 4;
    try {
      this.#inflate.push(packed, this.#done);
    } catch (error) {
      throw damaged(file, start, "compressed bytes", `damaged ones (${(error as Error).message})`);
    }
    if (this.#done) this.#declared = bigEndian(await this.#packed.take(4, "a checksum"));
  }

  /** Two bytes: method 8 with a window of 32 KiB or less, no dictionary, and a multiple of 31. */
  async #readHeader(): Promise<void> {
    const { file, start, end } = this.#region;
    if (end - start < 6) throw cutShort(file, start, "compressed bytes", 6, end - start);
    const [method, flags] = await this.#packed.take(2, "a zlib header");
    const isZlib = (method! & 15) === 8 && method! >> 4 <= 7 && (method! * 256 + flags!) % 31 === 0;
    if (!isZlib || flags! & 32) throw damaged(file, start, "a zlib header", `${method} ${flags}`);
  }
}

function bigEndian(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
}

/** RFC 1950, §8.2. */
class Adler32 {
  #a = 1;
  #b = 0;

  add(bytes: Uint8Array): void {
    // So many can be added before the sums must be reduced; zlib's NMAX.
    for (let from = 0; from < bytes.length; from += 5552) {
      const to = Math.min(bytes.length, from + 5552);
      let [a, b] = [this.#a, this.#b];
      for (let k = from; k < to; k++) b += a += bytes[k]!;
      [this.#a, this.#b] = [a % 65521, b % 65521];
    }
  }

  get value(): number {
    return this.#b * 65536 + this.#a;
  }
}
