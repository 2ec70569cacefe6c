/** Reads an array and makes of it what its plan says, some rows after the other. */
import { runSteps } from "../../base/steps.ts";
import type { Plan } from "../arrange/plan.ts";
import type { Numbers } from "../formats/dtypes.ts";
import { allRows, type RowRange, type StoredArray } from "../formats/opened.ts";
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
  const reading: Made = async (range) => {
    const data = await array.read(range, signal);
    const steps = plan.make(data, (row) => range.start + row);
    return runSteps(steps, signal);
  };
  const isWhole = !plan.byRows || !array.byRows;
  const shape = plan.outline.shape;
  const width = sizeOf(shape.slice(1));
  if (rows) return chosenRows(array, rows, isWhole, width, reading);
  return isWhole ? reading(allRows(array)) : inBlocks(array, shape[0]! * width, width, reading);
}

/** What becomes of some rows of a file. */
type Made = (range: RowRange) => Promise<Numbers>;

const emptyLike = (numbers: Numbers, length: number): Numbers =>
  new (numbers.constructor as Float64ArrayConstructor)(length);

async function inBlocks(array: StoredArray, length: number, width: number, made: Made): Promise<Numbers> {
  let result: Numbers | undefined;
  for (const range of blocksOf(array)) {
    const some = await made(range);
    if (some.length === length) return some;
    result ??= emptyLike(some, length);
    result.set(some, range.start * width);
  }
  return result ?? new Float64Array(0);
}

async function chosenRows(
  array: StoredArray,
  rows: readonly number[],
  isWhole: boolean,
  width: number,
  made: Made,
): Promise<Numbers> {
  let result: Numbers | undefined;
  for (const span of isWhole ? [sorted(rows)] : spansOf(array, sorted(rows))) {
    const range = isWhole ? allRows(array) : { start: span[0]!.row, end: span.at(-1)!.row + 1 };
    const some = await made(range);
    result ??= emptyLike(some, rows.length * width);
    for (const { row, to } of span) {
      const from = (row - range.start) * width;
      result.set(some.subarray(from, from + width), to * width);
    }
  }
  return result ?? new Float64Array(0);
}

/** All rows, some at a time. */
function* blocksOf(array: StoredArray): Generator<RowRange> {
  const rows = array.shape[0]!;
  const step = Math.max(1, Math.floor(block / Math.max(1, array.bytes / Math.max(1, rows))));
  for (let start = 0; start < rows; start += step) yield { start, end: Math.min(rows, start + step) };
}

/** By their places in the file. */
function sorted(rows: readonly number[]): Moved[] {
  return rows.map((row, to) => ({ row, to })).sort((a, b) => a.row - b.row);
}

function spansOf(array: StoredArray, moves: readonly Moved[]): Span[] {
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
