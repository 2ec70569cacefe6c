import { ByteReader, checkMemory, quoted } from "../bytes.ts";
import type { Limits } from "../bytes.ts";
import { dtypes, storedAs } from "../dtypes.ts";
import type { DtypeName } from "../dtypes.ts";
import { repeatedKey } from "../json-keys.ts";
import { checkShape, sizeOf } from "../shapes.ts";
import { skipNumbers, type Unread } from "../unread.ts";

/** The limit of the reference implementation. */
const maxHeader = 100_000_000;

/** Bytes that a byte of the header can become: its text, and objects as small as `{}` with their places. */
const parsedBytes = 32;

const ourTypes: Readonly<Record<string, DtypeName>> = {
  F64: "f8",
  F32: "f4",
  F16: "f2",
  BF16: "bf16",
  I64: "i8",
  I32: "i4",
  I16: "i2",
  I8: "i1",
  U64: "u8",
  U32: "u4",
  U16: "u2",
  U8: "u1",
  BOOL: "b1",
};

interface Tensor {
  readonly name: string;
  readonly dtype: DtypeName;
  readonly shape: number[];
  /** First byte, and the one after the last, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

/** Bytes from the start of a file that hold its header. @param first - eight of them or more */
export function safetensorsHeadSize(first: Uint8Array, file: string, size: number): number {
  return 8 + headerLength(new ByteReader(first, file, size));
}

/**
 * The tensors of a `.safetensors` file of which only the beginning is there, under their own names and in the order
 * of their bytes: F64, F32, F16, BF16, integers and BOOL, of at most eight axes each.
 *
 * Source: the format section of the README of huggingface/safetensors.
 *
 * @throws {FormatError} whatever is wrong with the file.
 */
export function safetensorsUnread(head: Uint8Array, file: string, size: number, limits: Limits): Unread[] {
  const reader = new ByteReader(head, file, size);
  return tensorsOf(reader, limits).map(({ name, dtype, shape }) => {
    const numbers = {
      name: dtype,
      bigEndian: false,
      start: reader.offset,
      count: sizeOf(shape),
      reordered: false,
    };
    skipNumbers(reader, numbers);
    return { outline: { name, shape, ...storedAs(dtype) }, numbers };
  });
}

function headerLength(reader: ByteReader): number {
  const length = reader.u64("the header's length");
  if (length > maxHeader) throw reader.problem(`a header of at most ${maxHeader} bytes`, `${length}`, 0);
  return length;
}

/** What the header declares, in the order of the bytes; the reader then stands before them. */
function tensorsOf(reader: ByteReader, limits: Limits): Tensor[] {
  const length = headerLength(reader);
  const text = reader.take(length, "the header");
  checkMemory(reader, length * parsedBytes, limits);
  const header = parseHeader(reader, text);
  const tensors = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, entry]) => checkTensor(reader, name, entry))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  if (tensors.length === 0) throw reader.problem("at least one tensor", "none", 8);
  checkCover(reader, tensors);
  return tensors;
}

function parseHeader(reader: ByteReader, bytes: Uint8Array): object {
  const text = decodeText(bytes);
  const header = text === undefined ? undefined : parseJson(text);
  if (text === undefined || !isObject(header)) {
    const got = quoted(new TextDecoder().decode(bytes.slice(0, 40)));
    throw reader.problem("a header that is a JSON object", got, 8);
  }
  const twice = repeatedKey(text);
  if (twice !== undefined) throw reader.problem("each key of the header once", `${quoted(twice)} again`, 8);
  return header;
}

/** Undefined for bytes that are not UTF-8. */
function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.slice());
  } catch {
    return undefined;
  }
}

/** Undefined for text that is not JSON: the engine's own message depends on the engine. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkTensor(reader: ByteReader, name: string, entry: unknown): Tensor {
  const complain = (expected: string, got: unknown) =>
    reader.problem(`${expected} for tensor ${quoted(name)}`, quoted(JSON.stringify(got) ?? "nothing"), 8);
  if (!isObject(entry)) throw complain("an object", entry);
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (typeof dtype !== "string" || !Object.hasOwn(ourTypes, dtype)) {
    throw complain(`a dtype of ${Object.keys(ourTypes).join(", ")}`, dtype);
  }
  if (!Array.isArray(shape)) throw complain("a list as shape", shape);
  if (!isRange(offsets)) throw complain("data_offsets of two positions in order", offsets);
  const lengths = checkShape(reader, shape, 8);
  const type = ourTypes[dtype]!;
  const bytes = sizeOf(lengths) * dtypes[type].size;
  if (offsets[1] - offsets[0] !== bytes) throw complain(`data_offsets ${bytes} bytes apart`, offsets);
  return { name, dtype: type, shape: lengths, begin: offsets[0], end: offsets[1] };
}

/** The tensors must fill the rest of the file: no overlap, no hole, nothing after them. */
function checkCover(reader: ByteReader, tensors: readonly Tensor[]): void {
  let position = 0;
  for (const { name, begin, end } of tensors) {
    const what = begin < position ? "overlap" : "hole";
    if (begin !== position) {
      throw reader.problem(
        `tensor ${quoted(name)} to begin at ${position} of the data`,
        `${begin}: ${what}`,
        8,
      );
    }
    position = end;
  }
  if (position !== reader.left) throw reader.problem(`${position} bytes of data`, `${reader.left}`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isRange(value: unknown): value is [number, number] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  return value.every((position) => Number.isSafeInteger(position)) && value[0] <= value[1];
}
