/** Numbers of an array, some rows at a time. */
import { eventLoopTurns } from "../../base/host/event-loop.ts";
import type { Signal } from "../../base/host/types.ts";
import type { Numbers } from "../../data/formats/dtypes.ts";
import { sizeOf } from "../../data/formats/shapes.ts";
import type { StoredArray } from "../../data/formats/opened.ts";

/** What the numbers of an array are like. */
export interface Counts {
  /** NaN. */
  readonly missing: number;
  readonly infinite: number;
  /** Units, places in a row of the file, that have one value in all rows; rows are places along the first axis. */
  readonly constant: number;
  readonly units: number;
  readonly min: number;
  readonly max: number;
}

/** Bytes that are read at once where rows can be read alone. */
const block = 2 ** 24;

/** Numbers that are shown. */
const shown = 4;

/** @returns what was counted, and the first numbers */
export async function countedArray(
  array: StoredArray,
  signal: Signal | undefined,
): Promise<{ counts: Counts; first: number[] }> {
  const { shape, bytes } = array;
  const rows = shape[0]!;
  const units = sizeOf(shape.slice(1));
  const counter = new Counter(units);
  const rowBytes = bytes / Math.max(1, rows);
  const step = array.byRows ? Math.max(1, Math.floor(block / Math.max(1, rowBytes))) : Math.max(1, rows);
  const turn = eventLoopTurns();
  for (let start = 0; start < rows; start += step) {
    await turn();
    signal?.throwIfAborted();
    counter.add(await array.read({ start, end: Math.min(rows, start + step) }, signal));
  }
  return { counts: counter.counts(), first: counter.first };
}

class Counter {
  readonly first: number[] = [];
  readonly #least: Float64Array;
  readonly #most: Float64Array;
  #missing = 0;
  #infinite = 0;

  constructor(units: number) {
    this.#least = new Float64Array(units).fill(Infinity);
    this.#most = new Float64Array(units).fill(-Infinity);
  }

  /** @param data - some rows, row-major */
  add(data: Numbers): void {
    const units = this.#least.length;
    while (this.first.length < Math.min(shown, data.length)) this.first.push(data[this.first.length]!);
    for (let at = 0; at < data.length;)
      for (let unit = 0; unit < units; unit++, at++) this.#count(data[at]!, unit);
  }

  #count(value: number, unit: number): void {
    if (value < this.#least[unit]!) this.#least[unit] = value;
    if (value > this.#most[unit]!) this.#most[unit] = value;
    if (Number.isNaN(value)) this.#missing++;
    else if (!Number.isFinite(value)) this.#infinite++;
  }

  counts(): Counts {
    const [least, most] = [this.#least, this.#most];
    let [min, max, constant] = [Infinity, -Infinity, 0];
    for (const [unit, low] of least.entries()) {
      min = Math.min(min, low);
      max = Math.max(max, most[unit]!);
      if (!(low < most[unit]!)) constant++;
    }
    return { missing: this.#missing, infinite: this.#infinite, constant, units: least.length, min, max };
  }
}
