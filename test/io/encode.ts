// A second, independent encoder of the file formats: what the readers are tested
// against. It writes element by element and has no code in common with them.
import fc from "fast-check";
import { FormatError } from "../../src/errors.ts";

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
