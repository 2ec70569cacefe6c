import type { Bands } from "../../../data/bands/bands.ts";
import type { PairJob } from "../job.ts";
import { partOf, type Range } from "../plan.ts";
import type { PairRecord } from "./record.ts";

/** The values of a record that is complete, some rows at a time. Names of rows and columns are those of the job. */
export function bandsOfRecord({ names, pairs, self }: PairJob, record: PairRecord): Bands {
  const { rows, cols, triangle, known } = pairs;
  const width = cols.end - cols.start;
  const partIn = ({ start }: Range, at: number) => partOf(start + at, start, record.side, known);
  const cells = partIn(cols, width - 1) + 1;
  return {
    rowNames: names.slice(rows.start, rows.end),
    colNames: names.slice(cols.start, cols.end),
    step: record.side,
    rows(start, end) {
      const values = new Float64Array((end - start) * width).fill(NaN);
      const put = (i: number, j: number, value: number) => {
        const row = i - rows.start;
        if (row >= start && row < end) values[(row - start) * width + (j - cols.start)] = value;
      };
      for (let row = partIn(rows, start); row <= partIn(rows, end - 1); row++)
        for (let col = 0; col < cells; col++) readAt(record, row, col, triangle, put);
      if (self !== undefined)
        for (let row = start; row < end; row++) put(row + rows.start, row + rows.start, self);
      return values;
    },
  };
}

/** Reads a cell of the grid, from the unit there or from its mirror image. Places of no pair are NaN and stay so. */
function readAt(
  record: PairRecord,
  row: number,
  col: number,
  triangle: boolean,
  put: (i: number, j: number, value: number) => void,
): void {
  const above = triangle && col < row;
  const unit = above ? record.unitAt(col, row) : record.unitAt(row, col);
  if (!unit) return; // one network against itself
  const values = record.valuesOf(unit);
  const { rows, cols } = unit;
  const mirrored = triangle && unit.row === unit.col;
  let place = 0;
  // Hundreds of millions of pairs: no generator.
  for (let i = rows.start; i < rows.end; i++) {
    for (let j = cols.start; j < cols.end; j++, place += record.outputs) {
      const value = values[place]!;
      if (Number.isNaN(value)) continue;
      if (!above) put(i, j, value);
      if (above || mirrored) put(j, i, value);
    }
  }
}
