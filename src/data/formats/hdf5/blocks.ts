import type { Numbers } from "../dtypes.ts";
import { sizeOf } from "../shapes.ts";

/** A part of an array: from where along each axis, and how long. */
export interface Block {
  readonly start: readonly number[];
  readonly count: readonly number[];
}

/** Elements that are read at once, unless one chunk of the file has more. */
export const blockSize = 2 ** 18;

/** The part of an array that is read: from where along each axis, and up to where without that place. */
export interface Region {
  readonly start: readonly number[];
  readonly end: readonly number[];
}

export function lengthsOf({ start, end }: Region): number[] {
  return start.map((from, axis) => end[axis]! - from);
}

/** The largest block that `blocks` makes. @param lengths - of the region that is read */
export function blockShape(lengths: readonly number[], chunks: readonly number[] | undefined): number[] {
  const block = lengths.map((length, axis) => Math.min(length, chunks?.[axis] ?? 1));
  // Whole rows of chunks, then several, as long as they are few elements.
  for (let axis = block.length - 1; axis >= 0; axis--) {
    const times = Math.floor(blockSize / sizeOf(block));
    if (times > 1) block[axis] = Math.min(lengths[axis]!, times * block[axis]!);
    if (block[axis]! < lengths[axis]!) break;
  }
  return block;
}

/**
 * A region in blocks that end with chunks of the file, so that each chunk is decoded once.
 * @param region - is not empty
 */
export function* blocks(region: Region, chunks: readonly number[] | undefined): Generator<Block> {
  const largest = blockShape(lengthsOf(region), chunks);
  const start = region.start.slice();
  const stop = (axis: number) =>
    nextStop(start[axis]!, largest[axis]!, region.end[axis]!, chunks?.[axis] ?? 1);
  for (;;) {
    const count = start.map((from, axis) => stop(axis) - from);
    yield { start: start.slice(), count };
    let axis = start.length - 1;
    for (; axis >= 0; axis--) {
      start[axis] = stop(axis);
      if (start[axis]! < region.end[axis]!) break;
      start[axis] = region.start[axis]!;
    }
    if (axis < 0) return;
  }
}

/** Where a block that starts inside a chunk ends: with a chunk, or with the region. */
function nextStop(start: number, length: number, end: number, chunk: number): number {
  const most = start + length;
  if (most >= end) return end;
  const aligned = most - (most % chunk);
  return aligned > start ? aligned : most;
}

/**
 * Puts the numbers of a block where they belong.
 * @param region - that `to` holds
 * @param steps - from an element to the next one along each axis, in `to`
 */
export function place(
  { start, count }: Block,
  block: Numbers,
  region: Region,
  steps: readonly number[],
  to: Numbers,
): void {
  const from = start.map((place, axis) => place - region.start[axis]!);
  const at = from.slice();
  const step = steps.at(-1)!;
  // Axes that follow each other in both are one run.
  let run = count.length - 1;
  let length = count[run]!;
  if (step === 1) while (run > 0 && steps[run - 1] === length) length *= count[--run]!;
  for (let read = 0; read < block.length; read += length) {
    const target = at.reduce((sum, place, axis) => sum + place * steps[axis]!, 0);
    if (step === 1) to.set(block.subarray(read, read + length), target);
    else for (let k = 0; k < length; k++) to[target + k * step] = block[read + k]!;
    for (let axis = run - 1; axis >= 0; axis--) {
      if (++at[axis]! < from[axis]! + count[axis]!) break;
      at[axis] = from[axis]!;
    }
  }
}
