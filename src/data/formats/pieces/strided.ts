/** Arrays whose elements lie in a file in another order than row-major, or with others between them. */
import { eventLoopTurns } from "../../../base/host/event-loop.ts";
import { decodeNumbers, dtypes, type DtypeName, type Numbers } from "../dtypes.ts";
import type { RowRange } from "../opened.ts";
import { axesOf, walkOf, type View } from "./view.ts";

/** Stored elements, one after the other. */
export interface Elements {
  readonly name: DtypeName;
  readonly bigEndian: boolean;
  /** How many there are. */
  readonly count: number;
  /**
   * Fills `into` with the bytes of the elements from number `from` on; there are so many.
   * The elements of an array of which none lie on each other are asked for in order.
   */
  fill(into: Uint8Array, from: number): Promise<void>;
  /** Throws what is wrong with element `index` of the stored ones. */
  complain(index: number, expected: string, got: string): never;
}

/** Elements that are decoded at once. */
const chunk = 8192;

/** Bytes that are read at once: few where the array jumps about in the file, many where it goes on. */
const [fewBytes, manyBytes] = [2 ** 12, 2 ** 18];

/** Bytes that `readView` takes beside the numbers themselves. */
export const viewScratch = 2 * manyBytes + chunk * 32;

/**
 * Reads rows of an array into `to`, row-major. It goes through the file in the file's order, once,
 * and reads what is needed only; each number is put in its place as it comes.
 * @throws the reason of the signal, once it is aborted.
 */
export async function readView(
  view: View,
  rows: RowRange,
  elements: Elements,
  to: Numbers,
  signal?: AbortSignal,
): Promise<void> {
  const first = view.offset + rows.start * (view.strides[0] ?? 0);
  const axes = axesOf(view, rows);
  if (axes.length === 1 && axes[0]!.step === 1) return readRun(first, elements, to, signal);
  const turn = eventLoopTurns();
  const walk = walkOf(axes, first);
  const window = new Window(elements);
  const most = Math.min(chunk, to.length);
  const raw = new Uint8Array(most * window.size);
  const [from, place] = [new Float64Array(most), new Float64Array(most)];
  const decoded = new (to.constructor as Float64ArrayConstructor)(most);
  for (let done = 0; done < to.length; done += most) {
    const count = Math.min(most, to.length - done);
    walk(from, place, count);
    await window.gather(from.subarray(0, count), raw);
    const part = decoded.subarray(0, count);
    const bytes = raw.subarray(0, count * window.size);
    decodeNumbers(elements.name, bytes, part, elements.bigEndian, (k, expected, got) =>
      elements.complain(from[k]!, expected, got),
    );
    for (let k = 0; k < count; k++) to[place[k]!] = part[k]!;
    await turn();
    signal?.throwIfAborted();
  }
}

/** Elements that follow each other, in their order. */
async function readRun(first: number, elements: Elements, to: Numbers, signal?: AbortSignal): Promise<void> {
  const turn = eventLoopTurns();
  const { size } = dtypes[elements.name];
  const most = manyBytes / size;
  const raw = new Uint8Array(Math.min(most, to.length) * size);
  for (let done = 0; done < to.length; done += most) {
    const part = to.subarray(done, done + most);
    const bytes = raw.subarray(0, part.length * size);
    await elements.fill(bytes, first + done);
    decodeNumbers(elements.name, bytes, part, elements.bigEndian, (k, expected, got) =>
      elements.complain(first + done + k, expected, got),
    );
    await turn();
    signal?.throwIfAborted();
  }
}

/** A part of the stored elements that is held. */
class Window {
  /** Bytes of an element. */
  readonly size: number;
  readonly #elements: Elements;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #start = 0;
  #count = 0;

  constructor(elements: Elements) {
    this.#elements = elements;
    this.size = dtypes[elements.name].size;
    this.#bytes = new Uint8Array(Math.min(manyBytes, elements.count * this.size));
  }

  /** Copies the elements of these numbers to `raw`, one after the other. */
  async gather(from: Float64Array, raw: Uint8Array<ArrayBuffer>): Promise<void> {
    for (let k = 0; k < from.length;) {
      k = this.#copy(from, k, raw);
      if (k < from.length) await this.#load(from[k]!);
    }
  }

  /** As many as are held. @returns the first that is not */
  #copy(from: Float64Array, first: number, raw: Uint8Array<ArrayBuffer>): number {
    const { size } = this;
    const [start, count] = [this.#start, this.#count];
    const lane = size === 1 ? Uint8Array : size === 2 ? Uint16Array : Uint32Array;
    const words = Math.max(1, size / 4);
    const [held, to] = [new lane(this.#bytes.buffer), new lane(raw.buffer)];
    let k = first;
    for (; k < from.length; k++) {
      const at = from[k]! - start;
      if (at < 0 || at >= count) break;
      for (let word = 0; word < words; word++) to[k * words + word] = held[at * words + word]!;
    }
    return k;
  }

  /** Reads on, more than the last time where that was just before. */
  async #load(from: number): Promise<void> {
    const { size } = this;
    const end = this.#start + this.#count;
    const follows = this.#count > 0 && from >= end && from < end + this.#count;
    const bytes = follows ? Math.min(manyBytes, 2 * this.#count * size) : fewBytes;
    this.#start = from;
    this.#count = Math.min(bytes / size, this.#bytes.length / size, this.#elements.count - from);
    await this.#elements.fill(this.#bytes.subarray(0, this.#count * size), from);
  }
}
