import { Inflate, inflateSync } from "fflate";
import { inRanges, type Steps } from "../../../base/steps.ts";
import { allocate, type ByteReader, checkMemory, quoted } from "../bytes.ts";
import type { Limits } from "../bytes.ts";
import { crc32Steps } from "../crc32.ts";
import { findEnd, readEntry, signatures, type Declared, type ZipEntry } from "../pieces/zip-directory.ts";

export type { ZipEntry } from "../pieces/zip-directory.ts";

/** Deflate cannot do better: a match of 258 bytes takes at least two bits. */
const bestRatio = 1032;

/**
 * The members of a zip archive, in the order of its central directory.
 *
 * Source: PKWARE APPNOTE.TXT 6.3.10, §4.3. Archives in parts, encrypted ones
 * and zip64 (4 GiB and more) are refused, and so are members that share a name or
 * bytes: a small archive could otherwise hold any number of large arrays.
 */
export function zipEntries(reader: ByteReader): ZipEntry[] {
  reader.offset = 0;
  const first = reader.u32("the signature of a zip archive");
  if (first !== signatures.local && first !== signatures.end) {
    throw reader.problem("the signature of a zip archive (PK)", `0x${first.toString(16)}`, 0);
  }
  const end = findEnd(reader);
  reader.offset = end + 4;
  const [disk, directoryDisk, here, count] = [0, 1, 2, 3].map(() => reader.u16("the directory's end record"));
  if (disk !== 0 || directoryDisk !== 0 || here !== count) {
    throw reader.problem("an archive in one part", "one of several parts", end + 4);
  }
  const size = reader.u32("the directory's size");
  const offset = reader.u32("the directory's offset");
  refuseZip64(reader, [size, offset], end + 12);
  if (offset + size > end)
    throw reader.problem("a directory before its end record", `offset ${offset}, ${size} bytes`, end + 12);
  reader.offset = offset;
  const declared = Array.from({ length: count! }, () => readNarrow(reader));
  if (reader.offset !== offset + size) {
    throw reader.problem(`a directory of ${size} bytes`, `${reader.offset - offset}`, offset);
  }
  assertNamesOnce(reader, declared);
  const entries = declared.map((entry) => ({ ...entry, start: readLocal(reader, entry) }));
  assertApart(reader, entries, offset);
  return entries;
}

function assertNamesOnce(reader: ByteReader, entries: readonly Declared[]): void {
  const seen = new Set<string>();
  for (const { name, offset } of entries) {
    if (seen.has(name)) throw reader.problem("each member once", `${quoted(name)} again`, offset);
    seen.add(name);
  }
}

/** Reads the header in front of a member. @returns where the member's bytes begin */
function readLocal(reader: ByteReader, { name, offset }: Declared): number {
  reader.offset = offset;
  if (reader.u32("a member's header") !== signatures.local) {
    throw reader.problem(`the header of ${quoted(name)}`, "something else", offset);
  }
  reader.take(22, "a member's header");
  const [nameSize, extraSize] = [reader.u16("a size"), reader.u16("a size")];
  const local = new TextDecoder().decode(reader.take(nameSize, "a member's name").slice());
  if (local !== name) {
    throw reader.problem(`the header of ${quoted(name)}`, `that of ${quoted(local)}`, offset);
  }
  reader.take(extraSize, "a member's extra fields");
  return reader.offset;
}

/** @param directory - where the directory begins; all members lie before it */
function assertApart(reader: ByteReader, entries: readonly ZipEntry[], directory: number): void {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  for (const [i, entry] of sorted.entries()) {
    const next = sorted[i + 1];
    const end = entry.start + entry.packedSize;
    if (end <= (next?.offset ?? directory)) continue;
    const what = next ? `member ${quoted(next.name)}` : "the directory";
    throw reader.problem(
      `member ${quoted(entry.name)} to end before ${what} begins, at byte ${next?.offset ?? directory}`,
      `its end at byte ${end}: they overlap`,
      entry.offset,
    );
  }
}

