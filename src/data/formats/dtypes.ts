import type { StoredType } from "../stored.ts";
import { checkMemory, copyBytes } from "./bytes.ts";
import type { ByteReader, Limits } from "./bytes.ts";

/** Decoded numbers: single precision stays single, everything else becomes double. */
export type Numbers = Float64Array | Float32Array;

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
  decode(raw: Uint8Array<ArrayBuffer>, complain: Complain): Numbers;
}

/**
 * Element types, under NumPy's letters and sizes in bytes. Typed arrays read in
 * the order of the host, and every JavaScript engine in use is little-endian.
 */
export const dtypes = {
  f8: double(8, (raw) => new Float64Array(raw.buffer)),
  f4: single("float32", 4, (raw) => new Float32Array(raw.buffer)),
  f2: single("float16", 2, (raw) => halfToSingle(new Uint16Array(raw.buffer))),
  bf16: single("bfloat16", 2, (raw) => bfloatToSingle(new Uint16Array(raw.buffer))),
  i1: double(1, (raw) => new Float64Array(new Int8Array(raw.buffer))),
  i2: double(2, (raw) => new Float64Array(new Int16Array(raw.buffer))),
  i4: double(4, (raw) => new Float64Array(new Int32Array(raw.buffer))),
  i8: double(8, (raw, complain) => wideToDouble(raw, new Int32Array(raw.buffer), complain)),
  u1: double(1, (raw) => new Float64Array(raw)),
  u2: double(2, (raw) => new Float64Array(new Uint16Array(raw.buffer))),
  u4: double(4, (raw) => new Float64Array(new Uint32Array(raw.buffer))),
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
export function readNumbers(
  reader: ByteReader,
  name: DtypeName,
  count: number,
  limits: Limits,
  bigEndian = false,
): Numbers {
  const dtype: Dtype = dtypes[name];
  const start = reader.offset;
  const bytes = reader.take(count * dtype.size, `${count} elements of type ${name}`);
  checkMemory(reader, count * dtype.decodedSize, limits);
  const raw = copyBytes(bytes);
  if (bigEndian) reverseElements(raw, dtype.size);
  return dtype.decode(raw, (index, expected, got) => {
    throw reader.problem(expected, `${got} in element ${index}`, start + index * dtype.size);
  });
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

/**
 * IEEE 754 binary16: 1 sign bit, 5 of exponent (bias 15), 10 of fraction. Moved
 * into the fields of a single (bias 127) the same bits mean 2^-112 times the
 * value, subnormal ones included; only infinities and NaN need a case.
 */
function halfToSingle(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  const values = new Float32Array(bits.buffer);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i]!;
    bits[i] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13);
    if ((half & 0x7c00) === 0x7c00) bits[i]! |= 0x7f800000;
    else values[i]! *= 2 ** 112;
  }
  return values;
}

/** bfloat16 is the upper half of a single. */
function bfloatToSingle(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

/**
 * 64-bit integers from two words each. From 2^53 on two of them share a double,
 * so they are refused rather than rounded.
 *
 * @param words - the same bytes; signed words make signed integers
 */
function wideToDouble(raw: Uint8Array<ArrayBuffer>, words: Int32Array | Uint32Array, complain: Complain) {
  const low = new Uint32Array(raw.buffer);
  const values = new Float64Array(words.length / 2);
  for (let i = 0; i < values.length; i++) {
    const value = words[2 * i + 1]! * 2 ** 32 + low[2 * i]!;
    if (!Number.isSafeInteger(value)) complain(i, "an integer below 2^53 in size", `about ${value}`);
    values[i] = value;
  }
  return values;
}

function booleansToDouble(raw: Uint8Array, complain: Complain): Float64Array {
  const bad = raw.findIndex((byte) => byte > 1);
  if (bad >= 0) complain(bad, "0 or 1 for a boolean", `${raw[bad]}`);
  return new Float64Array(raw);
}
