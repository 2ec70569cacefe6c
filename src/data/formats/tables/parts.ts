import type { Numbers } from "../dtypes.ts";
import type { RowRange } from "../opened.ts";

/** Parts of more bytes are not kept, and rows not read alone: a few would take as long as all. */
export const mostKept = 2 ** 25;

/** Reads some rows of an array. */
type ReadRows = (rows: RowRange, signal?: AbortSignal, memory?: ArrayBuffer) => Promise<Numbers>;

/**
 * Reads rows from a file that is packed in parts. Those of which not all rows are asked for are unpacked whole, and
 * the last one is kept, because the next rows are mostly in it too.
 * @param parts - rows of each
 * @param each - numbers of a row
 * @param make - memory for some rows
 */
export function readingByParts(
  parts: readonly number[],
  each: number,
  make: (rows: RowRange, memory?: ArrayBuffer) => Numbers,
  whole: ReadRows,
): ReadRows {
  let start = 0;
  const ranges = parts.map((rows) => ({ start, end: (start += rows) }));
  let kept: { range: RowRange; data: Numbers } | undefined;
  const partOf = async (range: RowRange, signal: AbortSignal | undefined) => {
    if (kept?.range === range) return kept.data;
    kept = undefined;
    const data = await whole(range, signal);
    kept = { range, data };
    return data;
  };
  return async (rows, signal, memory) => {
    const touched = ranges.filter((range) => range.end > rows.start && range.start < rows.end);
    if (touched.every((range) => range.start >= rows.start && range.end <= rows.end))
      return whole(rows, signal, memory);
    const to = make(rows, memory);
    for (const range of touched) {
      const [first, end] = [Math.max(range.start, rows.start), Math.min(range.end, rows.end)];
      const data = await partOf(range, signal);
      to.set(
        data.subarray((first - range.start) * each, (end - range.start) * each),
        (first - rows.start) * each,
      );
    }
    return to;
  };
}
