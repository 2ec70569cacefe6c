/** Reads an array and makes of it what its plan says, some rows after the other. */
import { runSteps } from "../../base/steps.ts";
import type { Plan } from "../arrange/plan.ts";
import type { Numbers } from "../formats/dtypes.ts";
import { allRows, type StoredArray } from "../formats/opened.ts";
import { sizeOf } from "../formats/shapes.ts";

/** Rows that are read at once are no more bytes than this, and a gap of more is not read. */
const [block, gap] = [2 ** 24, 2 ** 20];

/** A row of the file, and where it goes. */
interface Moved {
  readonly row: number;
  readonly to: number;
}

/** Neighbouring rows that are read at once. */
type Span = readonly Moved[];

/** Bytes that making it takes beside the result. */
export function bytesBeside(array: StoredArray, plan: Plan, rows: readonly number[] | undefined): number {
  if (plan.isIdentity && !rows) return array.scratch;
  if (!plan.byRows || !array.byRows) return array.scratch + array.bytes + (rows ? plan.bytes : 0);
  return array.scratch + Math.min(array.bytes, Math.max(block, array.bytes / Math.max(1, array.shape[0]!)));
}

/**
 * @param rows - of the stimuli, in the order in which they are taken; all without it
 * @param memory - may be taken for the numbers, where they stay as they are
 */
export async function loadArray(
  array: StoredArray,
  plan: Plan,
  rows: readonly number[] | undefined,
  signal?: AbortSignal,
  memory?: ArrayBuffer,
): Promise<Numbers> {
  if (plan.isIdentity && !rows) return array.read(allRows(array), signal, memory);
  const count = plan.outline.shape[0]!;
  const width = sizeOf(plan.outline.shape.slice(1));
  const taken = rows ?? Array.from({ length: count }, (_, row) => row);
  let result: Numbers | undefined;
  for (const span of spansOf(array, plan, taken)) {
    const start = plan.byRows ? span[0]!.row : 0;
    const range = plan.byRows ? { start, end: span.at(-1)!.row + 1 } : allRows(array);
    const data = await array.read(range, signal);
    const made = await runSteps(
      plan.make(data, (row) => start + row),
      signal,
    );
    if (!rows && made.length === count * width) return made;
    result ??= new (made.constructor as Float64ArrayConstructor)(taken.length * width);
    for (const { row, to } of span) {
      const from = (row - start) * width;
      result.set(made.subarray(from, from + width), to * width);
    }
  }
  return result ?? new Float64Array(0);
}

function spansOf(array: StoredArray, plan: Plan, rows: readonly number[]): Span[] {
  const moves = rows.map((row, to) => ({ row, to })).sort((a, b) => a.row - b.row);
  if (!plan.byRows || !array.byRows) return [moves];
  const rowBytes = array.bytes / Math.max(1, array.shape[0]!);
  const spans: Moved[][] = [];
  for (const move of moves) {
    const span = spans.at(-1);
    const isNear = span && (move.row - span.at(-1)!.row) * rowBytes <= Math.max(gap, rowBytes);
    if (span && isNear && (move.row - span[0]!.row + 1) * rowBytes <= block) span.push(move);
    else spans.push([move]);
  }
  return spans;
}
