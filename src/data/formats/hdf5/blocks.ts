import type { Numbers } from "../dtypes.ts";
import { sizeOf } from "../shapes.ts";

/** A part of an array: from where along each axis, and how long. */
export interface Block {
  readonly start: readonly number[];
  readonly count: readonly number[];
}

/** Elements that are read at once, unless one chunk of the file has more. */
export const blockSize = 2 ** 18;

/** The largest block that `blocks` makes. @param rows - along the first axis, at most */
export function blockShape(
  shape: readonly number[],
  chunks: readonly number[] | undefined,
  rows = shape[0] ?? 1,
): number[] {
  const whole = shape.map((length, axis) => (axis === 0 ? rows : length));
  const block = whole.map((length, axis) => Math.min(length, chunks?.[axis] ?? 1));
  // Whole rows of chunks, then several, as long as they are few elements.
  for (let axis = block.length - 1; axis >= 0; axis--) {
    const others = sizeOf(block) / block[axis]!;
    const times = Math.floor(blockSize / (others * block[axis]!));
    if (times > 1) block[axis] = Math.min(whole[axis]!, times * block[axis]!);
    if (block[axis]! < whole[axis]!) break;
  }
  return block;
}

/**
 * Rows of an array in blocks that cross no chunk of the file, so that each chunk is decoded once.
 * @param shape - no axis is empty
 */
export function* blocks(
  shape: readonly number[],
  chunks: readonly number[] | undefined,
  rows: { readonly start: number; readonly end: number },
): Generator<Block> {
  const largest = blockShape(shape, chunks, rows.end - rows.start);
  const first = shape.map((_, axis) => (axis === 0 ? rows.start : 0));
  const end = shape.map((length, axis) => (axis === 0 ? rows.end : length));
  const start = first.slice();
  const stop = (axis: number) => nextStop(start[axis]!, largest[axis]!, end[axis]!, chunks?.[axis] ?? 1);
  for (;;) {
    const count = start.map((from, axis) => stop(axis) - from);
    yield { start: start.slice(), count };
    let axis = shape.length - 1;
    for (; axis >= 0; axis--) {
      start[axis] = stop(axis);
      if (start[axis]! < end[axis]!) break;
      start[axis] = first[axis]!;
    }
    if (axis < 0) return;
  }
}

/** Where a block that starts inside a chunk ends: with a chunk, or with the array. */
function nextStop(start: number, length: number, end: number, chunk: number): number {
  const most = start + length;
  if (most >= end) return end;
  const aligned = most - (most % chunk);
  return aligned > start ? aligned : most;
}

/**
 * Puts the numbers of a block into the rows that it is a part of.
 * @param to - of the rows from `firstRow` on
 */
export function place(
  { start, count }: Block,
  block: Numbers,
  shape: readonly number[],
  firstRow: number,
  to: Numbers,
): void {
  const steps = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  let run = shape.length - 1;
  while (run > 0 && count[run] === shape[run]) run--;
  const runLength = sizeOf(count.slice(run));
  const from = start.map((place, axis) => (axis === 0 ? place - firstRow : place));
  const at = from.slice(0, run);
  const last = from[run] ?? 0;
  for (let read = 0; read < block.length; read += runLength) {
    const target = at.reduce((sum, place, axis) => sum + place * steps[axis]!, last * (steps[run] ?? 1));
    to.set(block.subarray(read, read + runLength), target);
    for (let axis = run - 1; axis >= 0; axis--) {
      if (++at[axis]! < from[axis]! + count[axis]!) break;
      at[axis] = from[axis]!;
    }
  }
}
