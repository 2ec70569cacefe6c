import { assertFits, ByteReader, type Limits } from "../bytes.ts";
import type { Unpacker } from "../compression/unpack.ts";
import type { Chunk } from "./footer.ts";
import { readHybrid } from "./hybrid.ts";
import type { Leaf } from "./schema.ts";
import { readStruct, type Struct } from "./thrift.ts";

/** A page of a column: how many entries it has, and where its values are. */
export interface Page {
  /** Values, nulls and empty lists. */
  readonly count: number;
  readonly encoding: number;
  readonly isDictionary: boolean;
  /** Unpacks it. Without levels where the column has none. */
  open(): { definitions?: Uint8Array; repetitions?: Uint8Array; values: ByteReader };
}

/** Types of pages. */
const pageTypes = { data: 0, index: 1, dictionary: 2, data2: 3 } as const;

/** What the pages of a column are read with. */
interface Reading {
  readonly file: string;
  readonly leaf: Leaf;
  readonly chunk: Chunk;
  readonly unpack: Unpacker | undefined;
  readonly limits: Limits;
}

/** The pages of a chunk, one after the other. @param bytes - of the chunk */
export function* pagesOf(bytes: Uint8Array, reading: Reading): Generator<Page> {
  const reader = new ByteReader(bytes, reading.file);
  const { values } = reading.chunk;
  let found = 0;
  while (found < values) {
    const header = readStruct(reader);
    const body = reader.take(header.count(3, "the size of a page"), "a page");
    const page = pageOf(header, body, reader, reading);
    if (!page) continue;
    if (!page.isDictionary) found += page.count;
    if (page.count > values || found > values)
      throw reader.problem(`${values} values in the pages of a column`, "more");
    yield page;
  }
}

function pageOf(header: Struct, body: Uint8Array, reader: ByteReader, reading: Reading): Page | undefined {
  const type = header.int(1, "the type of a page");
  const size = header.count(2, "the unpacked size of a page");
  const { chunk, limits, file } = reading;
  if (size > chunk.unpacked) throw reader.problem(`at most ${chunk.unpacked} bytes in a page`, `${size}`);
  if (type === pageTypes.index) return undefined;
  const data = header.struct({ 0: 5, 2: 7, 3: 8 }[type] ?? 5, "the header of a page");
  if (!data || ![0, 2, 3].includes(type))
    throw reader.problem("a type of page that is known", `number ${type}`);
  const count = data.count(1, "a number of values");
  // Levels and decoded values of it are held at once.
  assertFits(file, size + 18 * count, limits, reader.offset);
  const isDictionary = type === pageTypes.dictionary;
  const encoding = data.int(type === pageTypes.data2 ? 4 : 2, "an encoding");
  const open = () => {
    if (type === pageTypes.data2) return openSecond(data, body, size, count, reading);
    const values = new ByteReader(unpacked(body, size, reading), file);
    return isDictionary ? { values } : { ...levelsIn(values, count, reading), values };
  };
  return { count, encoding, isDictionary, open };
}

/** Levels stand before the values, each with its size. */
function levelsIn(values: ByteReader, count: number, { leaf }: Reading) {
  const read = (most: number) => {
    if (most === 0) return undefined;
    const size = values.u32("the size of levels");
    return levels(values.take(size, "levels"), values.file, most, count);
  };
  const repetitions = read(leaf.repetitions);
  const definitions = read(leaf.definitions);
  return { ...(repetitions && { repetitions }), ...(definitions && { definitions }) };
}

/** A page of the second version: its levels are never packed, and the header has their sizes. */
function openSecond(data: Struct, body: Uint8Array, size: number, count: number, reading: Reading) {
  const { leaf, file } = reading;
  const reader = new ByteReader(body, file);
  const lengths = [data.count(6, "the size of levels"), data.count(5, "the size of levels")];
  const [repetitions, definitions] = lengths.map((length, k) => {
    const most = k === 0 ? leaf.repetitions : leaf.definitions;
    const bytes = reader.take(length, "levels");
    return most > 0 ? levels(bytes, file, most, count) : undefined;
  });
  const rest = size - lengths[0]! - lengths[1]!;
  if (rest < 0) throw reader.problem("levels inside their page", `${lengths.join(" and ")} bytes`);
  const packed = reader.take(reader.left, "values");
  const isPacked = data.int(7, "whether it is packed", 1) === 1;
  const bytes = isPacked ? unpacked(packed, rest, reading) : packed;
  return {
    ...(repetitions && { repetitions }),
    ...(definitions && { definitions }),
    values: new ByteReader(bytes, file),
  };
}

function levels(bytes: Uint8Array, file: string, most: number, count: number): Uint8Array {
  const to = new Uint8Array(count);
  const reader = new ByteReader(bytes, file);
  readHybrid(reader, 32 - Math.clz32(most), to);
  const bad = to.find((level) => level > most);
  if (bad !== undefined) throw reader.problem(`levels up to ${most}`, `${bad}`);
  return to;
}

function unpacked(body: Uint8Array, size: number, { unpack, limits, chunk, file }: Reading): Uint8Array {
  if (unpack) return unpack(body, size, limits, chunk.start);
  if (body.length !== size)
    throw new ByteReader(body, file).problem(`${size} bytes in a page`, `${body.length}`, chunk.start);
  return body;
}
