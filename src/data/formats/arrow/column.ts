import { inexact, nullIn, unequalList } from "../tables/problem.ts";
import type { Target } from "../tables/table-file.ts";
import { Buffers, placesOf, type ArrowFile, type Places, type Range } from "./buffers.ts";
import type { Batch } from "./batch.ts";
import type { Field } from "./schema.ts";
import { numbersIn, offsetsIn } from "./numbers.ts";

/** A column down to its numbers: the lists, outermost first, and what is in them. */
export function chainOf(field: Field): { lists: Field[]; leaf: Field } {
  const lists: Field[] = [];
  let leaf = field;
  for (; leaf.kind === "list"; leaf = leaf.children[0]!) lists.push(leaf);
  return { lists, leaf };
}

/** Lengths of the lists of the first row, outermost first. */
export async function lengthsOf(file: ArrowFile, column: number): Promise<number[]> {
  const { schema, batches } = file.messages;
  const { lists } = chainOf(schema.fields[column]!);
  const batch = batches.find(({ rows }) => rows > 0);
  if (!batch) return lists.map(({ length }) => length ?? 0);
  const buffers = new Buffers(file.path, file.pieces, file.limits, batch);
  const lengths: number[] = [];
  let [{ node, buffer }, first] = [placesOf(file.starts[column]!, schema.fields[column]!, batch), 0];
  for (const { length, offsets, buffers: own } of lists) {
    const { count } = buffers.node(node);
    if (length !== undefined) first *= length;
    const ends =
      length === undefined && count > first
        ? await offsetsIn(buffers, buffer + 1, offsets as 4 | 8, count)
        : [];
    lengths.push(length ?? (ends[first + 1] ?? 0) - (ends[first] ?? 0));
    first = length === undefined ? (ends[first] ?? 0) : first;
    [node, buffer] = [node + 1, buffer + own];
  }
  return lengths;
}

/** Copies the numbers of a column to where they go. @param nullIsNaN - as pandas writes them */
export async function fillFrom(
  file: ArrowFile,
  column: number,
  lengths: readonly number[],
  target: Target,
  nullIsNaN: boolean,
  signal?: AbortSignal,
): Promise<void> {
  const { schema, batches } = file.messages;
  let start = 0;
  for (const batch of batches) {
    const first = Math.max(target.rows.start - start, 0);
    const end = Math.min(target.rows.end - start, batch.rows);
    if (first < end) {
      signal?.throwIfAborted();
      const buffers = new Buffers(file.path, file.pieces, file.limits, batch);
      const places = placesOf(file.starts[column]!, schema.fields[column]!, batch);
      const part = new Part(file.path, buffers, schema.fields[column]!, lengths, start);
      await part.fill(places, { first, end }, target, nullIsNaN);
    }
    start += batch.rows;
  }
}

/** What a column has in one batch. */
class Part {
  readonly #file: string;
  readonly #buffers: Buffers;
  readonly #field: Field;
  readonly #lengths: readonly number[];
  /** The first row of the batch. */
  readonly #start: number;

  constructor(file: string, buffers: Buffers, field: Field, lengths: readonly number[], start: number) {
    this.#file = file;
    this.#buffers = buffers;
    this.#field = field;
    this.#lengths = lengths;
    this.#start = start;
  }

  async fill(
    places: Places,
    { first, end }: { first: number; end: number },
    { to, rows, offset, stride }: Target,
    nullIsNaN: boolean,
  ): Promise<void> {
    const { lists, leaf } = chainOf(this.#field);
    // Values of the rows that are asked for, at each depth.
    let [from, count] = [first, end - first];
    let { node, buffer } = places;
    let each = 1;
    for (const [depth, list] of lists.entries()) {
      const row = (k: number) => this.#start + first + Math.floor((k - from) / each);
      from = await this.#enter(list, { node, buffer }, { from, count }, this.#lengths[depth]!, row);
      [node, buffer, each, count] = [
        node + 1,
        buffer + list.buffers,
        each * this.#lengths[depth]!,
        count * this.#lengths[depth]!,
      ];
    }
    const numbers = await this.#numbers(leaf, { node, buffer }, { from, count }, each, first, nullIsNaN);
    const base = this.#start + first - rows.start;
    for (let v = 0; v < count; v++)
      to[offset + (base + Math.floor(v / each)) * stride + (v % each)] = numbers[v]!;
  }

  /** Goes into lists `from … from + count`. @returns the place of the first value in them */
  async #enter(
    list: Field,
    { node, buffer }: { node: number; buffer: number },
    { from, count }: Range,
    length: number,
    row: (k: number) => number,
  ): Promise<number> {
    const here = this.#buffers.node(node);
    this.#checkCount(here.count, from + count);
    const wrong = (k: number) => unequalList(this.#file, row(k), this.#field.name, this.#lengths);
    const [missing] = await this.#buffers.missing(buffer, here, { from, count });
    if (missing !== undefined) throw wrong(from + missing);
    if (list.length !== undefined) return from * list.length;
    const offsets = await offsetsIn(this.#buffers, buffer + 1, list.offsets as 4 | 8, here.count);
    for (let k = from; k < from + count; k++) if (offsets[k + 1]! - offsets[k]! !== length) throw wrong(k);
    return offsets[from]!;
  }

  async #numbers(
    { wire }: Field,
    { node, buffer }: { node: number; buffer: number },
    range: Range,
    each: number,
    first: number,
    nullIsNaN: boolean,
  ) {
    const here = this.#buffers.node(node);
    this.#checkCount(here.count, range.from + range.count);
    const row = (v: number) => this.#start + first + Math.floor(v / each);
    const numbers = await numbersIn(this.#buffers, buffer + 1, wire!, range, (v, got) => {
      throw inexact(this.#file, row(v), this.#field.name, got);
    });
    for (const v of await this.#buffers.missing(buffer, here, range)) {
      if (!nullIsNaN) throw nullIn(this.#file, row(v), this.#field.name);
      numbers[v] = NaN;
    }
    return numbers;
  }

  #checkCount(found: number, wanted: number): void {
    if (found < wanted)
      throw this.#buffers.problem(`${wanted} values of column "${this.#field.name}"`, `${found}`);
  }
}

/** Bytes that a column takes while a batch is read: its buffers, unpacked, and its numbers. */
export function scratchIn({ messages, starts }: ArrowFile, batch: Batch, column: number): number {
  const field = messages.schema.fields[column]!;
  const { node, buffer } = placesOf(starts[column]!, field, batch);
  const { lists } = chainOf(field);
  const last = buffer + lists.reduce((sum, { buffers }) => sum + buffers, 2);
  const stored = batch.regions.slice(buffer, last).reduce((sum, { size }) => sum + size, 0);
  const counts = batch.nodes.slice(node, node + lists.length + 1).reduce((sum, { count }) => sum + count, 0);
  return stored + 24 * counts;
}
