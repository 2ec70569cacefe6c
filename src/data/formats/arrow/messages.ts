import type { Pieces } from "../../source.ts";
import { assertFits, ByteReader, type Limits } from "../bytes.ts";
import { batchOf, type Batch } from "./batch.ts";
import { FlatTable } from "./flatbuffer.ts";
import { schemaOf, type Schema } from "./schema.ts";

/** Values of a dictionary, and before which record batch they are known. */
export interface DictionaryBatch extends Batch {
  readonly id: number;
  readonly isDelta: boolean;
  readonly before: number;
}

/** The messages of a file without their bodies. */
export interface Messages {
  readonly schema: Schema;
  readonly batches: readonly Batch[];
  readonly dictionaries: readonly DictionaryBatch[];
}

/** Numbers of the headers of messages. */
const headers = { schema: 1, dictionary: 2, batch: 3 } as const;
/** Bytes that are held of a byte of a header once it is read. */
const heldPerByte = 16;
const magicText = "ARROW1";

/**
 * Reads the headers of the messages of a file, which its footer lists, or of a stream, one after the other
 * (arrow.apache.org/docs/format/Columnar.html, IPC).
 * @throws {FormatError} for damage, Feather's first version, and headers beyond the limit.
 */
export async function readMessages(
  pieces: Pieces,
  file: string,
  limits: Limits,
  signal?: AbortSignal,
): Promise<Messages> {
  const reading = new Reading(pieces, file, limits);
  const mark = new TextDecoder("latin1").decode(await reading.bytes(0, Math.min(8, pieces.size)));
  if (mark.startsWith("FEA1")) {
    const advice = "Write it again with pyarrow.feather.write_feather(table, path), which writes version 2.";
    throw reading.problem("Arrow, or Feather version 2", "Feather version 1", 0, advice);
  }
  if (mark.startsWith(magicText)) await readFile(reading, signal);
  else await readStream(reading, signal);
  return reading.messages();
}

async function readStream(reading: Reading, signal?: AbortSignal): Promise<void> {
  for (let at: number | undefined = 0; at !== undefined && at < reading.size;) {
    signal?.throwIfAborted();
    at = await reading.message(at);
  }
}

/** The footer has the schema, and the places of dictionaries and of batches. */
async function readFile(reading: Reading, signal?: AbortSignal): Promise<void> {
  const { size } = reading;
  const tail = size < 18 ? new Uint8Array(10) : await reading.bytes(size - 10, 10);
  if (new TextDecoder("latin1").decode(tail.subarray(4)) !== magicText)
    throw reading.problem(`${magicText} at the end`, "something else, as of a file that is cut short", size);
  const length = new DataView(tail.buffer, tail.byteOffset).getInt32(0, true);
  if (length < 0 || length > size - 18)
    throw reading.problem("a footer inside the file", `${length} bytes`, size - 10);
  const reader = await reading.header(size - 10 - length, length);
  const footer = FlatTable.root(reader);
  const schema = footer.table(1);
  if (schema) reading.take(schemaOf(reader, schema));
  // Of files every dictionary is known before the first batch.
  for (const field of [2, 3]) {
    const blocks = footer.vector(field, 24);
    for (let k = 0; k < blocks.count; k++) {
      signal?.throwIfAborted();
      await reading.message(footer.longAt(blocks.at(k)));
    }
  }
}

/** A file of which the headers are read. */
class Reading {
  readonly #pieces: Pieces;
  readonly #file: string;
  readonly #limits: Limits;
  readonly #batches: Batch[] = [];
  readonly #dictionaries: DictionaryBatch[] = [];
  #schema: Schema | undefined;
  #held = 0;

  constructor(pieces: Pieces, file: string, limits: Limits) {
    this.#pieces = pieces;
    this.#file = file;
    this.#limits = limits;
  }

  get size(): number {
    return this.#pieces.size;
  }

  messages(): Messages {
    if (!this.#schema) throw this.problem("a schema", "none");
    return { schema: this.#schema, batches: this.#batches, dictionaries: this.#dictionaries };
  }

  problem(expected: string, got: string, offset = 0, advice = "") {
    return new ByteReader(new Uint8Array(0), this.#file).problem(expected, got, offset, advice);
  }

  async bytes(start: number, count: number): Promise<Uint8Array> {
    if (start > this.size || start + count > this.size)
      throw this.problem(`${count} bytes`, "the end of the file", start);
    const bytes = new Uint8Array(count);
    await this.#pieces.readInto(bytes, start);
    return bytes;
  }

  /** Bytes that are read as a FlatBuffer; what is made of all of them is counted. */
  async header(start: number, count: number): Promise<ByteReader> {
    this.#held += count * heldPerByte;
    assertFits(this.#file, this.#held, this.#limits, start);
    return new ByteReader(await this.bytes(start, count), this.#file);
  }

  take(schema: Schema): void {
    this.#schema ??= schema;
  }

  /** Keeps what the message at a place says. @returns the place of the next one; undefined at the end of a stream */
  async message(at: number): Promise<number | undefined> {
    const head = new ByteReader(await this.bytes(at, Math.max(0, Math.min(8, this.size - at))), this.#file);
    const first = head.u32("the size of a message");
    // Writers before version 0.15 have no mark before the size.
    const isMarked = first === 0xffffffff;
    const size = isMarked ? head.u32("the size of a message") : first;
    if (size === 0) return undefined;
    const start = at + (isMarked ? 8 : 4);
    const reader = await this.header(start, size);
    return start + size + this.#keep(reader, start + size);
  }

  /** @returns the bytes of the body */
  #keep(reader: ByteReader, start: number): number {
    const message = FlatTable.root(reader);
    const body = message.long(3);
    if (body > this.size - start) throw this.problem("a body inside the file", `${body} bytes`, start);
    const version = message.short(0) + 1;
    if (version < 4) throw this.problem("metadata of version 4 or 5", `version ${version}`, start);
    const header = message.table(2);
    if (!header) throw this.problem("the header of a message", "none", start);
    const type = message.byte(1);
    if (type === headers.schema) this.take(schemaOf(reader, header));
    else if (type === headers.batch) this.#batches.push(batchOf(reader, header, start, body));
    else if (type === headers.dictionary) this.#keepDictionary(reader, header, start, body);
    else throw this.problem("a table", `a message of type ${type}`, start);
    return body;
  }

  #keepDictionary(reader: ByteReader, header: FlatTable, start: number, body: number): void {
    const data = header.table(1);
    if (!data) throw this.problem("values of a dictionary", "none", start);
    const batch = batchOf(reader, data, start, body);
    const before = this.#batches.length;
    this.#dictionaries.push({ ...batch, id: header.long(0), isDelta: header.byte(2) === 1, before });
  }
}
