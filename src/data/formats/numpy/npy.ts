import { powerOfTwo } from "../../../base/math/powers.ts";
import { finish, type Steps } from "../../../base/steps.ts";
import type { Representation } from "../../representation.ts";
import { allocateInSteps, ByteReader, defaultLimits, quoted, stemOf } from "../bytes.ts";
import type { Limits } from "../bytes.ts";
import { isDtypeName, readNumbers, storedAs } from "../dtypes.ts";
import type { DtypeName, Numbers } from "../dtypes.ts";
import type { StoredType } from "../../stored.ts";
import { parseNpyHeader } from "./npy-header.ts";
import { checkShape, fromColumnMajor, sizeOf } from "../shapes.ts";
import { skipNumbers, type Unread } from "../unread.ts";

/** Longer headers come from structured types, which are not arrays of numbers. */
export const maxNpyHeader = 2 ** 20;

const readable = "a real type: f2, f4, f8, i1 to i8, u1 to u8 or b1";

/**
 * A NumPy `.npy` file, versions 1 to 3, of at most eight axes; row- or
 * column-major, little- or big-endian. float16 and float32 stay single
 * precision, everything else becomes double. A scalar has shape `[1]`.
 *
 * Source: NumPy Enhancement Proposal 1, and the docstring of `numpy.lib.format`.
 *
 * @param file - path or name, for the representation's name and for messages
 * @returns one representation
 * @throws {FormatError} whatever is wrong with the file.
 */
export function parseNpy(bytes: Uint8Array, file: string, limits: Limits = defaultLimits): Representation[] {
  return finish(npySteps(bytes, file, limits));
}

/** `parseNpy` in steps. */
export function* npySteps(bytes: Uint8Array, file: string, limits: Limits): Steps<Representation[]> {
  return [{ name: stemOf(file), ...(yield* readNpy(bytes, file, limits)) }];
}

/** The array alone; `where` is the file, or `file:array` inside an archive. */
export function* readNpy(
  bytes: Uint8Array,
  where: string,
  limits: Limits,
): Steps<{ shape: number[]; data: Numbers; stored?: StoredType }> {
  const reader = new ByteReader(bytes, where);
  const { shape, dtype, reordered } = npyHead(reader);
  const storage = { bigEndian: dtype.bigEndian, reordered };
  const data = yield* readNumbers(reader, dtype.name, sizeOf(shape), limits, storage);
  if (reader.left > 0) throw reader.problem("the end of the file", `${reader.left} more bytes`);
  const ordered = reordered
    ? yield* allocateInSteps(reader, data.byteLength, fromColumnMajor(data, shape))
    : data;
  return { shape, data: ordered, ...storedAs(dtype.name) };
}

/** Bytes from the start of a file that hold its header. @param first - twelve of them or more */
export function npyHeadSize(first: Uint8Array): number {
  const byte = (k: number) => (first[8 + k] ?? 0) * powerOfTwo(8 * k);
  if (first[6] === 1) return 10 + byte(0) + byte(1);
  return 12 + Math.min(maxNpyHeader, byte(0) + byte(1) + byte(2) + byte(3));
}

/** The array of a file of which only the beginning is there: its header, and where the numbers stand. */
export function npyUnread(head: Uint8Array, file: string, size: number): Unread[] {
  const reader = new ByteReader(head, file, size);
  const { shape, dtype, reordered } = npyHead(reader);
  const start = reader.offset;
  const numbers = { name: dtype.name, bigEndian: dtype.bigEndian, start, count: sizeOf(shape), reordered };
  skipNumbers(reader, numbers);
  if (reader.left > 0) throw reader.problem("the end of the file", `${reader.left} more bytes`);
  return [{ outline: { name: "", shape, ...storedAs(dtype.name) }, numbers }];
}

interface NpyHead {
  readonly shape: number[];
  readonly dtype: { readonly name: DtypeName; readonly bigEndian: boolean };
  /** Whether it is column-major. */
  readonly reordered: boolean;
}

/** Elements that are no real numbers, by the letter of their type. */
const others: Readonly<Record<string, string>> = {
  U: "text",
  S: "text",
  O: "Python objects",
  c: "complex numbers",
  M: "dates",
  m: "differences of dates",
};

/** Shape and kind of an array that holds no real numbers; undefined for one that does. */
export function npyOther(bytes: Uint8Array, where: string): { shape: number[]; refused: string } | undefined {
  const { shape, descr } = npyText(new ByteReader(bytes, where));
  const refused = others[/^[<>|=]?([A-Za-z])/.exec(descr)?.[1] ?? ""];
  return refused === undefined ? undefined : { shape, refused };
}

/** All before the numbers. */
function npyHead(reader: ByteReader): NpyHead {
  const { shape, descr, fortranOrder, start } = npyText(reader);
  return {
    shape,
    dtype: parseDescr(reader, descr, start),
    reordered: fortranOrder && shape.length > 1,
  };
}

/** The header as it is written. */
function npyText(reader: ByteReader) {
  const major = readVersion(reader);
  const length = major === 1 ? reader.u16("the header's length") : reader.u32("the header's length");
  const start = reader.offset;
  if (length > maxNpyHeader)
    throw reader.problem(`a header of at most ${maxNpyHeader} bytes`, `${length} bytes`);
  const text = decodeHeader(reader, length, major);
  const header = parseNpyHeader(text, (expected, got, index) => {
    throw reader.problem(expected, got, start + index);
  });
  const shape = checkShape(reader, header.shape, start);
  return { ...header, shape, start };
}

function readVersion(reader: ByteReader): number {
  const magic = reader.take(6, "the magic bytes of a .npy file");
  if (Array.from(magic, (byte) => String.fromCharCode(byte)).join("") !== "\x93NUMPY") {
    throw reader.problem("the magic bytes \\x93NUMPY", hex(magic), 0);
  }
  const [major, minor] = [reader.u8("the version"), reader.u8("the version")];
  if (major < 1 || major > 3 || minor !== 0) {
    throw reader.problem("version 1.0, 2.0 or 3.0", `${major}.${minor}`, 6);
  }
  return major;
}

/** Versions 1 and 2 are Latin-1, version 3 is UTF-8; a header without field names is ASCII in all three. */
function decodeHeader(reader: ByteReader, length: number, major: number): string {
  const bytes = reader.take(length, "the header");
  return new TextDecoder(major === 3 ? "utf-8" : "latin1").decode(bytes.slice());
}

function parseDescr(
  reader: ByteReader,
  descr: string,
  offset: number,
): { name: DtypeName; bigEndian: boolean } {
  const [, order, name] = /^([<>|])([a-z]\d+)$/.exec(descr) ?? [];
  if (order === undefined || name === undefined || !isDtypeName(name)) {
    throw reader.problem(readable, quoted(descr), offset);
  }
  if (order === "|" && !name.endsWith("1")) throw reader.problem("byte order < or >", quoted(descr), offset);
  return { name, bigEndian: order === ">" };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
