import type { ByteReader } from "../bytes.ts";

/** The elements of a vector, one after the other. */
interface Elements {
  readonly count: number;
  /** Where element k stands. */
  at(k: number): number;
}

/**
 * A table of a FlatBuffer (flatbuffers.dev, internals): fields by their place in the schema, read where they are
 * asked for. Every place is checked, so that a buffer that points anywhere else is a FormatError.
 */
export class FlatTable {
  readonly #reader: ByteReader;
  readonly #view: DataView;
  readonly #start: number;
  readonly #fields: number;
  readonly #count: number;

  constructor(reader: ByteReader, start: number) {
    this.#reader = reader;
    this.#view = new DataView(reader.bytes.buffer, reader.bytes.byteOffset, reader.bytes.length);
    this.#start = start;
    this.#fields = start - this.#check(start, 4).getInt32(start, true);
    this.#count = (this.#check(this.#fields, 4).getUint16(this.#fields, true) - 4) / 2;
  }

  /** The root of a buffer. */
  static root(reader: ByteReader): FlatTable {
    if (reader.bytes.length < 8) throw reader.problem("a FlatBuffer", `${reader.bytes.length} bytes`);
    return new FlatTable(reader, reader.u32("a FlatBuffer"));
  }

  byte(field: number, missing = 0): number {
    const at = this.#at(field);
    return at === undefined ? missing : this.#check(at, 1).getUint8(at);
  }

  short(field: number, missing = 0): number {
    const at = this.#at(field);
    return at === undefined ? missing : this.#check(at, 2).getInt16(at, true);
  }

  int(field: number, missing = 0): number {
    const at = this.#at(field);
    return at === undefined ? missing : this.#check(at, 4).getInt32(at, true);
  }

  /** A size or a count of 64 bits. */
  long(field: number, missing = 0): number {
    const at = this.#at(field);
    return at === undefined ? missing : this.longAt(at);
  }

  longAt(at: number): number {
    const value = Number(this.#check(at, 8).getBigInt64(at, true));
    if (!Number.isSafeInteger(value) || value < 0) throw this.#reader.problem("a size", `${value}`, at);
    return value;
  }

  text(field: number): string {
    const place = this.#place(field);
    if (place === undefined) return "";
    const length = this.#check(place, 4).getUint32(place, true);
    this.#check(place + 4, length);
    return new TextDecoder().decode(this.#reader.bytes.subarray(place + 4, place + 4 + length));
  }

  table(field: number): FlatTable | undefined {
    const place = this.#place(field);
    return place === undefined ? undefined : new FlatTable(this.#reader, place);
  }

  tables(field: number): FlatTable[] {
    const { count, at } = this.vector(field, 4);
    return Array.from({ length: count }, (_, k) => {
      const place = at(k);
      return new FlatTable(this.#reader, place + this.#view.getUint32(place, true));
    });
  }

  /** @param size - bytes of an element */
  vector(field: number, size: number): Elements {
    const place = this.#place(field);
    if (place === undefined) return { count: 0, at: () => 0 };
    const count = this.#check(place, 4).getUint32(place, true);
    this.#check(place + 4, count * size);
    return { count, at: (k) => place + 4 + k * size };
  }

  #at(field: number): number | undefined {
    if (field >= this.#count) return undefined;
    const slot = this.#fields + 4 + 2 * field;
    const offset = this.#check(slot, 2).getUint16(slot, true);
    return offset === 0 ? undefined : this.#start + offset;
  }

  #place(field: number): number | undefined {
    const at = this.#at(field);
    return at === undefined ? undefined : at + this.#check(at, 4).getUint32(at, true);
  }

  #check(at: number, size: number): DataView {
    if (at < 0 || at + size > this.#view.byteLength)
      throw this.#reader.problem("a FlatBuffer that points into itself", `byte ${at}, ${size} bytes`);
    return this.#view;
  }
}