function readNarrow(reader: ByteReader): Declared {
  const start = reader.offset;
  const { extra: _, ...entry } = readEntry(reader);
  refuseZip64(reader, [entry.packedSize, entry.size, entry.offset], start);
  return entry;
}

function refuseZip64(reader: ByteReader, values: readonly number[], offset: number): void {
  if (!values.includes(0xffffffff)) return;
  throw reader.problem("an archive below 4 GiB", "a zip64 record; save the arrays as .npy files", offset);
}

/** Bytes of tables that inflating a byte leaves for the engine to clear away; it does so before they are many. */
const [leftPerByte, leftAtMost] = [8, 2 ** 25];

/** What is inflated at once: a tenth of a second. */
const inflatedAtOnce = 2 ** 23;

/** Deflated bytes of one step of larger members. They can give 64 MiB, which is all that a step takes beside the result. */
const packedStride = 2 ** 16;

/** Takes members out of an archive, one after the other: the inflated one lies where the last one lay. */
export class Extractor {
  /** Bytes that it holds beside the archive. */
  readonly bytes: number;
  readonly #reader: ByteReader;
  readonly #inflated: Uint8Array;

  /** @throws {FormatError} if a member declares more than the limit, or more than deflate can make. */
  constructor(reader: ByteReader, entries: readonly ZipEntry[], limits: Limits) {
    this.#reader = reader;
    const largest = entries.reduce((most, entry) => Math.max(most, inflatedBytes(reader, entry)), 0);
    const packed = entries.reduce((sum, { method, packedSize }) => sum + (method === 0 ? 0 : packedSize), 0);
    this.bytes = largest + Math.min(leftAtMost, packed * leftPerByte);
    checkMemory(reader, this.bytes, limits);
    this.#inflated = allocate(reader, largest, () => new Uint8Array(largest));
  }

  /**
   * The bytes of one member, until the next is extracted. Never more than the
   * declared size, whatever the compressed bytes expand to.
   *
   * @throws {FormatError} if they have another size or checksum than declared.
   */
  *extract(entry: ZipEntry): Steps<Uint8Array> {
    const reader = this.#reader;
    const { name, start, size, crc } = entry;
    reader.offset = start;
    const packed = reader.take(entry.packedSize, `member ${quoted(name)}`);
    const bytes = entry.method === 0 ? packed : yield* this.#inflate(packed, entry);
    if (bytes.length !== size) {
      const got = bytes.length > size ? "more" : `${bytes.length}`;
      throw reader.problem(`${size} bytes in ${quoted(name)}`, got, start);
    }
    if ((yield* crc32Steps(bytes)) !== crc) {
      throw reader.problem(`the declared checksum of ${quoted(name)}`, "another: the file is damaged", start);
    }
    return bytes;
  }

  /** One byte more than declared shows an entry that lies; nothing beyond that is kept. */
  *#inflate(packed: Uint8Array, { name, size, start }: ZipEntry): Steps<Uint8Array> {
    const out = this.#inflated.subarray(0, size + 1);
    try {
      // fflate writes nothing beyond `out`.
      if (size <= inflatedAtOnce) return inflateSync(packed, { out });
      let filled = 0;
      const stream = new Inflate((piece) => {
        const room = piece.subarray(0, out.length - filled);
        out.set(room, filled);
        filled += room.length;
      });
      const push = (from: number, to: number) => stream.push(packed.subarray(from, to), to === packed.length);
      yield* inRanges(packed.length, push, packedStride);
      return out.subarray(0, filled);
    } catch (error) {
      const got = `damaged ones (${(error as Error).message})`;
      throw this.#reader.problem(`deflated bytes of ${quoted(name)}`, got, start);
    }
  }
}

/** One byte more than declared shows an entry that lies. */
function inflatedBytes(reader: ByteReader, { method, size, packedSize, start }: ZipEntry): number {
  if (method === 0) return 0;
  const most = packedSize * bestRatio;
  if (size <= most) return size + 1;
  throw reader.problem(`at most ${most} bytes from ${packedSize} deflated ones`, `${size} declared`, start);
}
