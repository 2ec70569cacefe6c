// A second, independent encoder of the file formats: what the readers are tested
// against. It writes element by element and has no code in common with them.
import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { FormatError } from "../../../src/base/errors.ts";

export const npyTypes = ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "b1"] as const;
export type NpyType = (typeof npyTypes)[number];

export function littleAndBig(dtype: NpyType): string[] {
  return dtype.endsWith("1") ? ["|"] : ["<", ">"];
}

export const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });

/** Values of the type that are stored exactly. */
export function numbersOf(dtype: NpyType, shape: number[]) {
  const size = shape.reduce((product, length) => product * length, 1);
  return fc.array(numberOf(dtype), { minLength: size, maxLength: size });
}

function numberOf(dtype: NpyType): fc.Arbitrary<number> {
  if (dtype === "f8") return fc.double();
  if (dtype === "f4") return fc.float();
  // Any integer up to 2048 over a power of two: 11 significant bits.
  if (dtype === "f2")
    return fc.tuple(fc.integer({ min: 1, max: 2048 }), fc.nat(5)).map(([a, b]) => a / 2 ** b);
  if (dtype === "b1") return fc.nat(1);
  const bits = Math.min(53, 8 * Number(dtype[1]) - (dtype[0] === "i" ? 1 : 0));
  return fc
    .integer({ min: dtype[0] === "i" ? 1 - 2 ** bits : 0, max: 2 ** bits - 1 })
    .map((value) => value || 0);
}

interface NpyFile {
  dtype: NpyType;
  shape: number[];
  /** Row-major. */
  values: number[];
  order?: string;
  fortran?: boolean;
  version?: number;
}

export function encodeNpy({
  dtype,
  shape,
  values,
  fortran = false,
  version = 1,
  ...rest
}: NpyFile): Uint8Array {
  const order = rest.order ?? (dtype.endsWith("1") ? "|" : "<");
  const tuple = `(${shape.map((length) => BigInt(length)).join(", ")}${shape.length === 1 ? "," : ""})`;
  const python = fortran ? "True" : "False";
  let header = `{'descr': '${order}${dtype}', 'fortran_order': ${python}, 'shape': ${tuple}, }`;
  const before = version === 1 ? 10 : 12;
  while ((before + header.length + 1) % 64 !== 0) header += " ";
  header += "\n";
  const size = Number(dtype.slice(1));
  const file = Buffer.alloc(before + header.length + values.length * size);
  file.write("\x93NUMPY", "latin1");
  file[6] = version;
  if (version === 1) file.writeUInt16LE(header.length, 8);
  else file.writeUInt32LE(header.length, 8);
  file.write(header, before, "latin1");
  const view = new DataView(file.buffer, file.byteOffset + before + header.length);
  for (let i = 0; i < values.length; i++) {
    const to = fortran ? columnMajor(i, shape) : i;
    setters[dtype](view, to * size, values[i]!, order !== ">");
  }
  return Uint8Array.from(file);
}

/** Position in column-major order of the element at row-major position i. */
function columnMajor(i: number, shape: number[]): number {
  let position = 0;
  let stride = shape.reduce((product, length) => product * length, 1);
  for (const length of shape.toReversed()) {
    stride /= length;
    position += (i % length) * stride;
    i = Math.floor(i / length);
  }
  return position;
}

type Setter = (view: DataView, at: number, value: number, little: boolean) => void;

const setters: Record<NpyType, Setter> = {
  f8: (view, at, value, little) => view.setFloat64(at, value, little),
  f4: (view, at, value, little) => view.setFloat32(at, value, little),
  f2: (view, at, value, little) => view.setUint16(at, halfBits(value), little),
  i8: (view, at, value, little) => view.setBigInt64(at, BigInt(value), little),
  i4: (view, at, value, little) => view.setInt32(at, value, little),
  i2: (view, at, value, little) => view.setInt16(at, value, little),
  i1: (view, at, value) => view.setInt8(at, value),
  u8: (view, at, value, little) => view.setBigUint64(at, BigInt(value), little),
  u4: (view, at, value, little) => view.setUint32(at, value, little),
  u2: (view, at, value, little) => view.setUint16(at, value, little),
  u1: (view, at, value) => view.setUint8(at, value),
  b1: (view, at, value) => view.setUint8(at, value),
};

/** Bits of a half: exact for normal halves, which is all the tests store. */
export function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size === Infinity) return sign | 0x7c00;
  if (size === 0) return sign;
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) << 10) | ((size / 2 ** exponent - 1) * 1024);
}

/**
 * The FormatError that `action` throws; any other error is passed on and fails
 * the test, as does none where one is due.
 */
export function caught(action: () => unknown, mayPass = false): FormatError {
  try {
    action();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  if (mayPass) return new FormatError({ file: "", offset: 0, expected: "", got: "" });
  throw new Error("no error was thrown");
}

export interface Member {
  name: string;
  bytes: Uint8Array;
  deflate?: boolean;
  /** Lies for the fault tests. */
  size?: number;
  packedSize?: number;
  crc?: number;
  flags?: number;
  method?: number;
  offset?: number;
}

/** A zip archive with its sizes in the directory alone, as streaming writers leave them. */
export function encodeZip(members: Member[], comment = ""): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const packed = member.deflate ? deflateRawSync(member.bytes) : Buffer.from(member.bytes);
    const name = Buffer.from(member.name);
    const local = Buffer.alloc(30 + 4);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(4, 28);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(member.flags ?? 8, 8);
    entry.writeUInt16LE(member.method ?? (member.deflate ? 8 : 0), 10);
    entry.writeUInt32LE(member.crc ?? crc32(member.bytes), 16);
    entry.writeUInt32LE(member.packedSize ?? packed.length, 20);
    entry.writeUInt32LE(member.size ?? member.bytes.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(member.offset ?? at, 42);
    locals.push(local.subarray(0, 30), name, local.subarray(30), packed);
    directory.push(entry, name);
    at += local.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Uint8Array.from(Buffer.concat([...locals, ...directory, end, Buffer.from(comment)]));
}

/** A safetensors file of this header and data, whether or not they fit. */
export function encodeSafetensors(header: unknown, data: Uint8Array): Uint8Array {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Uint8Array.from(Buffer.concat([length, text, data]));
}

/** A few bytes of a file replaced at random. */
export function damaged(file: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(file.length - 1), fc.nat(255));
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = file.slice();
    for (const [at, byte] of changes) copy[at] = byte;
    return copy;
  });
}
