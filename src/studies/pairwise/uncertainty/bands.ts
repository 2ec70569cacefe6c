import type { Resampled, Rows } from "../task.ts";
import type { Table } from "./table.ts";

/** What resamples give for some pairs. A pair is its place in the table, row by row. */
export interface Band {
  /** Each pair once: where the metric is symmetric those on and above the diagonal. */
  readonly pairs: readonly number[];
  /** NaN where the metric is not defined on that resample. */
  valueOf(resample: number, pair: number): number;
}

/** Bytes of values that are held at a time. With half as many, networks are prepared twice as often. */
const mostBytes = 2 ** 28;

/** Cuts the table into bands of rows. The values of a band, on all resamples, are held together. */
export function planBands(
  { rows, cols, square, symmetric }: Table,
  resamples: number,
  bytes = mostBytes,
): Rows[] {
  const bands: Rows[] = [];
  for (let start = 0; start < rows; start = bands.at(-1)!.end) {
    const row = 8 * resamples * (symmetric ? cols - start : cols);
    const fit = Math.max(1, Math.floor(bytes / row));
    const band = { start, end: Math.min(rows, start + fit), symmetric };
    bands.push(square ? band : { ...band, against: rows });
  }
  return bands;
}

/** @param results - what `resamplePairs` gives for these rows, for each resample */
export function bandOf(rows: Rows, { cols }: Table, results: readonly Resampled[]): Band {
  const { start, end, symmetric } = rows;
  const first = symmetric ? start : 0;
  const pairs: number[] = [];
  for (let i = start; i < end; i++) for (let j = symmetric ? i : 0; j < cols; j++) pairs.push(i * cols + j);
  return {
    pairs,
    valueOf(resample, pair) {
      const result = results[resample]!;
      const [i, j] = [Math.floor(pair / cols), pair % cols];
      return "values" in result ? result.values[(i - start) * (cols - first) + (j - first)]! : NaN;
    },
  };
}
