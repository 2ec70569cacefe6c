import { exponentOf, powerOfTwo } from "../../../base/math/powers.ts";
import type { DtypeName } from "../dtypes.ts";

/** How zarrita holds the elements of a type: those that it does not know in every runtime as whole numbers of their size. */
export type Held =
  "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" | "float32" | "float64";

export interface ElementType {
  readonly name: DtypeName;
  readonly held: Held;
  /** Bytes of one. */
  readonly size: number;
}

const types: Readonly<Record<string, ElementType>> = {
  bool: { name: "b1", held: "uint8", size: 1 },
  int8: { name: "i1", held: "int8", size: 1 },
  int16: { name: "i2", held: "int16", size: 2 },
  int32: { name: "i4", held: "int32", size: 4 },
  int64: { name: "i8", held: "int64", size: 8 },
  uint8: { name: "u1", held: "uint8", size: 1 },
  uint16: { name: "u2", held: "uint16", size: 2 },
  uint32: { name: "u4", held: "uint32", size: 4 },
  uint64: { name: "u8", held: "uint64", size: 8 },
  float16: { name: "f2", held: "uint16", size: 2 },
  bfloat16: { name: "bf16", held: "uint16", size: 2 },
  float32: { name: "f4", held: "float32", size: 4 },
  float64: { name: "f8", held: "float64", size: 8 },
};

const words = { f: "float", i: "int", u: "uint", b: "bool" } as const;

/** A type by its name in version 3. */
export function typeOfName(name: unknown): ElementType | undefined {
  return typeof name === "string" && Object.hasOwn(types, name) ? types[name] : undefined;
}

/** A type by its name in version 2, NumPy's: "<f8". */
export function typeOfDtype(
  dtype: unknown,
): { readonly type: ElementType; readonly bigEndian: boolean } | undefined {
  const [, order, kind, size] = /^([<>|])([fiub])(\d+)$/.exec(typeof dtype === "string" ? dtype : "") ?? [];
  if (kind === undefined) return undefined;
  const word = words[kind as keyof typeof words];
  const type = typeOfName(kind === "b" ? (size === "1" ? word : "") : `${word}${8 * Number(size)}`);
  return type && { type, bigEndian: order === ">" };
}

/** A type that is not read, in words. */
export function otherType(type: unknown): string {
  if (typeof type === "string") return type.length > 40 ? `${type.slice(0, 40)}…` : type;
  if (Array.isArray(type)) return "a structured type";
  const { name } = (type ?? {}) as { name?: unknown };
  return typeof name === "string" ? name : "an unknown type";
}

/**
 * The value of elements that were never written, as zarrita holds them. Version 3 may give the bits of a
 * number in hexadecimal digits.
 * @returns nothing for what is none
 */
export function fillOf({ held, name, size }: ElementType, fill: unknown): number | bigint | undefined {
  if (fill === null || fill === undefined) return held.endsWith("64") && held !== "float64" ? 0n : 0;
  if (name === "b1")
    return typeof fill === "boolean" ? Number(fill) : fill === 0 || fill === 1 ? fill : undefined;
  const isReal = name.includes("f");
  const bits = typeof fill === "string" && new RegExp(`^0x[0-9a-f]{${2 * size}}$`, "i").test(fill);
  if (isReal && bits) return fromBits(BigInt(fill), held);
  const value = typeof fill === "string" ? special(fill) : fill;
  if (typeof value !== "number") return undefined;
  if (!isReal) return Number.isSafeInteger(value) ? (size === 8 ? BigInt(value) : value) : wide(value, size);
  if (name === "f2") return halfBits(value);
  return name === "bf16" ? new Uint32Array(Float32Array.of(value).buffer)[0]! >>> 16 : value;
}

/** A fill value beyond 2^53, whose digits JSON has rounded: an element that holds it is refused as all such are. */
function wide(value: number, size: number): bigint | undefined {
  return Number.isInteger(value) && size === 8 ? BigInt(value) : undefined;
}

function special(text: string): number | undefined {
  const values: Readonly<Record<string, number>> = {
    NaN: Number.NaN,
    Infinity: Infinity,
    "-Infinity": -Infinity,
  };
  return Object.hasOwn(values, text) ? values[text] : undefined;
}

function fromBits(bits: bigint, held: Held): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  if (held === "float64") return view.getFloat64(0);
  return held === "float32" ? view.getFloat32(4) : Number(bits);
}

/** The bits of the half-precision number next to a value, ties to even. */
function halfBits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  const exponent = Math.max(-14, Math.min(15, exponentOf(size || 2 ** -14)));
  const fraction = roundToEven(size / powerOfTwo(exponent - 10));
  // 2048 carries into the next exponent by itself; what is beyond the largest number is infinite.
  const bits = exponent === -14 && fraction < 1024 ? fraction : (exponent + 14) * 1024 + fraction;
  return sign | Math.min(bits, 0x7c00);
}

function roundToEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
}
