import type { ByteReader } from "../bytes.ts";
import type { DtypeName } from "../dtypes.ts";

/** A dimension; the one that grows has length 0 here. */
export interface Dimension {
  readonly name: string;
  readonly length: number;
}

export interface Variable {
  readonly name: string;
  /** Places in the list of dimensions. */
  readonly dimensions: readonly number[];
  readonly attributes: Attributes;
  readonly type: StoredAs;
  /** Position of its first number in the file. */
  readonly begin: number;
}

/** Numbers of the attributes that hold some. */
export type Attributes = ReadonlyMap<string, readonly number[]>;

export interface Header {
  /** Length of the dimension that grows; undefined where the file was still being written. */
  readonly records: number | undefined;
  readonly dimensions: readonly Dimension[];
  readonly variables: readonly Variable[];
}

/** Types by their number in the file. Letters have no type of number. */
const types = [undefined, "i1", "text", "i2", "i4", "f4", "f8", "u1", "u2", "u4", "i8", "u8"] as const;
export type StoredAs = DtypeName | "text";

const tags = { dimensions: 10, variables: 11, attributes: 12 } as const;

/** Bytes of an element. */
export function bytesOfType(type: StoredAs): number {
  return type === "text" ? 1 : Number(/\d+$/.exec(type)![0]);
}

/**
 * The header of a netCDF classic file (CDF-1, CDF-2 with 64-bit offsets, CDF-5 with 64-bit data).
 * The NetCDF User Guide, appendix B, "The NetCDF Classic Format Specification".
 * @throws {FormatError} for whatever breaks it
 */
export function readHeader(reader: ByteReader): Header {
  return new HeaderReader(reader).header();
}

class HeaderReader {
  readonly #reader: ByteReader;
  /** 1, 2 or 5. */
  readonly #version: number;

  constructor(reader: ByteReader) {
    this.#reader = reader;
    const magic = new TextDecoder().decode(reader.take(3, "the signature"));
    this.#version = reader.u8("the version");
    if (magic === "CDF" && [1, 2, 5].includes(this.#version)) return;
    throw reader.problem('"CDF" and version 1, 2 or 5', `"${magic}" and ${this.#version}`, 0);
  }

  header(): Header {
    const records = this.#count("the number of records");
    const dimensions = this.#list(tags.dimensions, () => this.#dimension());
    this.#attributes();
    const variables = this.#list(tags.variables, () => this.#variable(dimensions.length));
    const unknown = this.#version === 5 ? 2 ** 64 : 2 ** 32 - 1;
    return { records: records === unknown ? undefined : records, dimensions, variables };
  }

  #dimension(): Dimension {
    return { name: this.#name(), length: this.#count("a length") };
  }

  #variable(dimensions: number): Variable {
    const name = this.#name();
    const axes = this.#times(this.#count("a number of axes"), () => this.#count("a dimension"));
    const wrong = axes.find((axis) => axis >= dimensions);
    if (wrong !== undefined) throw this.#reader.problem(`a dimension below ${dimensions}`, `${wrong}`);
    const attributes = this.#attributes();
    const type = this.#type();
    this.#count("a size"); // too small for large variables: computed from the shape instead
    const begin = this.#version === 1 ? this.#u32("a position") : this.#u64("a position");
    return { name, dimensions: axes, attributes, type, begin };
  }

  #attributes(): Attributes {
    const all = this.#list(tags.attributes, () => {
      const name = this.#name();
      const type = this.#type();
      const count = this.#count("a number of values");
      const bytes = this.#padded(count * bytesOfType(type), `the attribute ${name}`);
      return [name, numbersIn(bytes, type)] as const;
    });
    return new Map(all);
  }

  #list<T>(tag: number, item: () => T): T[] {
    const got = this.#u32("a tag");
    const count = this.#count("a number of items");
    if (got !== tag && (got !== 0 || count !== 0)) throw this.#reader.problem(`tag ${tag}`, `${got}`);
    return this.#times(count, item);
  }

  /** Each item takes bytes, so that a count that lies ends with the file. */
  #times<T>(count: number, item: () => T): T[] {
    const items: T[] = [];
    while (items.length < count) items.push(item());
    return items;
  }

  #type(): StoredAs {
    const number = this.#u32("a type");
    const known = this.#version === 5 ? types.length - 1 : 6;
    const type = types[number];
    if (type === undefined || number > known)
      throw this.#reader.problem(`a type from 1 to ${known}`, `${number}`);
    return type;
  }

  #name(): string {
    return new TextDecoder().decode(this.#padded(this.#count("the length of a name"), "a name"));
  }

  #padded(count: number, what: string): Uint8Array {
    const bytes = this.#reader.take(count, what);
    this.#reader.skip((4 - (count % 4)) % 4, "padding");
    return bytes;
  }

  #count(what: string): number {
    return this.#version === 5 ? this.#u64(what) : this.#u32(what);
  }

  #u32(what: string): number {
    const [a, b, c, d] = this.#reader.take(4, what) as unknown as [number, number, number, number];
    return a * 2 ** 24 + ((b << 16) | (c << 8) | d);
  }

  #u64(what: string): number {
    return this.#u32(what) * 2 ** 32 + this.#u32(what);
  }
}

function numbersIn(bytes: Uint8Array, type: StoredAs): number[] {
  const size = bytesOfType(type);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const getters: Partial<Record<StoredAs, (at: number) => number>> = {
    i1: (at) => view.getInt8(at),
    u1: (at) => view.getUint8(at),
    i2: (at) => view.getInt16(at),
    u2: (at) => view.getUint16(at),
    i4: (at) => view.getInt32(at),
    u4: (at) => view.getUint32(at),
    i8: (at) => Number(view.getBigInt64(at)),
    u8: (at) => Number(view.getBigUint64(at)),
    f4: (at) => view.getFloat32(at),
    f8: (at) => view.getFloat64(at),
  };
  const get = getters[type];
  return get ? Array.from({ length: bytes.length / size }, (_, k) => get(k * size)) : [];
}
