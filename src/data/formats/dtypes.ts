import type { StoredType } from "../stored.ts";
import { inRanges, type Steps } from "../../base/steps.ts";
import { checkMemory, copyBytes } from "./bytes.ts";
import type { ByteReader, Limits } from "./bytes.ts";

/** Decoded numbers: single precision stays single, everything else becomes double. */
export type Numbers = Float64Array | Float32Array;

/** An array that is being decoded. */
interface Decoding {
  readonly values: Numbers;
  /** Fills the values of a range; absent where the bytes are the values already. */
  readonly convert?: (from: number, to: number) => void;
}

/** Complains about element `index` of the array being decoded. */
type Complain = (index: number, expected: string, got: string) => never;

interface Dtype {
  /** Bytes of one element in the file. */
  readonly size: number;
  /** Bytes of one element once decoded. */
  readonly decodedSize: 4 | 8;
  /** Less than double precision, if it is. */
  readonly stored?: StoredType;
  /** @param raw - whole elements, little-endian, at the start of a buffer that is ours to keep. */
  decode(raw: Uint8Array<ArrayBuffer>, complain: Complain): Decoding;
}

/**
 * Element types, under NumPy's letters and sizes in bytes. Typed arrays read in
 * the order of the host, and every JavaScript engine in use is little-endian.
 */
export const dtypes = {
  f8: double(8, (raw) => ({ values: new Float64Array(raw.buffer) })),
  f4: single("float32", 4, (raw) => ({ values: new Float32Array(raw.buffer) })),
  f2: single("float16", 2, (raw) => halfToSingle(new Uint16Array(raw.buffer))),
  bf16: single("bfloat16", 2, (raw) => bfloatToSingle(new Uint16Array(raw.buffer))),
  i1: double(1, (raw) => widened(new Int8Array(raw.buffer))),
  i2: double(2, (raw) => widened(new Int16Array(raw.buffer))),
  i4: double(4, (raw) => widened(new Int32Array(raw.buffer))),
  i8: double(8, (raw, complain) => wideToDouble(raw, new Int32Array(raw.buffer), complain)),
  u1: double(1, (raw) => widened(raw)),
  u2: double(2, (raw) => widened(new Uint16Array(raw.buffer))),
  u4: double(4, (raw) => widened(new Uint32Array(raw.buffer))),
  u8: double(8, (raw, complain) => wideToDouble(raw, new Uint32Array(raw.buffer), complain)),
  b1: double(1, booleansToDouble),
} as const satisfies Record<string, Dtype>;

export type DtypeName = keyof typeof dtypes;

/** How numbers of that type were stored, as a member of a representation; nothing for doubles and integers. */
export function storedAs(name: DtypeName): { stored?: StoredType } {
  const { stored }: Dtype = dtypes[name];
  return stored ? { stored } : {};
}

export function isDtypeName(name: string): name is DtypeName {
  return Object.hasOwn(dtypes, name);
}

/**
 * The next `count` elements of the file, decoded into memory of their own.
 *
 * @param bigEndian - order of the bytes inside an element
 * @throws {FormatError} if the file ends before, if the result would exceed the
 *   limit, or if an integer is not exact in double precision.
 */
export function* readNumbers(
  reader: ByteReader,
  name: DtypeName,
  count: number,
  limits: Limits,
  bigEndian = false,
): Steps<Numbers> {
  const dtype: Dtype = dtypes[name];
  const start = reader.offset;
  const bytes = reader.take(count * dtype.size, `${count} elements of type ${name}`);
  checkMemory(reader, count * dtype.decodedSize, limits);
  const raw = yield* copyBytes(bytes);
  if (bigEndian)
    yield* inRanges(count, (from, to) =>
      reverseElements(raw.subarray(from * dtype.size, to * dtype.size), dtype.size),
    );
  const { values, convert } = dtype.decode(raw, (index, expected, got) => {
    throw reader.problem(expected, `${got} in element ${index}`, start + index * dtype.size);
  });
  if (convert) yield* inRanges(count, convert);
  return values;
}

function double(size: number, decode: Dtype["decode"]): Dtype {
  return { size, decodedSize: 8, decode };
}

function single(stored: StoredType, size: number, decode: Dtype["decode"]): Dtype {
  return { size, decodedSize: 4, stored, decode };
}

function reverseElements(raw: Uint8Array, size: number): void {
  for (let start = 0; start < raw.length; start += size) {
    for (let a = start, b = start + size - 1; a < b; a++, b--) {
      const byte = raw[a]!;
      raw[a] = raw[b]!;
      raw[b] = byte;
    }
  }
}

/** Integers that a double holds exactly. */
function widened(integers: Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array) {
  const values = new Float64Array(integers.length);
  return {
    values,
    convert: (from: number, to: number) => values.set(integers.subarray(from, to), from),
  };
}

/**
 * IEEE 754 binary16: 1 sign bit, 5 of exponent (bias 15), 10 of fraction. Moved
 * into the fields of a single (bias 127) the same bits mean 2^-112 times the
 * value, subnormal ones included; only infinities and NaN need a case.
 */
function halfToSingle(halves: Uint16Array): Decoding {
  const bits = new Uint32Array(halves.length);
  const values = new Float32Array(bits.buffer);
  const convert = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      const half = halves[i]!;
      bits[i] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13);
      if ((half & 0x7c00) === 0x7c00) bits[i]! |= 0x7f800000;
      else values[i]! *= 2 ** 112;
    }
  };
  return { values, convert };
}

/** bfloat16 is the upper half of a single. */
function bfloatToSingle(halves: Uint16Array): Decoding {
  const bits = new Uint32Array(halves.length);
  const convert = (from: number, to: number) => {
    for (let i = from; i < to; i++) bits[i] = halves[i]! << 16;
  };
  return { values: new Float32Array(bits.buffer), convert };
}

/**
 * 64-bit integers from two words each. From 2^53 on two of them share a double,
 * so they are refused rather than rounded.
 *
 * @param words - the same bytes; signed words make signed integers
 */
function wideToDouble(
  raw: Uint8Array<ArrayBuffer>,
  words: Int32Array | Uint32Array,
  complain: Complain,
): Decoding {
  const low = new Uint32Array(raw.buffer);
  const values = new Float64Array(words.length / 2);
  const convert = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      const value = words[2 * i + 1]! * 2 ** 32 + low[2 * i]!;
      if (!Number.isSafeInteger(value)) complain(i, "an integer below 2^53 in size", `about ${value}`);
      values[i] = value;
    }
  };
  return { values, convert };
}

function booleansToDouble(raw: Uint8Array, complain: Complain): Decoding {
  const { values, convert } = widened(raw);
  const check = (from: number, to: number) => {
    for (let i = from; i < to; i++) if (raw[i]! > 1) complain(i, "0 or 1 for a boolean", `${raw[i]}`);
  };
  return {
    values,
    convert: (from, to) => {
      check(from, to);
      convert(from, to);
    },
  };
}
