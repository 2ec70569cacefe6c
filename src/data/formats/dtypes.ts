import type { StoredType } from "../stored.ts";
import type { Steps } from "../../base/steps.ts";
import { allocate, checkMemory } from "./bytes.ts";
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
  /** @param raw - as many elements as `to` takes, little-endian, at the start of a buffer. */
  decode(raw: Uint8Array<ArrayBuffer>, to: Numbers, complain: Complain): void;
}

/**
 * Element types, under NumPy's letters and sizes in bytes. Typed arrays read in
 * the order of the host, and every JavaScript engine in use is little-endian.
 */
export const dtypes = {
  f8: double(8, (raw, to) => to.set(new Float64Array(raw.buffer, 0, to.length))),
  f4: single("float32", 4, (raw, to) => to.set(new Float32Array(raw.buffer, 0, to.length))),
  f2: single("float16", 2, (raw, to) => halfToSingle(new Uint16Array(raw.buffer, 0, to.length), to)),
  bf16: single("bfloat16", 2, (raw, to) => bfloatToSingle(new Uint16Array(raw.buffer, 0, to.length), to)),
  i1: double(1, (raw, to) => to.set(new Int8Array(raw.buffer, 0, to.length))),
  i2: double(2, (raw, to) => to.set(new Int16Array(raw.buffer, 0, to.length))),
  i4: double(4, (raw, to) => to.set(new Int32Array(raw.buffer, 0, to.length))),
  i8: double(8, (raw, to, complain) =>
    wideToDouble(new Int32Array(raw.buffer, 0, 2 * to.length), raw, to, complain),
  ),
  u1: double(1, (raw, to) => to.set(raw)),
  u2: double(2, (raw, to) => to.set(new Uint16Array(raw.buffer, 0, to.length))),
  u4: double(4, (raw, to) => to.set(new Uint32Array(raw.buffer, 0, to.length))),
  u8: double(8, (raw, to, complain) =>
    wideToDouble(new Uint32Array(raw.buffer, 0, 2 * to.length), raw, to, complain),
  ),
  b1: double(1, booleansToDouble),
} as const satisfies Record<string, Dtype>;

export type DtypeName = keyof typeof dtypes;

/** How numbers of that type were stored, as a member of a representation; nothing for doubles and integers. */
export function storedAs(name: DtypeName): { stored?: StoredType } {
  const { stored }: Dtype = dtypes[name];
  return stored ? { stored } : {};
}

const numpyNames: Readonly<Record<DtypeName, string>> = {
  f8: "float64",
  f4: "float32",
  f2: "float16",
  bf16: "bfloat16",
  i1: "int8",
  i2: "int16",
  i4: "int32",
  i8: "int64",
  u1: "uint8",
  u2: "uint16",
  u4: "uint32",
  u8: "uint64",
  b1: "bool",
};

/** A type in NumPy's words: "float32". */
export function wordFor(name: DtypeName): string {
  return numpyNames[name];
}

export function isDtypeName(name: string): name is DtypeName {
  return Object.hasOwn(dtypes, name);
}

/** Elements that are decoded at once; so many need little memory beside the file and the result. */
const chunk = 8192;

/** How an array lies in its file. */
interface Storage {
  /** Order of the bytes inside an element. */
  readonly bigEndian?: boolean;
  /** Whether its axes are reordered later, for which it is needed twice. */
  readonly reordered?: boolean;
}

/**
 * The next `count` elements of the file, decoded into memory of their own.
 *
 * @throws {FormatError} if the file ends before, if the result would exceed the
 *   limit, or if an integer is not exact in double precision.
 */
export function* readNumbers(
  reader: ByteReader,
  name: DtypeName,
  count: number,
  limits: Limits,
  { bigEndian = false, reordered = false }: Storage = {},
): Steps<Numbers> {
  const { size, decodedSize } = dtypes[name];
  const start = reader.offset;
  const bytes = reader.take(count * size, `${count} elements of type ${name}`);
  checkMemory(reader, count * decodedSize * (reordered ? 2 : 1), limits);
  const values = allocate(reader, count * decodedSize, () => numbersFor(name, count));
  const scratch = new Uint8Array(Math.min(count, chunk) * size);
  for (let from = 0; from < count; from += chunk) {
    const to = values.subarray(from, from + chunk);
    const raw = scratch.subarray(0, to.length * size);
    raw.set(bytes.subarray(from * size, from * size + raw.length));
    decodeNumbers(name, raw, to, bigEndian, (index, expected, got) => {
      const element = from + index;
      throw reader.problem(expected, `${got} in element ${element}`, start + element * size);
    });
    yield;
  }
  return values;
}

/** Room for `count` elements of a type, once decoded. @param memory - to take where it is large enough */
export function numbersFor(name: DtypeName, count: number, memory?: ArrayBuffer): Numbers {
  const bytes = decodedBytes(name, count);
  const buffer = memory && memory.byteLength >= bytes ? memory : new ArrayBuffer(bytes);
  return dtypes[name].decodedSize === 4
    ? new Float32Array(buffer, 0, count)
    : new Float64Array(buffer, 0, count);
}

/** @param raw - as many elements as `to` takes, at the start of a buffer; bytes of big-endian ones are reversed in it */
export function decodeNumbers(
  name: DtypeName,
  raw: Uint8Array<ArrayBuffer>,
  to: Numbers,
  bigEndian: boolean,
  complain: Complain,
): void {
  const { size, decode }: Dtype = dtypes[name];
  if (bigEndian) reverseElements(raw, size);
  decode(raw, to, complain);
}

/** Bytes that `count` elements take once decoded. */
export function decodedBytes(name: DtypeName, count: number): number {
  return count * dtypes[name].decodedSize;
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
function halfToSingle(halves: Uint16Array, values: Numbers): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i]!;
    bits[i] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13);
    if ((half & 0x7c00) === 0x7c00) bits[i]! |= 0x7f800000;
    else values[i]! *= 2 ** 112;
  }
}

/** bfloat16 is the upper half of a single. */
function bfloatToSingle(halves: Uint16Array, values: Numbers): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16;
}

/**
 * 64-bit integers from two words each. From 2^53 on two of them share a double,
 * so they are refused rather than rounded.
 *
 * @param words - the same bytes as `raw`; signed words make signed integers
 */
function wideToDouble(
  words: Int32Array | Uint32Array,
  raw: Uint8Array<ArrayBuffer>,
  to: Numbers,
  complain: Complain,
): void {
  const low = new Uint32Array(raw.buffer, 0, 2 * to.length);
  for (let i = 0; i < to.length; i++) {
    const value = words[2 * i + 1]! * 2 ** 32 + low[2 * i]!;
    if (!Number.isSafeInteger(value)) complain(i, "an integer below 2^53 in size", `about ${value}`);
    to[i] = value;
  }
}

function booleansToDouble(raw: Uint8Array, to: Numbers, complain: Complain): void {
  const bad = raw.findIndex((byte) => byte > 1);
  if (bad >= 0) complain(bad, "0 or 1 for a boolean", `${raw[bad]}`);
  to.set(raw);
}
