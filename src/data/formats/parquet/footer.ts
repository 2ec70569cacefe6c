import type { Pieces } from "../../source.ts";
import { assertFits, ByteReader, type Limits } from "../bytes.ts";
import type { Codec } from "../compression/unpack.ts";
import { leavesOf, type Leaf } from "./schema.ts";
import { readStruct, type Struct } from "./thrift.ts";

/** One column of one row group. */
export interface Chunk {
  readonly codec: Codec | undefined;
  /** Values and nulls, those inside lists one by one. */
  readonly values: number;
  readonly start: number;
  /** Bytes in the file, and unpacked. */
  readonly size: number;
  readonly unpacked: number;
}

export interface RowGroup {
  readonly rows: number;
  /** By the place of the leaf. */
  readonly chunks: readonly Chunk[];
}

/** What stands at the end of a Parquet file. */
export interface Footer {
  readonly rows: number;
  readonly leaves: readonly Leaf[];
  readonly groups: readonly RowGroup[];
  readonly pandas?: string;
}

/** Bytes that are held of a byte of the footer once it is read. */
const heldPerByte = 32;

/** @throws {FormatError} for damage, encryption, or a footer beyond the limit. */
export async function readFooter(pieces: Pieces, file: string, limits: Limits): Promise<Footer> {
  const { size } = pieces;
  const end = new ByteReader(new Uint8Array(0), file, size);
  if (size < 12) throw end.problem("a Parquet file, which has 12 bytes and more", `${size} bytes`);
  const tail = new Uint8Array(8);
  await pieces.readInto(tail, size - 8);
  const magic = new TextDecoder().decode(tail.subarray(4));
  if (magic === "PARE") throw end.problem("columns that can be read", "an encrypted file", size - 4);
  if (magic !== "PAR1")
    throw end.problem("PAR1 at the end", "something else, as of a file that is cut short", size - 4);
  const length = new DataView(tail.buffer).getUint32(0, true);
  if (length > size - 12) throw end.problem("a footer inside the file", `${length} bytes`, size - 8);
  assertFits(file, length * heldPerByte, limits);
  const bytes = new Uint8Array(length);
  await pieces.readInto(bytes, size - 8 - length);
  const reader = new ByteReader(bytes, file);
  return footerOf(reader, readStruct(reader), size);
}

function footerOf(reader: ByteReader, meta: Struct, size: number): Footer {
  const { leaves, chunks } = leavesOf(reader, meta.structs(2, "a schema"));
  const rows = meta.count(3, "a number of rows");
  const groups = meta.structs(4, "row groups").map((group) => groupOf(reader, group, chunks, size));
  const sum = groups.reduce((total, group) => total + group.rows, 0);
  if (sum !== rows) throw reader.problem(`${rows} rows in the row groups`, `${sum}`);
  const pairs = meta.structs(5, "keys and values");
  const pandas = pairs.find((pair) => pair.text(1, "a key") === "pandas");
  return { rows, leaves, groups, ...(pandas && { pandas: pandas.text(2, "a value") }) };
}

function groupOf(reader: ByteReader, group: Struct, chunks: number, size: number): RowGroup {
  const columns = group.structs(1, "columns");
  if (columns.length !== chunks)
    throw reader.problem(`${chunks} columns in a row group`, `${columns.length}`);
  return {
    rows: group.count(3, "a number of rows"),
    chunks: columns.map((column) => chunkOf(reader, column, size)),
  };
}

const codecs: readonly (Codec | "none" | undefined)[] = [
  "none",
  "snappy",
  "gzip",
  undefined, // LZO
  "brotli",
  "lz4 hadoop",
  "zstd",
  "lz4 block",
];

function chunkOf(reader: ByteReader, column: Struct, size: number): Chunk {
  const meta = column.struct(3, "a column");
  if (!meta || column.has(8)) throw reader.problem("columns that can be read", "an encrypted column");
  if (column.text(1, "a file")) throw reader.problem("columns in this file", "one in another file");
  const number = meta.int(4, "a codec");
  const codec = codecs[number];
  if (codec === undefined)
    throw reader.problem("a codec that is known", number === 3 ? "LZO" : `number ${number}`);
  const first = meta.count(9, "the place of a page");
  // Some writers say 0 where there is no dictionary.
  const dictionary = meta.count(11, "the place of a dictionary", 0);
  const start = dictionary > 0 ? Math.min(first, dictionary) : first;
  const length = meta.count(7, "a size of a column");
  if (start + length > size)
    throw reader.problem("a column inside the file", `bytes ${start} to ${start + length}`);
  return {
    codec: codec === "none" ? undefined : codec,
    values: meta.count(5, "a number of values"),
    start,
    size: length,
    unpacked: meta.count(6, "a size of a column"),
  };
}
