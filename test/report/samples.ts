import { comparisons } from "../../src/data/comparisons.ts";
import type { Comparisons } from "../../src/data/comparisons.ts";

type Facts = Parameters<typeof comparisons>[0];

/** A result as `pairwise` gives it, with the values of a test. Rows and columns are named "net 0", … */
export function comparisonsOf(rows: number[][], over: Partial<Facts> = {}): Comparisons {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `net ${i}`);
  const result = comparisons({
    metric: "procrustes",
    options: { alpha: 1, center: true },
    kind: "distance",
    range: [0, Math.PI / 2],
    rowNames: names(rows.length),
    colNames: names(rows[0]!.length),
    values: Float64Array.from(rows.flat()),
    warnings: [],
    ...over,
  });
  return { ...result, version: "0.0.0" };
}
