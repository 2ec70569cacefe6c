import { finish } from "../../../base/steps.ts";
import { allocate, ByteReader } from "../bytes.ts";
import { decodedBytes, decodeNumbers, dtypes, numbersFor, type DtypeName, type Numbers } from "../dtypes.ts";
import { decodeBase64 } from "../packed/base64.ts";
import { inflated, PackedError } from "../packed/inflate.ts";
import { bestRatio } from "../packed/pieces.ts";
import { fromColumnMajor, sizeOf } from "../shapes.ts";
import type { DataArray } from "./document.ts";

/** Bytes that decoding an array takes beside its numbers. */
export function scratchOf({ text: [start, end], type, shape, encoding }: DataArray): number {
  if (typeof type !== "string") return 0;
  const count = sizeOf(shape);
  const raw = encoding === "ASCII" ? 0 : end - start + count * dtypes[type].size + 1;
  return raw + (shape.length > 1 ? decodedBytes(type, count) : 0);
}

/** Checks that an array can be as large as it says, before anything is allocated for it. @throws {FormatError} */
export function checkSize(
  { shape, text: [start, end], type, encoding, offset }: DataArray,
  reader: ByteReader,
): void {
  if (typeof type !== "string") return;
  const most = {
    ASCII: (end - start + 1) / 2,
    Base64Binary: (end - start) / dtypes[type].size,
    GZipBase64Binary: (end - start) * bestRatio,
  };
  if (sizeOf(shape) <= most[encoding]) return;
  throw reader.problem(
    `${sizeOf(shape)} numbers as Dim0 and the like declare`,
    `${end - start} bytes of text`,
    offset,
  );
}

/**
 * The numbers of an array, row-major, or with its axes in reverse.
 * @throws {FormatError} for text that is none of its encoding, or of another length.
 */
export function numbersOf(array: DataArray, bytes: Uint8Array, file: string, isReversed = false): Numbers {
  const { type, shape, columnMajor, text } = array;
  const reader = new ByteReader(bytes, file);
  reader.offset = text[0];
  checkSize(array, reader);
  const name = type as DtypeName;
  const count = sizeOf(shape);
  const values = allocate(reader, decodedBytes(name, count), () => numbersFor(name, count));
  if (array.encoding === "ASCII") fromText(array, reader, values);
  else {
    const raw = rawOf(array, reader, count * dtypes[name].size);
    decodeNumbers(name, raw, values, array.bigEndian, (index, expected, got) => {
      throw reader.problem(expected, `${got} in element ${index}`, text[0]);
    });
  }
  const asked = isReversed ? shape.toReversed() : shape;
  return columnMajor === isReversed ? values : finish(fromColumnMajor(values, asked));
}

function rawOf(
  { encoding, text: [start, end] }: DataArray,
  reader: ByteReader,
  size: number,
): Uint8Array<ArrayBuffer> {
  const decoded = decodeBase64(reader.bytes.subarray(start, end));
  if ("wrongAt" in decoded)
    throw reader.problem("base64", "something else, or less", start + decoded.wrongAt);
  const raw = encoding === "GZipBase64Binary" ? unpacked(reader, decoded, size) : decoded;
  if (raw.length !== size) throw reader.problem(`${size} bytes of numbers`, `${raw.length}`, start);
  return raw;
}

function unpacked(reader: ByteReader, packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  try {
    return inflated(packed, size);
  } catch (error) {
    if (error instanceof PackedError)
      throw reader.problem(`${size} compressed bytes of numbers`, error.message);
    throw error;
  }
}

/** Numbers in digits between white space. */
function fromText({ text: [start, end], shape }: DataArray, reader: ByteReader, values: Numbers): void {
  const { bytes } = reader;
  const isSpace = (at: number) => bytes[at]! <= 32;
  let [count, at] = [0, start];
  for (;;) {
    while (at < end && isSpace(at)) at++;
    if (at === end) break;
    const from = at;
    while (at < end && !isSpace(at)) at++;
    if (count === values.length)
      throw reader.problem(`${values.length} numbers (${shape.join(" × ")})`, "more", from);
    values[count++] = numberIn(reader, from, at);
  }
  if (count < values.length)
    throw reader.problem(`${values.length} numbers (${shape.join(" × ")})`, `${count}`, start);
}

const special: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, infinity: Infinity };

function numberIn(reader: ByteReader, from: number, to: number): number {
  const text = new TextDecoder().decode(reader.bytes.slice(from, Math.min(to, from + 64)));
  if (to - from <= 64 && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  const [, sign, word] = /^([+-]?)(\w+)$/.exec(text.toLowerCase()) ?? [];
  if (word === undefined || !Object.hasOwn(special, word))
    throw reader.problem("a number", JSON.stringify(text), from);
  return sign === "-" ? -special[word]! : special[word]!;
}
