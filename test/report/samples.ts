import { matrix } from "../../src/matrix.ts";
import type { Comparisons } from "../../src/result.ts";

/** A result as `pairwise` gives it, with the values of a test. Rows and columns are named "net 0", … */
export function comparisonsOf(rows: number[][], over: Partial<Comparisons> = {}): Comparisons {
  const cols = rows[0]!.length;
  const values = Float64Array.from(rows.flat());
  const names = (count: number) => Array.from({ length: count }, (_, i) => `net ${i}`);
  const result: Comparisons = {
    metric: "procrustes",
    options: { alpha: 1, center: true },
    kind: "distance",
    range: [0, Math.PI / 2],
    rowNames: names(rows.length),
    colNames: names(cols),
    values,
    version: "0.0.0",
    warnings: [],
    at: (row, col) => values[row * cols + col]!,
    square: () => matrix(rows.length, cols, values),
    toNpy: () => new Uint8Array(),
    toCsv: () => "",
    toJSON: () => ({}),
    ...over,
  };
  return result;
}
