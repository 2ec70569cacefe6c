import { tableProblem } from "../tables/problem.ts";
import { Buffers, placesOf, type ArrowFile, type Places } from "./buffers.ts";
import { numbersIn, offsetsIn } from "./numbers.ts";
import type { Field } from "./schema.ts";

/** The texts of a column, row by row. @throws {FormatError} for a null. */
export async function textsOf(file: ArrowFile, column: number, signal?: AbortSignal): Promise<string[]> {
  const { fields } = file.messages.schema;
  const field = fields[column]!;
  const texts: string[] = [];
  const values = new Dictionary(file, field);
  for (const [k, batch] of file.messages.batches.entries()) {
    signal?.throwIfAborted();
    const buffers = new Buffers(file.path, file.pieces, file.limits, batch);
    const places = placesOf(file.starts[column]!, field, batch);
    const node = buffers.node(places.node);
    if (node.count !== batch.rows) throw buffers.problem(`${batch.rows} names of rows`, `${node.count}`);
    await checkNames(file, buffers, places, field.name, texts.length);
    const part = field.dictionary
      ? await values.at(k, buffers, places)
      : await textsIn(buffers, field, places);
    for (const text of part) texts.push(text);
  }
  return texts;
}

async function checkNames(file: ArrowFile, buffers: Buffers, places: Places, column: string, before: number) {
  const node = buffers.node(places.node);
  const [missing] = await buffers.missing(places.buffer, node, { from: 0, count: node.count });
  if (missing === undefined) return;
  throw tableProblem(
    file.path,
    `a name in every row of column "${column}"`,
    `a null in row ${before + missing}`,
  );
}

/** In the batch of a dictionary its texts are the only field. */
const first = { node: 0, buffer: 0, view: 0 };

/** The values of a column that has places of a dictionary, as they are known at each batch. */
class Dictionary {
  readonly #file: ArrowFile;
  readonly #field: Field;
  #known: string[] = [];
  #next = 0;

  constructor(file: ArrowFile, field: Field) {
    this.#file = file;
    this.#field = field;
  }

  /** The texts of a batch. @param batch - its number */
  async at(batch: number, buffers: Buffers, { node, buffer }: Places): Promise<string[]> {
    await this.#readUpTo(batch);
    const { indices } = this.#field.dictionary!;
    const places = await numbersIn(buffers, buffer + 1, indices, {
      from: 0,
      count: buffers.node(node).count,
    });
    return Array.from(places, (place) => {
      const text = this.#known[place];
      if (text === undefined)
        throw buffers.problem(`a place in a dictionary of ${this.#known.length}`, `${place}`);
      return text;
    });
  }

  async #readUpTo(batch: number): Promise<void> {
    const { path, pieces, limits, messages } = this.#file;
    for (; this.#next < messages.dictionaries.length; this.#next++) {
      const given = messages.dictionaries[this.#next]!;
      if (given.before > batch) return;
      if (given.id !== this.#field.dictionary!.id) continue;
      const buffers = new Buffers(path, pieces, limits, given);
      const values = { ...this.#field, ...this.#field.dictionary!.values };
      const places = placesOf(first, values, given);
      const texts = await textsIn(buffers, values, places);
      this.#known = given.isDelta ? [...this.#known, ...texts] : texts;
    }
  }
}

/** The texts of a field in a batch, where all are there. */
async function textsIn(buffers: Buffers, field: Field, places: Places): Promise<string[]> {
  const { count } = buffers.node(places.node);
  if (field.offsets === 0) return viewsIn(buffers, places, count);
  const offsets = await offsetsIn(buffers, places.buffer + 1, field.offsets!, count);
  const bytes = await buffers.bytes(places.buffer + 2, offsets[count] ?? 0);
  const decoder = new TextDecoder();
  return Array.from({ length: count }, (_, k) =>
    decoder.decode(bytes.subarray(offsets[k]!, offsets[k + 1]!)),
  );
}

/** Views of 16 bytes: the length of a text, then the text itself if it has up to twelve bytes, else in which buffer it lies and where. */
async function viewsIn(buffers: Buffers, { buffer, extra }: Places, count: number): Promise<string[]> {
  const views = new DataView((await buffers.bytes(buffer + 1, 16 * count)).buffer);
  const data: Uint8Array[] = [];
  for (let k = 0; k < extra; k++) data.push(await buffers.bytes(buffer + 2 + k, 0));
  const decoder = new TextDecoder();
  return Array.from({ length: count }, (_, k) => {
    const at = 16 * k;
    const length = views.getUint32(at, true);
    if (length <= 12) return decoder.decode(new Uint8Array(views.buffer, at + 4, length));
    const [place, start] = [views.getUint32(at + 8, true), views.getUint32(at + 12, true)];
    const bytes = data[place];
    if (!bytes || start + length > bytes.length)
      throw buffers.problem("a text inside its buffer", `byte ${start}`);
    return decoder.decode(bytes.subarray(start, start + length));
  });
}
