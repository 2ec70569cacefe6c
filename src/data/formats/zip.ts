import { Inflate, inflateSync } from "fflate";
import { inRanges, type Steps } from "../../base/steps.ts";
import { type ByteReader, checkMemory, quoted } from "./bytes.ts";
import type { Limits } from "./bytes.ts";
import { crc32Steps } from "./crc32.ts";

/** A member of a zip archive, as its central directory declares it. */
export interface ZipEntry {
  readonly name: string;
  /** Position of its local header. */
  readonly offset: number;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly crc: number;
  /** Bytes in the archive. */
  readonly packedSize: number;
  /** Bytes once extracted. */
  readonly size: number;
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 };
const endSize = 22;
const longestComment = 0xffff;

/** Deflate cannot do better: a match of 258 bytes takes at least two bits. */
const bestRatio = 1032;

/**
 * The members of a zip archive, in the order of its central directory.
 *
 * Source: PKWARE APPNOTE.TXT 6.3.10, §4.3. Archives in parts, encrypted ones
 * and zip64 (4 GiB and more) are refused.
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
  const entries = Array.from({ length: count! }, () => readEntry(reader));
  if (reader.offset !== offset + size) {
    throw reader.problem(`a directory of ${size} bytes`, `${reader.offset - offset}`, offset);
  }
  return entries;
}

/** The record that ends the archive; a comment may follow it. */
function findEnd(reader: ByteReader): number {
  const { bytes } = reader;
  const lowest = Math.max(0, bytes.length - endSize - longestComment);
  for (let at = bytes.length - endSize; at >= lowest; at--) {
    reader.offset = at;
    if (reader.u32("") !== signatures.end) continue;
    reader.offset = at + endSize - 2;
    if (reader.u16("") === reader.left) return at;
  }
  const got = "none in the file, which may be cut short";
  throw reader.problem("a zip directory's end record", got, bytes.length);
}

function readEntry(reader: ByteReader): ZipEntry {
  const start = reader.offset;
  if (reader.u32("an entry of the zip directory") !== signatures.central) {
    throw reader.problem("an entry of the zip directory", "something else", start);
  }
  reader.take(4, "the versions");
  const flags = reader.u16("the flags");
  const method = reader.u16("the method");
  reader.take(4, "the time");
  const [crc, packedSize, size] = [
    reader.u32("the checksum"),
    reader.u32("the size"),
    reader.u32("the size"),
  ];
  const [nameSize, extraSize, commentSize] = [0, 1, 2].map(() => reader.u16("a size"));
  reader.take(8, "the attributes");
  const offset = reader.u32("the offset");
  const name = new TextDecoder().decode(reader.take(nameSize!, "the name").slice());
  reader.take(extraSize! + commentSize!, "the extra fields");
  if (flags & 1) throw reader.problem("an archive without encryption", `${quoted(name)} encrypted`, start);
  if (method !== 0 && method !== 8) {
    throw reader.problem("a stored or deflated member", `${quoted(name)} packed by method ${method}`, start);
  }
  refuseZip64(reader, [packedSize, size, offset], start);
  return { name, offset, method, crc, packedSize, size };
}

function refuseZip64(reader: ByteReader, values: readonly number[], offset: number): void {
  if (!values.includes(0xffffffff)) return;
  throw reader.problem("an archive below 4 GiB", "a zip64 record; save the arrays as .npy files", offset);
}

/**
 * The bytes of one member.
 *
 * @throws {FormatError} if they lie outside the archive, exceed the limit, or
 *   have another size or checksum than declared. Never allocates more than the
 *   declared size and one step, whatever the compressed bytes expand to.
 */
export function* extract(reader: ByteReader, entry: ZipEntry, limits: Limits): Steps<Uint8Array> {
  reader.offset = entry.offset;
  if (reader.u32("a member's header") !== signatures.local) {
    throw reader.problem(`the header of ${quoted(entry.name)}`, "something else", entry.offset);
  }
  reader.take(22, "a member's header");
  const [nameSize, extraSize] = [reader.u16("a size"), reader.u16("a size")];
  reader.take(nameSize + extraSize, "a member's name");
  const start = reader.offset;
  checkMemory(reader, entry.size, limits);
  const packed = reader.take(entry.packedSize, `member ${quoted(entry.name)}`);
  const bytes = entry.method === 0 ? packed : yield* inflate(reader, packed, entry, start);
  if (bytes.length !== entry.size) {
    throw reader.problem(`${entry.size} bytes in ${quoted(entry.name)}`, lengthOf(bytes, entry), start);
  }
  if ((yield* crc32Steps(bytes)) !== entry.crc) {
    throw reader.problem(
      `the declared checksum of ${quoted(entry.name)}`,
      "another: the file is damaged",
      start,
    );
  }
  return bytes;
}

function lengthOf(bytes: Uint8Array, entry: ZipEntry): string {
  return bytes.length > entry.size ? "more" : `${bytes.length}`;
}

/** What is inflated at once: a tenth of a second. */
const inflatedAtOnce = 2 ** 23;

/** Deflated bytes of one step of larger members. They can give 64 MiB, which is all that a step takes beside the result. */
const packedStride = 2 ** 16;

/** One byte more than declared shows an entry that lies; nothing beyond that is kept. */
function* inflate(reader: ByteReader, packed: Uint8Array, entry: ZipEntry, start: number): Steps<Uint8Array> {
  if (entry.size > packed.length * bestRatio) {
    throw reader.problem(
      `at most ${packed.length * bestRatio} bytes from ${packed.length} deflated ones`,
      `${entry.size} declared`,
      start,
    );
  }
  try {
    const out = new Uint8Array(entry.size + 1);
    if (entry.size <= inflatedAtOnce) return inflateSync(packed, { out });
    let filled = 0;
    const stream = new Inflate((chunk) => {
      const room = chunk.subarray(0, out.length - filled);
      out.set(room, filled);
      filled += room.length;
    });
    const push = (from: number, to: number) => stream.push(packed.subarray(from, to), to === packed.length);
    yield* inRanges(packed.length, push, packedStride);
    return out.subarray(0, filled);
  } catch (error) {
    throw reader.problem(
      `deflated bytes of ${quoted(entry.name)}`,
      `damaged ones (${(error as Error).message})`,
      start,
    );
  }
}
