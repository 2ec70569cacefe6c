import type { ByteReader } from "../bytes.ts";
import type { Codec } from "../compression/unpack.ts";
import type { FlatTable } from "./flatbuffer.ts";

/** Where a buffer is in the body of its message. */
export interface Region {
  readonly offset: number;
  readonly size: number;
}

/** Rows of all columns, or of a dictionary: where its buffers are in the file. */
export interface Batch {
  readonly rows: number;
  /** Where its body is. */
  readonly start: number;
  /** Of each field and each child, depth first: how many values and nulls. */
  readonly nodes: readonly { readonly count: number; readonly nulls: number }[];
  readonly regions: readonly Region[];
  readonly codec: Codec | undefined;
  /** Numbers of buffers of views of texts. */
  readonly variadic: readonly number[];
}

/** What the header of a batch says. @param start - of its body, which has `body` bytes */
export function batchOf(reader: ByteReader, table: FlatTable, start: number, body: number): Batch {
  const nodes = table.vector(1, 16);
  const regions = table.vector(2, 16);
  const variadic = table.vector(4, 8);
  return {
    rows: table.long(0),
    start,
    nodes: Array.from({ length: nodes.count }, (_, k) => ({
      count: table.longAt(nodes.at(k)),
      nulls: table.longAt(nodes.at(k) + 8),
    })),
    regions: Array.from({ length: regions.count }, (_, k) => {
      const [offset, size] = [table.longAt(regions.at(k)), table.longAt(regions.at(k) + 8)];
      if (offset + size > body)
        throw reader.problem("buffers inside their message", `${offset}, ${size} bytes`);
      return { offset, size };
    }),
    codec: codecOf(reader, table.table(3)),
    variadic: Array.from({ length: variadic.count }, (_, k) => table.longAt(variadic.at(k))),
  };
}

function codecOf(reader: ByteReader, compression: FlatTable | undefined): Codec | undefined {
  if (!compression) return undefined;
  const codec = (["lz4 frame", "zstd"] as const)[compression.byte(0)];
  if (codec === undefined || compression.byte(1) !== 0)
    throw reader.problem("buffers packed by LZ4 or Zstandard", `codec ${compression.byte(0)}`);
  return codec;
}
