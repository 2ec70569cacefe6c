import { ByteReader, quoted } from "../bytes.ts";
import type { DtypeName } from "../dtypes.ts";
import { isDtypeName } from "../dtypes.ts";
import { sizeOf } from "../shapes.ts";
import { tagsOf, type Tag } from "./xml.ts";

/** One DataArray of a GIFTI file. */
export interface DataArray {
  /** What it is, without its prefix and in small letters: "pointset", "triangle", "time_series", "shape", "none". */
  readonly intent: string;
  readonly shape: readonly number[];
  /** Type of the numbers, or the name of one that is not read. */
  readonly type: DtypeName | { readonly refused: string };
  readonly encoding: Encoding;
  readonly bigEndian: boolean;
  readonly columnMajor: boolean;
  /** Where its text stands: from the first byte to the one behind the last. */
  readonly text: readonly [start: number, end: number];
  /** Position of its tag. */
  readonly offset: number;
}

const encodings = ["ASCII", "Base64Binary", "GZipBase64Binary"] as const;
export type Encoding = (typeof encodings)[number];

/** Names of types behind NIFTI_TYPE_. */
const types: Readonly<Record<string, string>> = {
  UINT8: "u1",
  INT8: "i1",
  UINT16: "u2",
  INT16: "i2",
  UINT32: "u4",
  INT32: "i4",
  UINT64: "u8",
  INT64: "i8",
  FLOAT32: "f4",
  FLOAT64: "f8",
};

/**
 * The arrays of a GIFTI file in their order; their numbers are not decoded.
 *
 * Source: GIFTI Surface Data Format, version 1.0 (28 January 2011), §2 and §6.
 *
 * @throws {FormatError} for what is no GIFTI file, numbers in another file, and attributes that are missing or wrong.
 */
export function dataArraysOf(bytes: Uint8Array, file: string): DataArray[] {
  const reader = new ByteReader(bytes, file);
  const arrays: DataArray[] = [];
  let isGifti = false;
  let around: Opened | undefined;
  let text: [number, number] | undefined;
  let previous: Tag | undefined;
  for (const tag of tagsOf(bytes, file)) {
    if (!isGifti) checkRoot(reader, tag);
    isGifti = true;
    if (previous?.kind === "open" && previous.name === "Data" && around) {
      if (tag.kind !== "close" || bytes.indexOf(less, previous.end) < tag.offset)
        throw reader.problem("nothing but numbers in Data", "something else", previous.end);
      text ??= [previous.end, Math.max(previous.end, tag.offset)];
    }
    if (tag.name === "DataArray") {
      if (tag.kind === "open") [around, text] = [tag, undefined];
      else if (around) arrays.push(dataArray(reader, around, text));
    }
    previous = tag;
  }
  if (!isGifti) throw reader.problem("a GIFTI file (XML)", "no element", 0);
  return arrays;
}

type Opened = Extract<Tag, { kind: "open" }>;

const less = 0x3c;

function checkRoot(reader: ByteReader, { name, offset }: Tag): void {
  if (name !== "GIFTI") throw reader.problem("the element GIFTI", quoted(name), offset);
}

function dataArray(reader: ByteReader, tag: Opened, text: [number, number] | undefined): DataArray {
  const { attributes, offset } = tag;
  const given = (name: string) => attributes.get(name) ?? "";
  const encoding = encodingOf(reader, given("Encoding"), offset);
  if (!text) throw reader.problem("an element Data in DataArray", "none", offset);
  return {
    intent:
      given("Intent")
        .replace(/^NIFTI_INTENT_/, "")
        .toLowerCase() || "none",
    shape: shapeOf(reader, given, offset),
    type: typeOf(reader, given("DataType"), offset),
    encoding,
    bigEndian: choice(reader, ["LittleEndian", "BigEndian"], given("Endian") || "LittleEndian", offset) === 1,
    columnMajor:
      choice(
        reader,
        ["RowMajorOrder", "ColumnMajorOrder"],
        given("ArrayIndexingOrder") || "RowMajorOrder",
        offset,
      ) === 1,
    text,
    offset,
  };
}

function encodingOf(reader: ByteReader, name: string, offset: number): Encoding {
  if (name === "ExternalFileBinary")
    throw reader.problem(
      "numbers in the file itself",
      "ExternalFileBinary: they stand in another file",
      offset,
      'In Python: nibabel.save(nibabel.load("x.gii"), "y.gii").',
    );
  return encodings[choice(reader, encodings, name, offset)]!;
}

function choice(reader: ByteReader, accepted: readonly string[], got: string, offset: number): number {
  const index = accepted.indexOf(got);
  if (index < 0) throw reader.problem(accepted.join(" or "), quoted(got), offset);
  return index;
}

function typeOf(reader: ByteReader, name: string, offset: number): DataArray["type"] {
  const short = name.replace(/^NIFTI_TYPE_/, "");
  const type = Object.hasOwn(types, short) ? types[short]! : undefined;
  if (type !== undefined && isDtypeName(type)) return type;
  if (/^(COMPLEX|RGB|FLOAT128)/.test(short)) return { refused: short.toLowerCase() };
  throw reader.problem(`a DataType of ${Object.keys(types).join(", ")}`, quoted(name), offset);
}

function shapeOf(reader: ByteReader, given: (name: string) => string, offset: number): number[] {
  const count = whole(given("Dimensionality"));
  if (!(count >= 1 && count <= 6))
    throw reader.problem("a Dimensionality from 1 to 6", quoted(given("Dimensionality")), offset);
  const shape = Array.from({ length: count }, (_, k) => whole(given(`Dim${k}`)));
  const bad = shape.findIndex((length) => !(length >= 0 && length < 2 ** 32));
  if (bad >= 0) throw reader.problem(`Dim${bad}: a length`, quoted(given(`Dim${bad}`)), offset);
  if (!Number.isSafeInteger(8 * sizeOf(shape)))
    throw reader.problem("numbers that a file can hold", shape.join(" × "), offset);
  return shape;
}

function whole(text: string): number {
  return /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;
}
