import { powerOfTwo } from "../../../base/math/powers.ts";
import type { ByteReader } from "../bytes.ts";

/** What a field holds: booleans and integers are numbers, texts bytes. */
type Value = number | Uint8Array | Value[] | Struct;

/** Structs in structs; Parquet has five. */
const deepest = 16;

/** Types of the compact protocol. */
const types = { yes: 1, no: 2, byte: 3, i16: 4, i32: 5, i64: 6, double: 7, binary: 8, list: 9, struct: 12 };

/**
 * Reads a struct of Thrift's compact protocol (thrift-compact-protocol.md), field by number.
 * Nothing is allocated that the bytes do not pay for.
 * @throws {FormatError} for damage.
 */
export function readStruct(reader: ByteReader, depth = 0): Struct {
  if (depth > deepest) throw reader.problem("a Thrift struct", "too many structs in structs");
  const fields = new Map<number, Value>();
  for (let id = 0; ;) {
    const head = reader.u8("a Thrift field");
    if (head === 0) return new Struct(reader, fields);
    id = head >> 4 ? id + (head >> 4) : zigzag(varint(reader));
    const type = head & 15;
    fields.set(id, type === types.yes ? 1 : type === types.no ? 0 : readValue(reader, type, depth));
  }
}

function readValue(reader: ByteReader, type: number, depth: number): Value {
  switch (type) {
    case types.yes: // in lists a boolean is a byte
    case types.no:
      return Number(reader.u8("a Thrift boolean") === 1);
    case types.byte:
      return (reader.u8("a Thrift byte") << 24) >> 24;
    case types.i16:
    case types.i32:
    case types.i64:
      return zigzag(varint(reader));
    case types.double:
      return reader.take(8, "a Thrift double");
    case types.binary:
      return reader.take(varint(reader), "a Thrift text");
    case types.list:
      return readList(reader, depth);
    case types.struct:
      return readStruct(reader, depth + 1);
    default:
      throw reader.problem("a Thrift type of Parquet", `type ${type}`);
  }
}

function readList(reader: ByteReader, depth: number): Value[] {
  const head = reader.u8("a Thrift list");
  const count = head >> 4 === 15 ? varint(reader) : head >> 4;
  if (depth > deepest || count > reader.left)
    throw reader.problem("a Thrift list within the file", `${count} elements`);
  const list: Value[] = [];
  for (let k = 0; k < count; k++) list.push(readValue(reader, head & 15, depth + 1));
  return list;
}

/** Seven bits a byte, the lowest first. Exact below 2^53. */
export function varint(reader: ByteReader): number {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = reader.u8("an integer");
    value += (byte & 127) * powerOfTwo(shift);
    if (byte < 128) return value;
  }
  throw reader.problem("an integer of at most ten bytes", "a longer one");
}

/** 0, −1, 1, −2, … from 0, 1, 2, 3, … */
export function zigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** The fields of a struct, each asked for by its number and the type that it must have. */
export class Struct {
  readonly #reader: ByteReader;
  readonly #fields: ReadonlyMap<number, Value>;

  constructor(reader: ByteReader, fields: ReadonlyMap<number, Value>) {
    this.#reader = reader;
    this.#fields = fields;
  }

  has(id: number): boolean {
    return this.#fields.has(id);
  }

  /** A whole number. @param missing - what it is if the field is not there; an error without */
  int(id: number, what: string, missing?: number): number {
    const value = this.#fields.get(id) ?? missing;
    if (!Number.isSafeInteger(value)) throw this.#bad(what, value);
    return value as number;
  }

  /** A size, a count or a place. */
  count(id: number, what: string, missing?: number): number {
    const value = this.int(id, what, missing);
    if (value < 0) throw this.#bad(what, value);
    return value;
  }

  text(id: number, what: string): string {
    const value = this.#fields.get(id);
    if (value === undefined) return "";
    if (!(value instanceof Uint8Array)) throw this.#bad(what, value);
    return new TextDecoder().decode(value);
  }

  texts(id: number, what: string): string[] {
    return this.#list(id, what, (value) => value instanceof Uint8Array).map((value) =>
      new TextDecoder().decode(value as Uint8Array),
    );
  }

  struct(id: number, what: string): Struct | undefined {
    const value = this.#fields.get(id);
    if (value !== undefined && !(value instanceof Struct)) throw this.#bad(what, value);
    return value;
  }

  structs(id: number, what: string): Struct[] {
    return this.#list(id, what, (value) => value instanceof Struct) as Struct[];
  }

  #list(id: number, what: string, isElement: (value: Value) => boolean): Value[] {
    const value = this.#fields.get(id) ?? [];
    if (!Array.isArray(value) || !value.every(isElement)) throw this.#bad(what, value);
    return value;
  }

  #bad(what: string, value: unknown) {
    const got = value === undefined ? "nothing" : typeof value === "number" ? `${value}` : "another type";
    return this.#reader.problem(what, got);
  }
}
