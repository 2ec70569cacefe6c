/** The directory of a zip archive, which stands at its end. Source: PKWARE APPNOTE.TXT 6.3.10, §4.3. */
import { type ByteReader, quoted } from "../bytes.ts";

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
  /** Position of its bytes. */
  readonly start: number;
}

/** An entry of the directory; where its bytes begin, only its local header says. */
export type Declared = Omit<ZipEntry, "start">;

export const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 };
export const endSize = 22;
export const longestComment = 0xffff;

/** The record that ends the archive; a comment may follow it. */
export function findEnd(reader: ByteReader): number {
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

/** @returns with the extra fields, where sizes of 4 GiB and more stand */
export function readEntry(reader: ByteReader): Declared & { readonly extra: Uint8Array } {
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
  const extra = reader.take(extraSize!, "the extra fields");
  reader.take(commentSize!, "the comment");
  if (flags & 1) throw reader.problem("an archive without encryption", `${quoted(name)} encrypted`, start);
  if (method !== 0 && method !== 8) {
    throw reader.problem("a stored or deflated member", `${quoted(name)} packed by method ${method}`, start);
  }
  return { name, offset, method, crc, packedSize, size, extra };
}
