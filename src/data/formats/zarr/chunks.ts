import type { RowRange } from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import type { Layout } from "./metadata.ts";
import type { Store } from "./store.ts";

/** Place of a chunk in the grid of chunks. */
export type Coords = readonly number[];

/** The name of a chunk below its array. */
export function keyOf({ keys: { name, separator } }: Layout, coords: Coords): string {
  if (name === "default") return ["c", ...coords].join(separator);
  return coords.join(separator) || "0";
}

/** The place of a chunk of some name; nothing where it is none. */
function coordsOf({ keys: { name, separator }, chunks }: Layout, key: string): Coords | undefined {
  const parts = key.split(separator);
  if (name === "default" && parts.shift() !== "c") return undefined;
  if (chunks.length === 0) return name === "default" || key === "0" ? [] : undefined;
  const coords = parts.map((part) => (/^(0|[1-9]\d*)$/.test(part) ? Number(part) : Number.NaN));
  return coords.length === chunks.length && coords.every(Number.isSafeInteger) ? coords : undefined;
}

/** Which of the chunks of an array are stored; all others hold the fill value. */
export class StoredChunks {
  readonly #store: Store;
  readonly #prefix: string;
  readonly #shape: readonly number[];
  readonly #layout: Layout;
  #listed: Promise<readonly Coords[]> | undefined;

  /** @param prefix - of the names of the array, with its slash */
  constructor(store: Store, prefix: string, shape: readonly number[], layout: Layout) {
    this.#store = store;
    this.#prefix = prefix;
    this.#shape = shape;
    this.#layout = layout;
  }

  /** Places of chunks of the inner grid with elements of some rows, those of one shard together; where chunks cannot be listed all that may be. */
  async *of(rows: RowRange): AsyncGenerator<Coords> {
    const outer = this.#store.list ? await (this.#listed ??= this.#list()) : boxOf(this.#gridOf(rows));
    const grid = this.#gridOf(rows);
    for (const coords of outer) {
      if (!coords.every((c, axis) => c >= grid[axis]![0] && c < grid[axis]![1])) continue;
      yield* boxOf(this.#innerOf(coords, rows));
    }
  }

  /** Chunks that are stored, by the names of what there is. */
  async #list(): Promise<readonly Coords[]> {
    const found: Coords[] = [];
    for (const key of await this.#store.list!(this.#prefix)) {
      const coords = coordsOf(this.#layout, key.slice(this.#prefix.length));
      if (coords) found.push(coords);
    }
    return found.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  }

  /** Ranges of places along each axis of the outer grid. */
  #gridOf({ start, end }: RowRange): [from: number, to: number][] {
    return this.#layout.chunks.map((length, axis) =>
      axis === 0
        ? [Math.floor(start / length), Math.ceil(end / length)]
        : [0, Math.ceil(this.#shape[axis]! / length)],
    );
  }

  /** The same of the inner grid, within one outer chunk. */
  #innerOf(coords: Coords, { start, end }: RowRange): [from: number, to: number][] {
    const { chunks, inner } = this.#layout;
    return coords.map((c, axis) => {
      const ratio = chunks[axis]! / inner[axis]!;
      const [low, high] = axis === 0 ? [start, end] : [0, this.#shape[axis]!];
      const from = Math.max(c * ratio, Math.floor(low / inner[axis]!));
      return [from, Math.min((c + 1) * ratio, Math.ceil(high / inner[axis]!))];
    });
  }
}

/** All places of a box, the last axis fastest. */
function* boxOf(ranges: readonly (readonly [from: number, to: number])[]): Generator<Coords> {
  if (sizeOf(ranges.map(([from, to]) => Math.max(0, to - from))) === 0) return;
  const at = ranges.map(([from]) => from);
  for (;;) {
    yield at.slice();
    let axis = at.length - 1;
    while (axis >= 0 && at[axis]! + 1 === ranges[axis]![1]) at[axis] = ranges[axis--]![0];
    if (axis < 0) return;
    at[axis]!++;
  }
}
