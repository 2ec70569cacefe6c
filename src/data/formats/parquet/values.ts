import { decodeNumbers, dtypes, numbersFor, type DtypeName, type Numbers } from "../dtypes.ts";
import type { ByteReader } from "../bytes.ts";
import { readDeltas } from "./delta.ts";
import { bitsAt, readHybrid } from "./hybrid.ts";

/** How values are written in a page. */
const encodings = {
  plain: 0,
  plainDictionary: 2,
  runs: 3,
  deltas: 5,
  lengths: 6,
  prefixes: 7,
  dictionary: 8,
  split: 9,
} as const;

/** Whether a page holds places in a dictionary. */
export function isOfDictionary(encoding: number): boolean {
  return encoding === encodings.dictionary || encoding === encodings.plainDictionary;
}

/** Complains about value `index` of the page. */
export type Inexact = (index: number, got: string) => never;

/** Numbers of a page, without nulls. @throws {FormatError} for damage, and what `inexact` throws. */
export function readNumbers(
  reader: ByteReader,
  encoding: number,
  wire: DtypeName,
  count: number,
  inexact: Inexact,
): Numbers {
  if (wire === "b1") return readBooleans(reader, encoding, count);
  const { size } = dtypes[wire];
  const isInteger = wire === "i4" || wire === "i8" || wire === "u4" || wire === "u8";
  if (encoding === encodings.deltas && isInteger) {
    const bits = size === 8 ? 64 : 32;
    const values = readDeltas(reader, count, bits);
    const words = bits === 64 ? bytesOf(values) : bytesOf(Int32Array.from(values, Number));
    return decoded(reader, words, wire, count, inexact);
  }
  if (encoding !== encodings.plain && encoding !== encodings.split) throw unknown(reader, encoding);
  const bytes = reader.take(count * size, `${count} values of ${size} bytes`);
  const raw = encoding === encodings.plain ? bytes.slice() : joined(bytes, count, size);
  return decoded(reader, raw, wire, count, inexact);
}

function decoded(
  reader: ByteReader,
  raw: Uint8Array<ArrayBuffer>,
  wire: DtypeName,
  count: number,
  inexact: Inexact,
): Numbers {
  const to = numbersFor(wire, count);
  decodeNumbers(wire, raw, to, false, (index, expected, got) => {
    if (dtypes[wire].size === 8) inexact(index, got);
    throw reader.problem(expected, got);
  });
  return to;
}

function bytesOf({ buffer }: BigInt64Array | Int32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer);
}

/** The first bytes of all values, then their second bytes, … */
function joined(bytes: Uint8Array, count: number, size: number): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(bytes.length);
  for (let b = 0; b < size; b++) for (let i = 0; i < count; i++) raw[i * size + b] = bytes[b * count + i]!;
  return raw;
}

function readBooleans(reader: ByteReader, encoding: number, count: number): Numbers {
  const values = new Uint8Array(count);
  if (encoding === encodings.runs) {
    reader.skip(4, "the size of runs");
    readHybrid(reader, 1, values);
  } else if (encoding === encodings.plain) {
    const bytes = reader.take(Math.ceil(count / 8), `${count} bits`);
    for (let k = 0; k < count; k++) values[k] = bitsAt(bytes, k, 1);
  } else {
    throw unknown(reader, encoding);
  }
  return Float64Array.from(values);
}

/** Texts of a page, without nulls. */
export function readTexts(reader: ByteReader, encoding: number, count: number): string[] {
  if (encoding === encodings.plain) return plainTexts(reader, count);
  if (encoding !== encodings.lengths && encoding !== encodings.prefixes) throw unknown(reader, encoding);
  const kept = encoding === encodings.prefixes ? readDeltas(reader, count, 32) : undefined;
  const lengths = readDeltas(reader, count, 32);
  const decoder = new TextDecoder();
  const texts: string[] = [];
  let last = new Uint8Array(0);
  for (let k = 0; k < count; k++) {
    const before = Number(kept?.[k] ?? 0);
    const length = Number(lengths[k]);
    if (before < 0 || before > last.length || length < 0)
      throw reader.problem("lengths of texts", `${before}, ${length}`);
    const rest = reader.take(length, "a text");
    const bytes = new Uint8Array(before + length);
    bytes.set(last.subarray(0, before));
    bytes.set(rest, before);
    texts.push(decoder.decode(bytes));
    last = bytes;
  }
  return texts;
}

function plainTexts(reader: ByteReader, count: number): string[] {
  const decoder = new TextDecoder();
  const texts: string[] = [];
  for (let k = 0; k < count; k++)
    texts.push(decoder.decode(reader.take(reader.u32("the length of a text"), "a text")));
  return texts;
}

/** Places in a dictionary of `size` values. @throws {FormatError} for one beyond it. */
export function readPlaces(reader: ByteReader, count: number, size: number): Uint32Array {
  const places = new Uint32Array(count);
  if (count > 0) readHybrid(reader, reader.u8("the width of places in a dictionary"), places);
  const bad = places.find((place) => place >= size);
  if (bad !== undefined) throw reader.problem(`places in a dictionary of ${size} values`, `${bad}`);
  return places;
}

function unknown(reader: ByteReader, encoding: number) {
  return reader.problem("an encoding of these values that is known", `number ${encoding}`);
}
