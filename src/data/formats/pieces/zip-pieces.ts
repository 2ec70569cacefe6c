/** Zip archives of which members are read without the rest. */
import type { Pieces } from "../../source.ts";
import { assertFits, ByteReader, quoted, type Limits } from "../bytes.ts";
import { damaged } from "./streams.ts";
import { endSize, findEnd, longestComment, readEntry, signatures, type Declared } from "./zip-directory.ts";

/** An archive whose directory was read. */
export interface ZipArchive {
  /** In the order of the directory. */
  readonly entries: ReadonlyMap<string, Declared>;
  /** Position of the bytes of a member in the file. @throws {FormatError} if its own header is not there. */
  startOf(entry: Declared): Promise<number>;
}

const locatorSize = 20;
const [zip64End, zip64Locator] = [0x06064b50, 0x07064b50];
/** A field of 32 or 16 bits that refers to zip64. */
const [wide, wideCount] = [0xffffffff, 0xffff];
/** An entry of the directory, and what is made of it. */
const [leastEntry, entryBytes] = [46, 400];

/** What is done where members share a name. */
interface Repeated {
  /** The last of them counts, as where a writer that cannot overwrite appends; otherwise the archive is refused. */
  readonly lastOnly?: boolean;
}

/**
 * Reads the directory of an archive of any size.
 *
 * Source: PKWARE APPNOTE.TXT 6.3.10, §4.3, with zip64.
 * @throws {FormatError} for what is no archive, is in parts, or has two members of one name.
 */
export async function openZip(
  pieces: Pieces,
  file: string,
  limits: Limits,
  { lastOnly = false }: Repeated = {},
): Promise<ZipArchive> {
  const { start, end, count } = await findDirectory(pieces, file);
  assertFits(file, end - start + count * entryBytes, limits, start);
  const reader = new PartReader(await bytesAt(pieces, start, end), file, start);
  const entries = new Map<string, Declared>();
  for (let k = 0; k < count; k++) {
    const at = reader.offset;
    const entry = widened(reader, readEntry(reader));
    if (entry.offset + entry.packedSize > start)
      throw reader.problem(`member ${quoted(entry.name)} to end before the directory`, "it does not", at);
    if (entries.has(entry.name) && !lastOnly)
      throw reader.problem("each member once", `${quoted(entry.name)} again`, at);
    entries.set(entry.name, entry);
  }
  return { entries, startOf: (entry) => startOf(pieces, file, start, entry) };
}

/** Errors count from the start of the file. */
class PartReader extends ByteReader {
  readonly #start: number;

  constructor(bytes: Uint8Array, file: string, start: number) {
    super(bytes, file);
    this.#start = start;
  }

  override problem(expected: string, got: string, offset = this.offset, advice = "") {
    return super.problem(expected, got, this.#start + offset, advice);
  }
}

async function findDirectory(pieces: Pieces, file: string) {
  const from = Math.max(0, pieces.size - longestComment - endSize - locatorSize);
  const reader = new PartReader(await bytesAt(pieces, from, pieces.size), file, from);
  const at = findEnd(reader);
  const narrow = narrowEnd(reader, at);
  const place = await widePlace(reader, at);
  const { count, size, start } = place === undefined ? narrow : await wideEnd(pieces, file, place);
  if (start + size > from + at)
    throw damaged(file, from + at, "a directory before its end record", `${start}, ${size} bytes`);
  if (size < count * leastEntry)
    throw damaged(file, from + at, `${count} entries in the directory`, `${size} bytes`);
  return { count, start, end: start + size };
}

/** The record that every archive ends with. */
function narrowEnd(reader: ByteReader, at: number) {
  reader.offset = at + 4;
  const [disk, directoryDisk, here, count] = [0, 1, 2, 3].map(() => reader.u16("the directory's end record"));
  const inParts = disk !== 0 || directoryDisk !== 0 || here !== count;
  if (inParts && count !== wideCount)
    throw reader.problem("an archive in one part", "one of several parts", at + 4);
  const [size, start] = [reader.u32("the directory's size"), reader.u32("the directory's offset")];
  return { count: count!, size, start };
}

/** Where the record of zip64 is, if there is one. */
async function widePlace(reader: ByteReader, at: number): Promise<number | undefined> {
  if (at < locatorSize) return undefined;
  reader.offset = at - locatorSize;
  if (reader.u32("") !== zip64Locator) return undefined;
  reader.skip(4, "the disk");
  return reader.u64("the place of the record of zip64");
}

async function wideEnd(pieces: Pieces, file: string, place: number) {
  const length = 56;
  if (place + length > pieces.size)
    throw damaged(file, place, "the end record of zip64", "the end of the file");
  const reader = new PartReader(await bytesAt(pieces, place, place + length), file, place);
  if (reader.u32("") !== zip64End) throw reader.problem("the end record of zip64", "something else", 0);
  reader.skip(20, "the versions and disks");
  const [here, count] = [reader.u64("a count"), reader.u64("a count")];
  if (here !== count) throw reader.problem("an archive in one part", "one of several parts", 24);
  return { count, size: reader.u64("the directory's size"), start: reader.u64("the directory's offset") };
}

/** Sizes and a place of 4 GiB or more do not fit into their own fields; those that do not stand in an extra field, in this order. */
function widened(reader: ByteReader, { extra, ...entry }: ReturnType<typeof readEntry>): Declared {
  const { size, packedSize, offset } = entry;
  if (![size, packedSize, offset].includes(wide)) return entry;
  const fields = zip64Field(new ByteReader(extra, reader.file));
  if (!fields) throw reader.problem(`the sizes of ${quoted(entry.name)} in a record of zip64`, "none");
  const next = (narrow: number) => (narrow === wide ? fields.u64("a size of zip64") : narrow);
  return { ...entry, size: next(size), packedSize: next(packedSize), offset: next(offset) };
}

function zip64Field(extra: ByteReader): ByteReader | undefined {
  while (extra.left >= 4) {
    const [id, length] = [extra.u16("a field"), extra.u16("a field")];
    const bytes = extra.take(length, "an extra field");
    if (id === 1) return new ByteReader(bytes, extra.file);
  }
  return undefined;
}

/** Behind the header in front of it, which must have its name. */
async function startOf(pieces: Pieces, file: string, directory: number, entry: Declared): Promise<number> {
  const { name, offset, packedSize } = entry;
  const length = 30;
  const header = new PartReader(
    await bytesAt(pieces, offset, Math.min(offset + length, directory)),
    file,
    offset,
  );
  if (header.u32("a member's header") !== signatures.local)
    throw header.problem(`the header of ${quoted(name)}`, "something else", 0);
  header.skip(22, "a member's header");
  const [nameSize, extraSize] = [header.u16("a size"), header.u16("a size")];
  const start = offset + length + nameSize + extraSize;
  if (start + packedSize > directory)
    throw header.problem(`member ${quoted(name)} to end before the directory`, "it does not", 0);
  const local = new TextDecoder().decode(await bytesAt(pieces, offset + length, offset + length + nameSize));
  if (local !== name) throw header.problem(`the header of ${quoted(name)}`, `that of ${quoted(local)}`, 0);
  return start;
}

async function bytesAt(pieces: Pieces, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  await pieces.readInto(bytes, start);
  return bytes;
}
