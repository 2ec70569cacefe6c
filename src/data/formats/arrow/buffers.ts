import type { Pieces } from "../../source.ts";
import { assertFits, ByteReader, type Limits } from "../bytes.ts";
import { unpackerOf } from "../compression/unpack.ts";
import type { Batch } from "./batch.ts";
import type { Messages } from "./messages.ts";
import type { Field } from "./schema.ts";

/** An Arrow file that is being read. */
export interface ArrowFile {
  readonly path: string;
  readonly pieces: Pieces;
  readonly messages: Messages;
  /** Where each field begins in a batch. */
  readonly starts: readonly Start[];
  readonly limits: Limits;
}

/** Some values: `count` from `from` on. */
export interface Range {
  readonly from: number;
  readonly count: number;
}

/** What a column has in a batch: nodes and buffers, from these places on. */
export interface Places {
  readonly node: number;
  readonly buffer: number;
  /** Buffers of a view of texts beside its own. */
  readonly extra: number;
}

/**
 * How much of a batch stands before a field: nodes; buffers, but for the extra ones whose number each batch tells; and
 * fields with such extra ones (views).
 */
export interface Start {
  readonly node: number;
  readonly buffer: number;
  readonly view: number;
}

/** Where each top-level field begins. */
export function startsOf(fields: readonly Field[]): Start[] {
  const at = { node: 0, buffer: 0, view: 0 };
  const pass = ({ buffers, isVariadic, children }: Field) => {
    at.node++;
    at.buffer += buffers;
    if (isVariadic) at.view++;
    children.forEach(pass);
  };
  return fields.map((field) => {
    const start = { ...at };
    pass(field);
    return start;
  });
}

/** Where a field has its nodes and buffers in a batch. */
export function placesOf({ node, buffer, view }: Start, field: Field, { variadic }: Batch): Places {
  const before = variadic.slice(0, view).reduce((sum, count) => sum + count, 0);
  return { node, buffer: buffer + before, extra: field.isVariadic ? (variadic[view] ?? 0) : 0 };
}

/** Reads buffers of a batch, unpacked. */
export class Buffers {
  readonly #file: string;
  readonly #pieces: Pieces;
  readonly #limits: Limits;
  readonly #batch: Batch;

  constructor(file: string, pieces: Pieces, limits: Limits, batch: Batch) {
    this.#file = file;
    this.#pieces = pieces;
    this.#limits = limits;
    this.#batch = batch;
  }

  /** The node at a place. @throws {FormatError} if there is none. */
  node(place: number): { count: number; nulls: number } {
    const node = this.#batch.nodes[place];
    if (!node) throw this.problem(`${place + 1} fields in a batch`, `${this.#batch.nodes.length}`);
    return node;
  }

  /** Bytes of a buffer in memory of their own. @param least - that it must have; those beyond are left out */
  async bytes(place: number, least: number): Promise<Uint8Array<ArrayBuffer>> {
    const region = this.#batch.regions[place];
    if (!region) throw this.problem(`${place + 1} buffers in a batch`, `${this.#batch.regions.length}`);
    assertFits(this.#file, region.size + least, this.#limits, this.#batch.start);
    const stored = new Uint8Array(region.size);
    await this.#pieces.readInto(stored, this.#batch.start + region.offset);
    const bytes = await this.#unpacked(stored, region.offset);
    if (bytes.length < least)
      throw this.problem(`${least} bytes in a buffer`, `${bytes.length}`, region.offset);
    return bytes;
  }

  /** Which of some values are nulls, counted from the first of them. */
  async missing(
    place: number,
    { count: all, nulls }: { count: number; nulls: number },
    { from, count }: Range,
  ) {
    const missing: number[] = [];
    if (nulls === 0) return missing;
    const bits = await this.bytes(place, Math.ceil(all / 8));
    for (let k = 0; k < count; k++) if (!hasBit(bits, from + k)) missing.push(k);
    return missing;
  }

  problem(expected: string, got: string, offset = 0) {
    return new ByteReader(new Uint8Array(0), this.#file).problem(expected, got, this.#batch.start + offset);
  }

  /** Before a packed buffer stands its size; −1 says that it is not packed. */
  async #unpacked(stored: Uint8Array<ArrayBuffer>, offset: number): Promise<Uint8Array<ArrayBuffer>> {
    const { codec, start } = this.#batch;
    if (!codec || stored.length === 0) return stored;
    if (stored.length < 8) throw this.problem("a packed buffer", `${stored.length} bytes`, offset);
    const size = Number(new DataView(stored.buffer).getBigInt64(0, true));
    if (size === -1) return stored.slice(8);
    if (!Number.isSafeInteger(size) || size < 0)
      throw this.problem("the size of a buffer", `${size}`, offset);
    const unpack = await unpackerOf(codec, this.#file);
    const bytes = unpack(stored.subarray(8), size, this.#limits, start + offset);
    return bytes as Uint8Array<ArrayBuffer>;
  }
}

/** Whether bit k is set. */
export function hasBit(bits: Uint8Array, k: number): boolean {
  return ((bits[k >> 3]! >> (k & 7)) & 1) === 1;
}
